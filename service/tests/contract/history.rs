//! What the ledger tells of a week and of a day, who may see it, and for how long it is kept.

use super::{
    database::on_both,
    world::{ADMIN, BOTH, NOON, World, everywhere, key},
};
use presence::{
    AttendanceSettings, Denied, EndReason, KeepHistory, LeaseDuration, LeaseEnd, MINUTE, Presence,
    SiteSettings, UserId, Wish, coverage::Left, day::time_online,
};
use service::{Export, Failure, Identity, PutOffline};

const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

fn refused<T: std::fmt::Debug>(answer: Result<T, Failure>) -> Denied {
    match answer {
        Err(Failure::Denied(denied)) => denied,
        other => panic!("{other:?}"),
    }
}

impl World {
    /// A site on which nobody is away or lost, so that only what a test does happens.
    async fn without_absence(&self, days: u16) {
        let attendance = AttendanceSettings {
            idle_minutes: None,
            lost: false,
            limit_minutes: None,
            ..AttendanceSettings::default()
        };
        let keep_history = KeepHistory::days(days).unwrap();
        let settings = SiteSettings { attendance, keep_history, ..SiteSettings::default() };
        self.service.change_site_settings(&self.priya().await, &settings).await.unwrap();
        assert_eq!(self.service.board().settings, settings);
        self.service.read_again().await.unwrap();
        assert_eq!(self.service.board().settings, settings, "the store keeps it");
    }

    async fn online_for(&self, who: &Identity, minutes: i64) {
        let revision = Some(self.agent_of(who).revision);
        let wish = Wish { revision, ..everywhere() };
        self.service.go_online(who, &wish).await.unwrap();
        self.clock.advance(minutes * MINUTE);
        self.service.go_offline(who, None).await.unwrap();
    }

    async fn put_offline(&self, by: &Identity, whom: &Identity, note: &str) {
        let door = PutOffline { reason: Some(note.to_owned()), ..PutOffline::default() };
        self.service.put_offline(by, &whom.caller.id, &door).await.unwrap();
    }

    async fn ledger_size(&self) -> usize {
        self.db.texts("select id || '' from ledger").await.len()
    }

    async fn file(&self, mut export: Export) -> Vec<String> {
        let mut text = String::new();
        while let Some(piece) = self.service.next_piece(&mut export).await.unwrap() {
            text.push_str(&piece);
        }
        assert!(text.ends_with("\r\n"), "{text}");
        text.split_terminator("\r\n").map(str::to_owned).collect()
    }
}

