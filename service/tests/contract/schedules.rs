//! When projects mean to be there.

use super::{database::on_both, world::*};
use presence::{
    Denied, EndReason, Hours, LeaseDuration, LeaseEnd, MINUTE, Revision, Span, Status, Timestamp,
    Wish,
};
use service::{ChangeScheduleRefused, Failure, GoOnlineRefused, ScheduleChange, Zone};
use std::collections::BTreeMap;

/// The same hours every day.
pub(super) fn daily(from: &str, to: &str) -> Hours {
    let span = Span::parse(from, to).unwrap();
    let week = std::array::from_fn(|_| vec![span]);
    Hours::new(week, BTreeMap::new(), BTreeMap::new()).unwrap()
}

fn change(zone: &str, hours: Hours, seen: u64) -> ScheduleChange {
    let zone: Zone = zone.parse().unwrap();
    ScheduleChange { zone, hours, seen: Revision::new(seen) }
}

fn minutes(minutes: i64) -> LeaseDuration {
    LeaseDuration::from_minutes(minutes).unwrap()
}

/// Hour and minute by UTC.
fn hour(at: Timestamp) -> (i64, i64) {
    let minutes = at.as_millis() / MINUTE;
    (minutes / 60 % 24, minutes % 60)
}

on_both! {
    async fn a_project_admin_sets_hours(db) {
        let world = World::new(&db).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let before = world.service.see_schedule(&tomas, &key("SUP")).await.unwrap();
        assert_eq!((before.zone.name(), before.revision.get()), ("UTC", 0));
        assert!(before.hours.is_empty());

        let wish = change("Europe/Berlin", daily("09:00", "18:00"), 0);
        world.service.change_schedule(&tomas, &key("SUP"), &wish).await.unwrap();
        let after = world.service.see_schedule(&tomas, &key("SUP")).await.unwrap();
        assert_eq!((after.zone.name(), after.revision.get()), ("Europe/Berlin", 1));
        assert_eq!(after.hours, wish.hours);
        let schedule = world.service.board().project_by_key(&key("SUP")).unwrap().schedule.clone();
        let schedule = schedule.expect("hours in memory");
        assert!(schedule.is_open(NOON), "noon by UTC is 13:00 in Berlin");
        world.check_memory().await;
        let audit = "select detail from audit where act = 'change_schedule'";
        assert_eq!(
            db.texts(audit).await,
            ["zone=Europe/Berlin spans=7 exceptions=0 holidays=0"]
        );

        let none = change("Europe/Berlin", Hours::default(), 1);
        world.service.change_schedule(&tomas, &key("SUP"), &none).await.unwrap();
        let site_has = world.service.board().project_by_key(&key("SUP")).unwrap().schedule.clone();
        assert_eq!(site_has, None, "without any hour there is no schedule");
    }

    async fn where_there_were_never_hours_nobody_has_seen_any(db) {
        let world = World::new(&db).await;
        let tomas = world.member("tomas", &["SUP"], BOTH).await;
        for seen in [1, 7, u64::from(u32::MAX), i64::MAX.unsigned_abs(), u64::MAX - 1, u64::MAX] {
            let change = change("UTC", daily("09:00", "18:00"), seen);
            let act = async { world.service.change_schedule(&tomas, &key("SUP"), &change).await };
            let refused = world.nothing_changes(act).await;
            assert!(matches!(refused, Err(ChangeScheduleRefused::Stale)), "{seen}: {refused:?}");
            let act = async { world.service.change_own_hours(&tomas, &change).await };
            let refused = world.nothing_changes(act).await;
            assert!(matches!(refused, Err(ChangeScheduleRefused::Stale)), "{seen}: {refused:?}");
        }
        let first = change("UTC", daily("09:00", "18:00"), 0);
        world.service.change_schedule(&tomas, &key("SUP"), &first).await.unwrap();
        world.service.change_own_hours(&tomas, &first).await.unwrap();
        world.check_memory().await;
    }

    async fn a_schedule_that_changed_meanwhile_is_not_overwritten(db) {
        let world = World::new(&db).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let first = change("UTC", daily("09:00", "18:00"), 0);
        world.service.change_schedule(&tomas, &key("SUP"), &first).await.unwrap();
        for seen in [0, 2] {
            let late = change("UTC", daily("10:00", "11:00"), seen);
            let act = async { world.service.change_schedule(&tomas, &key("SUP"), &late).await };
            assert!(matches!(world.nothing_changes(act).await, Err(ChangeScheduleRefused::Stale)));
        }
        let kept = world.service.see_schedule(&tomas, &key("SUP")).await.unwrap();
        assert_eq!(kept.hours, first.hours);
    }

    async fn others_may_not(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let stranger = world.member("ingrid", &["BIL"], BOTH).await;
        for (who, denied) in [(&marta, Denied::Forbidden), (&stranger, Denied::Hidden)] {
            let wish = change("UTC", daily("09:00", "18:00"), 0);
            let act = async { world.service.change_schedule(who, &key("SUP"), &wish).await };
            let refused = world.nothing_changes(act).await;
            assert!(matches!(
                refused,
                Err(ChangeScheduleRefused::Failure(Failure::Denied(told))) if told == denied
            ));
            let refused = world.service.see_schedule(who, &key("SUP")).await;
            assert!(matches!(refused, Err(Failure::Denied(told)) if told == denied));
        }
    }

    async fn a_zone_that_is_gone_does_not_keep_the_site_from_starting(db) {
        let world = World::new(&db).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let wish = change("Europe/Berlin", daily("09:00", "18:00"), 0);
        world.service.change_schedule(&tomas, &key("SUP"), &wish).await.unwrap();
        db.run("update schedules set zone = 'Europe/Atlantis'").await;
        world.service.read_again().await.unwrap();
        let kept = world.service.see_schedule(&tomas, &key("SUP")).await.unwrap();
        assert_eq!((kept.zone.name(), kept.hours), ("UTC", wish.hours));
    }

    async fn the_public_learns_when_a_closed_desk_opens(db) {
        let world = World::new(&db).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let told = |world: &World| {
            let seen = world.availability("SUP");
            (seen.status, seen.next_open.map(hour), seen.revision.get())
        };
        // It is noon.
        let open = change("UTC", daily("11:00", "12:30"), 0);
        world.service.change_schedule(&tomas, &key("SUP"), &open).await.unwrap();
        assert_eq!(told(&world), (Status::Offline, None, 1), "open now: nothing to see");
        let later = change("UTC", daily("12:10", "12:30"), 1);
        world.service.change_schedule(&tomas, &key("SUP"), &later).await.unwrap();
        assert_eq!(told(&world), (Status::Offline, Some((12, 10)), 2), "one change");
        world.check_memory().await;

        // Somebody comes early, leaves as it opens, and it closes: each moment is one change.
        let marta = world.agent("marta", &["SUP"]).await;
        let wish = Wish { end: LeaseEnd::After(minutes(10)), ..everywhere() };
        world.service.go_online(&marta, &wish).await.unwrap();
        assert_eq!(told(&world), (Status::Online, Some((12, 10)), 3));
        assert_eq!(world.service.next_deadline(), Some(NOON.plus_minutes(10)));
        for (at, expected) in [
            (9, (Status::Online, Some((12, 10)), 3)),
            (10, (Status::Offline, None, 4)),
            (29, (Status::Offline, None, 4)),
            (30, (Status::Offline, Some((12, 10)), 5)),
        ] {
            let passed = world.service.now().millis_since(NOON);
            world.clock.advance(at * MINUTE - passed);
            assert_eq!(told(&world), expected, "derived, {at} minutes past noon");
            if at != 29 {
                world.service.pass_time().await.unwrap();
                assert_eq!(told(&world), expected, "recorded, {at} minutes past noon");
                world.check_memory().await;
            }
        }
        // A server that was down for two days records each opening and closing once, at its moment.
        world.clock.advance(2 * 24 * 60 * MINUTE);
        let derived = told(&world);
        assert_eq!(derived, (Status::Offline, Some((12, 10)), 9));
        world.service.pass_time().await.unwrap();
        assert_eq!(told(&world), derived);
        world.check_ledger().await;
        world.nothing_changes(async { world.service.pass_time().await.unwrap() }).await;

        let none = change("UTC", Hours::default(), 2);
        world.service.change_schedule(&tomas, &key("SUP"), &none).await.unwrap();
        assert_eq!(told(&world), (Status::Offline, None, 10));
        assert_eq!(world.service.next_deadline(), None);
    }

    async fn rules_of_a_zone_that_changed_count_from_the_start_of_a_process(db) {
        let world = World::new(&db).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let later = change("UTC", daily("12:10", "12:30"), 0);
        world.service.change_schedule(&tomas, &key("SUP"), &later).await.unwrap();
        // As a process left it that thought clocks to be an hour behind.
        let hour_later = "update projects set next_open = next_open + 3600000, \
                          boundary_at = boundary_at + 3600000 where key = 'SUP'";
        db.run(hour_later).await;
        world.service.read_again().await.unwrap();
        assert_eq!(world.availability("SUP").next_open.map(hour), Some((13, 10)));
        world.service.reckon_schedules().await.unwrap();
        let seen = world.availability("SUP");
        assert_eq!((seen.next_open.map(hour), seen.revision.get()), (Some((12, 10)), 3));
        assert_eq!(world.service.next_deadline(), Some(NOON.plus_minutes(10)));
        world.nothing_changes(async { world.service.reckon_schedules().await.unwrap() }).await;
    }

    async fn the_end_of_the_shift_is_fixed_when_the_time_online_starts(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        let shift = || Wish { end: LeaseEnd::Shift, ..everywhere() };
        let refused = async { world.service.go_online(&marta, &shift()).await };
        assert!(matches!(world.nothing_changes(refused).await, Err(GoOnlineRefused::NoShift)));

        for (project, until) in [("SUP", "12:30"), ("BIL", "13:00")] {
            let hours = change("UTC", daily("09:00", until), 0);
            world.service.change_schedule(&priya, &key(project), &hours).await.unwrap();
        }
        let until = |agent: presence::Agent| agent.lease.unwrap().until.map(hour);
        let agent = world.service.go_online(&marta, &shift()).await.unwrap();
        assert_eq!(until(agent), Some((13, 0)), "the latest of those that are open");
        let only = Wish { projects: Some(vec![key("SUP")]), ..shift() };
        assert_eq!(until(world.service.go_online(&marta, &only).await.unwrap()), Some((12, 30)));

        // The hours change while it runs.
        let shorter = change("UTC", daily("09:00", "12:05"), 1);
        world.service.change_schedule(&priya, &key("SUP"), &shorter).await.unwrap();
        assert_eq!(until(world.agent_of(&marta)), Some((12, 30)), "it keeps its end");
        world.clock.advance(30 * MINUTE);
        world.service.pass_time().await.unwrap();
        assert_eq!(world.availability("SUP").status, Status::Offline);
        let closed = async { world.service.go_online(&marta, &only).await };
        assert!(matches!(world.nothing_changes(closed).await, Err(GoOnlineRefused::NoShift)));
        world.check_ledger().await;
    }

    async fn personal_hours_start_and_end_time_online(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let ingrid = world.member("ingrid", &["BIL"], ADMIN).await;
        let hours = change("UTC", daily("12:10", "12:40"), 0);
        world.service.change_own_hours(&marta, &hours).await.unwrap();
        let kept = world.service.see_own_hours(&marta).await.unwrap();
        assert_eq!((kept.hours, kept.revision.get()), (hours.hours.clone(), 1));
        let act = async { world.service.change_own_hours(&ingrid, &hours).await };
        let refused = world.nothing_changes(act).await;
        assert!(matches!(
            refused,
            Err(ChangeScheduleRefused::Failure(Failure::Denied(Denied::Forbidden)))
        ));
        let act = async { world.service.change_own_hours(&marta, &hours).await };
        assert!(matches!(world.nothing_changes(act).await, Err(ChangeScheduleRefused::Stale)));
        world.check_memory().await;

        let online = |world: &World| {
            let agent = world.agent_of(&marta).settle(world.service.now()).agent;
            agent.lease.map(|lease| (hour(lease.since), lease.until.map(hour), lease.by_hours))
        };
        assert_eq!(online(&world), None);
        world.clock.advance(10 * MINUTE);
        assert_eq!(online(&world), Some(((12, 10), Some((12, 40)), true)), "derived");
        world.service.pass_time().await.unwrap();
        assert_eq!(online(&world), Some(((12, 10), Some((12, 40)), true)), "recorded");
        world.check_memory().await;

        // Offline by hand lasts until their next start.
        world.clock.advance(5 * MINUTE);
        world.service.go_offline(&marta, None).await.unwrap();
        world.clock.advance(10 * MINUTE);
        world.service.pass_time().await.unwrap();
        assert_eq!(online(&world), None, "until the next boundary");
        world.service.read_again().await.unwrap();
        assert_eq!(online(&world), None, "a restart knows it too");
        world.clock.advance(24 * 60 * MINUTE);
        assert_eq!(online(&world), Some(((12, 10), Some((12, 40)), true)), "the next day");
        world.clock.advance(20 * MINUTE);
        world.service.pass_time().await.unwrap();
        assert_eq!(online(&world), None);
        let ended = &world.agent_of(&marta).projects[&world.id("SUP")];
        let presence::Standing::Offline { ended: Some(ending) } = ended else {
            panic!("{ended:?}")
        };
        assert_eq!((ending.reason.clone(), hour(ending.ended_at)), (EndReason::Schedule, (12, 40)));
        world.check_ledger().await;
        world.check_memory().await;
    }
}
