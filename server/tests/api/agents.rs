//! The agents whom one may see.

use super::tools::{online, problem, program, put};
use crate::support::{ADMIN, AGENT, Client, TestServer};
use serde_json::{Value, json};

async fn seen(client: &mut Client, query: &str) -> Vec<String> {
    let answer = client.get(&format!("/api/v1/agents{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let agents = answer.json()["agents"].as_array().unwrap().clone();
    let keys = |agent: &Value| {
        let places = agent["projects"].as_array().unwrap().iter();
        places.map(|place| place["project"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let shown = |agent: &Value| {
        format!(
            "{} {}: {}",
            agent["name"].as_str().unwrap(),
            agent["presence"].as_str().unwrap(),
            keys(agent).join(" ")
        )
    };
    agents.iter().map(shown).collect()
}

#[tokio::test]
async fn one_sees_the_agents_of_ones_own_projects_and_of_them_no_other_project() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let mut jonas = program(&world, "jonas", &["SUP", "BIL"], AGENT).await;
    let lea = program(&world, "lea", &["BIL"], AGENT).await;
    let ingrid = program(&world, "ingrid", &["HR"], ADMIN).await;
    let nobody = program(&world, "nobody", &[], AGENT).await;
    put(&mut jonas, &json!({ "status": "online", "projects": ["BIL"] })).await;
    for (rule, client, query, expected) in [
        ("an agent", &marta, "", vec!["jonas offline: SUP", "marta offline: SUP"]),
        (
            "an agent, by project",
            &marta,
            "?project=sup",
            vec!["jonas offline: SUP", "marta offline: SUP"],
        ),
        (
            "of two projects",
            &jonas,
            "",
            vec!["jonas online: BIL SUP", "lea offline: BIL", "marta offline: SUP"],
        ),
        ("one of two", &jonas, "?project=BIL", vec!["jonas online: BIL", "lea offline: BIL"]),
        ("of another", &lea, "", vec!["jonas online: BIL", "lea offline: BIL"]),
        ("an admin of nobody", &ingrid, "", vec![]),
        ("a member of nothing", &nobody, "", vec![]),
        (
            "a site admin",
            &world.program("priya").await,
            "",
            vec!["jonas online: BIL SUP", "lea offline: BIL", "marta offline: SUP"],
        ),
    ] {
        assert_eq!(seen(&mut client.clone(), query).await, expected, "{rule}");
    }
    for (rule, query) in [
        ("another's project", "?project=BIL"),
        ("none", "?project=NOPE"),
        ("no key", "?project=%20"),
        ("an empty one", "?project="),
        ("not even text", "?project=%FF"),
    ] {
        let answer = marta.get(&format!("/api/v1/agents{query}")).await;
        assert_eq!(answer.status, 404, "{rule}");
        problem(&answer, 404, "not-found");
    }
    problem(&marta.get("/api/v1/agents?project=SUP&project=BIL").await, 400, "unreadable");
    problem(&world.stranger().get("/api/v1/agents").await, 401, "unauthenticated");
}

#[tokio::test]
async fn an_agent_is_shown_so() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP", "BIL"], AGENT).await;
    let whole = |presence: &str, revision: u32, bil: Value, sup: Value| {
        json!({ "agents": [{
            "id": world.id("marta").to_string(), "name": "marta", "presence": presence,
            "revision": revision, "absence": null, "projects": [bil, sup]
        }] })
    };
    let place = |project: &str, presence: &str, since: Value, until: Value| json!({ "project": project, "presence": presence, "since": since, "until": until });
    let never = |project: &str| place(project, "offline", json!(null), json!(null));
    let seen = marta.get("/api/v1/agents").await.json();
    assert_eq!(seen, whole("offline", 0, never("BIL"), never("SUP")));
    put(&mut marta, &json!({ "status": "online", "minutes": 30, "projects": ["SUP"] })).await;
    let here = place("SUP", "online", json!("2025-11-24T12:00:00Z"), json!("2025-11-24T12:30:00Z"));
    let seen = marta.get("/api/v1/agents").await.json();
    assert_eq!(seen, whole("online", 1, never("BIL"), here));
    world.clock.advance(30 * 60_000);
    let gone = place("SUP", "offline", json!("2025-11-24T12:30:00Z"), json!(null));
    let seen = marta.get("/api/v1/agents").await.json();
    assert_eq!(seen, whole("offline", 2, never("BIL"), gone), "due, and not recorded");
    online(&mut marta).await;
}
