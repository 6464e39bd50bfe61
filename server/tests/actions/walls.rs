//! What stands before every function: whose pages may call it, and how a failure of ours is told.

use super::tools::{call, calls, refusal};
use crate::support::{BOTH, TestServer};
use app::refusal::Refusal;
use http::{Request, header};

#[tokio::test]
async fn a_page_of_another_site_calls_nothing() {
    let world = TestServer::with(&["--public-url", "http://desk.localhost:3000"]).await;
    let lea = world.member("lea", "SUP", BOTH).await;
    let before = world.truth().await;
    for (name, arguments) in calls(world.id("lea").as_str()) {
        for headers in [
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("origin", "https://evil.example")],
            vec![("origin", "http://desk.localhost:3001")],
            vec![("origin", "null")],
            vec![("origin", "https://evil.example"), ("x-forwarded-host", "evil.example")],
        ] {
            let mut request = Request::post(format!("/do/{name}"))
                .header(header::CONTENT_TYPE, "application/json");
            for (header, value) in &headers {
                request = request.header(*header, *value);
            }
            let answer = lea.clone().ask(request.body(arguments.to_string().into()).unwrap()).await;
            assert_eq!(answer.status, 403, "{name} {headers:?}: {}", answer.body);
        }
    }
    assert_eq!(world.truth().await, before);
}

#[tokio::test]
async fn what_a_page_of_another_person_asks_is_not_answered() {
    let world = TestServer::new().await;
    let lea = world.member("lea", "SUP", BOTH).await;
    world.member("jonas", "SUP", BOTH).await;
    let (mine, other) = (world.id("lea").to_string(), world.id("jonas").to_string());
    let before = world.truth().await;
    for (name, arguments) in calls(&mine) {
        for person in [other.as_str(), "", "nobody"] {
            let request = Request::post(format!("/do/{name}?for={person}"))
                .header(header::CONTENT_TYPE, "application/json");
            let answer = lea.clone().ask(request.body(arguments.to_string().into()).unwrap()).await;
            assert_eq!(refusal(&answer), Refusal::SignedOut, "{name} {person:?}");
            assert_eq!(answer.status, 401, "{name} {person:?}");
        }
    }
    assert_eq!(world.truth().await, before);
    for path in ["/api/v1/me/presence", "/api/v1/me/devices", "/api/v1/me/events"] {
        let answer = lea.clone().get(&format!("{path}?for={other}")).await;
        assert_eq!(answer.status, 401, "{path}");
    }
    for path in ["/api/v1/me/presence", "/api/v1/me/devices"] {
        let answer = lea.clone().get(&format!("{path}?for={mine}")).await;
        assert_eq!(answer.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_failure_of_ours_is_told_as_such_and_without_its_cause() {
    let world = TestServer::new().await;
    let mut lea = world.member("lea", "SUP", BOTH).await;
    lea.go_online().await;
    world.service.store().close().await;
    for (name, arguments) in calls(world.id("lea").as_str()) {
        let answer = call(&mut lea, name, &arguments).await;
        assert_eq!(refusal(&answer), Refusal::Busy, "{name}");
        assert_eq!(answer.body, "\"Busy\"", "{name}");
    }
}
