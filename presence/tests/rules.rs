//! The rules of presence, one row a rule.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use presence::{
    Agent, Availability, Cause, Change, DoorError, EndReason, ExtendError, Fact, GoOnline,
    GoOnlineError, Lease, LeaseDuration, ProjectId, Revision, Scope, Standing, Status, Timestamp,
    UserId, extend_question_at,
};
use std::collections::BTreeSet;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_millis(1_000_000 + minute * 60_000)
}

fn user(name: &str) -> UserId {
    name.parse().unwrap()
}

fn project(name: &str) -> ProjectId {
    name.parse().unwrap()
}

fn only(names: &[&str]) -> Scope {
    Scope::Only(names.iter().map(|name| project(name)).collect())
}

fn set(names: &[&str]) -> BTreeSet<ProjectId> {
    names.iter().map(|name| project(name)).collect()
}

fn agent_of(projects: &[&str]) -> Agent {
    let mut agent = Agent::new(user("marta"));
    for name in projects {
        agent = agent.join(&project(name), &me(), at(0)).agent;
    }
    agent
}

fn me() -> Cause {
    Cause::user(user("marta"), None)
}

fn wish(scope: Scope, until: Option<Timestamp>) -> GoOnline {
    GoOnline { scope, until, attended: true, revision: None }
}

fn online(projects: &[&str], until: Option<Timestamp>) -> Agent {
    agent_of(projects).go_online(&wish(Scope::All, until), &me(), at(0)).unwrap().agent
}

fn door(agent: &Agent, projects: &[&str], now: Timestamp) -> Agent {
    let by = user("admin");
    let cause = Cause::user(by.clone(), None);
    agent.put_offline(&set(projects), Some("go home".into()), None, &by, &cause, now).unwrap().agent
}

fn ended_in(agent: &Agent, name: &str) -> Option<(Timestamp, EndReason)> {
    match &agent.projects[&project(name)] {
        Standing::Offline { ended: Some(ending) } => Some((ending.ended_at, ending.reason.clone())),
        _ => None,
    }
}

#[test]
fn nobody_is_home_by_default() {
    let agent = agent_of(&["sup"]);
    assert!(!agent.is_online(&project("sup"), at(0)));
    assert_eq!(agent.projects[&project("sup")], Standing::Offline { ended: None });
}

#[test]
fn minutes_are_1_to_1440() {
    for (minutes, good) in [
        (-5, false),
        (0, false),
        (1, true),
        (30, true),
        (1_440, true),
        (1_441, false),
        (i64::MAX, false),
    ] {
        assert_eq!(LeaseDuration::from_minutes(minutes).is_ok(), good, "{minutes}");
    }
}

#[test]
fn a_lease_covers_its_start_and_not_its_end() {
    let agent = online(&["sup"], Some(at(60)));
    let sup = project("sup");
    assert!(agent.is_online(&sup, at(0)));
    assert!(agent.is_online(&sup, at(60).plus_millis(-1)));
    assert!(!agent.is_online(&sup, at(60)), "offline at the exact millisecond");
}

#[test]
fn an_end_that_fell_due_is_recorded_once_and_dated_at_its_deadline() {
    let agent = online(&["sup", "bil"], Some(at(60)));
    let settled = agent.settle(at(500));
    assert_eq!(settled.entries.len(), 2);
    assert!(settled.entries.iter().all(|entry| entry.at == at(60)));
    assert_eq!(ended_in(&settled.agent, "sup"), Some((at(60), EndReason::Expired)));
    assert_eq!(settled.agent.revision, agent.revision.next(), "one ending, one revision");
    assert!(settled.agent.settle(at(600)).entries.is_empty());
}

