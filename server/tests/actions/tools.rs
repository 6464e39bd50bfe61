//! How a page's script calls a server function, and what is read in the answer.

use crate::support::{Answer, Client};
use app::refusal::Refusal;
use axum::body::Body;
use http::{Request, header};
use serde_json::{Value, json};

/// Calls a server function, as a page of this site does.
pub async fn call(client: &mut Client, name: &str, arguments: &Value) -> Answer {
    client.ask(request(name, arguments.to_string())).await
}

/// The same with any body.
pub fn request(name: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::post(format!("/do/{name}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json")
        .header("sec-fetch-site", "same-origin");
    request.body(body.into()).unwrap()
}

/// A call of each function; those about somebody else are about the agent with this id.
pub fn calls(agent: &str) -> [(&'static str, Value); 10] {
    [
        ("see-header", json!({ "context": null })),
        ("see-devices", json!({})),
        ("see-door", json!({ "agent": agent })),
        ("put-offline", json!({ "form": { "agent": agent } })),
        ("go-online", json!({ "form": { "length": "60", "scope": "all" } })),
        ("extend", json!({ "form": { "extend_minutes": "30", "revision": 1 } })),
        ("break", json!({ "form": { "reason": "lunch", "back": "unsure" } })),
        ("end-break", json!({})),
        ("go-offline", json!({ "form": { "confirm": "yes" } })),
        ("sign-out-device", json!({ "device": "nobody-has-this" })),
    ]
}

/// The refusal in an answer, whose status is the one that goes with it.
#[track_caller]
pub fn refusal(answer: &Answer) -> Refusal {
    let refusal: Refusal = serde_json::from_str(&answer.body)
        .unwrap_or_else(|error| panic!("{error}: {} {}", answer.status, answer.body));
    assert_eq!(answer.status, refusal.status(), "{refusal:?}");
    assert!(answer.header(header::CONTENT_TYPE).starts_with("application/json"), "{answer:?}");
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    refusal
}

/// What was done.
#[track_caller]
pub fn done(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    answer.json()
}
