//! Many at once. Whatever the order, the outcome is one that some order allows.

use super::{database::on_both, world::*};
use presence::{DoorError, EndReason, GoOnlineError, Revision, Standing, Wish};
use service::{
    AcceptInvitationRefused, AddProjectRefused, Asked, GoOnlineRefused, Identity, Invite, Invited,
    Outcome, PutOffline, PutOfflineRefused, ResetPasswordRefused, Service, SetSiteAdminRefused,
    SetUpRefused,
};
use std::sync::Arc;
use tokio::task::JoinSet;

/// Runs two acts at once, each on a node of its own.
async fn at_once<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    world: &World,
    act: impl Fn(Service, usize) -> F,
) -> [T; 2] {
    let other = node(&world.db, &world.clock, Arc::default()).await;
    let first = tokio::spawn(act(world.service.clone(), 0));
    let second = tokio::spawn(act(other, 1));
    [first.await.unwrap(), second.await.unwrap()]
}

on_both! {
    async fn fifty_commands_at_once_leave_one_truth(db) {
        let world = World::new(&db).await;
        let mut agents = Vec::new();
        for who in ["marta", "jonas", "lea", "aiko", "samuel"] {
            agents.push(world.agent(who, &["SUP", "BIL"]).await);
        }
        let mut commands = JoinSet::new();
        for turn in 0..10 {
            for agent in &agents {
                let (service, agent) = (world.service.clone(), agent.clone());
                commands.spawn(async move {
                    match turn % 3 {
                        0 => service.go_online(&agent, &everywhere()).await.map(|_| ()),
                        1 => service.go_offline(&agent, Some(&[key("SUP")])).await.map(|_| ()),
                        _ => service.go_offline(&agent, None).await.map(|_| ()),
                    }
                    .unwrap();
                });
            }
        }
        while let Some(done) = commands.join_next().await {
            done.unwrap();
        }
        world.check_memory().await;
        world.check_ledger().await;
    }

    async fn two_nodes_change_one_agent_in_turn(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let done = at_once(&world, |service, _| {
            let marta = marta.clone();
            async move {
                for _ in 0..10 {
                    service.go_online(&marta, &everywhere()).await.unwrap();
                    service.go_offline(&marta, None).await.unwrap();
                }
            }
        });
        done.await;
        world.service.read_again().await.unwrap();
        assert_eq!(world.agent_of(&marta).lease, None);
        world.check_ledger().await;
    }

    async fn of_two_who_saw_the_same_state_one_comes_first(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let outcomes = at_once(&world, |service, _| {
            let marta = marta.clone();
            async move {
                let wish = Wish { revision: Some(Revision::new(0)), ..everywhere() };
                service.go_online(&marta, &wish).await
            }
        });
        let outcomes = outcomes.await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        let stale = GoOnlineError::Stale(Revision::new(1));
        assert!(outcomes.iter().any(
            |outcome| matches!(outcome, Err(GoOnlineRefused::Refused(error)) if *error == stale)
        ));
    }

    async fn of_two_admins_at_the_door_one_closes_it(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let admins = [world.priya().await, world.member("tomas", &["SUP"], BOTH).await];
        for knows in [true, false] {
            let present = world.agent_of(&marta).revision;
            let wish = Wish { revision: Some(present), ..everywhere() };
            let online = world.service.go_online(&marta, &wish).await.unwrap();
            let revision = knows.then_some(online.revision);
            let outcomes = at_once(&world, |service, index| {
                let (admin, marta) = (admins[index].clone(), marta.caller.id.clone());
                async move {
                    let asked = PutOffline { revision, ..PutOffline::default() };
                    service.put_offline(&admin, &marta, &asked).await
                }
            });
            let outcomes = outcomes.await;
            world.service.read_again().await.unwrap();
            let agent = world.agent_of(&marta);
            assert_eq!(agent.revision, online.revision.next(), "closed twice");
            let wins = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            assert_eq!(wins, if knows { 1 } else { 2 });
            if knows {
                let winner = outcomes.iter().position(Result::is_ok).unwrap();
                let by = admins[winner].caller.id.clone();
                assert!(matches!(
                    &agent.projects[&world.id("SUP")],
                    Standing::Offline { ended: Some(e) }
                        if e.reason == EndReason::PutOffline { by, note: None }
                ));
                let stale = DoorError::Stale(agent.revision);
                assert!(outcomes.iter().any(
                    |outcome| matches!(outcome, Err(PutOfflineRefused::Refused(e)) if *e == stale)
                ));
            }
        }
        world.check_ledger().await;
    }

    async fn a_key_and_an_address_are_given_once(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let made = at_once(&world, |service, _| {
            let priya = priya.clone();
            async move { service.add_project(&priya, &key("OPS"), &name("Night"), true).await }
        });
        let made = made.await;
        assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1);
        assert!(made.iter().any(|made| matches!(made, Err(AddProjectRefused::KeyTaken))));
        let mut added = at_once(&world, |service, _| async move {
            service.operator_add_user(&email("marta"), &name("Marta"), false, None).await.unwrap()
        })
        .await;
        added.sort_by_key(|outcome| *outcome == Outcome::Exists);
        assert_eq!(added, [Outcome::Added, Outcome::Exists]);
        world.service.read_again().await.unwrap();
        world.check_memory().await;
    }

    async fn of_two_browsers_one_sets_the_site_up(db) {
        let world = World::empty(&db).await;
        let code = world.service.set_up_code().await.unwrap().unwrap();
        let outcomes = at_once(&world, |service, index| {
            let code = code.clone();
            async move {
                let who = format!("admin-{index}");
                let (name, email) = (name(&who), email(&who));
                service.set_up_site(&code, &name, &email, &password(PASSWORD), "a test").await
            }
        });
        let outcomes = outcomes.await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(SetUpRefused::AlreadySetUp))));
        assert_eq!(db.texts("select email from users").await.len(), 1);
    }

    async fn a_link_works_once(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let asked =
            Invite { email: email("marta"), project: Some((key("SUP"), AGENT)), site_admin: false, letter: None };
        let Invited::Asked(Asked::ByLink(link)) = world.service.invite(&priya, &asked).await.unwrap() else {
            panic!("Marta is here already");
        };
        let accepted = at_once(&world, |service, _| {
            let secret = link.secret.clone();
            async move {
                let (name, password) = (name("Marta"), password(PASSWORD));
                service.accept_invitation(&secret, &name, &password, "a test").await
            }
        });
        let accepted = accepted.await;
        assert_eq!(accepted.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(
            accepted
                .iter()
                .any(|outcome| matches!(outcome, Err(AcceptInvitationRefused::LinkNotGood)))
        );

        let link = world.reset_link("marta").await.unwrap();
        let reset = at_once(&world, |service, index| {
            let secret = link.clone();
            async move {
                let new = password(&format!("new password {index}"));
                service.reset_password(&secret, &new, "a test").await
            }
        });
        let reset = reset.await;
        assert_eq!(reset.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(
            reset.iter().any(|outcome| matches!(outcome, Err(ResetPasswordRefused::LinkNotGood)))
        );
    }

    async fn a_site_keeps_an_admin(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let ravi = world.person("ravi").await;
        world.service.set_site_admin(&priya, &ravi.caller.id, true).await.unwrap();
        let admins: [Identity; 2] = [priya, ravi];
        // Each takes it from themselves at once.
        let outcomes = at_once(&world, |service, index| {
            let admin = admins[index].clone();
            async move { service.set_site_admin(&admin, &admin.caller.id, false).await }
        });
        let outcomes = outcomes.await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(
            outcomes.iter().any(|outcome| matches!(outcome, Err(SetSiteAdminRefused::LastSiteAdmin)))
        );
        assert_eq!(db.texts("select id from users where site_admin = 1").await.len(), 1);
    }
}
