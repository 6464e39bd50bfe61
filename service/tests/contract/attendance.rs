//! Devices, away and lost, and what a restart makes of them.

use super::{
    database::{Database, on_both},
    world::{Told, World, everywhere, key, node},
};
use presence::{
    Absence, AttendanceSettings, Beat, Change, DeviceKind, EndReason, Fact, LeaseDuration,
    LeaseEnd, OwnIdle, Page, Presence, SECOND, SiteSettings, Status, Timestamp, Wish, WishedBreak,
};
use service::{ChangeOwnIdleRefused, GoOnlineRefused, Identity, Name, Node, Service};
use std::sync::Arc;

const MINUTE: i64 = 60 * SECOND;

impl World {
    /// Beats every 20 seconds for so long, as an idle page does.
    async fn idle_for(&self, who: &Identity, millis: i64) {
        let start = self.clock_now();
        while self.clock_now().millis_since(start) < millis {
            self.clock.advance(20 * SECOND);
            let idle = self.clock_now().millis_since(start);
            self.service.beat(who, Beat { idle, page: Page::Shown }).await;
            self.service.pass_time().await.unwrap();
        }
    }

    fn clock_now(&self) -> Timestamp {
        self.service.now()
    }

    fn presence_of(&self, who: &Identity) -> Presence {
        let board = self.service.board();
        board.agent(&who.caller.id).unwrap().settle(self.clock_now()).agent.best_presence()
    }

    async fn changes(&self, project: &str) -> Vec<(i64, Change)> {
        let priya = self.priya().await;
        let ledger = self.service.see_ledger(&priya, &key(project)).await.unwrap();
        let start = ledger.first().unwrap().at;
        ledger
            .into_iter()
            .filter_map(|entry| match entry.fact {
                Fact::Presence { change, .. } => {
                    Some((entry.at.millis_since(start) / SECOND, change))
                }
                Fact::Availability { .. } => None,
            })
            .collect()
    }
}

async fn listen(world: &World) -> Node {
    world.service.listen("http://127.0.0.1:3000").await.unwrap()
}

async fn restarted(world: World, node_was: Option<&Node>, down: i64) -> World {
    if let Some(node) = node_was {
        world.service.leave(node).await.unwrap();
    }
    let told = Arc::new(Told::default());
    world.service.store().close().await;
    world.clock.advance(down);
    let service: Service = node(&world.db, &world.clock, told.clone()).await;
    World { service, told, ..world }
}

/// `clean` is a stop in which the server says that it goes.
async fn a_restart_is_silent(db: &Database, clean: bool, down: i64) {
    let world = World::new(db).await;
    let node = listen(&world).await;
    let marta = world.agent("marta", &["SUP"]).await;
    let jonas = world.agent("jonas", &["BIL"]).await;
    world.service.go_online(&marta, &everywhere()).await.unwrap();
    world.service.go_online(&jonas, &everywhere()).await.unwrap();
    world.clock.advance(40 * SECOND);
    world.service.beat(&marta, Beat::ACTIVE).await;
    world.service.write_heard(&node).await.unwrap();
    world.clock.advance(40 * SECOND);
    world.service.beat(&marta, Beat::ACTIVE).await;
    // Jonas has been lost for ten seconds.
    world.service.pass_time().await.unwrap();
    let before = world.availability("SUP");
    let world = restarted(world, clean.then_some(&node), down).await;
    listen(&world).await;
    assert_eq!(world.availability("SUP"), before, "nobody has noticed");
    assert_eq!(world.presence_of(&marta), Presence::Online);
    assert_eq!(world.presence_of(&jonas), Presence::Lost, "who was lost stays lost");
    world.clock.advance(69 * SECOND);
    assert_eq!(world.presence_of(&marta), Presence::Online, "a fresh grace period");
    world.clock.advance(SECOND);
    assert_eq!(world.presence_of(&marta), Presence::Lost);
    world.check_ledger().await;
}

