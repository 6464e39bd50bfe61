//! Every error has one form, and every answer the headers that keep browsers safe.

use super::tools::{MINE, availability_of, problem, program, put, request};
use crate::support::{AGENT, Answer, Client, TestServer};
use http::header;
use serde_json::json;
use sqlx::{AnyConnection, Connection, Executor};

/// Requests that are refused, with their status and kind.
const REFUSED: [(&str, &str, u16, &str); 17] = [
    ("GET", "/api/v1/me/presence", 401, "unauthenticated"),
    ("PUT", "/api/v1/me/presence", 401, "unauthenticated"),
    ("GET", "/api/v1/me/events", 401, "unauthenticated"),
    ("GET", "/api/v1/agents", 401, "unauthenticated"),
    ("POST", "/api/v1/agents/somebody/offline", 401, "unauthenticated"),
    ("GET", "/api/v1/projects/NOPE/availability", 404, "not-found"),
    ("GET", "/api/v1/projects/NOPE/availability/events", 404, "not-found"),
    ("GET", "/api/v1/nothing", 404, "not-found"),
    ("GET", "/api/v1", 404, "not-found"),
    ("GET", "/api/v1/../../etc/passwd", 404, "not-found"),
    ("GET", "/assets/nothing.js", 404, "not-found"),
    // A module of another version would not fit the page that asks for it.
    ("GET", "/pkg/0123456789ab/porchlight.js", 404, "not-found"),
    ("DELETE", "/api/v1/me/presence", 405, "method-not-allowed"),
    ("POST", "/api/v1/projects/SUP/availability", 405, "method-not-allowed"),
    ("PUT", "/api/v1/openapi.json", 405, "method-not-allowed"),
    ("GET", "/internal/read-again", 405, "method-not-allowed"),
    ("GET", "/api/v1/projects/%C3%28/availability", 400, "unreadable"),
];

#[tokio::test]
async fn every_error_is_a_problem_with_the_requests_id() {
    let world = TestServer::new().await;
    let mut client = world.stranger().saying("accept", "*/*");
    let mut ids = std::collections::BTreeSet::new();
    for (method, path, status, kind) in REFUSED {
        let answer = client.ask(request(method, path, "", "")).await;
        assert_eq!(answer.status, status, "{method} {path}");
        problem(&answer, status, kind);
        assert_eq!(answer.header(header::ALLOW).is_empty(), status != 405, "{method} {path}");
        ids.insert(answer.header("x-request-id").to_owned());
    }
    assert_eq!(ids.len(), REFUSED.len(), "each request has its own id");
}

#[tokio::test]
async fn a_program_gets_problems_whatever_it_accepts() {
    let world = TestServer::new().await;
    for accept in ["text/html", "application/json", "*/*", "image/png"] {
        let mut client = world.stranger().saying("accept", accept);
        problem(&client.get("/api/v1/nothing").await, 404, "not-found");
    }
}

#[tokio::test]
async fn a_failing_database_is_told_without_its_words() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let url = world.database_url();
    world.service.store().close().await;
    for (method, path) in [
        ("GET", MINE),
        ("PUT", MINE),
        ("GET", "/api/v1/me/events"),
        ("GET", "/api/v1/agents"),
        ("POST", "/api/v1/agents/somebody/offline"),
        ("GET", "/readyz"),
    ] {
        let answer = marta.ask(request(method, path, "application/json", "{}")).await;
        problem(&answer, 503, "unavailable");
        tells_nothing(&answer, &url);
    }
}

#[tokio::test]
async fn a_broken_database_is_told_without_its_words() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    sqlx::any::install_default_drivers();
    let mut beside = AnyConnection::connect(&world.database_url()).await.unwrap();
    beside.execute("alter table ledger rename to lost").await.unwrap();
    let answer = put(&mut marta, &json!({ "status": "online" })).await;
    problem(&answer, 500, "internal");
    tells_nothing(&answer, &world.database_url());
    assert_eq!(marta.get(MINE).await.json()["status"], "offline", "nothing was changed");
}

#[track_caller]
fn tells_nothing(answer: &Answer, url: &str) {
    let told = answer.body.to_lowercase();
    let path = url.trim_start_matches("sqlite://").to_lowercase();
    for word in ["sql", "pool", "ledger", "table", "panic", "error:", ".rs", path.as_str()] {
        assert!(!told.contains(word), "{word}: {told}");
    }
}

#[tokio::test]
async fn every_answer_keeps_browsers_safe() {
    let world = TestServer::new().await;
    let https = TestServer::with(&["--public-url", "https://desk.example.com"]).await;
    let requests = REFUSED.iter().map(|(method, path, ..)| (*method, (*path).to_owned())).chain([
        ("GET", availability_of("SUP")),
        ("OPTIONS", availability_of("SUP")),
        ("GET", "/api/v1/openapi.json".to_owned()),
        ("GET", "/healthz".to_owned()),
        ("GET", "/metrics".to_owned()),
        ("GET", "/sign-in".to_owned()),
        ("GET", "/embed/v1/portal.js".to_owned()),
        ("GET", "/favicon.ico".to_owned()),
    ]);
    for (method, path) in requests {
        let answer = world.stranger().ask(request(method, &path, "", "")).await;
        is_safe(&answer, &path);
        assert!(answer.header(header::STRICT_TRANSPORT_SECURITY).is_empty(), "{path}");
        let answer = https.stranger().ask(request(method, &path, "", "")).await;
        is_safe(&answer, &path);
        assert!(answer.header(header::STRICT_TRANSPORT_SECURITY).contains("max-age"), "{path}");
    }
}

#[track_caller]
fn is_safe(answer: &Answer, path: &str) {
    assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
    let policy = answer.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
    assert!(policy.contains("frame-ancestors"), "{path}: {policy}");
    assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
    assert_eq!(answer.header(header::REFERRER_POLICY), "same-origin", "{path}");
    for name in ["x-request-id", "cross-origin-resource-policy", "permissions-policy"] {
        assert!(!answer.header(name).is_empty(), "{name}: {path}");
    }
    for name in ["server", "x-powered-by"] {
        assert!(answer.header(name).is_empty(), "{name}: {path}");
    }
}

#[tokio::test]
async fn what_is_somebodys_own_is_kept_by_no_cache() {
    let world = TestServer::new().await;
    let mut marta: Client = program(&world, "marta", &["SUP"], AGENT).await;
    for path in [MINE, "/api/v1/agents"] {
        let answer = marta.get(path).await;
        assert_eq!(
            (answer.status, answer.header(header::CACHE_CONTROL)),
            (200, "no-store"),
            "{path}"
        );
    }
}
