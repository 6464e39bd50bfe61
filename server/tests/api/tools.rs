//! What most of these tests need.

use crate::support::{Answer, Client, TestServer};
use axum::body::Body;
use http::{Method, Request, header};
use presence::Roles;
use serde_json::{Value, json};

/// One's own presence.
pub(super) const MINE: &str = "/api/v1/me/presence";

/// A program of somebody with these roles in these projects.
pub(super) async fn program(
    world: &TestServer,
    name: &str,
    projects: &[&str],
    roles: Roles,
) -> Client {
    world.add_person(name, false).await;
    for project in projects {
        world.add_member(name, project, roles).await;
    }
    world.program(name).await
}

/// Changes one's own presence.
pub(super) async fn put(client: &mut Client, wish: &Value) -> Answer {
    client.json(Method::PUT, MINE, wish).await
}

/// Goes online everywhere, without an end, knowing what is.
pub(super) async fn online(client: &mut Client) -> Answer {
    let revision = client.get(MINE).await.json()["revision"].clone();
    let answer = put(client, &json!({ "status": "online", "revision": revision })).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer
}

/// Goes offline everywhere.
pub(super) async fn offline(client: &mut Client) -> Answer {
    let answer = put(client, &json!({ "status": "offline" })).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer
}

/// A device says how it is.
pub(super) async fn beat(client: &mut Client, body: &Value) -> Answer {
    client.json(Method::POST, "/api/v1/me/beat", body).await
}

/// What the public sees of a project.
pub(super) async fn availability(world: &TestServer, project: &str) -> Answer {
    world.stranger().get(&availability_of(project)).await
}

/// Where anybody asks about a project.
pub(super) fn availability_of(project: &str) -> String {
    format!("/api/v1/projects/{project}/availability")
}

/// Uses the door.
pub(super) async fn door(client: &mut Client, agent: &str, body: &Value) -> Answer {
    client.json(Method::POST, &format!("/api/v1/agents/{agent}/offline"), body).await
}

/// A request with a body of any kind.
pub(super) fn request(
    method: &str,
    path: &str,
    kind: &str,
    body: impl Into<Body>,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !kind.is_empty() {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    request.body(body.into()).unwrap()
}

/// A problem as it must be: its media type, its members, its id, and nothing kept by a cache. Returns it.
#[track_caller]
pub(super) fn problem(answer: &Answer, status: u16, kind: &str) -> Value {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{answer:?}");
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{answer:?}");
    let problem = answer.json();
    assert_eq!(problem["type"], format!("urn:porchlight:problem:{kind}"), "{problem}");
    assert_eq!(problem["status"], status, "{problem}");
    for member in ["title", "detail"] {
        assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "{problem}");
    }
    let id = answer.header("x-request-id");
    assert!(!id.is_empty() && problem["request_id"] == id, "{id}: {problem}");
    let expected = |name: &str, there: bool| {
        assert_eq!(!answer.header(name.to_owned()).is_empty(), there, "{name}: {answer:?}");
    };
    expected("www-authenticate", status == 401);
    expected("retry-after", status == 429 || status == 503);
    problem
}

/// A problem that names a field.
#[track_caller]
pub(super) fn invalid(answer: &Answer, field: &str) {
    let problem = problem(answer, 422, "invalid");
    assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    assert_ne!(problem["errors"][0]["detail"], "", "{problem}");
}
