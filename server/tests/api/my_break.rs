//! A break: what may be wished, what is refused, and what everybody sees of it.

use super::tools::{MINE, availability, beat, invalid, online, problem, program, put, request};
use crate::support::{AGENT, TestServer};
use http::Method;
use presence::{MINUTE, SECOND};
use serde_json::{Value, json};

const BREAK: &str = "/api/v1/me/break";

/// Marta, online in SUP until 18:00, and heard.
async fn at_work() -> (TestServer, crate::support::Client) {
    let world = TestServer::new().await;
    world.service.listen("http://127.0.0.1:3000").await.unwrap();
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    put(&mut marta, &json!({ "status": "online", "minutes": 360 })).await;
    beat(&mut marta, &json!({ "idle_s": 0 })).await;
    (world, marta)
}

#[tokio::test]
async fn away_with_a_reason_until_then_and_back() {
    let (world, mut marta) = at_work().await;
    let mut jonas = world.agent("jonas", "SUP").await;
    let lit = availability(&world, "SUP").await.json();
    world.clock.advance(MINUTE);
    let taken = marta.json(Method::POST, BREAK, &json!({ "reason": "lunch", "minutes": 30 })).await;
    assert_eq!(taken.status, 200, "{}", taken.body);
    let absence = json!({
        "cause": "break",
        "since": "2025-11-24T12:01:00Z",
        "reason": "lunch",
        "until": "2025-11-24T12:31:00Z",
    });
    let mine = taken.json();
    assert_eq!((&mine["absence"], &mine["presence"]), (&absence, &json!("away")));
    assert_eq!((&mine["revision"], &mine["until"]), (&json!(1), &json!("2025-11-24T18:00:00Z")));
    assert_eq!(marta.get(MINE).await.json(), mine);
    let colleagues = jonas.get("/api/v1/agents?project=SUP").await.json();
    assert_eq!(colleagues["agents"][1]["absence"], absence, "{colleagues}");
    assert_eq!(colleagues["agents"][0]["absence"], json!(null), "Jonas takes none");
    let dark = availability(&world, "SUP").await.json();
    assert_eq!((&dark["status"], &dark["since"]), (&json!("offline"), &absence["since"]));
    assert_eq!(dark["revision"], lit["revision"].as_u64().unwrap() + 1);

    // Silence is no matter; at the end, though their program is heard, whoever has not touched anything is missed.
    world.clock.advance(30 * MINUTE);
    let mine = marta.get(MINE).await.json();
    let absence = &mine["absence"];
    assert_eq!(
        (&absence["cause"], &absence["since"]),
        (&json!("idle"), &json!("2025-11-24T12:31:00Z"))
    );
    assert_eq!((&absence["reason"], &absence["until"]), (&json!(null), &json!(null)));
    assert_eq!(availability(&world, "SUP").await.json()["revision"], dark["revision"]);
    world.clock.advance(SECOND);
    beat(&mut marta, &json!({ "idle_s": 0 })).await;
    let mine = marta.get(MINE).await.json();
    assert_eq!((&mine["presence"], &mine["absence"]), (&json!("online"), &json!(null)));
}

#[tokio::test]
async fn by_hand_and_twice_is_once() {
    let (world, mut marta) = at_work().await;
    let none = marta.ask(request("DELETE", BREAK, "", "")).await;
    assert_eq!((none.status, &none.json()["presence"]), (200, &json!("online")));
    marta.json(Method::POST, BREAK, &json!({ "reason": "break" })).await;
    world.clock.advance(MINUTE);
    for _ in 0..2 {
        let back = marta.ask(request("DELETE", BREAK, "", "")).await;
        assert_eq!((back.status, &back.json()["absence"]), (200, &json!(null)), "{}", back.body);
    }
    // Another one in its place is one change, and the break goes on.
    marta.json(Method::POST, BREAK, &json!({ "reason": "lunch", "minutes": 30 })).await;
    world.clock.advance(MINUTE);
    let until = "2025-11-24T13:00:00+01:00";
    let changed =
        marta.json(Method::POST, BREAK, &json!({ "reason": "lunch", "until": until })).await;
    invalid(&changed, "until");
    let until = "2025-11-24T13:30:00Z";
    let changed =
        marta.json(Method::POST, BREAK, &json!({ "reason": "meeting", "until": until })).await;
    let absence = changed.json()["absence"].clone();
    assert_eq!(
        (&absence["since"], &absence["until"]),
        (&json!("2025-11-24T12:01:00Z"), &json!(until))
    );
    // Going online ends it.
    let again = online(&mut marta).await.json();
    assert_eq!((&again["presence"], &again["absence"]), (&json!("online"), &json!(null)));
}

