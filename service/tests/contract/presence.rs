//! Every rule of presence, through the store.

use super::{database::on_both, world::*};
use presence::{
    Actor, Change, Denied, DoorError, DoorRule, EndReason, ExtendError, Fact, GoOnlineError,
    LeaseDuration, LeaseEnd, MINUTE, Presence, Revision, SiteSettings, Standing, Status, Wish,
};
use service::{
    ExtendRefused, Failure, GoOnlineRefused, Identity, MAX_REASON_CHARS, ProjectChange, PutOffline,
    PutOfflineRefused, ReasonError,
};
use std::sync::Arc;

fn for_minutes(minutes: i64) -> Wish {
    let duration = LeaseDuration::from_minutes(minutes).unwrap();
    Wish { end: LeaseEnd::After(duration), ..everywhere() }
}

fn only(projects: &[&str]) -> Wish {
    Wish { projects: Some(projects.iter().map(|text| key(text)).collect()), ..everywhere() }
}

fn reason(world: &World, who: &Identity, project: &str) -> Option<EndReason> {
    match &world.agent_of(who).projects[&world.id(project)] {
        Standing::Online { .. } => None,
        Standing::Offline { ended } => ended.as_ref().map(|ending| ending.reason.clone()),
    }
}

on_both! {
    async fn going_online_lights_the_project(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        assert_eq!(world.availability("SUP").status, Status::Offline);
        world.clock.advance(5_000);
        world.told.take();
        let agent = world.service.go_online(&marta, &for_minutes(60)).await.unwrap();
        assert_eq!(agent, world.agent_of(&marta));
        assert_eq!(agent.revision, Revision::new(1));
        let now = NOON.plus_millis(5_000);
        assert_eq!(agent.lease.unwrap().until, Some(now.plus_minutes(60)));
        let availability = world.availability("SUP");
        assert_eq!((availability.status, availability.since), (Status::Online, now));
        assert_eq!(availability.revision, Revision::new(2));
        assert_eq!(world.availability("BIL").revision, Revision::new(1));

        let told = world.told.take();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].agents, [world.agent_of(&marta)]);
        assert_eq!(told[0].projects.len(), 1);

        let priya = world.priya().await;
        let ledger = world.service.see_ledger(&priya, &key("SUP")).await.unwrap();
        assert_eq!(ledger.len(), 2);
        assert!(ledger.iter().all(|entry| entry.at == now && entry.cause == marta.cause()));
        assert!(matches!(&ledger[0].fact, Fact::Presence { change: Change::Online { .. }, .. }));
        assert!(matches!(&ledger[1].fact, Fact::Availability { status: Status::Online, .. }));
        world.check_memory().await;
    }

    async fn a_new_wish_states_the_whole_wish(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        world.service.go_online(&marta, &for_minutes(30)).await.unwrap();
        world.clock.advance(MINUTE);
        let agent = world.service.go_online(&marta, &only(&["SUP"])).await.unwrap();
        let sup = Standing::Online { since: NOON };
        assert_eq!(agent.projects[&world.id("SUP")], sup, "a break that was none");
        assert_eq!(reason(&world, &marta, "BIL"), Some(EndReason::SignedOff));
        assert_eq!(agent.lease.unwrap().until, None);
        assert_eq!(world.availability("BIL").status, Status::Offline);
        assert_eq!(world.availability("BIL").since, NOON.plus_minutes(1));
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn a_wish_that_cannot_be_met_changes_nothing(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let priya = world.priya().await;
        let seven = Some(Revision::new(7));
        let late = LeaseEnd::At(NOON.plus_minutes(1_441));
        for (wish, refusal) in [
            (Wish { revision: seven, ..everywhere() }, GoOnlineError::Stale(Revision::new(0))),
            (only(&[]), GoOnlineError::EmptyScope),
            (Wish { end: LeaseEnd::At(NOON), ..everywhere() }, GoOnlineError::UntilPassed),
            (Wish { end: late, ..everywhere() }, GoOnlineError::UntilTooFar),
        ] {
            let refused = world.nothing_changes(world.service.go_online(&marta, &wish)).await;
            assert!(
                matches!(refused, Err(GoOnlineRefused::Refused(e)) if e == refusal),
                "{wish:?}"
            );
        }
        // A project that there is not, and one that is somebody else's, look alike.
        for stranger in ["BIL", "NONE"] {
            let wish = only(&["SUP", stranger]);
            let refused = world.nothing_changes(world.service.go_online(&marta, &wish)).await;
            assert!(
                matches!(refused, Err(GoOnlineRefused::UnknownProject(k)) if k == key(stranger))
            );
        }
        let refused = world.nothing_changes(world.service.go_online(&priya, &everywhere())).await;
        let forbidden = Failure::Denied(Denied::Forbidden).to_string();
        assert_eq!(refused.unwrap_err().to_string(), forbidden, "an agent of nothing");
    }

    async fn extending_keeps_the_start_and_needs_the_present_revision(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        let quarter = LeaseDuration::from_minutes(15).unwrap();
        let extend = async |revision| {
            world.nothing_changes(world.service.extend(&marta, quarter, revision)).await
        };
        let refused = extend(None).await;
        assert!(matches!(refused, Err(ExtendRefused::Refused(ExtendError::NotOnline(_)))));
        let agent = world.service.go_online(&marta, &everywhere()).await.unwrap();
        let refused = extend(Some(agent.revision)).await;
        assert!(matches!(refused, Err(ExtendRefused::Refused(ExtendError::NoEnd))));
        let agent = world.service.go_online(&marta, &for_minutes(60)).await.unwrap();
        let stale =
            |e| matches!(e, ExtendRefused::Refused(ExtendError::Stale(r)) if r == agent.revision);
        assert!(extend(None).await.is_err_and(stale));
        assert!(extend(Some(Revision::new(1))).await.is_err_and(stale));

        world.clock.advance(50 * MINUTE);
        let agent = world.service.extend(&marta, quarter, Some(agent.revision)).await.unwrap();
        assert_eq!(agent, world.agent_of(&marta));
        world.check_memory().await;
        let lease = agent.lease.unwrap();
        assert_eq!((lease.since, lease.until), (NOON, Some(NOON.plus_minutes(75))));
        assert_eq!(world.availability("SUP").revision, Revision::new(2), "the public sees no ends");
        world.clock.advance(25 * MINUTE);
        let refused = world.service.extend(&marta, quarter, Some(agent.revision)).await;
        assert!(matches!(refused, Err(ExtendRefused::Refused(ExtendError::NotOnline(_)))));
        world.check_ledger().await;
    }

    async fn offline_is_never_refused_and_twice_is_once(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let agent = world.service.go_offline(&marta, Some(&[key("BIL")])).await.unwrap();
        assert!(agent.lease.is_some());
        let agent = world.service.go_offline(&marta, None).await.unwrap();
        assert_eq!(agent.lease, None);
        let again = world.nothing_changes(world.service.go_offline(&marta, None)).await.unwrap();
        assert_eq!(again, agent);
        let stranger = world.service.go_offline(&marta, Some(&[key("HR")])).await;
        assert!(matches!(stranger, Err(GoOnlineRefused::UnknownProject(_))));
        world.check_ledger().await;
    }

    async fn the_door_sticks_until_the_agent_knows_of_it(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let tomas = world.member("tomas", &["SUP"], BOTH).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.clock.advance(MINUTE);
        let asked = PutOffline { reason: Some(" Fire drill ".into()), ..PutOffline::default() };
        let agent = world.service.put_offline(&tomas, &marta.caller.id, &asked).await.unwrap();
        let by = tomas.caller.id.clone();
        let put_offline = EndReason::PutOffline { by: by.clone(), note: Some("Fire drill".into()) };
        assert_eq!(reason(&world, &marta, "SUP"), Some(put_offline));
        world.check_memory().await;
        assert_eq!(world.availability("SUP").status, Status::Offline);
        let audit = "select act || ' ' || actor_id || ' ' || detail from audit \
                     where act = 'put_offline'";
        assert_eq!(db.texts(audit).await, [format!("put_offline {by} Fire drill")]);

        // Another tab, a retry, another node, a restart: none of them knows.
        let restarted = node(&db, &world.clock, Arc::default()).await;
        for service in [&world.service, &restarted] {
            for revision in [None, Some(Revision::new(1))] {
                let wish = Wish { revision, ..everywhere() };
                let refused = world.nothing_changes(service.go_online(&marta, &wish)).await;
                let Err(GoOnlineRefused::Refused(GoOnlineError::Stale(present))) = refused else {
                    panic!("the door did not stick: {refused:?}");
                };
                assert_eq!(present, agent.revision);
            }
        }
        let wish = Wish { revision: Some(agent.revision), ..everywhere() };
        world.service.go_online(&marta, &wish).await.unwrap();
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn the_door_closes_only_where_the_admin_may(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let asked = PutOffline::default();
        world.service.put_offline(&tomas, &marta.caller.id, &asked).await.unwrap();
        assert!(matches!(reason(&world, &marta, "SUP"), Some(EndReason::PutOffline { .. })));
        assert_eq!(reason(&world, &marta, "BIL"), None, "online in another desk");
        // Once more closes nothing, and is no act.
        let again = world.service.put_offline(&tomas, &marta.caller.id, &asked);
        world.nothing_changes(again).await.unwrap();
        world.check_ledger().await;
    }

    async fn whoever_may_not_use_the_door_changes_nothing(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let jonas = world.agent("jonas", &["SUP"]).await;
        let ingrid = world.member("ingrid", &["BIL"], BOTH).await;
        let boss = world.member("boss", &["SUP"], BOTH).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.service.go_online(&boss, &everywhere()).await.unwrap();
        let asked = |projects: Option<&[&str]>| PutOffline {
            projects: projects.map(|keys| keys.iter().map(|text| key(text)).collect()),
            ..PutOffline::default()
        };
        for (who, whom, asked, denied) in [
            (&jonas, &marta, asked(None), Denied::Forbidden),
            (&jonas, &marta, asked(Some(&["SUP"])), Denied::Forbidden),
            (&jonas, &marta, asked(Some(&[])), Denied::Forbidden),
            (&ingrid, &marta, asked(None), Denied::Hidden),
            (&ingrid, &marta, asked(Some(&["BIL"])), Denied::Hidden),
            (&boss, &boss, asked(None), Denied::Forbidden),
            (&boss, &marta, asked(Some(&["SUP", "BIL"])), Denied::Hidden),
            (&boss, &marta, asked(Some(&["NONE"])), Denied::Hidden),
        ] {
            let act = world.service.put_offline(who, &whom.caller.id, &asked);
            let refused = world.nothing_changes(act).await;
            let Err(PutOfflineRefused::Failure(Failure::Denied(told))) = refused else {
                panic!("{} was let through: {refused:?}", who.name);
            };
            assert_eq!(told, denied, "{}", who.name);
        }
        let too_long = Some("x".repeat(MAX_REASON_CHARS + 1));
        let asked = PutOffline { reason: too_long, ..PutOffline::default() };
        let refused = world.service.put_offline(&boss, &marta.caller.id, &asked).await;
        assert!(matches!(refused, Err(PutOfflineRefused::Reason(ReasonError::TooLong))));
        for unseen in ["Lunch\0?", "Lunch\u{1b}[2J", "\u{202e}hcnuL", "Lunch\u{2067}"] {
            let asked = PutOffline { reason: Some(unseen.into()), ..PutOffline::default() };
            let act = world.service.put_offline(&boss, &marta.caller.id, &asked);
            let refused = world.nothing_changes(act).await;
            assert!(matches!(refused, Err(PutOfflineRefused::Reason(ReasonError::Unseen))), "{unseen:?}");
        }
        // What nobody sees is no reason, and is not kept as one.
        let asked = PutOffline { reason: Some(" \u{200b}\u{3164}".into()), ..asked };
        world.service.put_offline(&boss, &marta.caller.id, &asked).await.unwrap();
        let kept = db.texts("select coalesce(end_note, '-') from ledger where ended_by is not null");
        assert_eq!(kept.await, ["-"]);
    }

    async fn the_site_says_who_may_use_the_door(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let priya = world.priya().await;
        let both = world.member("priya", &["BIL"], ADMIN).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let change = async |door_rule| {
            let settings = SiteSettings { door_rule, ..SiteSettings::default() };
            world.service.change_site_settings(&priya, &settings).await.unwrap();
            assert_eq!(world.service.board().settings, settings);
        };
        let asked = PutOffline::default();
        let door = async |who| {
            let stale = PutOffline { revision: Some(Revision::new(9)), ..asked.clone() };
            match world.service.put_offline(who, &marta.caller.id, &stale).await {
                // Far enough: only the revision stopped it.
                Err(PutOfflineRefused::Refused(DoorError::Stale(_))) => true,
                Err(PutOfflineRefused::Failure(Failure::Denied(_))) => false,
                other => panic!("{other:?}"),
            }
        };
        for (rule, project_admin, site_admin) in [
            (DoorRule::ProjectAndSiteAdmins, true, true),
            (DoorRule::SiteAdmins, false, true),
            (DoorRule::BothAtOnce, false, false),
        ] {
            change(rule).await;
            assert_eq!(door(&tomas).await, project_admin, "{rule:?}");
            assert_eq!(door(&both).await, site_admin, "{rule:?}");
        }
        let both = world.member("priya", &["SUP"], ADMIN).await;
        assert!(door(&both).await);
        world.check_memory().await;
    }

    async fn a_lease_for_all_covers_what_is_joined_later(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &for_minutes(60)).await.unwrap();
        world.clock.advance(MINUTE);
        world.told.take();
        world.service.set_member(&priya, &key("BIL"), &marta.caller.id, AGENT).await.unwrap();
        let since = NOON.plus_minutes(1);
        assert_eq!(world.agent_of(&marta).projects[&world.id("BIL")], Standing::Online { since });
        assert_eq!(world.availability("BIL").status, Status::Online);
        assert!(world.told.take()[0].access.contains(&marta.caller.id));

        world.service.set_member(&priya, &key("SUP"), &marta.caller.id, NONE).await.unwrap();
        assert!(!world.agent_of(&marta).projects.contains_key(&world.id("SUP")));
        assert_eq!(world.availability("SUP").status, Status::Offline);
        let ledger = world.service.see_ledger(&priya, &key("SUP")).await.unwrap();
        let left = ledger.iter().find_map(|entry| match &entry.fact {
            Fact::Presence { change: Change::Offline(reason), .. } => Some(reason),
            _ => None,
        });
        assert_eq!(left, Some(&EndReason::LeftProject));

        // An admin without the agent role is counted nowhere.
        world.service.set_member(&priya, &key("SUP"), &marta.caller.id, ADMIN).await.unwrap();
        assert!(!world.agent_of(&marta).projects.contains_key(&world.id("SUP")));
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn leaving_and_joining_again_does_not_open_what_the_door_closed(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        let id = &marta.caller.id;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let asked = PutOffline { projects: Some(vec![key("SUP")]), ..PutOffline::default() };
        world.service.put_offline(&priya, id, &asked).await.unwrap();
        for roles in [NONE, AGENT] {
            world.service.set_member(&priya, &key("SUP"), id, roles).await.unwrap();
        }
        assert_eq!(
            world.agent_of(&marta).projects[&world.id("SUP")],
            Standing::Offline { ended: None }
        );
        assert_eq!(world.availability("SUP").status, Status::Offline);
        world.check_memory().await;
    }

    async fn an_end_is_derived_until_it_is_recorded_at_its_deadline(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let change = ProjectChange { name: name("Support"), chat_enabled: true, show_count: true };
        world.service.change_project(&priya, &key("SUP"), &change).await.unwrap();
        let before = world.availability("SUP").revision.get();
        let ends = [("marta", 10), ("jonas", 20), ("lea", 20), ("aiko", 30)];
        for (who, minutes) in ends {
            let who = world.agent(who, &["SUP"]).await;
            world.service.go_online(&who, &for_minutes(minutes)).await.unwrap();
        }
        assert_eq!(world.availability("SUP").revision, Revision::new(before + 4));
        assert_eq!(world.service.next_deadline(), Some(NOON.plus_minutes(10)));
        world.clock.advance(25 * MINUTE);
        let derived = world.availability("SUP");
        // Two ends at one moment are one change of what the public sees.
        assert_eq!(derived.revision, Revision::new(before + 6));
        assert_eq!(derived.agents_online, Some(1));
        let view = world.service.see_project(&priya, &key("SUP")).unwrap();
        assert_eq!((view.available, &view.availability), (1, &derived));
        let presences = |world: &World| -> Vec<_> {
            let agents = world.service.see_agents(&priya, Some(&key("SUP"))).unwrap();
            agents.into_iter().map(|agent| agent.projects[0].clone()).collect()
        };
        let seen = presences(&world);
        assert_eq!(seen.iter().filter(|a| a.presence == Presence::Online).count(), 1);

        world.service.pass_time().await.unwrap();
        assert_eq!(world.availability("SUP"), derived);
        assert_eq!(presences(&world), seen);
        world.nothing_changes(world.service.pass_time()).await.unwrap();
        assert_eq!(world.service.next_deadline(), Some(NOON.plus_minutes(30)));

        let ledger = world.service.see_ledger(&priya, &key("SUP")).await.unwrap();
        let expired: Vec<_> = ledger
            .iter()
            .filter(|entry| entry.cause.actor == Actor::Clock)
            .map(|entry| match &entry.fact {
                Fact::Presence { change, .. } => {
                    assert_eq!(*change, Change::Offline(EndReason::Expired));
                    (entry.at.millis_since(NOON) / MINUTE, None)
                }
                Fact::Availability { agents_online, .. } => {
                    (entry.at.millis_since(NOON) / MINUTE, *agents_online)
                }
            })
            .collect();
        assert_eq!(expired, [(10, None), (10, Some(3)), (20, None), (20, None), (20, Some(1))]);
        world.clock.advance(60 * MINUTE);
        world.service.pass_time().await.unwrap();
        assert_eq!(world.availability("SUP").since, NOON.plus_minutes(30));
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn what_is_due_is_recorded_before_anything_else(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let jonas = world.agent("jonas", &["SUP"]).await;
        world.service.go_online(&marta, &for_minutes(10)).await.unwrap();
        world.clock.advance(15 * MINUTE);
        // The desk was dark for five minutes, and the ledger says so.
        world.service.go_online(&jonas, &everywhere()).await.unwrap();
        let availability = world.availability("SUP");
        assert_eq!(availability.revision, Revision::new(4));
        assert_eq!(availability.since, NOON.plus_minutes(15));
        assert_eq!(reason(&world, &marta, "SUP"), Some(EndReason::Expired));
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn a_restart_forgets_nothing(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP", "HR"]).await;
        let jonas = world.agent("jonas", &["SUP", "BIL"]).await;
        world.service.go_online(&marta, &for_minutes(90)).await.unwrap();
        world.service.go_online(&jonas, &everywhere()).await.unwrap();
        world.service.go_offline(&jonas, Some(&[key("BIL")])).await.unwrap();
        let restarted = node(&db, &world.clock, Arc::default()).await;
        assert_eq!(Memory::of(&restarted.board()), world.memory());
    }

    async fn what_somebody_else_wrote_is_there_once_read_again(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let other = node(&db, &world.clock, Arc::default()).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        // The other node decides by what the store says, not by what it remembers.
        let present = other.go_offline(&marta, None).await.unwrap();
        assert_eq!(present.revision, Revision::new(2));
        assert_eq!(world.agent_of(&marta).revision, Revision::new(1));
        world.service.read_again().await.unwrap();
        other.read_again().await.unwrap();
        assert_eq!(world.memory(), Memory::of(&other.board()));
        assert_eq!(world.agent_of(&marta), present);
        world.check_ledger().await;
    }

    async fn showing_the_count_is_a_change_that_the_public_sees(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let mut change =
            ProjectChange { name: name("Help desk"), chat_enabled: true, show_count: false };
        for (show_count, revision, count) in
            [(false, 2, None), (true, 3, Some(1)), (true, 3, Some(1)), (false, 4, None)]
        {
            change.show_count = show_count;
            world.told.take();
            world.service.change_project(&priya, &key("SUP"), &change).await.unwrap();
            let availability = world.availability("SUP");
            assert_eq!(
                (availability.revision.get(), availability.agents_online),
                (revision, count)
            );
            let told = world.told.take();
            assert_eq!(told[0].projects.len(), 1);
            assert_eq!(told[0].projects[0].name, "Help desk");
        }
        world.check_memory().await;
        world.check_ledger().await;
    }
}
