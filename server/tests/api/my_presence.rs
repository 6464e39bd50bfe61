//! One's own presence: what may be wished, what is refused, and that a refusal changes nothing.

use super::tools::{MINE, door, invalid, offline, online, problem, program, put, request};
use crate::support::{ADMIN, AGENT, TestServer};
use serde_json::{Value, json};

#[tokio::test]
async fn each_wish_is_understood() {
    // Marta is an agent of SUP and BIL. It is noon.
    for (rule, wish, until, projects) in [
        ("everywhere, no end", json!({}), json!(null), "BIL SUP"),
        ("a minute", json!({ "minutes": 1 }), json!("2025-11-24T12:01:00Z"), "BIL SUP"),
        ("a day", json!({ "minutes": 1440 }), json!("2025-11-25T12:00:00Z"), "BIL SUP"),
        (
            "until a moment",
            json!({ "until": "2025-11-24T17:30:00.5Z" }),
            json!("2025-11-24T17:30:00.5Z"),
            "BIL SUP",
        ),
        (
            "until a moment elsewhere",
            json!({ "until": "2025-11-24T17:30:00+02:00" }),
            json!("2025-11-24T15:30:00Z"),
            "BIL SUP",
        ),
        (
            "until this time tomorrow",
            json!({ "until": "2025-11-25T12:00:00Z" }),
            json!("2025-11-25T12:00:00Z"),
            "BIL SUP",
        ),
        ("one project", json!({ "projects": ["SUP"] }), json!(null), "SUP"),
        ("in lower case, twice", json!({ "projects": ["sup", "SUP"] }), json!(null), "SUP"),
        ("as it was seen", json!({ "revision": 0 }), json!(null), "BIL SUP"),
    ] {
        let world = TestServer::new().await;
        let mut marta = program(&world, "marta", &["SUP", "BIL"], AGENT).await;
        let mut wish = wish;
        wish["status"] = json!("online");
        let answer = put(&mut marta, &wish).await;
        assert_eq!(answer.status, 200, "{rule}: {}", answer.body);
        let mine = answer.json();
        assert_eq!((&mine["status"], &mine["until"]), (&json!("online"), &until), "{rule}");
        assert_eq!(mine["since"], "2025-11-24T12:00:00Z", "{rule}");
        assert_eq!(mine["revision"], 1, "{rule}");
        assert_eq!(mine["all_projects"], wish.get("projects").is_none(), "{rule}");
        assert_eq!(online_in(&mine), projects, "{rule}");
        assert_eq!(marta.get(MINE).await.json(), mine, "{rule}");
        let gone = offline(&mut marta).await.json();
        assert_eq!((&gone["status"], &gone["until"]), (&json!("offline"), &json!(null)), "{rule}");
        assert_eq!(online_in(&gone), "", "{rule}");
    }
}

