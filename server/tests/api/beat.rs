//! Beats, what follows from them, and one's own devices.

use super::tools::{MINE, problem, request};
use crate::support::TestServer;
use http::{Method, StatusCode};
use presence::SECOND;
use serde_json::json;

const BEAT: &str = "/api/v1/me/beat";
const DEVICES: &str = "/api/v1/me/devices";
const SUP: &str = "/api/v1/projects/SUP/availability";

async fn listening() -> TestServer {
    let world = TestServer::new().await;
    world.service.listen("http://127.0.0.1:3000").await.unwrap();
    world
}

#[tokio::test]
async fn an_idle_agent_is_away_and_the_first_touch_ends_it() {
    let world = listening().await;
    let mut marta = world.agent("marta", "SUP").await;
    let start = world.service.now();
    marta.go_online().await;
    let answer = marta.json(Method::POST, BEAT, &json!({ "idle_s": 0 })).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(
        answer.json(),
        json!({
            "now": presence::rfc3339::format(start),
            "presence": "online",
            "away_at": presence::rfc3339::format(start.plus_minutes(15)),
            "every_s": 20,
        })
    );
    for idle in [300, 600, 899] {
        world.clock.advance(if idle == 899 { 299 * SECOND } else { 300 * SECOND });
        marta.json(Method::POST, BEAT, &json!({ "idle_s": idle, "page": "hidden" })).await;
    }
    world.clock.advance(SECOND);
    let mut customer = world.stranger();
    assert_eq!(
        customer.get(SUP).await.json()["status"],
        "offline",
        "nobody has to record it first"
    );
    let answer = marta.json(Method::POST, BEAT, &json!({ "idle_s": 900.5 })).await.json();
    assert_eq!((&answer["presence"], &answer["away_at"]), (&json!("away"), &json!(null)));
    let answer = marta.json(Method::POST, BEAT, &json!({ "idle_s": 0 })).await.json();
    assert_eq!(answer["presence"], "online");
    assert_eq!(customer.get(SUP).await.json()["status"], "online");
}

#[tokio::test]
async fn a_beacon_needs_not_say_that_it_is_json() {
    let world = listening().await;
    let mut marta = world.agent("marta", "SUP").await;
    marta.go_online().await;
    let left = r#"{"idle_s":3,"page":"left"}"#;
    let answer = marta.ask(request("POST", BEAT, "text/plain;charset=UTF-8", left)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    world.clock.advance(10 * SECOND);
    assert_eq!(world.stranger().get(SUP).await.json()["status"], "offline");
    assert_eq!(marta.get(MINE).await.status, 200);
    assert_eq!(world.stranger().get(SUP).await.json()["status"], "online", "any request is a sign");
}

#[tokio::test]
async fn a_beat_that_cannot_be_is_refused_beside_its_field() {
    let world = listening().await;
    let mut marta = world.agent("marta", "SUP").await;
    for (body, field) in [
        ("{}", "idle_s"),
        (r#"{"idle_s":-1}"#, "idle_s"),
        (r#"{"idle_s":"0"}"#, "idle_s"),
        (r#"{"idle_s":1e20}"#, "idle_s"),
        (r#"{"idle_s":null}"#, "idle_s"),
        (r#"{"idle_s":0,"page":"gone"}"#, "page"),
        (r#"{"idle_s":0,"at":"2030-01-01T00:00:00Z"}"#, "body"),
    ] {
        let answer = marta.ask(request("POST", BEAT, "application/json", body)).await;
        let told = problem(&answer, 422, "invalid");
        assert_eq!(told["errors"][0]["field"], field, "{body}");
    }
    assert_eq!(
        world.stranger().json(Method::POST, BEAT, &json!({ "idle_s": 0 })).await.status,
        401
    );
}

#[tokio::test]
async fn devices_are_listed_and_one_signs_out_another() {
    let world = listening().await;
    let mut marta = world.agent("marta", "SUP").await;
    let mut phone = world.signed_in("marta").await;
    let devices = marta.get(DEVICES).await.json();
    let devices = devices["devices"].as_array().unwrap().clone();
    assert_eq!(devices.len(), 2);
    assert_eq!(devices[0]["this"], true);
    assert_eq!(devices[1]["this"], false);
    let path = format!("{DEVICES}/{}", devices[1]["id"].as_str().unwrap());
    let mut jonas = world.agent("jonas", "SUP").await;
    let nothing = json!({});
    assert_eq!(jonas.json(Method::DELETE, &path, &nothing).await.status, 404, "it is none of his");
    assert_eq!(phone.get(MINE).await.status, 200);
    assert_eq!(marta.json(Method::DELETE, &path, &nothing).await.status, StatusCode::NO_CONTENT);
    assert_eq!(phone.get(MINE).await.status, 401);
    let beat = phone.json(Method::POST, BEAT, &json!({ "idle_s": 0 })).await;
    assert_eq!(beat.status, 401, "a device that was signed out is not heard");
    assert_eq!(marta.json(Method::DELETE, &path, &nothing).await.status, 404, "once is enough");
    let who = world.identity("marta").await;
    assert_eq!(world.service.devices_of(&who, &who.caller.id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_sign_of_life_takes_back_nothing_that_was_told() {
    let world = listening().await;
    let mut marta = world.agent("marta", "SUP").await;
    let who = world.identity("marta").await;
    marta.go_online().await;
    world.clock.advance(70 * SECOND);
    let mut customer = world.stranger();
    assert_eq!(customer.get(SUP).await.json()["status"], "offline", "told before it is recorded");
    world.service.still_there(&who);
    world.service.pass_time().await.unwrap();
    assert_eq!(customer.get(SUP).await.json()["status"], "offline");
    world.service.still_there(&who);
    world.service.pass_time().await.unwrap();
    let back = customer.get(SUP).await.json();
    assert_eq!((&back["status"], &back["revision"]), (&json!("online"), &json!(4)));
}
