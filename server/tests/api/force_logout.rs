//! Force logout: who may, what is answered, and that the person learns who did it, when and why.

use super::tools::{MINE, invalid, online, problem, program, put, request};
use crate::support::{ADMIN, AGENT, Answer, BOTH, Client, TestServer};
use http::Method;
use serde_json::{Value, json};

async fn logout(client: &mut Client, person: &str, body: &Value) -> Answer {
    client.json(Method::POST, &format!("/api/v1/agents/{person}/logout"), body).await
}

#[tokio::test]
async fn who_may_not_changes_nothing_whatever_they_send() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    online(&mut marta).await;
    let id = world.id("marta").to_string();
    let ingrid = program(&world, "ingrid", &["SUP"], BOTH).await;
    let yusuf = program(&world, "yusuf", &["HR"], ADMIN).await;
    let priya = world.program("priya").await;
    let before = world.truth().await;
    for (rule, client, person, body, status) in [
        ("an agent, oneself", &marta, id.as_str(), json!({}), 403),
        ("a project admin", &ingrid, &id, json!({ "reason": "x" }), 403),
        (
            "a project admin, with no reason",
            &ingrid,
            &id,
            json!({ "reason": "x".repeat(501) }),
            403,
        ),
        ("an admin of another project", &yusuf, &id, json!({}), 403),
        ("a project admin, somebody who is not there", &ingrid, "nobody", json!({}), 403),
        ("an id that nobody has", &priya, "nobody-has-this", json!({}), 404),
        ("no id at all", &priya, "%20", json!({}), 404),
    ] {
        let answer = logout(&mut client.clone(), person, &body).await;
        assert_eq!(answer.status, status, "{rule}: {}", answer.body);
        problem(&answer, status, if status == 403 { "forbidden" } else { "not-found" });
    }
    problem(&logout(&mut world.stranger(), &id, &json!({})).await, 401, "unauthenticated");
    assert_eq!(world.truth().await, before);
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    online(&mut marta).await;
    let id = world.id("marta").to_string();
    let own = world.id("priya").to_string();
    let mut priya = world.program("priya").await;
    let before = world.truth().await;
    for (rule, person, body, field) in [
        ("oneself", &own, json!({}), "id"),
        ("501 characters", &id, json!({ "reason": "ä".repeat(501) }), "reason"),
        ("a NUL", &id, json!({ "reason": "a\u{0}b" }), "reason"),
        ("a mark that turns", &id, json!({ "reason": "\u{202e}hcnuL" }), "reason"),
        ("no text", &id, json!({ "reason": 5 }), "body"),
        ("null", &id, json!({ "reason": null }), "body"),
        ("an unknown field", &id, json!({ "projects": ["SUP"] }), "body"),
        ("no object", &id, json!("SUP"), "body"),
    ] {
        let answer = logout(&mut priya, person, &body).await;
        assert_eq!(answer.status, 422, "{rule}: {}", answer.body);
        invalid(&answer, field);
    }
    let path = format!("/api/v1/agents/{id}/logout");
    let form = request("POST", &path, "application/x-www-form-urlencoded", "reason=x");
    problem(&priya.ask(form).await, 415, "not-json");
    assert_eq!(world.truth().await, before);
    assert_eq!(marta.get(MINE).await.json()["presence"], "online");
}

#[tokio::test]
async fn it_ends_everything_and_tells_who_when_and_why() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP", "BIL"], AGENT).await;
    online(&mut marta).await;
    let id = world.id("marta").to_string();
    let mut priya = world.program("priya").await;
    let answer = logout(&mut priya, &id, &json!({ "reason": " Your laptop was found. " })).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let told = answer.json();
    assert_eq!((&told["status"], &told["revision"]), (&json!("offline"), &json!(2)), "{told}");
    let ended = json!({
        "at": "2025-11-24T12:00:00Z",
        "reason": "forced_logout",
        "by": { "id": world.id("priya").to_string(), "name": "priya" },
        "note": "Your laptop was found."
    });
    for place in told["projects"].as_array().unwrap() {
        assert_eq!(place["ended"], ended, "as the door tells it");
    }
    problem(&marta.get(MINE).await, 401, "unauthenticated");

    // Offline already, and without a body: the answer is the same, and says what is true.
    let path = format!("/api/v1/agents/{id}/logout");
    let again = priya.ask(request("POST", &path, "", "")).await;
    assert_eq!((again.status, again.json()), (200, told));
    let mut browser = world.signed_in("marta").await;
    assert_eq!(browser.get(MINE).await.json()["projects"][0]["ended"], ended);
    problem(&put(&mut marta, &json!({ "status": "online" })).await, 409, "stale-revision");
}

#[tokio::test]
async fn who_was_never_an_agent_can_be_logged_out_too() {
    let world = TestServer::new().await;
    world.add_person("tomas", false).await;
    let mut tomas = world.signed_in("tomas").await;
    let mut priya = world.program("priya").await;
    let answer = logout(&mut priya, world.id("tomas").as_str(), &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let told = answer.json();
    assert_eq!((&told["status"], &told["projects"]), (&json!("offline"), &json!([])), "{told}");
    assert_eq!(tomas.get("/projects").await.status, 303);
}