/// The keys of the projects in which one is online.
fn online_in(mine: &Value) -> String {
    let projects = mine["projects"].as_array().unwrap().iter();
    let online = projects.filter(|place| place["presence"] == "online");
    online.map(|place| place["project"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn what_cannot_be_is_refused_beside_its_field_and_changes_nothing() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    put(&mut marta, &json!({ "status": "online", "minutes": 60 })).await;
    let before = world.truth().await;
    let minutes = ["0", "1441", "-5", r#""abc""#, r#""60""#, "1e20", "100000000000000000000"]
        .into_iter()
        .chain(["1.5", "null", "true", "[60]", "{}", "-0", "1e400"]);
    let mut rows: Vec<(String, &str)> = Vec::new();
    for value in minutes {
        // What is no number at all for JSON is told of the whole body.
        if value != "1e400" {
            rows.push((format!(r#"{{"status":"online","minutes":{value}}}"#), "minutes"));
            rows.push((
                format!(r#"{{"status":"online","extend_minutes":{value},"revision":1}}"#),
                "extend_minutes",
            ));
        }
    }
    for until in ["", "17:30", "2025-11-24", "2025-11-24T17:30:00", "tomorrow", "+999999999999"] {
        rows.push((format!(r#"{{"status":"online","until":"{until}"}}"#), "until"));
    }
    for (body, field) in [
        (r#"{"status":"online","until":"2025-11-24T12:00:00Z"}"#, "until"),
        (r#"{"status":"online","until":"2025-11-24T11:59:59.999Z"}"#, "until"),
        (r#"{"status":"online","until":"2025-11-25T12:00:00.001Z"}"#, "until"),
        (r#"{"status":"online","until":"-009999-01-01T00:00:00Z"}"#, "until"),
        (r#"{"status":"online","until":null}"#, "body"),
        (r#"{"status":"online","until":5}"#, "body"),
        (r#"{"status":"online","end":"shift"}"#, "end"),
        (r#"{"status":"online","end":"lunch"}"#, "end"),
        (r#"{"status":"online","minutes":60,"until":"2025-11-24T17:30:00Z"}"#, "minutes"),
        (r#"{"status":"online","minutes":60,"extend_minutes":60}"#, "minutes"),
        (r#"{"status":"online","projects":[]}"#, "projects"),
        (r#"{"status":"online","projects":["NOPE"]}"#, "projects"),
        (r#"{"status":"online","projects":["BIL"]}"#, "projects"),
        (r#"{"status":"online","projects":["SUP","BIL"]}"#, "projects"),
        (r#"{"status":"online","projects":["no key"]}"#, "projects"),
        (r#"{"status":"online","projects":"SUP"}"#, "body"),
        (r#"{"status":"online","projects":null}"#, "body"),
        (r#"{"status":"offline","projects":["BIL"]}"#, "projects"),
        (r#"{"status":"online","revision":-1}"#, "body"),
        (r#"{"status":"online","revision":"1"}"#, "body"),
        (r#"{"status":"online","revision":99999999999999999999}"#, "body"),
        (r#"{"status":"away"}"#, "status"),
        (r#"{"status":"Online"}"#, "status"),
        (r#"{"status":null}"#, "body"),
        (r#"{"status":["online"]}"#, "body"),
        (r#"{"minutes":60}"#, "body"),
        ("{}", "body"),
        ("[]", "body"),
        ("5", "body"),
        (r#"{"status":"online","minute":60}"#, "body"),
        (r#"{"status":"online","attended":false}"#, "attended"),
        (r#"{"status":"online","attended":0}"#, "body"),
        (r#"{"status":"online","status":"offline"}"#, "body"),
    ] {
        rows.push((body.to_owned(), field));
    }
    for (body, field) in rows {
        let answer = marta.ask(request("PUT", MINE, "application/json", body.clone())).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.body);
        invalid(&answer, field);
    }
    assert_eq!(world.truth().await, before);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_changes_nothing() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let before = world.truth().await;
    let json = "application/json";
    let good = br#"{"status":"online"}"#.to_vec();
    let deep = |depth: usize| {
        let body = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        format!(r#"{{"status":"online","minutes":{body}}}"#).into_bytes()
    };
    let long = |length: usize| format!(r#"{{"status":"{}"}}"#, "x".repeat(length)).into_bytes();
    for (rule, kind, body, status, problem_kind) in [
        ("half of it", json, br#"{"status":"onl"#.to_vec(), 400, "unreadable"),
        ("no JSON", json, b"status=online".to_vec(), 400, "unreadable"),
        ("something after it", json, br#"{"status":"online"} {}"#.to_vec(), 400, "unreadable"),
        ("not UTF-8", json, b"{\"status\":\"online\xff\"}".to_vec(), 400, "unreadable"),
        ("a lone surrogate", json, br#"{"status":"\ud800"}"#.to_vec(), 400, "unreadable"),
        (
            "infinitely many",
            json,
            br#"{"status":"online","minutes":1e400}"#.to_vec(),
            400,
            "unreadable",
        ),
        ("too deep to read", json, deep(10_000), 400, "unreadable"),
        ("too long", json, long(64 * 1024), 413, "too-large"),
        ("far too long", json, long(10 * 1024 * 1024), 413, "too-large"),
        ("no type", "", good.clone(), 415, "not-json"),
        ("a form", "application/x-www-form-urlencoded", good.clone(), 415, "not-json"),
        ("text, as a form of another site sends it", "text/plain", good, 415, "not-json"),
    ] {
        let answer = marta.ask(request("PUT", MINE, kind, body)).await;
        assert_eq!(answer.status, status, "{rule}: {}", answer.body);
        problem(&answer, status, problem_kind);
    }
    invalid(&marta.ask(request("PUT", MINE, json, deep(50))).await, "minutes");
    invalid(&marta.ask(request("PUT", MINE, "", "")).await, "body");
    assert_eq!(world.truth().await, before);
    let kind = "Application/JSON; charset=utf-8";
    let answer = marta.ask(request("PUT", MINE, kind, r#"{"status":"online"}"#)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[tokio::test]
async fn a_project_of_others_is_not_told_from_none() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    for status in ["online", "offline"] {
        let mut answers = Vec::new();
        for project in ["BIL", "XYZ"] {
            let answer = put(&mut marta, &json!({ "status": status, "projects": [project] })).await;
            let mut problem = problem(&answer, 422, "invalid");
            problem["request_id"].take();
            answers.push(problem.to_string().replace(project, "it"));
        }
        assert_eq!(answers[0], answers[1]);
    }
}

#[tokio::test]
async fn who_is_no_agent_has_no_presence() {
    let world = TestServer::new().await;
    for mut client in [
        world.program("priya").await,
        program(&world, "ingrid", &["SUP"], ADMIN).await,
        program(&world, "nobody", &[], AGENT).await,
    ] {
        problem(&client.get(MINE).await, 403, "forbidden");
        problem(&put(&mut client, &json!({ "status": "online" })).await, 403, "forbidden");
        problem(&put(&mut client, &json!({ "status": "offline" })).await, 403, "forbidden");
    }
}

#[tokio::test]
async fn a_wish_made_of_an_older_state_is_answered_with_the_present() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP", "BIL"], AGENT).await;
    put(&mut marta, &json!({ "status": "online", "minutes": 60, "projects": ["SUP"] })).await;
    let present = marta.get(MINE).await.json();
    let before = world.truth().await;
    for (rule, wish) in [
        ("older", json!({ "status": "online", "revision": 0 })),
        ("newer", json!({ "status": "online", "revision": 2 })),
        ("huge", json!({ "status": "online", "revision": u64::MAX })),
        ("huge, to a database", json!({ "status": "online", "revision": u64::MAX / 2 + 2 })),
        ("extend, huge", json!({ "status": "online", "extend_minutes": 5, "revision": u64::MAX })),
        ("extend, older", json!({ "status": "online", "extend_minutes": 5, "revision": 0 })),
        ("extend, blind", json!({ "status": "online", "extend_minutes": 5 })),
    ] {
        let problem = problem(&put(&mut marta, &wish).await, 409, "stale-revision");
        assert_eq!(problem["presence"], present, "{rule}");
    }
    assert_eq!(world.truth().await, before);
    let answer = put(&mut marta, &json!({ "status": "offline", "revision": 0 })).await;
    assert_eq!(answer.status, 200, "offline is never refused as stale");
    let again = put(&mut marta, &json!({ "status": "offline", "revision": 0 })).await;
    assert_eq!(again.json(), answer.json(), "twice is once");
}

#[tokio::test]
async fn extending_adds_to_the_end_and_needs_one_that_is_to_come() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let extend =
        |revision: u32| json!({ "status": "online", "extend_minutes": 30, "revision": revision });
    let offline = put(&mut marta, &extend(0)).await;
    assert_eq!(problem(&offline, 409, "stale-revision")["presence"]["status"], "offline");
    put(&mut marta, &json!({ "status": "online", "minutes": 10 })).await;
    world.clock.advance(60_000);
    let mine = put(&mut marta, &extend(1)).await.json();
    assert_eq!(mine["since"], "2025-11-24T12:00:00Z", "it keeps the start");
    assert_eq!(mine["until"], "2025-11-24T12:40:00Z");
    assert_eq!(mine["revision"], 2);
    world.clock.advance(39 * 60_000);
    let over = problem(&put(&mut marta, &extend(2)).await, 409, "stale-revision");
    assert_eq!(over["presence"]["status"], "offline", "at its very end it is over");
    assert_eq!(over["presence"]["projects"][0]["ended"]["reason"], "expired");
    assert_eq!(over["presence"]["projects"][0]["ended"]["at"], "2025-11-24T12:40:00Z");
    let revision = online(&mut marta).await.json()["revision"].as_u64().unwrap();
    let endless = put(&mut marta, &extend(revision.try_into().unwrap())).await;
    assert_eq!(problem(&endless, 409, "no-end")["presence"]["status"], "online");
}

#[tokio::test]
async fn projects_left_out_end_as_signed_off() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP", "BIL"], AGENT).await;
    online(&mut marta).await;
    let mine = put(&mut marta, &json!({ "status": "online", "projects": ["BIL"] })).await.json();
    assert_eq!(online_in(&mine), "BIL");
    assert_eq!(mine["projects"][1]["ended"]["reason"], "signed_off");
    let mine = put(&mut marta, &json!({ "status": "offline", "projects": ["BIL"] })).await.json();
    assert_eq!((&mine["status"], online_in(&mine)), (&json!("offline"), String::new()));
}

#[tokio::test]
async fn the_door_sticks() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP", "BIL"], AGENT).await;
    let mut ingrid = program(&world, "ingrid", &["SUP"], ADMIN).await;
    let id = world.id("marta").to_string();
    online(&mut marta).await;
    world.clock.advance(5_000);
    let answer = door(&mut ingrid, &id, &json!({ "reason": "  Lunch? " })).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let present = marta.get(MINE).await.json();
    assert_eq!((online_in(&present), &present["revision"]), ("BIL".to_owned(), &json!(2)));
    let ended = json!({
        "at": "2025-11-24T12:00:05Z", "reason": "put_offline", "note": "Lunch?",
        "by": { "id": world.id("ingrid").to_string(), "name": "ingrid" }
    });
    assert_eq!(present["projects"][1]["ended"], ended);
    let before = world.truth().await;
    for (rule, wish) in [
        ("blind", json!({ "status": "online" })),
        ("blind, once more", json!({ "status": "online" })),
        ("what was sent before", json!({ "status": "online", "revision": 0 })),
        ("what was seen before", json!({ "status": "online", "revision": 1 })),
        ("another length", json!({ "status": "online", "minutes": 60 })),
        ("that project alone", json!({ "status": "online", "projects": ["SUP"] })),
    ] {
        let problem = problem(&put(&mut marta, &wish).await, 409, "stale-revision");
        assert_eq!(problem["presence"], present, "{rule}");
    }
    assert_eq!(world.truth().await, before);
    // Neither does another device, nor signing in again.
    let mut browser = world.signed_in("marta").await;
    problem(&put(&mut browser, &json!({ "status": "online" })).await, 409, "stale-revision");
    assert_eq!(offline(&mut marta).await.json()["revision"], 3);
    problem(&put(&mut marta, &json!({ "status": "online" })).await, 409, "stale-revision");
    let mine = put(&mut marta, &json!({ "status": "online", "revision": 3 })).await;
    assert_eq!((mine.status, online_in(&mine.json()).as_str()), (200, "BIL SUP"));
    assert_eq!(put(&mut marta, &json!({ "status": "online" })).await.status, 200, "once is enough");
}

#[tokio::test]
async fn a_forced_logout_sticks_too() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    online(&mut marta).await;
    let priya = world.identity("priya").await;
    world.service.force_logout(&priya, &world.id("marta"), None).await.unwrap();
    problem(
        &put(&mut marta, &json!({ "status": "online", "revision": 2 })).await,
        401,
        "unauthenticated",
    );
    let mut browser = world.signed_in("marta").await;
    let stale =
        problem(&put(&mut browser, &json!({ "status": "online" })).await, 409, "stale-revision");
    assert_eq!(stale["presence"]["projects"][0]["ended"]["reason"], "forced_logout");
    assert_eq!(stale["presence"]["projects"][0]["ended"]["by"]["name"], "priya");
    online(&mut browser).await;
}
