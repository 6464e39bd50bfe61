//! A copy of the database that was put back: the site of then goes on now.

use super::{database::on_both, schedules::daily, world::*};
use presence::{
    Actor, Availability, EndReason, Ending, Fact, LeaseDuration, LeaseEnd, MINUTE, Standing,
    Status, Wish,
};
use service::{AuthenticateError, Invite, ScheduleChange, Secret, Service, Zone};
use std::sync::Arc;

const LEAP: u64 = 1_000_000;

async fn works(world: &World, secret: &Secret) -> bool {
    let (token, session) = (world.service.token(secret).await, world.service.session(secret).await);
    let unknown = |error: &AuthenticateError| matches!(error, AuthenticateError::Unknown);
    assert!(token.as_ref().err().is_none_or(unknown) && session.as_ref().err().is_none_or(unknown));
    token.is_ok() || session.is_ok()
}

/// What the public was last told, whatever follows from hours since.
fn recorded(world: &World, project: &str) -> Availability {
    let board = world.service.board();
    board.project_by_key(&key(project)).unwrap().availability.clone()
}

/// Another process, as the command is.
async fn put_back(world: &World) -> service::Restored {
    let command: Service = node(&world.db, &world.clock, Arc::default()).await;
    let done = command.operator_restored().await.unwrap();
    world.service.read_again().await.unwrap();
    done
}

