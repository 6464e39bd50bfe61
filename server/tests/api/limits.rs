//! How much one address may ask for.

use super::{
    stream::{EventStream, ask},
    tools::{availability_of, problem, program},
};
use crate::support::{AGENT, PASSWORD, TestServer};

#[tokio::test]
async fn streams_are_limited_by_address_and_given_back() {
    let world = TestServer::with(&["--stream-limit", "2"]).await;
    let path = availability_of("SUP") + "/events";
    let mut crowd = program(&world, "marta", &["SUP"], AGENT).await;
    let first = EventStream::open(&mut crowd, &path).await;
    let _second = EventStream::open(&mut crowd, "/api/v1/me/events").await;
    for path in [&path, "/api/v1/me/events"] {
        let answer = crowd.get(path).await;
        problem(&answer, 429, "too-many");
        assert_eq!(answer.header("retry-after"), "10");
    }
    assert_eq!(crowd.get(&availability_of("SUP")).await.status, 200, "to look is always possible");
    let _other = EventStream::open(&mut world.stranger(), &path).await;
    drop(first);
    EventStream::open(&mut crowd, &path).await;
}

#[tokio::test]
async fn streams_are_limited_in_all() {
    let world = TestServer::with(&["--total-stream-limit", "2"]).await;
    let path = availability_of("SUP") + "/events";
    let first = EventStream::open(&mut world.stranger(), &path).await;
    let _second = EventStream::open(&mut world.stranger(), &path).await;
    problem(&world.stranger().get(&path).await, 429, "too-many");
    drop(first);
    EventStream::open(&mut world.stranger(), &path).await;
}

#[tokio::test]
async fn a_head_without_a_stream_takes_no_place() {
    let world = TestServer::with(&["--stream-limit", "1"]).await;
    let path = availability_of("SUP") + "/events";
    let mut client = world.stranger();
    for _ in 0..3 {
        let head = super::tools::request("HEAD", &path, "", "");
        assert_eq!(client.ask(head).await.status, 200);
    }
    assert_eq!(ask(&mut client, &path).await.status(), 200);
}

#[tokio::test]
async fn attempts_to_sign_in_are_limited_by_address() {
    let world = TestServer::with(&["--sign-in-limit", "3"]).await;
    let mut guesser = world.stranger();
    let mut statuses = Vec::new();
    for guess in 0..5 {
        let (email, password) =
            (format!("guess{guess}@example.com"), "a wrong password".to_owned());
        let fields = [("email", email), ("password", password)];
        let answer = guesser.post("/sign-in", &fields).await;
        assert_eq!(answer.header("retry-after").is_empty(), answer.status != 429);
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [422, 422, 422, 429, 429]);
    let fields = [("email", "priya@example.com"), ("password", PASSWORD)];
    assert_eq!(world.stranger().post("/sign-in", &fields).await.status, 303, "from elsewhere");
}