on_both! {
    async fn a_week_is_what_its_ledger_says(db) {
        let world = World::new(&db).await;
        world.without_absence(90).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let tomas = world.member("tomas", &["SUP"], BOTH).await;
        world.online_for(&marta, 60).await;
        world.clock.advance(30 * MINUTE);
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.clock.advance(30 * MINUTE);
        world.put_offline(&tomas, &marta, "the call").await;
        world.clock.advance(HOUR);

        let seen = world.service.see_coverage(&tomas, &key("SUP"), None, "Europe/Berlin").await;
        let week = seen.unwrap();
        assert_eq!(week.zone.iana_name(), Some("Europe/Berlin"));
        assert_eq!((week.week.len(), week.hours.clone()), (7, None));
        assert_eq!(week.known.from, NOON, "the project was made at noon");
        assert_eq!(week.known.until, NOON.plus_minutes(180));
        assert_eq!(week.coverage.total().off_hours, 90 * MINUTE);
        assert_eq!((week.earlier, week.later), (None, None));
        let off_hours = week.coverage.off_hours();
        let left: Vec<_> = off_hours.iter().map(|off| off.last.clone().unwrap().how).collect();
        let by = tomas.caller.id.clone();
        let door = EndReason::PutOffline { by, note: Some("the call".into()) };
        assert_eq!(left, [Left::Offline(EndReason::SignedOff), Left::Offline(door)]);

        // Who was online when the week began is known in it.
        world.service.go_online(&tomas, &everywhere()).await.unwrap();
        world.clock.advance(7 * DAY);
        let week = world.service.see_coverage(&tomas, &key("SUP"), None, "UTC").await.unwrap();
        let passed = week.known.length();
        assert_eq!(passed, world.service.now().millis_since(week.week[0].time.from));
        assert_eq!(week.coverage.total().off_hours, passed);
        let before = week.earlier;
        let week = world.service.see_coverage(&tomas, &key("SUP"), before, "UTC").await.unwrap();
        assert_eq!((week.earlier, week.later.is_some()), (None, true));
        assert_eq!(week.known.until, week.week[6].time.until);
    }

    async fn a_day_is_what_its_ledger_says(db) {
        let world = World::new(&db).await;
        world.without_absence(90).await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        let half = LeaseEnd::After(LeaseDuration::from_minutes(30).unwrap());
        let wish = Wish { end: half, ..everywhere() };
        world.service.go_online(&marta, &wish).await.unwrap();
        world.clock.advance(HOUR);
        let own = marta.caller.id.clone();
        let day = world.service.see_history(&marta, &own, None, "UTC").await.unwrap();
        assert!(day.you);
        // What fell due is told, though nobody has recorded it.
        let ended: Vec<_> = day.now.iter().map(|now| now.ended.clone().unwrap()).collect();
        assert_eq!(ended.len(), 2);
        assert!(ended.iter().all(|ended| ended.reason == EndReason::Expired));
        assert_eq!(ended[0].ended_at, NOON.plus_minutes(30));
        assert_eq!(time_online(&day.strips), 30 * MINUTE);
        assert_eq!(day.changes.len(), 2, "two projects at once are one change");
        assert_eq!(day.projects.len(), 3);
        assert_eq!(day.devices.len(), 1);
        assert_eq!(day.changes[0].cause, marta.cause());
        assert!(day.devices.contains_key(day.changes[0].cause.device.as_ref().unwrap()));
        assert_eq!((day.before.is_some(), day.after), (true, None));

        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.clock.advance(DAY);
        let day = world.service.see_history(&marta, &own, None, "UTC").await.unwrap();
        assert!(day.changes.is_empty());
        assert_eq!(time_online(&day.strips), 13 * HOUR, "online since the day before");
        assert!(day.now.iter().all(|now| now.presence == Presence::Online));
        let first = world.service.see_history(&marta, &own, day.before, "UTC").await.unwrap();
        assert_eq!(time_online(&first.strips), 11 * HOUR + 30 * MINUTE);
        assert_eq!(first.changes.len(), 3);
        assert_eq!(first.after, Some(day.day.date));
    }

    async fn history_is_for_the_agent_and_for_admins_of_their_projects(db) {
        let world = World::new(&db).await;
        world.without_absence(90).await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        let jonas = world.agent("jonas", &["SUP"]).await;
        let tomas = world.member("tomas", &["SUP"], ADMIN).await;
        let yusuf = world.member("yusuf", &["HR"], ADMIN).await;
        let priya = world.priya().await;
        world.online_for(&marta, 60).await;
        let (service, own) = (&world.service, &marta.caller.id);
        let projects = |who: Identity| async move {
            let day = service.see_history(&who, own, None, "UTC").await?;
            Ok::<_, Failure>((day.you, day.now.len(), day.changes[0].projects.len()))
        };
        assert_eq!(projects(marta.clone()).await.unwrap(), (true, 2, 2));
        assert_eq!(projects(priya.clone()).await.unwrap(), (false, 2, 2));
        assert_eq!(projects(tomas.clone()).await.unwrap(), (false, 1, 1), "their project alone");
        assert_eq!(refused(projects(jonas.clone()).await), Denied::Forbidden);
        assert_eq!(refused(projects(yusuf.clone()).await), Denied::Hidden);
        let nobody: UserId = "nobody".parse().unwrap();
        for who in [&priya, &marta, &tomas] {
            let day = service.see_history(who, &nobody, None, "UTC").await;
            assert_eq!(refused(day), Denied::Hidden);
            let file = service.export_agent(who, &nobody, "UTC").await;
            assert_eq!(refused(file), Denied::Hidden);
        }
        assert_eq!(refused(service.export_agent(&jonas, own, "UTC").await), Denied::Forbidden);
        assert_eq!(refused(service.export_agent(&yusuf, own, "UTC").await), Denied::Hidden);

        let sup = key("SUP");
        for (who, expected) in [
            (&priya, None),
            (&tomas, None),
            (&marta, Some(Denied::Forbidden)),
            (&yusuf, Some(Denied::Hidden)),
        ] {
            let week = service.see_coverage(who, &sup, None, "UTC").await.map(drop);
            let file = service.export_project(who, &sup, None, "UTC").await.map(drop);
            for answer in [week, file] {
                match expected {
                    None => answer.unwrap(),
                    Some(denied) => assert_eq!(refused(answer), denied),
                }
            }
        }
        let nowhere = service.see_coverage(&priya, &key("NONE"), None, "UTC").await;
        assert_eq!(refused(nowhere), Denied::Hidden);
    }

    async fn what_is_kept_too_long_is_forgotten_and_the_state_stays_known(db) {
        let world = World::new(&db).await;
        world.without_absence(7).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let jonas = world.agent("jonas", &["SUP", "BIL"]).await;
        for _ in 0..3 {
            world.online_for(&marta, 60).await;
            world.clock.advance(HOUR);
        }
        world.service.go_online(&jonas, &everywhere()).await.unwrap();
        let before = world.ledger_size().await;
        world.clock.advance(6 * DAY);
        assert_eq!(world.service.forget_history().await.unwrap(), 0, "nothing is old enough");
        world.clock.advance(2 * DAY);
        let forgotten = world.service.forget_history().await.unwrap();
        assert!(forgotten > 0);
        // Marta's last going, Jonas's coming in two projects, and what the public saw of them.
        assert_eq!(world.ledger_size().await, 5);
        assert_eq!(forgotten, u64::try_from(before - 5).unwrap());
        assert_eq!(world.service.forget_history().await.unwrap(), 0);
        let priya = world.priya().await;
        let week = world.service.see_coverage(&priya, &key("SUP"), None, "UTC").await.unwrap();
        assert_eq!(week.coverage.total().off_hours, week.known.length(), "Jonas is still there");
        let own = marta.caller.id.clone();
        let day = world.service.see_history(&marta, &own, None, "UTC").await.unwrap();
        assert_eq!(day.now[0].ended.as_ref().unwrap().reason, EndReason::SignedOff);
        world.service.go_offline(&jonas, None).await.unwrap();
        world.online_for(&jonas, 10).await;
        world.check_memory().await;
        // What is not kept is not shown either, though the last of it is still there.
        let file = world.service.export_project(&priya, &key("SUP"), None, "UTC").await.unwrap();
        assert!(world.file(file).await.iter().all(|line| !line.contains("marta")));
    }

    async fn a_file_has_everything_and_no_formula(db) {
        let world = World::new(&db).await;
        world.without_absence(90).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let tomas = world.member("tomas", &["SUP"], BOTH).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.clock.advance(MINUTE);
        world.put_offline(&tomas, &marta, "=HYPERLINK(\"https://evil.example\",\"a\")").await;
        let zone = "Europe/Berlin";
        let file = world.service.export_project(&tomas, &key("SUP"), None, zone).await.unwrap();
        assert_eq!(file.file_name, "SUP");
        let lines = world.file(file).await;
        assert_eq!(lines.len(), 5, "{lines:#?}");
        assert!(lines[0].starts_with("time (UTC),local time,time zone,project,"), "{lines:#?}");
        let columns = lines[0].split(',').count();
        assert_eq!(lines[1].split(',').count(), columns);
        assert_eq!(
            lines[1],
            "2025-11-24T12:00:00Z,2025-11-24 13:00:00,Europe/Berlin,SUP,SUP,marta,online,,,,,,,marta"
        );
        assert!(lines[2].contains(",availability,"), "{lines:#?}");
        let note = "\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"a\"\")\"";
        assert!(lines[3].contains(&format!("marta,offline,,put_offline,tomas,{note},")), "{lines:#?}");

        // Ever so long, it comes in pieces, and nothing is there twice.
        for _ in 0..300 {
            world.online_for(&marta, 1).await;
        }
        let of_marta = world.service.export_agent(&marta, &marta.caller.id, zone).await.unwrap();
        let lines = world.file(of_marta).await;
        assert_eq!(lines.len(), 1 + 2 + 600);
        let file = world.service.export_project(&tomas, &key("SUP"), None, zone).await.unwrap();
        let lines = world.file(file).await;
        assert_eq!(lines.len(), 1 + 2 * (2 + 600));
        assert!(lines[1..].windows(2).all(|pair| pair[0][..20] <= pair[1][..20]));
        let week = Some(jiff::civil::date(2025, 11, 17));
        let file = world.service.export_project(&tomas, &key("SUP"), week, zone).await.unwrap();
        assert_eq!(file.file_name, "SUP-2025-11-17");
        assert_eq!(world.file(file).await.len(), 1, "nothing happened the week before");
    }
}