on_both! {
    async fn everything_ends_and_every_number_leaps(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        let jonas = world.agent("jonas", &["SUP"]).await;
        let lea = world.agent("lea", &["SUP"]).await;
        let boss = world.member("boss", &["SUP"], BOTH).await;
        let hours = ScheduleChange {
            zone: Zone::UTC,
            hours: daily("09:00", "17:00"),
            seen: presence::Revision::new(0),
        };
        world.service.change_schedule(&boss, &key("SUP"), &hours).await.unwrap();
        // Which begin and end between the copy and its being put back.
        let own = ScheduleChange { hours: daily("13:00", "13:05"), ..hours.clone() };
        world.service.change_own_hours(&lea, &own).await.unwrap();
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let half_an_hour = LeaseEnd::After(LeaseDuration::from_minutes(30).unwrap());
        let wish = Wish { end: half_an_hour, ..everywhere() };
        world.service.go_online(&jonas, &wish).await.unwrap();
        let token = world.service.add_token(&marta, &name("Robot")).await.unwrap();
        let browser = world.service.sign_in(&email("marta"), PASSWORD, "a test").await.unwrap();
        let reset = world.reset_link("jonas").await.unwrap();
        let letter = Some("en".parse().unwrap());
        let olivia =
            Invite { email: email("olivia"), project: None, site_admin: false, letter: None };
        let priya = world.priya().await;
        let asked = world.service.invite(&priya, &olivia).await.unwrap();
        let service::Invited::Asked(service::Asked::ByLink(link)) = asked else { panic!() };
        let aiko = Invite { email: email("aiko"), letter, ..olivia.clone() };
        world.service.invite(&priya, &aiko).await.unwrap();
        // What happened last, and so is known of that time.
        world.clock.advance(20 * MINUTE);
        world.service.go_offline(&lea, None).await.unwrap();
        world.service.go_online(&lea, &everywhere()).await.unwrap();
        world.service.go_offline(&lea, None).await.unwrap();
        let copied_at = world.service.now();
        let before = [&marta, &jonas, &lea].map(|who| world.agent_of(who).revision.get());
        let shown = ["SUP", "BIL", "HR"].map(|key| recorded(&world, key).revision.get());

        world.clock.advance(24 * 60 * MINUTE);
        let done = put_back(&world).await;
        assert_eq!((done.leases, done.tokens, done.letters), (2, 1, 1));
        assert!(done.sessions >= 5, "{done:?}");

        let ended = Ending { ended_at: copied_at, reason: EndReason::SignedOff };
        let ended = Standing::Offline { ended: Some(ended) };
        for (who, revision) in [(&marta, before[0] + 1), (&jonas, before[1] + 1), (&lea, before[2])]
        {
            let agent = world.agent_of(who);
            assert_eq!(agent.revision.get(), revision + LEAP, "{}", who.name);
            assert_eq!(agent.lease, None);
            assert_eq!(agent.projects[&world.id("SUP")], ended, "{}", who.name);
        }
        for (key, revision) in [("SUP", shown[0] + 1), ("BIL", shown[1] + 1), ("HR", shown[2])] {
            let availability = recorded(&world, key);
            assert_eq!(availability.status, Status::Offline);
            assert_eq!(availability.revision.get(), revision + LEAP, "{key}");
        }
        assert_eq!(recorded(&world, "SUP").since, copied_at, "nobody knows who was there since");

        assert!(!works(&world, &browser.secret).await && !works(&world, &token).await);
        assert_eq!(world.service.password_reset(&reset).await.unwrap(), None);
        assert!(world.service.invitation(&link.secret).await.unwrap().is_none());
        assert!(world.letters().await.is_empty());
        assert_eq!(db.texts("select id from nodes").await, [""; 0]);
        assert_eq!(db.texts("select coalesce(actor_id, '-') from audit where act = 'restore'").await, ["-"]);

        let priya = world.priya().await;
        let ledger = world.service.see_ledger(&priya, &key("SUP")).await.unwrap();
        let by_operator =
            || ledger.iter().filter(|entry| entry.cause.actor == Actor::Operator);
        assert!(by_operator().all(|entry| entry.at == copied_at));
        let shown = by_operator().filter(|it| matches!(it.fact, Fact::Availability { .. }));
        let ended = by_operator().filter(|it| matches!(it.fact, Fact::Presence { .. }));
        assert_eq!((shown.count(), ended.count()), (2, 2), "the leap, and then nobody is there");
        world.check_ledger().await;
        world.check_memory().await;

        // Whoever signs in again has their tokens again, and goes online with what they see now.
        world.service.sign_in(&email("marta"), PASSWORD, "a test").await.unwrap();
        let robot = world.service.token(&token).await.unwrap();
        let stale = Wish { revision: Some(presence::Revision::new(before[0])), ..everywhere() };
        assert!(world.service.go_online(&robot, &stale).await.is_err(), "a page of then");
        world.service.go_online(&robot, &everywhere()).await.unwrap();
        let boss = world.person("boss").await;
        let kept = world.service.see_schedule(&boss, &key("SUP")).await.unwrap();
        assert_eq!(kept.revision.get(), 1 + LEAP);
        let lea = world.person("lea").await;
        assert_eq!(world.service.see_own_hours(&lea).await.unwrap().revision.get(), 1 + LEAP);
        let pending = world.service.pending_invitations(&priya, None).await.unwrap();
        assert_eq!(pending.len(), 2, "they are asked anew");
        assert!(pending.iter().all(|invitation| invitation.expires_at <= world.service.now()));
        world.check_ledger().await;
    }

    async fn what_fell_due_before_the_copy_is_recorded_as_it_was(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let here = world.service.listen("http://here").await.unwrap();
        let ten = LeaseEnd::After(LeaseDuration::from_minutes(10).unwrap());
        world.service.go_online(&marta, &Wish { end: ten, ..everywhere() }).await.unwrap();
        // The server heard devices until then, and recorded nothing.
        world.clock.advance(MINUTE);
        world.service.write_heard(&here).await.unwrap();
        db.run("update settings set value = '1763986260000' where name = 'listened_until'").await;
        world.clock.advance(60 * MINUTE);
        let done = put_back(&world).await;
        assert_eq!(done.leases, 0, "it was over by then");
        let standing = world.agent_of(&marta).projects[&world.id("SUP")].clone();
        let Standing::Offline { ended: Some(ended) } = standing else { panic!("{standing:?}") };
        assert_ne!(ended.reason, EndReason::SignedOff, "{ended:?}");
        world.check_ledger().await;
    }

    async fn twice_is_once_but_for_the_numbers(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        put_back(&world).await;
        let after = world.agent_of(&marta).revision.get();
        let done = put_back(&world).await;
        assert_eq!((done.leases, done.sessions), (0, 0));
        assert_eq!(world.agent_of(&marta).revision.get(), after + LEAP);
        world.check_ledger().await;
        world.check_memory().await;
    }

    async fn a_server_that_said_so_lately_may_still_run(db) {
        let world = World::new(&db).await;
        let beside = node(&db, &world.clock, Arc::default()).await;
        assert!(!beside.is_served().await.unwrap());
        world.service.listen("http://here").await.unwrap();
        assert!(beside.is_served().await.unwrap());
        world.clock.advance(30_000);
        assert!(beside.is_served().await.unwrap());
        world.clock.advance(1);
        assert!(!beside.is_served().await.unwrap(), "it was killed");
    }
}
