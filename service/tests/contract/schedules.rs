//! When projects mean to be there.

use super::{database::on_both, world::*};
use presence::{Denied, Hours, Revision, Span};
use service::{ChangeScheduleError, Failure, ScheduleChange, Zone};
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
        let schedule = world.service.site().desk.project_by_key(&key("SUP")).unwrap().schedule.clone();
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
        let site_has = world.service.site().desk.project_by_key(&key("SUP")).unwrap().schedule.clone();
        assert_eq!(site_has, None, "without any hour there is no schedule");
    }

    async fn a_schedule_that_changed_meanwhile_is_not_overwritten(db) {
        let world = World::new(&db).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let first = change("UTC", daily("09:00", "18:00"), 0);
        world.service.change_schedule(&tomas, &key("SUP"), &first).await.unwrap();
        for seen in [0, 2] {
            let late = change("UTC", daily("10:00", "11:00"), seen);
            let act = async { world.service.change_schedule(&tomas, &key("SUP"), &late).await };
            assert!(matches!(world.nothing_changes(act).await, Err(ChangeScheduleError::Stale)));
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
                Err(ChangeScheduleError::Failure(Failure::Denied(told))) if told == denied
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
}
