//! Who may call which function: every role against every function.

use super::tools::{call, calls, refusal};
use crate::support::{ADMIN, AGENT, BOTH, Client, TestServer, key};
use app::{actions::PATHS, refusal::Refusal};
use presence::Roles;

/// Marta is online in SUP and BIL.
async fn desk() -> (TestServer, String) {
    let world = TestServer::new().await;
    world.add_member("marta", "BIL", AGENT).await;
    world.agent("marta", "SUP").await.go_online().await;
    let marta = world.id("marta").to_string();
    (world, marta)
}

#[tokio::test]
async fn each_role_may_do_what_it_may_and_nothing_else() {
    // In the order of `calls`.
    const ALL: [u16; 10] = [200, 200, 200, 200, 200, 200, 200, 200, 200, 404];
    for (role, statuses) in [
        // The door of others is not theirs.
        ("agent", [200, 200, 403, 403, 200, 200, 200, 200, 200, 404]),
        ("agent elsewhere", [200, 200, 404, 404, 200, 200, 200, 200, 200, 404]),
        ("admin", [200, 200, 200, 200, 403, 403, 403, 403, 403, 404]),
        ("admin elsewhere", [200, 200, 404, 404, 403, 403, 403, 403, 403, 404]),
        ("agent and admin", ALL),
        ("member of nothing", [200, 200, 404, 404, 403, 403, 403, 403, 403, 404]),
        ("site admin", [200, 200, 200, 200, 403, 403, 403, 403, 403, 404]),
        // Who was online before is online anew: the revision is another one.
        ("oneself", [200, 200, 403, 403, 200, 409, 200, 200, 200, 404]),
        ("stranger", [401; 10]),
        ("somebody with another's old session", [401; 10]),
        ("somebody disabled", [401; 10]),
    ] {
        let (world, marta) = desk().await;
        let mut client = somebody(&world, role).await;
        for ((name, arguments), status) in calls(&marta).into_iter().zip(statuses) {
            let before = world.truth().await;
            let answer = call(&mut client, name, &arguments).await;
            assert_eq!(answer.status, status, "{role} calls {name}: {}", answer.body);
            if status == 200 {
                continue;
            }
            let refused = refusal(&answer);
            assert_eq!(world.truth().await, before, "{role} is refused {name}");
            let told = matches!(refused, Refusal::NotOnline(_) | Refusal::Stale(_));
            assert!(told || !answer.body.contains("marta"), "{role} calls {name}: {}", answer.body);
        }
    }
}

async fn somebody(world: &TestServer, role: &str) -> Client {
    match role {
        "agent" => world.agent("jonas", "SUP").await,
        "agent elsewhere" => world.agent("nora", "HR").await,
        "admin" => world.member("ingrid", "SUP", ADMIN).await,
        "admin elsewhere" => world.member("yusuf", "HR", ADMIN).await,
        "agent and admin" => world.member("lea", "SUP", BOTH).await,
        "member of nothing" => {
            world.add_person("ravi", false).await;
            world.signed_in("ravi").await
        }
        "site admin" => world.priya().await,
        "oneself" => world.signed_in("marta").await,
        "stranger" => world.stranger(),
        "somebody with another's old session" => {
            let mut client = world.agent("jonas", "SUP").await;
            let cookies = client.cookies.clone();
            let answer = client.post::<&str>("/sign-out", &[]).await;
            assert_eq!(answer.status, 303);
            client.cookies = cookies;
            client
        }
        "somebody disabled" => {
            let client = world.agent("jonas", "SUP").await;
            let priya = world.identity("priya").await;
            world.service.set_disabled(&priya, &world.id("jonas"), true).await.unwrap();
            client
        }
        other => unreachable!("{other}"),
    }
}

#[test]
fn every_function_stands_in_the_table() {
    let mut called: Vec<_> = calls("x").iter().map(|(name, _)| format!("/do/{name}")).collect();
    called.sort_unstable();
    assert_eq!(called, PATHS);
}

#[tokio::test]
async fn who_leaves_a_project_may_do_no_more_there() {
    let (world, marta) = desk().await;
    let mut ingrid = world.member("ingrid", "SUP", BOTH).await;
    world.add_member("omar", "SUP", BOTH).await;
    let before = call(&mut ingrid, "see-door", &calls(&marta)[2].1).await;
    assert_eq!(before.status, 200);
    let priya = world.identity("priya").await;
    world
        .service
        .set_member(&priya, &key("SUP"), &world.id("ingrid"), Roles::default())
        .await
        .unwrap();
    for (name, arguments, expected) in [
        ("see-door", calls(&marta)[2].1.clone(), Refusal::NotFound),
        ("put-offline", calls(&marta)[3].1.clone(), Refusal::NotFound),
        ("go-online", calls(&marta)[4].1.clone(), Refusal::NoProjects),
        ("see-header", serde_json::json!({ "context": "SUP" }), Refusal::NotFound),
    ] {
        let truth = world.truth().await;
        let answer = call(&mut ingrid, name, &arguments).await;
        assert_eq!(refusal(&answer), expected, "{name}");
        assert_eq!(world.truth().await, truth, "{name}");
    }
}
