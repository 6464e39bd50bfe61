//! Commands beside a running server, the servers that they tell, and the demo.

use super::{database::on_both, world::*};
use presence::{Actor, MINUTE, Roles, Standing, Status};
use service::{FillDemoRefused, OperatorError, Outcome, SignInRefused};
use std::sync::Arc;

on_both! {
    async fn commands_say_what_exists_and_roles_add_up(db) {
        let world = World::empty(&db).await;
        let service = &world.service;
        let user = async |site_admin| {
            let password = password(PASSWORD);
            service
                .operator_add_user(&email("marta"), &name("Marta"), site_admin, Some(&password))
                .await
                .unwrap()
        };
        let member =
            async |roles| service.operator_add_member(&key("SUP"), &email("marta"), roles).await;
        let project = async |title: &str| {
            service.operator_add_project(&key("SUP"), &name(title), true).await.unwrap()
        };
        assert!(matches!(member(AGENT).await, Err(OperatorError::UnknownProject)));
        assert_eq!(project("Support").await, Outcome::Added);
        assert_eq!(world.nothing_changes(project("Other")).await, Outcome::Exists);
        assert!(matches!(member(AGENT).await, Err(OperatorError::UnknownEmail)));
        let token = service.operator_add_token(&email("marta"), &name("Robot")).await;
        assert!(matches!(token, Err(OperatorError::UnknownEmail)));

        assert_eq!(user(false).await, Outcome::Added);
        assert_eq!(world.nothing_changes(user(false)).await, Outcome::Exists);
        assert_eq!(user(true).await, Outcome::Extended);
        assert_eq!(world.nothing_changes(user(false)).await, Outcome::Exists, "taken away");
        assert_eq!(member(AGENT).await.unwrap(), Outcome::Added);
        assert_eq!(world.nothing_changes(member(AGENT)).await.unwrap(), Outcome::Exists);
        assert_eq!(member(ADMIN).await.unwrap(), Outcome::Extended);
        assert_eq!(world.nothing_changes(member(AGENT)).await.unwrap(), Outcome::Exists);
        let marta = service.sign_in(&email("marta"), PASSWORD, "a test").await.unwrap().identity;
        assert!(marta.caller.site_admin);
        assert_eq!(marta.caller.roles_in(&world.id("SUP")), BOTH);
        let token = service.operator_add_token(&email("marta"), &name("Robot")).await.unwrap();
        assert_eq!(service.token(&token).await.unwrap().caller, marta.caller);
        world.check_memory().await;
        let audit = "select act from audit where actor_id is null order by act";
        let acts =
            ["add_project", "add_token", "add_user", "set_member", "set_member", "set_site_admin"];
        assert_eq!(db.texts(audit).await, acts);
    }

    async fn a_command_beside_a_server_is_effective(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        let node = world.service.listen("127.0.0.1:3000").await.unwrap();

        let command = crate::contract::world::node(&db, &world.clock, Arc::default()).await;
        let added = command.operator_add_member(&key("BIL"), &email("marta"), AGENT).await;
        assert_eq!(added.unwrap(), Outcome::Added);
        let nodes = command.nodes().await.unwrap();
        assert_eq!(nodes, std::slice::from_ref(&node));
        assert!(!format!("{nodes:?}").contains(node.secret.reveal()));

        world.service.read_again().await.unwrap();
        assert_eq!(world.availability("BIL").status, Status::Online);
        let priya = world.priya().await;
        let ledger = world.service.see_ledger(&priya, &key("BIL")).await.unwrap();
        assert!(ledger.iter().all(|entry| entry.cause.actor == Actor::Operator));
        world.check_ledger().await;

        // A server that was killed is replaced by the next one at its address.
        let next = world.service.listen("127.0.0.1:3000").await.unwrap();
        world.service.leave(&node).await.unwrap();
        assert_eq!(command.nodes().await.unwrap(), std::slice::from_ref(&next));
        world.service.leave(&next).await.unwrap();
        assert_eq!(command.nodes().await.unwrap(), []);
    }

    async fn the_first_user_by_command_sets_the_site_up(db) {
        let world = World::empty(&db).await;
        let code = world.service.set_up_code().await.unwrap().unwrap();
        let command = crate::contract::world::node(&db, &world.clock, Arc::default()).await;
        command.operator_add_user(&email("priya"), &name("Priya"), true, None).await.unwrap();
        let late = async {
            world
                .service
                .set_up_site(&code, &name("Late"), &email("late"), &password(PASSWORD), "a test")
                .await
        };
        assert!(late.await.is_err());
        assert!(!db.dump().await.contains(&code.hash()));
    }

    async fn the_demo_is_a_site_worth_looking_at(db) {
        let world = World::empty(&db).await;
        world.service.set_up_code().await.unwrap();
        let demo = world.service.fill_demo().await.unwrap();
        assert!(demo.accounts.len() >= 12);
        for account in &demo.accounts {
            let email = account.email.parse().unwrap();
            let signed_in = world.service.sign_in(&email, demo.password, "a test").await.unwrap();
            assert_eq!(signed_in.identity.name, account.name);
            assert_eq!(signed_in.identity.caller.site_admin, account.site_admin);
            let board = world.service.board();
            for (key, roles) in &account.roles {
                let project = board.project_by_key(key).unwrap();
                assert_eq!(signed_in.identity.caller.roles_in(&project.id), *roles);
            }
        }
        let lead = |roles: &(_, Roles)| roles.1.admin;
        assert!(demo.accounts.iter().any(|account| account.site_admin));
        assert!(demo.accounts.iter().any(|a| !a.site_admin && a.roles.iter().any(lead)));
        assert!(demo.accounts.iter().any(|account| account.roles.len() > 1));

        let memory = world.memory();
        world.service.read_again().await.unwrap();
        assert_eq!(memory, world.memory());
        let (sup, ops) = (world.availability("SUP"), world.availability("OPS"));
        assert_eq!((sup.status, ops.status), (Status::Online, Status::Offline));
        assert!(sup.agents_online.is_some_and(|count| count >= 3));
        {
            let board = world.service.board();
            assert!(board.projects().any(|project| !project.chat_enabled));
            let leases = || board.agents().filter_map(|agent| agent.lease.as_ref());
            assert!(leases().filter(|lease| lease.until.is_some()).count() >= 2);
            assert!(leases().filter(|lease| lease.until.is_none()).count() >= 2);
            assert!(leases().all(|lease| lease.until.is_none_or(|until| until > NOON)));
            assert!(board.agents().any(|agent| agent.door_shut));
            let endings = board.agents().flat_map(|agent| agent.projects.values());
            for standing in endings {
                if let Standing::Offline { ended: Some(ending) } = standing {
                    assert!(ending.ended_at <= NOON);
                }
            }
        }
        let account = &demo.accounts[0];
        let admin = world
            .service
            .sign_in(&account.email.parse().unwrap(), demo.password, "a test")
            .await
            .unwrap()
            .identity;
        let ledger = world.service.see_ledger(&admin, &key("SUP")).await.unwrap();
        assert!(ledger.len() > 100, "two weeks in {} lines", ledger.len());
        assert!(ledger.is_sorted_by_key(|entry| entry.at));
        assert_eq!(world.service.pending_invitations(&admin, None).await.unwrap().len(), 1);

        let again = world.nothing_changes(world.service.fill_demo()).await;
        assert!(matches!(again, Err(FillDemoRefused::NotEmpty)));
    }

    async fn the_demo_can_be_filled_at_any_hour(db) {
        // Past days and the last hours must fit together at midnight and on a Sunday too.
        for hours in [0, 1, 13, 24 * 6] {
            let world = World::empty(&db).await;
            let tables = [
                "audit",
                "invitation_roles",
                "invitations",
                "heard",
                "devices",
                "sessions",
                "ledger",
                "standings",
                "leases",
                "members",
                "schedules",
                "projects",
                "users",
            ];
            for table in tables {
                db.run(&format!("delete from {table}")).await;
            }
            world.service.read_again().await.unwrap();
            world.clock.advance(hours * 60 * MINUTE);
            let demo = world.service.fill_demo().await.unwrap();
            assert_eq!(world.availability("SUP").status, Status::Online);
            let wrong = async {
                world
                    .service
                    .sign_in(&demo.accounts[0].email.parse().unwrap(), "another word", "a test")
                    .await
            };
            assert!(matches!(wrong.await, Err(SignInRefused::Wrong)));
            let board = world.service.board();
            assert!(board.agents().any(|agent| agent.door_shut), "at {hours}");
        }
    }

    async fn the_demo_is_for_an_empty_site(db) {
        let world = World::empty(&db).await;
        world.service.operator_add_project(&key("SUP"), &name("Support"), true).await.unwrap();
        let refused = world.nothing_changes(world.service.fill_demo()).await;
        assert!(matches!(refused, Err(FillDemoRefused::NotEmpty)));
        db.run("delete from audit").await;
        db.run("delete from projects").await;
        world.person("marta").await;
        let refused = world.nothing_changes(world.service.fill_demo()).await;
        assert!(matches!(refused, Err(FillDemoRefused::NotEmpty)));
    }
}
