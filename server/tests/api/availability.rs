//! What anybody may know.

use super::tools::{
    availability, availability_of, offline, online, problem, program, put, request,
};
use crate::support::{AGENT, TestServer};
use axum::body::Body;
use http::{Request, header};
use serde_json::json;

const NEW: &str = r#"{"project":"SUP","status":"offline","since":"2025-11-24T12:00:00Z","next_open":null,"revision":1}"#;

#[tokio::test]
async fn the_body_is_these_bytes_in_this_order() {
    let world = TestServer::new().await;
    assert_eq!(availability(&world, "SUP").await.body, NEW);
    world.clock.advance(250);
    online(&mut program(&world, "marta", &["SUP"], AGENT).await).await;
    assert_eq!(
        availability(&world, "SUP").await.body,
        r#"{"project":"SUP","status":"online","since":"2025-11-24T12:00:00.25Z","next_open":null,"revision":2}"#
    );
    world.clock.advance(1_000);
    world.change_project("SUP", true, true).await;
    assert_eq!(
        availability(&world, "SUP").await.body,
        r#"{"project":"SUP","status":"online","since":"2025-11-24T12:00:00.25Z","next_open":null,"revision":3,"agents_online":1}"#
    );
}

#[tokio::test]
async fn a_tag_that_is_known_is_answered_without_a_body() {
    let world = TestServer::new().await;
    let tag = availability(&world, "SUP").await.header(header::ETAG).to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 10, "{tag}");
    let weak = format!("W/{tag}");
    let list = format!("\"other\", {tag}");
    let weak_list = format!("W/\"other\",{weak} , \"third\"");
    for (rule, lines, status) in [
        ("none", vec![], 200),
        ("the tag", vec![tag.as_str()], 304),
        ("the tag, weakly", vec![&weak], 304),
        ("in a list", vec![&list], 304),
        ("in a list, weakly", vec![&weak_list], 304),
        ("in a second line", vec!["\"other\"", &tag], 304),
        ("anything", vec!["*"], 304),
        ("another", vec!["\"other\""], 200),
        ("empty", vec![""], 200),
        ("without its quotes", vec![tag.trim_matches('"')], 200),
    ] {
        let mut request = Request::get(availability_of("SUP"));
        for line in lines {
            request = request.header(header::IF_NONE_MATCH, line);
        }
        let answer = world.stranger().ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{rule}");
        assert_eq!(answer.body, if status == 200 { NEW } else { "" }, "{rule}");
        assert_eq!(answer.header(header::ETAG), tag, "{rule}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "public, max-age=1", "{rule}");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*", "{rule}");
    }
    online(&mut program(&world, "marta", &["SUP"], AGENT).await).await;
    let now = availability(&world, "SUP").await;
    assert_ne!(now.header(header::ETAG), tag, "the tag changes with the body");
}

#[tokio::test]
async fn pages_of_any_origin_may_ask() {
    let world = TestServer::new().await;
    for (path, status) in [(availability_of("SUP"), 200), (availability_of("NOPE"), 404)] {
        let page = world.stranger().saying("origin", "https://shop.example");
        let answer = page.saying("sec-fetch-site", "cross-site").get(&path).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
        assert!(answer.header(header::ACCESS_CONTROL_EXPOSE_HEADERS).contains("ETag"));
        assert!(answer.header(header::ACCESS_CONTROL_ALLOW_CREDENTIALS).is_empty());
    }
    for path in [availability_of("SUP"), availability_of("SUP") + "/events"] {
        let answer = world.stranger().ask(request("OPTIONS", &path, "", "")).await;
        assert_eq!((answer.status, answer.body.as_str()), (204, ""), "{path}");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_METHODS), "GET, HEAD");
        assert!(answer.header(header::ACCESS_CONTROL_ALLOW_HEADERS).contains("If-None-Match"));
        assert_eq!(answer.header(header::ACCESS_CONTROL_MAX_AGE), "86400");
    }
    let answer = world.stranger().get("/api/v1/agents").await;
    assert!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN).is_empty(), "that is not for all");
}