#[test]
fn a_new_wish_states_the_whole_wish() {
    let agent = online(&["sup", "bil"], Some(at(60)));
    let next = agent.go_online(&wish(only(&["bil"]), Some(at(90))), &me(), at(10)).unwrap();
    assert_eq!(ended_in(&next.agent, "sup"), Some((at(10), EndReason::SignedOff)));
    assert_eq!(
        next.agent.projects[&project("bil")],
        Standing::Online { since: at(0) },
        "who stays online was online all along"
    );
    assert_eq!(next.agent.lease.as_ref().unwrap().since, at(10));
    let changes: Vec<_> = next
        .entries
        .iter()
        .map(|entry| match &entry.fact {
            Fact::Presence { change, .. } => change.clone(),
            Fact::Availability { .. } => unreachable!("an agent's transition has no availability"),
        })
        .collect();
    assert_eq!(
        changes,
        [Change::Until { until: Some(at(90)) }, Change::Offline(EndReason::SignedOff)]
    );
}

#[test]
fn bad_wishes_change_nothing() {
    let agent = agent_of(&["sup"]);
    let ask = |scope, until| agent.go_online(&wish(scope, until), &me(), at(5)).unwrap_err();
    assert_eq!(ask(only(&[]), None), GoOnlineError::EmptyScope);
    assert_eq!(ask(only(&["ops"]), None), GoOnlineError::NotAnAgent(project("ops")));
    assert_eq!(ask(Scope::All, Some(at(5))), GoOnlineError::UntilPassed);
    assert_eq!(
        ask(Scope::All, Some(at(5).plus_minutes(1_440).plus_millis(1))),
        GoOnlineError::UntilTooFar
    );
    let stranger = Agent::new(user("nobody"));
    assert_eq!(
        stranger.go_online(&wish(Scope::All, None), &me(), at(5)).unwrap_err(),
        GoOnlineError::NoProjects
    );
}

#[test]
fn a_stale_wish_to_be_online_is_refused_and_going_offline_never_is() {
    let agent = online(&["sup"], None);
    let stale = GoOnline { revision: Some(Revision::new(0)), ..wish(Scope::All, None) };
    assert_eq!(
        agent.go_online(&stale, &me(), at(1)).unwrap_err(),
        GoOnlineError::Stale(agent.revision)
    );
    let off = agent.go_offline(None, &me(), at(1));
    assert_eq!(ended_in(&off.agent, "sup"), Some((at(1), EndReason::SignedOff)));
    let again = off.agent.go_offline(None, &me(), at(2));
    assert_eq!(again.agent, off.agent, "offline twice is offline once");
    assert!(again.entries.is_empty());
}

#[test]
fn extending_adds_to_the_end_and_keeps_the_start() {
    let agent = online(&["sup"], Some(at(60)));
    let half_hour = LeaseDuration::from_minutes(30).unwrap();
    let extended = agent.extend(half_hour, Some(agent.revision), &me(), at(50)).unwrap().agent;
    let lease = extended.lease.unwrap();
    assert_eq!((lease.since, lease.until), (at(0), Some(at(90))));

    assert_eq!(
        agent.extend(half_hour, None, &me(), at(50)).unwrap_err(),
        ExtendError::Stale(agent.revision),
        "it needs the present revision"
    );
    assert_eq!(
        agent.extend(half_hour, Some(agent.revision), &me(), at(60)).unwrap_err(),
        ExtendError::NotOnline(agent.revision.next()),
        "at the end it is too late"
    );
    let endless = online(&["sup"], None);
    assert_eq!(
        endless.extend(half_hour, Some(endless.revision), &me(), at(50)).unwrap_err(),
        ExtendError::NoEnd
    );
}

#[test]
fn the_door_closes_its_projects_and_no_others() {
    let agent = online(&["sup", "bil"], Some(at(60)));
    let after = door(&agent, &["sup"], at(10));
    assert!(!after.is_online(&project("sup"), at(10)));
    assert!(after.is_online(&project("bil"), at(10)));
    let (when, reason) = ended_in(&after, "sup").unwrap();
    assert_eq!(when, at(10));
    assert_eq!(reason, EndReason::PutOffline { by: user("admin"), note: Some("go home".into()) });
}

