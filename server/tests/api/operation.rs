//! What operators, probes and commands ask.

use super::{
    stream::EventStream,
    tools::{availability, availability_of, online, problem, program, request},
};
use crate::support::{AGENT, TestServer, key, named};
use http::header;
use service::Store;
use std::sync::Arc;

const TOKEN: &str = "of a lantern's bearer";
const BEARER: &str = "Bearer of a lantern's bearer";

#[tokio::test]
async fn alive_and_ready_are_two_questions() {
    let world = TestServer::new().await;
    for (path, body) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
        let answer = world.stranger().get(path).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, body));
    }
    world.service.store().close().await;
    assert_eq!(world.stranger().get("/healthz").await.status, 200);
    let mut probe = world.stranger().saying("accept", "*/*");
    problem(&probe.get("/readyz").await, 503, "unavailable");
}

#[tokio::test]
async fn metrics_count_streams_agents_and_requests() {
    let world = TestServer::with(&["--metrics-token", TOKEN]).await;
    world.change_project("SUP", true, true).await;
    let mut marta = program(&world, "marta", &["SUP", "BIL", "HR"], AGENT).await;
    online(&mut marta).await;
    let _portal =
        EventStream::open(&mut world.stranger(), &(availability_of("SUP") + "/events")).await;
    let _header = EventStream::open(&mut marta, "/api/v1/me/events").await;
    assert_eq!(world.server.hub.streams(), (1, 1));
    let mut prometheus = world.stranger().saying("authorization", BEARER);
    prometheus.get("/metrics").await;
    let answer = prometheus.get("/metrics").await;
    assert!(answer.header(header::CONTENT_TYPE).starts_with("text/plain"));
    // The numbers are the process's, and other tests run in it: here it is their names that count.
    for line in [
        "porchlight_portal_streams ",
        "porchlight_header_streams ",
        "porchlight_agents_online{project=\"SUP\"} 1",
        "porchlight_project_online{project=\"SUP\"} 1",
        "porchlight_project_online{project=\"BIL\"} 1",
        "porchlight_database_writable 1",
        "porchlight_database_write_failures_total{why=\"full\"} ",
        "porchlight_http_requests_total{",
    ] {
        assert!(
            answer.body.lines().any(|found| found.starts_with(line)),
            "{line}: {}",
            answer.body
        );
    }
    assert!(!answer.body.contains("marta"), "numbers, and nobody's name");
    assert!(!answer.body.contains("HR"), "a project without a portal is nobody's business");
    let count = "porchlight_agents_online{project=\"BIL\"}";
    assert!(!answer.body.contains(count), "the public does not see how many there are");

    // A project that is hidden from now on leaves nothing behind.
    world.change_project("SUP", false, true).await;
    assert!(!prometheus.get("/metrics").await.body.contains("SUP"));
}

#[tokio::test]
async fn metrics_are_for_who_knows_the_token() {
    let none = TestServer::new().await;
    let some = TestServer::with(&["--metrics-token", TOKEN]).await;
    for (given, status) in [
        (None, 401),
        (Some("Bearer "), 401),
        (Some("Bearer wrong"), 401),
        (Some("Bearer of a token, lantern"), 401),
        (Some("Basic bm9ib2R5Om5vdGhpbmc="), 401),
        (Some(BEARER), 200),
    ] {
        let asked = |world: &TestServer| match given {
            Some(given) => world.stranger().saying("authorization", given),
            None => world.stranger(),
        };
        let answer = asked(&some).saying("accept", "*/*").get("/metrics").await;
        assert_eq!(answer.status, status, "{given:?}: {}", answer.body);
        let answer = asked(&none).saying("accept", "*/*").get("/metrics").await;
        problem(&answer, 404, "not-found");
    }
    // Neither a person nor a program of the site is who runs the server.
    assert_eq!(some.priya().await.get("/metrics").await.status, 401);
    let token = program(&some, "priya", &["SUP"], AGENT).await.get("/metrics").await;
    assert_eq!(token.status, 401);
}

#[tokio::test]
async fn metrics_have_no_label_that_a_stranger_chose() {
    let world = TestServer::with(&["--metrics-token", TOKEN]).await;
    let mut stranger = world.stranger();
    let mut prometheus = world.stranger().saying("authorization", BEARER);
    // What counts is there from the first look on.
    prometheus.get("/metrics").await;
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];
    for method in known.into_iter().chain(["INVENTED", "get", "Invented-2"]) {
        for path in ["/invented", "/assets/invented", "/portal/INVENTED", "/do/invented?invented"] {
            let mut asked = request(method, path, "", "");
            for name in ["host", "user-agent", "x-request-id", "x-forwarded-for"] {
                asked.headers_mut().insert(name, "invented".parse().unwrap());
            }
            stranger.send(asked).await;
        }
    }
    let metrics = prometheus.get("/metrics").await.body;
    assert!(metrics.contains("method=\"other\""), "{metrics}");
    let invented: Vec<_> = metrics
        .lines()
        .filter(|line| line.to_lowercase().contains("invented") || line.contains("\"get\""))
        .collect();
    assert_eq!(invented, [""; 0]);
    for method in known {
        assert!(metrics.contains(&format!("method=\"{method}\"")), "{method}");
    }
}

#[tokio::test]
async fn a_command_makes_the_server_read_again_and_nobody_else_does() {
    let world = TestServer::new().await;
    // What a command does: another process writes to the database.
    let beside = world.beside().await;
    beside.operator_add_project(&key("NEW"), &named("New"), true).await.unwrap();
    let ask = |secret: Option<String>| {
        let mut asked = request("POST", "/internal/read-again", "", "");
        if let Some(secret) = secret {
            asked.headers_mut().insert(header::AUTHORIZATION, secret.parse().unwrap());
        }
        asked
    };
    let secret = &world.server.node_secret;
    for wrong in [
        None,
        Some(String::new()),
        Some("Bearer ".to_owned()),
        Some(secret.clone()),
        Some(format!("Bearer {secret}x")),
        Some(format!("Bearer {}", &secret[1..])),
    ] {
        problem(&world.stranger().saying("accept", "*/*").ask(ask(wrong)).await, 404, "not-found");
        assert_eq!(availability(&world, "NEW").await.status, 404);
    }
    let answer = world.stranger().ask(ask(Some(format!("Bearer {secret}")))).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert_eq!(availability(&world, "NEW").await.status, 200);
    world.service.store().close().await;
    let answer = world.stranger().saying("accept", "*/*");
    let answer = { answer }.ask(ask(Some(format!("Bearer {secret}")))).await;
    problem(&answer, 503, "unavailable");
}

impl TestServer {
    /// Another process over the same database.
    async fn beside(&self) -> service::Service {
        let store = Store::open(&self.database_url()).await.unwrap();
        service::Service::start(
            store,
            service::Vault::ephemeral(),
            self.clock.clone(),
            Arc::new(()),
        )
        .await
        .unwrap()
    }
}