#[tokio::test]
async fn whoever_is_not_online_takes_none() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let lunch = json!({ "reason": "lunch", "minutes": 30 });
    let refused = problem(&marta.json(Method::POST, BREAK, &lunch).await, 409, "not-online");
    assert_eq!(refused["presence"]["status"], "offline");
    let ended = marta.ask(request("DELETE", BREAK, "", "")).await;
    assert_eq!((ended.status, &ended.json()["status"]), (200, &json!("offline")));
    put(&mut marta, &json!({ "status": "online", "minutes": 60, "attended": false })).await;
    invalid(&marta.json(Method::POST, BREAK, &lunch).await, "body");
    problem(&world.stranger().json(Method::POST, BREAK, &lunch).await, 401, "unauthenticated");
    let mut customer = program(&world, "nobody", &[], AGENT).await;
    problem(&customer.json(Method::POST, BREAK, &lunch).await, 403, "forbidden");
    problem(&customer.ask(request("DELETE", BREAK, "", "")).await, 403, "forbidden");
}

#[tokio::test]
async fn what_cannot_be_is_refused_beside_its_field_and_changes_nothing() {
    let (world, mut marta) = at_work().await;
    let before = world.truth().await;
    let mut rows: Vec<(String, &str)> = vec![
        (r#"{"minutes":30}"#.into(), "reason"),
        (r#"{"reason":"siesta","minutes":30}"#.into(), "reason"),
        (r#"{"reason":"","minutes":30}"#.into(), "reason"),
        (r#"{"reason":"Lunch","minutes":30}"#.into(), "reason"),
        (r#"{"reason":null}"#.into(), "body"),
        (r#"{"reason":["lunch"]}"#.into(), "body"),
        (r#"{"reason":"lunch","minutes":30,"until":"2025-11-24T13:00:00Z"}"#.into(), "minutes"),
        (r#"{"reason":"lunch","until":"soon"}"#.into(), "until"),
        (r#"{"reason":"lunch","until":"2025-11-24T12:00:00Z"}"#.into(), "until"),
        (r#"{"reason":"lunch","until":"2025-11-24T16:00:00.001Z"}"#.into(), "until"),
        (r#"{"reason":"lunch","until":null}"#.into(), "body"),
        (r#"{"reason":"lunch","end":"shift"}"#.into(), "body"),
    ];
    for minutes in ["0", "241", "-5", r#""30""#, "1.5", "null", "[30]", "1e20"] {
        rows.push((format!(r#"{{"reason":"lunch","minutes":{minutes}}}"#), "minutes"));
    }
    for (body, field) in rows {
        let answer = marta.ask(request("POST", BREAK, "application/json", body.clone())).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.body);
        let problem = answer.json();
        assert_eq!(problem["errors"][0]["field"], field, "{body}: {problem}");
    }
    assert_eq!(world.truth().await, before);
    // The time online ends first.
    put(&mut marta, &json!({ "status": "online", "minutes": 60, "revision": 1 })).await;
    let late = json!({ "reason": "lunch", "minutes": 61 });
    invalid(&marta.json(Method::POST, BREAK, &late).await, "until");
    let fits = json!({ "reason": "lunch", "minutes": 60 });
    assert_eq!(marta.json(Method::POST, BREAK, &fits).await.status, 200);
}

#[tokio::test]
async fn a_site_has_its_own_reasons() {
    let (world, mut marta) = at_work().await;
    let mut priya = world.priya().await;
    let settings = |reasons: &str| {
        vec![
            ("show_header_icons", "chat_projects".to_owned()),
            ("door_rule", "project_and_site_admins".to_owned()),
            ("idle_minutes", "15".to_owned()),
            ("grace_seconds", "70".to_owned()),
            ("limit_minutes", "30".to_owned()),
            ("lost", "yes".to_owned()),
            ("unattended", "yes".to_owned()),
            ("break_reasons", reasons.to_owned()),
        ]
    };
    let long = "x".repeat(41);
    for wrong in [
        "",
        " \n ",
        "siesta\nsiesta",
        "a\u{202e}b",
        "a\u{0}b",
        &long,
        "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm",
    ] {
        let fields = settings(wrong);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = priya.post("/settings", &fields).await;
        assert!(answer.status == 422 && answer.has_error_at("break_reasons"), "{wrong:?}");
    }
    let fields = settings(" siesta \r\n\r\nlunch\r\n");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(priya.post("/settings", &fields).await.status, 303);
    let siesta = json!({ "reason": "siesta" });
    let taken: Value = marta.json(Method::POST, BREAK, &siesta).await.json();
    assert_eq!(taken["absence"]["reason"], "siesta");
    invalid(&marta.json(Method::POST, BREAK, &json!({ "reason": "training" })).await, "reason");
}