#[test]
fn after_the_door_only_a_knowing_wish_is_heard() {
    let before = online(&["sup"], Some(at(60)));
    let after = door(&before, &["sup"], at(10));
    let blind = wish(Scope::All, None);
    assert_eq!(
        after.go_online(&blind, &me(), at(11)).unwrap_err(),
        GoOnlineError::Stale(after.revision)
    );
    let retry = GoOnline { revision: Some(before.revision), ..blind.clone() };
    assert!(after.go_online(&retry, &me(), at(11)).is_err());
    let knowing = GoOnline { revision: Some(after.revision), ..blind.clone() };
    let back = after.go_online(&knowing, &me(), at(12)).unwrap().agent;
    assert!(back.is_online(&project("sup"), at(12)));
    assert!(back.go_online(&blind, &me(), at(13)).is_ok(), "the door is open again");
}

#[test]
fn leaving_and_joining_again_does_not_open_the_door() {
    let agent = door(&online(&["sup", "bil"], None), &["sup"], at(10));
    let rejoined = agent.leave(&project("sup"), &me(), at(11)).agent;
    let rejoined = rejoined.join(&project("sup"), &me(), at(12)).agent;
    assert!(!rejoined.is_online(&project("sup"), at(12)));
    let joined = rejoined.join(&project("ops"), &me(), at(13)).agent;
    assert!(joined.is_online(&project("ops"), at(13)), "a lease for all covers what comes later");
}

#[test]
fn a_door_that_saw_another_state_is_told_so() {
    let agent = online(&["sup"], None);
    let by = user("admin");
    let stale = agent.put_offline(&set(&["sup"]), None, Some(Revision::new(0)), &by, &me(), at(1));
    assert_eq!(stale.unwrap_err(), DoorError::Stale(agent.revision));
}

#[test]
fn a_forced_logout_sticks_even_to_an_agent_who_was_offline() {
    let agent = agent_of(&["sup"]);
    let after = agent.force_logout(None, &user("admin"), &me(), at(1)).agent;
    assert!(after.go_online(&wish(Scope::All, None), &me(), at(2)).is_err());
    assert_eq!(after.force_logout(None, &user("admin"), &me(), at(3)).agent, after);
}

#[test]
fn leaving_the_last_project_ends_the_lease() {
    let agent = online(&["sup"], None);
    let left = agent.leave(&project("sup"), &me(), at(1));
    assert_eq!(left.agent.lease, None);
    assert_eq!(left.entries.len(), 1);
    assert!(left.agent.projects.is_empty());
}

#[test]
fn extend_is_asked_in_the_last_five_minutes_or_the_last_quarter() {
    for (minutes, asked_before_end_s) in [(60, 300), (20, 300), (8, 120), (1, 15)] {
        let (since, until) = (at(0), at(minutes));
        assert_eq!(
            until.millis_since(extend_question_at(since, until)),
            asked_before_end_s * 1_000,
            "{minutes} min"
        );
    }
}

#[test]
fn the_public_revision_moves_by_one_for_what_the_public_sees() {
    let dark = Availability::new(at(0));
    let lit = dark.after(1, false, at(1)).unwrap();
    assert_eq!((lit.status, lit.since, lit.revision), (Status::Online, at(1), Revision::new(2)));
    assert_eq!(lit.after(2, false, at(2)), None, "a count that nobody may see moves nothing");
    let counted = lit.after(2, true, at(2)).unwrap();
    assert_eq!((counted.agents_online, counted.since), (Some(2), at(1)));
    let out = counted.after(0, true, at(3)).unwrap();
    assert_eq!((out.status, out.since, out.revision), (Status::Offline, at(3), Revision::new(4)));
}

#[test]
fn a_lease_without_an_end_is_never_over() {
    let lease = Lease::new(true, at(0), None);
    assert!(!lease.is_over(Timestamp::from_millis(i64::MAX)));
}