on_both! {
    async fn idle_is_away_and_back_and_ended_at_the_limit(db) {
        let world = World::new(&db).await;
        listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.idle_for(&marta, 16 * MINUTE).await;
        assert_eq!(world.presence_of(&marta), Presence::Away);
        assert_eq!(world.availability("SUP").status, Status::Offline, "customers see nobody");
        let heard = world.service.beat(&marta, Beat::ACTIVE).await;
        assert_eq!(heard.presence, Presence::Online, "before it is recorded");
        assert_eq!(heard.away_at, Some(heard.now.plus_minutes(15)));
        world.service.pass_time().await.unwrap();
        assert_eq!(world.availability("SUP").status, Status::Online);
        world.idle_for(&marta, 50 * MINUTE).await;
        assert_eq!(world.presence_of(&marta), Presence::Offline);
        let minutes: Vec<_> = world.changes("SUP").await;
        assert_eq!(minutes, [
            (0, Change::Online { until: None }),
            (15 * 60, Change::Absent(Absence::Idle)),
            (16 * 60, Change::Back),
            (31 * 60, Change::Absent(Absence::Idle)),
            (61 * 60, Change::Offline(EndReason::Idle)),
        ]);
        world.check_ledger().await;
        world.check_memory().await;
    }

    async fn silence_is_lost_and_coming_back_ends_it(db) {
        let world = World::new(&db).await;
        listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.clock.advance(70 * SECOND - 1);
        assert_eq!(world.presence_of(&marta), Presence::Online);
        world.clock.advance(1);
        assert_eq!(world.presence_of(&marta), Presence::Lost);
        world.clock.advance(30 * SECOND);
        world.service.seen(&marta).await;
        assert_eq!(world.presence_of(&marta), Presence::Online, "any request is a sign of life");
        world.service.pass_time().await.unwrap();
        world.service.beat(&marta, Beat { idle: 0, page: Page::Left }).await;
        world.clock.advance(10 * SECOND);
        world.service.pass_time().await.unwrap();
        assert_eq!(world.changes("SUP").await, [
            (0, Change::Online { until: None }),
            (70, Change::Absent(Absence::Lost)),
            (100, Change::Back),
            (110, Change::Absent(Absence::Lost)),
        ]);
        world.check_memory().await;
    }

    async fn a_process_that_does_not_listen_tells_nobody_to_be_silent(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.clock.advance(60 * MINUTE);
        world.service.pass_time().await.unwrap();
        assert_eq!(world.presence_of(&marta), Presence::Online);
    }

    async fn a_clean_restart_is_silent(db) {
        a_restart_is_silent(&db, true, 2 * MINUTE).await;
    }

    async fn a_start_after_a_kill_is_silent(db) {
        a_restart_is_silent(&db, false, 2 * MINUTE).await;
    }

    async fn a_start_after_a_night_is_silent(db) {
        a_restart_is_silent(&db, false, 9 * 60 * MINUTE).await;
    }

    async fn a_node_beside_a_living_one_grants_nothing(db) {
        let world = World::new(&db).await;
        let first = listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.clock.advance(60 * SECOND);
        world.service.write_heard(&first).await.unwrap();
        let second = node(&world.db, &world.clock, Arc::new(Told::default())).await;
        second.listen("http://127.0.0.1:3001").await.unwrap();
        world.clock.advance(10 * SECOND);
        let now = world.clock_now();
        let agent = second.board().agent(&marta.caller.id).unwrap().settle(now).agent;
        assert_eq!(agent.best_presence(), Presence::Lost);
    }

    async fn what_ended_meanwhile_ended_at_its_own_time(db) {
        let world = World::new(&db).await;
        let node = listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let end = LeaseEnd::After(presence::LeaseDuration::from_minutes(30).unwrap());
        world.service.go_online(&marta, &Wish { end, ..everywhere() }).await.unwrap();
        let world = restarted(world, Some(&node), 60 * MINUTE).await;
        listen(&world).await;
        assert_eq!(world.changes("SUP").await.last(), Some(&(
            30 * 60,
            Change::Offline(EndReason::Expired),
        )));
    }

    async fn devices_are_listed_and_signed_out(db) {
        let world = World::new(&db).await;
        listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let phone = world.agent("marta", &["SUP"]).await;
        let jonas = world.agent("jonas", &["SUP"]).await;
        let name: Name = "rota".parse().unwrap();
        let secret = world.service.add_token(&marta, &name).await.unwrap();
        let token = world.service.token(&secret).await.unwrap();
        assert_eq!(token.kind, DeviceKind::Token);
        let devices = world.service.see_devices(&marta).await.unwrap();
        assert_eq!(devices.len(), 3);
        assert!(devices[0].this && devices[0].id == marta.device && devices[0].connected);
        assert!(world.service.sign_out_device(&jonas, &phone.device).await.is_err(), "a stranger's");

        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.service.sign_out_device(&phone, &marta.device).await.unwrap();
        assert_eq!(world.presence_of(&marta), Presence::Online, "two devices are left");
        world.service.sign_out_device(&phone, &token.device).await.unwrap();
        world.service.beat(&marta, Beat::ACTIVE).await;
        world.service.seen(&token).await;
        let devices = world.service.see_devices(&phone).await.unwrap();
        assert_eq!(devices.len(), 1, "what is signed out is not heard any more");
        world.service.sign_out(&phone).await.unwrap();
        assert_eq!(world.presence_of(&marta), Presence::Offline);
        let last = world.changes("SUP").await.pop().unwrap();
        assert_eq!(last.1, Change::Offline(EndReason::SignedOff));
        world.check_ledger().await;
    }

    async fn without_a_device_only_a_token_and_not_for_long(db) {
        let world = World::new(&db).await;
        listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let secret = world.service.add_token(&marta, &"rota".parse().unwrap()).await.unwrap();
        let token = world.service.token(&secret).await.unwrap();
        let hours = |hours: i64| Wish {
            attended: false,
            end: LeaseEnd::After(presence::LeaseDuration::from_minutes(hours * 60).unwrap()),
            ..everywhere()
        };
        let browser = world.service.go_online(&marta, &hours(1)).await;
        assert!(matches!(browser, Err(GoOnlineRefused::UnattendedBrowser)));
        let endless = Wish { attended: false, ..everywhere() };
        for too_long in [&endless, &hours(9)] {
            let refused = world.service.go_online(&token, too_long).await;
            assert!(matches!(refused, Err(GoOnlineRefused::Refused(
                presence::GoOnlineError::UnattendedTooLong
            ))));
        }
        world.service.go_online(&token, &hours(8)).await.unwrap();
        world.clock.advance(7 * 60 * MINUTE);
        assert_eq!(world.presence_of(&marta), Presence::Online);
        world.clock.advance(60 * MINUTE);
        assert_eq!(world.presence_of(&marta), Presence::Offline);
        let priya = world.priya().await;
        let attendance = AttendanceSettings { unattended: false, ..AttendanceSettings::default() };
        let settings = SiteSettings { attendance, ..SiteSettings::default() };
        world.service.change_site_settings(&priya, &settings).await.unwrap();
        let refused = world.service.go_online(&token, &hours(1)).await;
        assert!(matches!(refused, Err(GoOnlineRefused::UnattendedForbidden)));
    }

    async fn other_rules_hold_from_now_on(db) {
        let world = World::new(&db).await;
        listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.idle_for(&marta, 10 * MINUTE).await;
        let priya = world.priya().await;
        let set = async |attendance| {
            let settings = SiteSettings { attendance, ..SiteSettings::default() };
            world.service.change_site_settings(&priya, &settings).await.unwrap();
        };
        let site = AttendanceSettings { idle_minutes: Some(5), ..AttendanceSettings::default() };
        set(site).await;
        assert_eq!(world.presence_of(&marta), Presence::Away);
        world.service.change_own_idle(&marta, OwnIdle::Minutes(30)).await.unwrap();
        assert_eq!(world.presence_of(&marta), Presence::Online);
        let less = world.service.change_own_idle(&marta, OwnIdle::Minutes(4)).await;
        assert!(matches!(less, Err(ChangeOwnIdleRefused::OutOfRange { from: 5, to: 480 })));
        set(AttendanceSettings { idle_enforced: true, ..site }).await;
        let enforced = world.service.change_own_idle(&marta, OwnIdle::Never).await;
        assert!(matches!(enforced, Err(ChangeOwnIdleRefused::Enforced)));
        assert_eq!(world.presence_of(&marta), Presence::Away);
        let minutes: Vec<i64> = world.changes("SUP").await.iter().map(|(at, _)| at / 60).collect();
        assert_eq!(minutes, [0, 10, 10, 10], "nothing is dated before the rule that made it so");
        world.check_ledger().await;
        world.check_memory().await;
    }

    async fn a_break_outlives_a_restart(db) {
        let world = World::new(&db).await;
        let node = listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let end = LeaseEnd::After(LeaseDuration::from_minutes(30).unwrap());
        let lunch = WishedBreak { reason: "lunch".to_owned(), end };
        world.clock.advance(MINUTE);
        let taken = world.service.take_break(&marta, &lunch).await.unwrap();
        let back_at = taken.lease.as_ref().unwrap().last_break.as_ref().unwrap().until;
        let world = restarted(world, Some(&node), 10 * MINUTE).await;
        let known = world.service.board().agent(&marta.caller.id).unwrap().clone();
        assert_eq!(known.lease, taken.lease, "what is read is what was written");
        listen(&world).await;
        assert_eq!(world.presence_of(&marta), Presence::Away);
        // At its end nobody is at a device, until somebody is.
        world.clock.advance(20 * MINUTE);
        world.service.pass_time().await.unwrap();
        world.clock.advance(SECOND);
        world.service.beat(&marta, Beat::ACTIVE).await;
        world.service.pass_time().await.unwrap();
        assert_eq!(world.presence_of(&marta), Presence::Online);
        assert_eq!(world.changes("SUP").await, [
            (0, Change::Online { until: None }),
            (60, Change::Break { reason: "lunch".to_owned(), until: back_at }),
            (31 * 60, Change::Absent(Absence::Lost)),
            (31 * 60 + 1, Change::Back),
        ]);
        world.check_ledger().await;
        world.check_memory().await;
    }

    async fn what_was_told_ahead_is_made_true(db) {
        let world = World::new(&db).await;
        listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let jonas = world.agent("jonas", &["SUP"]).await;
        // Jonas is lost, and Marta's time online ends at this millisecond.
        world.service.go_online(&jonas, &everywhere()).await.unwrap();
        world.clock.advance(70 * SECOND);
        world.service.pass_time().await.unwrap();
        let end = LeaseEnd::After(LeaseDuration::from_minutes(1).unwrap());
        let minute = Wish { end, ..everywhere() };
        world.service.go_online(&marta, &minute).await.unwrap();
        let before = world.availability("SUP");
        world.clock.advance(MINUTE);
        // Somebody asks, and is told that nobody is home; then Jonas is back, in the same millisecond.
        assert!(world.service.tell_due());
        world.service.beat(&jonas, Beat::ACTIVE).await;
        world.clock.advance(1);
        world.service.pass_time().await.unwrap();
        let after = world.availability("SUP");
        assert_eq!(after.status, Status::Online);
        assert_eq!(after.revision, before.revision.next().next(), "dark, and lit again");
        world.check_ledger().await;
    }
}