#[tokio::test]
async fn the_head_is_that_of_the_whole_answer() {
    let world = TestServer::new().await;
    let whole = availability(&world, "SUP").await;
    let head = world.stranger().ask(request("HEAD", &availability_of("SUP"), "", "")).await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    for name in [header::ETAG, header::CACHE_CONTROL, header::CONTENT_TYPE] {
        assert_eq!(head.header(&name), whole.header(&name), "{name}");
    }
    assert_eq!(head.header(header::CONTENT_LENGTH), NEW.len().to_string());
}

#[tokio::test]
async fn a_project_is_found_by_its_key_alone() {
    let world = TestServer::new().await;
    for (rule, path, status) in [
        ("its key", "SUP", 200),
        ("in lower case", "sup", 200),
        ("unknown", "NOPE", 404),
        ("chat is off", "HR", 404),
        ("too short to be a key", "S", 404),
        ("too long to be a key", "SUPPORTDESK", 404),
        ("no key at all", "%2e%2e%2f", 404),
        ("with a space", "SUP%20", 404),
        ("not even text", "%FF", 400),
    ] {
        for suffix in ["", "/events"] {
            if status == 200 && !suffix.is_empty() {
                continue;
            }
            let answer = world.stranger().get(&(availability_of(path) + suffix)).await;
            match status {
                200 => assert_eq!(answer.body, NEW, "{rule}"),
                404 => drop(problem(&answer, 404, "not-found")),
                _ => drop(problem(&answer, 400, "unreadable")),
            }
        }
    }
    let unknown = availability(&world, "NOPE").await.json();
    let closed = availability(&world, "HR").await.json();
    assert_eq!(unknown["detail"], closed["detail"], "what is closed is not told from what is not");
}

#[tokio::test]
async fn it_is_answered_without_the_database() {
    let world = TestServer::new().await;
    world.service.store().close().await;
    assert_eq!(availability(&world, "SUP").await.body, NEW);
    let mut stranger = world.stranger();
    let mut events =
        super::stream::EventStream::open(&mut stranger, &(availability_of("SUP") + "/events"))
            .await;
    assert_eq!(events.next().await.unwrap().data, NEW);
}

#[tokio::test]
async fn so_few_bytes_are_sent_as_they_are() {
    let world = TestServer::new().await;
    let mut browser = world.stranger().saying("accept-encoding", "gzip, br");
    let answer = browser.get(&availability_of("SUP")).await;
    assert_eq!(answer.header(header::CONTENT_ENCODING), "");
    assert_eq!(answer.body, NEW);
}

#[tokio::test]
async fn an_end_that_is_due_shows_at_its_millisecond_and_recording_it_changes_nothing() {
    let world = TestServer::new().await;
    world.change_project("SUP", true, true).await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let mut jonas = program(&world, "jonas", &["SUP"], AGENT).await;
    put(&mut marta, &json!({ "status": "online", "minutes": 1 })).await;
    world.clock.advance(10);
    put(&mut jonas, &json!({ "status": "online", "minutes": 1 })).await;

    let told = |status: &str, since: &str, revision: u32, agents: u32| {
        format!(
            r#"{{"project":"SUP","status":"{status}","since":"2025-11-24T12:{since}Z","next_open":null,"revision":{revision},"agents_online":{agents}}}"#
        )
    };
    world.clock.advance(59_989);
    assert_eq!(availability(&world, "SUP").await.body, told("online", "00:00", 4, 2));
    world.clock.advance(1);
    assert_eq!(availability(&world, "SUP").await.body, told("online", "00:00", 5, 1));
    world.clock.advance(9);
    assert_eq!(availability(&world, "SUP").await.body, told("online", "00:00", 5, 1));
    world.clock.advance(1);
    let gone = told("offline", "01:00.01", 6, 0);
    assert_eq!(availability(&world, "SUP").await.body, gone);
    world.clock.advance(90_000);
    let before = availability(&world, "SUP").await;
    world.service.pass_time().await.unwrap();
    let after = availability(&world, "SUP").await;
    assert_eq!((&before.body, &after.body), (&gone, &gone), "however late it is recorded");
    assert_eq!(before.header(header::ETAG), after.header(header::ETAG));
    // What they are told of themselves is the same truth.
    assert_eq!(offline(&mut marta).await.json()["revision"], 2, "one lease, one ending");
}
