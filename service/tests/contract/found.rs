//! What the simulation found, each as small as it can be told.

use super::{
    database::on_both,
    schedules::daily,
    world::{AGENT, NOON, Told, World, email, everywhere, key, node},
};
use presence::{
    Absence, Beat, Change, EndReason, Fact, LeaseEnd, Page, Revision, SECOND, Status, Timestamp,
    Wish,
};
use service::{Node, ScheduleChange};
use std::sync::Arc;

const MINUTE: i64 = 60 * SECOND;

async fn listen(world: &World) -> Node {
    world.service.listen("http://127.0.0.1:3000").await.unwrap()
}

/// The server is killed, and starts again.
async fn killed(world: World, down: i64) -> World {
    world.service.store().close().await;
    world.clock.advance(down);
    let told = Arc::new(Told::default());
    let service = node(&world.db, &world.clock, told.clone()).await;
    let world = World { service, told, ..world };
    listen(&world).await;
    world
}

/// What the ledger says of people in SUP, by the second after its first line.
async fn changes(world: &World) -> Vec<(i64, Change)> {
    world.service.pass_time().await.unwrap();
    let priya = world.priya().await;
    let ledger = world.service.see_ledger(&priya, &key("SUP")).await.unwrap();
    let start = ledger[0].at;
    let changes = ledger.into_iter().filter_map(|entry| match entry.fact {
        Fact::Presence { change, .. } => Some((entry.at.millis_since(start) / SECOND, change)),
        Fact::Availability { .. } => None,
    });
    changes.collect()
}

const ONLINE: (i64, Change) = (0, Change::Online { until: None });

fn wish_end(wish: &Wish) -> Timestamp {
    match wish.end {
        LeaseEnd::At(until) => until,
        _ => panic!("{wish:?}"),
    }
}

