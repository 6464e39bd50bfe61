//! What cannot be is refused in words, and changes nothing.

use super::tools::{call, calls, refusal, request};
use crate::support::{AGENT, BOTH, TestServer};
use app::{
    refusal::Refusal,
    ui::{FieldError, FormErrors},
};
use axum::body::Body;
use http::{Request, header};
use serde_json::json;

fn form(field: &'static str, error: FieldError) -> Refusal {
    Refusal::Form(FormErrors::default().with(field, error))
}

#[tokio::test]
async fn each_bad_argument_has_its_refusal_and_changes_nothing() {
    let world = TestServer::new().await;
    world.add_member("marta", "BIL", AGENT).await;
    world.agent("marta", "SUP").await.go_online().await;
    let mut lea = world.member("lea", "SUP", BOTH).await;
    let marta = world.id("marta").to_string();
    let before = world.truth().await;
    let go = |form| ("go-online", json!({ "form": form }));
    let extend = |minutes| ("extend", json!({ "form": { "extend_minutes": minutes } }));
    let pause = |form| ("break", json!({ "form": form }));
    let door = |form| ("put-offline", json!({ "form": form }));
    for ((name, arguments), expected) in [
        (go(json!({ "length": "61x" })), form("length", FieldError::Length)),
        (go(json!({})), form("length", FieldError::Length)),
        (go(json!({ "length": "minutes", "minutes": "0" })), form("minutes", FieldError::Minutes)),
        (
            go(json!({ "length": "minutes", "minutes": "1441" })),
            form("minutes", FieldError::Minutes),
        ),
        (
            go(json!({ "length": "minutes", "minutes": "9".repeat(400) })),
            form("minutes", FieldError::Minutes),
        ),
        (go(json!({ "length": "until", "until": "25:00" })), form("until", FieldError::TimeOfDay)),
        (go(json!({ "length": "until", "until": "é" })), form("until", FieldError::TimeOfDay)),
        (go(json!({ "length": "shift" })), form("length", FieldError::NoShift)),
        (
            go(json!({ "length": "60", "scope": "some" })),
            form("projects", FieldError::ProjectsNone),
        ),
        (
            go(json!({ "length": "60", "scope": "some", "projects": ["BIL"] })),
            form("projects", FieldError::ProjectsUnknown("BIL".into())),
        ),
        (
            go(json!({ "length": "60", "scope": "some", "projects": ["<b>"] })),
            form("projects", FieldError::ProjectsUnknown("<b>".into())),
        ),
        (extend("0"), Refusal::Form(FormErrors::of_form(FieldError::Minutes))),
        (extend("a day"), Refusal::Form(FormErrors::of_form(FieldError::Minutes))),
        (pause(json!({ "back": "30" })), form("reason", FieldError::BreakReason)),
        (pause(json!({ "reason": "lunch", "back": "241" })), form("back", FieldError::BreakLength)),
        (pause(json!({ "reason": "lunch", "back": "x" })), form("back", FieldError::BreakLength)),
        (pause(json!({ "reason": "lunch" })), form("back", FieldError::BreakLength)),
        (
            pause(json!({ "reason": "lunch", "back": "until", "back_at": "25:00" })),
            form("back_at", FieldError::TimeOfDay),
        ),
        (("see-door", json!({ "agent": "nobody-has-this" })), Refusal::NotFound),
        (("see-door", json!({ "agent": " " })), Refusal::NotFound),
        (("see-header", json!({ "context": "NOPE" })), Refusal::NotFound),
        (("see-header", json!({ "context": "no key" })), Refusal::NotFound),
        (door(json!({ "agent": "nobody-has-this" })), Refusal::NotFound),
        (door(json!({ "agent": marta, "projects": ["NOPE"] })), Refusal::NotFound),
        (door(json!({ "agent": marta, "projects": ["BIL"] })), Refusal::NotFound),
        (
            door(json!({ "agent": marta, "reason": "ä".repeat(501) })),
            form("reason", FieldError::TooLong(500)),
        ),
        (("sign-out-device", json!({ "device": "nobody-has-this" })), Refusal::NotFound),
        (("sign-out-device", json!({ "device": "" })), Refusal::NotFound),
    ] {
        let answer = call(&mut lea, name, &arguments).await;
        assert_eq!(refusal(&answer), expected, "{name} {arguments}");
        assert_eq!(world.truth().await, before, "{name} {arguments}");
    }
}

#[tokio::test]
async fn a_body_that_is_none_is_unreadable() {
    const WRONG: &str = r#"{"form":5,"agent":5,"device":5,"context":5}"#;

    let world = TestServer::new().await;
    let mut lea = world.member("lea", "SUP", BOTH).await;
    let before = world.truth().await;
    for (name, arguments) in calls("x") {
        for body in ["", "{", "[1, 2", "\u{feff}{}", "form=x", WRONG] {
            // It asks for nothing, so that nothing can be wrong with it.
            if matches!(name, "see-devices" | "end-break") && body == WRONG {
                continue;
            }
            let answer = lea.ask(request(name, body)).await;
            assert_eq!(refusal(&answer), Refusal::Unreadable, "{name} {body:?}");
        }
        let bytes = vec![0xff_u8, 0xfe, 0x00];
        assert_eq!(refusal(&lea.ask(request(name, bytes)).await), Refusal::Unreadable, "{name}");
        // What a form of any site could send.
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
            let request = Request::post(format!("/do/{name}"))
                .header(header::CONTENT_TYPE, kind)
                .header("sec-fetch-site", "same-origin");
            let answer = lea.ask(request.body(Body::from(arguments.to_string())).unwrap()).await;
            assert_eq!(refusal(&answer), Refusal::Unreadable, "{name} {kind}");
        }
    }
    assert_eq!(world.truth().await, before);
}

#[tokio::test]
async fn a_body_of_a_megabyte_is_not_read() {
    let world = TestServer::new().await;
    let mut lea = world.member("lea", "SUP", BOTH).await;
    let before = world.truth().await;
    for (name, _) in calls("x") {
        let body = json!({ "form": { "reason": "x".repeat(1024 * 1024) }, "agent": "x" });
        let answer = lea.ask(request(name, body.to_string())).await;
        assert_eq!(refusal(&answer), Refusal::TooLarge, "{name}");
    }
    assert_eq!(world.truth().await, before);
}

#[tokio::test]
async fn a_function_that_is_none_is_not_found() {
    let world = TestServer::new().await;
    let mut lea = world.member("lea", "SUP", BOTH).await;
    for name in ["go-nowhere", "go-online/", "go-online/again", "GO-ONLINE", "%2e%2e/settings"] {
        let answer = lea.ask(request(name, "{}")).await;
        assert_eq!(refusal(&answer), Refusal::NotFound, "{name}");
    }
    for method in ["GET", "PUT", "DELETE"] {
        let request = Request::builder().method(method).uri("/do/go-online");
        let answer = lea.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 405, "{method}");
    }
}
