//! What cannot be true, what another node heard, and time online without a device.

use super::*;

#[test]
fn beats_that_cannot_be_true() {
    for idle in [-1, -HOUR, i64::MIN, i64::MIN + 1] {
        let future = [(60_000, Idle("browser", idle))];
        assert_eq!(
            ledger_of(online(None), &future, 60_000 + 69_999),
            [],
            "a beat from the future ({idle}) is one of now"
        );
        let mut later = vec![(60_000, Idle("browser", idle))];
        later.extend(idle_beats("browser", 80_000, 60_000 + 15 * MINUTE, 60_000));
        assert_eq!(
            ledger_of(online(None), &later, 60_000 + 15 * MINUTE),
            [(60_000 + 15 * MINUTE, "away".to_owned())],
            "and keeps nobody active for longer than that ({idle})"
        );
    }
    let ancient = [(60_000, Idle("browser", i64::MAX)), (61_000, Idle("phone", i64::MAX))];
    assert_eq!(
        ledger_of(online(None), &ancient, 60_000),
        [],
        "a device that forgets when it was touched takes nothing back"
    );
}

#[test]
fn what_another_node_heard_earlier_takes_nothing_back() {
    let mut here = online(None);
    here.beat(&device("browser"), Beat::ACTIVE, at(60_000));
    let mut there = online(None);
    there.beat(&device("browser"), Beat { idle: HOUR, page: Page::Left }, at(30_000));
    let mut merged = here.clone();
    merged.devices.merge(&there.devices);
    assert_eq!(merged.devices, here.devices);
    there.devices.merge(&here.devices);
    assert_eq!(there.devices, here.devices, "and both come to know the same");
}

#[test]
fn without_a_device() {
    let cause = Cause::user(me(), None);
    let agent = online(None);
    for (until, allowed) in [(None, false), (Some(8 * HOUR + 1), false), (Some(8 * HOUR), true)] {
        let answer = agent.go_online(&wish(until, false), &cause, at(0));
        let refused = answer.err();
        let expected = (!allowed).then_some(GoOnlineError::UnattendedTooLong);
        assert_eq!(refused, expected, "{until:?}");
    }
    let unattended = agent.go_online(&wish(Some(8 * HOUR), false), &cause, at(0)).unwrap().agent;
    assert_eq!(
        ledger_of(unattended.clone(), &[], 9 * HOUR),
        [(8 * HOUR, "expired".to_owned())],
        "exempt from away and lost"
    );
    let lost = agent.settle(at(MINUTE + 10 * SECOND)).agent;
    let done = lost.go_online(&wish(Some(HOUR), false), &cause, at(2 * MINUTE)).unwrap();
    let mut ledger = vec![];
    told(&done.entries, &mut ledger);
    assert_eq!(
        ledger,
        [(2 * MINUTE, "back".to_owned()), (2 * MINUTE, "online".to_owned())],
        "who needs nobody to be there misses nobody"
    );
    let mut watched = unattended;
    watched.beat(&device("browser"), Beat::ACTIVE, at(HOUR));
    let done = watched.go_online(&wish(Some(3 * HOUR), true), &cause, at(HOUR)).unwrap();
    assert_eq!(done.agent.settle(at(HOUR + 70_000)).agent.presence(&sup()), Presence::Lost);
}

#[test]
fn an_end_within_an_absence_keeps_its_own_time_and_reason() {
    assert_eq!(
        ledger_of(online(Some(10 * MINUTE)), &[], HOUR),
        [(70_000, "lost".to_owned()), (10 * MINUTE, "expired".to_owned())]
    );
}

#[test]
fn extending_a_lease_does_not_wake_anybody() {
    let agent = online(Some(HOUR)).settle(at(2 * MINUTE)).agent;
    let half = LeaseDuration::from_minutes(30).unwrap();
    let cause = Cause::user(me(), None);
    let after = agent.extend(half, Some(agent.revision), &cause, at(2 * MINUTE)).unwrap().agent;
    assert_eq!(after.presence(&sup()), Presence::Lost);
}

#[test]
fn nobody_is_lost_before_the_first_device_came_and_no_limit_runs() {
    let cause = Cause::user(me(), None);
    let mut agent = Agent::new(me()).join(&sup(), &cause, at(0)).agent;
    agent.rules = Some(AttendanceSettings::default().rules_for(OwnIdle::AsTheSite));
    agent.lease = Some(Lease { by_hours: true, ..Lease::new(true, at(0), None) });
    agent.projects.insert(sup(), Standing::Online { since: at(0) });
    let mut agent = agent.settle(at(0)).agent;
    assert_eq!(agent.presence(&sup()), Presence::Lost, "hours without a device are lost");
    let late = agent.settle(at(10 * HOUR));
    assert_eq!(late.entries, [], "the limit runs only once a device was seen");
    agent.devices.put(device("phone"), Device::new(at(-HOUR)));
    assert_eq!(agent.settle(at(10 * HOUR)).entries, [], "a device of before does not start it");
    agent.beat(&device("phone"), Beat { idle: HOUR, page: Page::Shown }, at(HOUR));
    let mut ledger = vec![];
    told(&agent.settle(at(10 * HOUR)).entries, &mut ledger);
    assert_eq!(
        ledger,
        [
            (HOUR, "away".to_owned()),
            (HOUR + 70_000, "lost".to_owned()),
            (HOUR + 30 * MINUTE, "connection_lost".to_owned())
        ]
    );
}

#[test]
fn of_one_moment_what_is_saved_counts_and_not_what_stood_there_before() {
    let mut known = online(None);
    known.beat(&device("desk"), Beat { idle: 0, page: Page::Hidden }, at(5_000));
    let mut board = Board::default();
    board.put_agent(known.clone());
    let mut saved = known.clone();
    saved.beat(&device("desk"), Beat::ACTIVE, at(5_000));
    board.put_agent(saved);
    let page =
        |board: &Board| board.agent(&me()).unwrap().devices.get(&device("desk")).unwrap().page;
    assert_eq!(page(&board), Page::Shown, "who goes online does so on a page that can be seen");
    // What was saved from before a beat that is known by now takes nothing back.
    board.hear(&me(), |agent| {
        agent.beat(&device("desk"), Beat { idle: 0, page: Page::Hidden }, at(6_000));
    });
    board.put_agent(known);
    assert_eq!(page(&board), Page::Hidden);
}