on_both! {
    async fn who_is_back_stays_so_when_the_server_is_killed_at_once(db) {
        let world = World::new(&db).await;
        let node = listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.clock.advance(100 * SECOND);
        world.service.pass_time().await.unwrap();
        world.service.write_heard(&node).await.unwrap();
        world.clock.advance(5 * SECOND);
        world.service.beat(&marta, Beat::ACTIVE).await;
        world.service.pass_time().await.unwrap();
        let told = world.availability("SUP");
        let world = killed(world, 2 * MINUTE).await;
        assert_eq!(world.availability("SUP"), told, "nobody has noticed");
        assert_eq!(
            changes(&world).await,
            [ONLINE, (70, Change::Absent(Absence::Lost)), (105, Change::Back)]
        );
        world.check_ledger().await;
    }

    async fn signing_out_of_the_last_device_tells_of_no_absence(db) {
        let world = World::new(&db).await;
        listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.clock.advance(70 * SECOND);
        let phone = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&phone, &everywhere()).await.unwrap();
        world.clock.advance(SECOND);
        world.service.sign_out(&phone).await.unwrap();
        let end = (1, Change::Offline(EndReason::SignedOff));
        assert_eq!(changes(&world).await, [ONLINE, end], "the one that is left is silent");
        world.service.sign_out(&marta).await.unwrap();
        world.check_ledger().await;
    }

    async fn a_programs_call_makes_nobody_active(db) {
        let world = World::new(&db).await;
        listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let secret = world.service.add_token(&marta, &"rota".parse().unwrap()).await.unwrap();
        let token = world.service.token(&secret).await.unwrap();
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        for minutes in 1..=20 {
            world.clock.advance(MINUTE);
            let idle = minutes * MINUTE;
            world.service.beat(&marta, Beat { idle, page: Page::Shown }).await;
            world.service.pass_time().await.unwrap();
        }
        world.service.go_online(&token, &everywhere()).await.unwrap();
        assert_eq!(changes(&world).await, [ONLINE, (900, Change::Absent(Absence::Idle))]);
    }

    async fn hours_of_a_disabled_account_start_nothing(db) {
        let world = World::new(&db).await;
        listen(&world).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP"]).await;
        let zone = "UTC".parse().unwrap();
        let hours = ScheduleChange { zone, hours: daily("12:10", "12:40"), seen: Revision::new(0) };
        world.service.change_own_hours(&marta, &hours).await.unwrap();
        let until = |minute: i64| Change::Online { until: Some(NOON.plus_millis(minute * MINUTE)) };
        let id = &marta.caller.id;
        world.service.set_disabled(&priya, id, true).await.unwrap();
        world.clock.advance(20 * MINUTE);
        assert_eq!(world.availability("SUP").status, Status::Offline);
        // Enabled again within their hours: these have begun already.
        world.service.set_disabled(&priya, id, false).await.unwrap();
        world.clock.advance(MINUTE);
        assert_eq!(world.availability("SUP").status, Status::Offline);
        world.service.read_again().await.unwrap();
        assert_eq!(world.availability("SUP").status, Status::Offline, "a restart knows it too");
        world.clock.advance(24 * 60 * MINUTE);
        assert_eq!(changes(&world).await[0], (0, until(24 * 60 + 40)), "the next day");
        world.check_ledger().await;
    }

    async fn a_server_that_stood_still_takes_nobody_offline(db) {
        let world = World::new(&db).await;
        let node = listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let jonas = world.agent("jonas", &["BIL"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.service.tick().await.unwrap();
        let before = world.availability("SUP");
        // Whoever comes first after it: the tick, a request, the worker that writes, the one that records.
        for first in 0..4 {
            world.clock.advance(80 * SECOND);
            match first {
                0 => world.service.tick().await.unwrap(),
                1 => world.service.seen(&jonas).await,
                2 => world.service.write_heard(&node).await.unwrap(),
                _ => world.service.pass_time().await.unwrap(),
            }
            world.service.tick().await.unwrap();
            assert_eq!(world.availability("SUP"), before, "nobody has noticed {first}");
        }
        for _ in 0..69 {
            world.clock.advance(SECOND);
            world.service.tick().await.unwrap();
        }
        assert_eq!(world.availability("SUP"), before, "a fresh grace period");
        world.clock.advance(SECOND);
        assert_eq!(changes(&world).await, [ONLINE, (390, Change::Absent(Absence::Lost))]);
        world.check_ledger().await;
    }

    async fn a_short_gap_and_one_that_does_not_count_are_silence(db) {
        let world = World::new(&db).await;
        listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        for _ in 0..7 {
            world.clock.advance(10 * SECOND - 1);
            world.service.tick().await.unwrap();
        }
        world.service.count_gaps_of(0);
        world.clock.advance(MINUTE);
        world.service.tick().await.unwrap();
        assert_eq!(changes(&world).await, [ONLINE, (70, Change::Absent(Absence::Lost))]);
    }

    async fn a_command_beside_a_dead_server_records_what_that_one_had_heard(db) {
        let world = World::new(&db).await;
        let server = listen(&world).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let wish = Wish { end: LeaseEnd::At(world.service.now().plus_minutes(20)), ..everywhere() };
        world.service.go_online(&marta, &wish).await.unwrap();
        world.clock.advance(80 * SECOND);
        // It had heard nobody for ten seconds too long, and recorded nothing of it before it was killed.
        world.service.write_heard(&server).await.unwrap();
        world.clock.advance(30 * MINUTE);
        let command = node(&world.db, &world.clock, Arc::new(Told::default())).await;
        command.operator_add_member(&key("BIL"), &email("marta"), AGENT).await.unwrap();
        world.service.read_again().await.unwrap();
        let online = Change::Online { until: Some(wish_end(&wish)) };
        let told = changes(&world).await;
        assert_eq!(told, [
            (0, online),
            (70, Change::Absent(Absence::Lost)),
            (20 * 60, Change::Offline(EndReason::Expired)),
        ]);
        world.check_ledger().await;
    }
}
