//! The portal's event stream.

use super::{
    stream::{Event, EventStream, ask},
    tools::{availability, availability_of, offline, online, problem, program, put},
};
use crate::support::{AGENT, TestServer};
use http::header;
use serde_json::json;

async fn open(world: &TestServer, project: &str) -> EventStream {
    EventStream::open(&mut world.stranger(), &(availability_of(project) + "/events")).await
}

/// The event that tells what `GET` tells now.
async fn present(world: &TestServer) -> Event {
    let answer = availability(world, "SUP").await;
    let id = answer.json()["revision"].to_string();
    Event { name: "availability".to_owned(), id: Some(id), data: answer.body }
}

#[tokio::test]
async fn it_begins_with_the_present_as_it_is_written_here() {
    let world = TestServer::new().await;
    let mut events = open(&world, "sup").await;
    assert!((1_000..4_000).contains(&events.retry), "not all at once: {}", events.retry);
    assert_eq!(
        events.block().await.unwrap(),
        "event: availability\nid: 1\ndata: {\"project\":\"SUP\",\"status\":\"offline\",\
         \"since\":\"2025-11-24T12:00:00Z\",\"next_open\":null,\"revision\":1}"
    );
    assert!(events.is_quiet());
}

#[tokio::test]
async fn each_change_that_the_public_may_see_is_told_once_and_nothing_else() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP", "BIL"], AGENT).await;
    let mut jonas = program(&world, "jonas", &["SUP"], AGENT).await;
    let mut events = open(&world, "SUP").await;
    assert_eq!(events.next().await.unwrap(), present(&world).await);

    online(&mut marta).await;
    let event = events.next().await.unwrap();
    assert_eq!(event, present(&world).await);
    assert_eq!((event.id.as_deref(), &event.json()["status"]), (Some("2"), &json!("online")));

    online(&mut jonas).await;
    put(&mut marta, &json!({ "status": "online", "minutes": 30 })).await;
    put(&mut marta, &json!({ "status": "online", "minutes": 30, "projects": ["BIL"] })).await;
    offline(&mut marta).await;
    assert!(events.is_quiet(), "who and how many is not told");

    offline(&mut jonas).await;
    let event = events.next().await.unwrap();
    assert_eq!(event, present(&world).await);
    assert_eq!((event.id.as_deref(), &event.json()["status"]), (Some("3"), &json!("offline")));
    offline(&mut jonas).await;
    assert!(events.is_quiet(), "twice is once");
}

#[tokio::test]
async fn the_number_is_told_where_the_project_shows_it() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let mut jonas = program(&world, "jonas", &["SUP"], AGENT).await;
    let mut events = open(&world, "SUP").await;
    events.next().await.unwrap();
    world.change_project("SUP", true, true).await;
    assert_eq!(events.next().await.unwrap().json()["agents_online"], 0);
    online(&mut marta).await;
    assert_eq!(events.next().await.unwrap().json()["agents_online"], 1);
    online(&mut jonas).await;
    assert_eq!(events.next().await.unwrap().json()["agents_online"], 2);
    world.change_project("SUP", true, false).await;
    assert_eq!(events.next().await.unwrap().json().get("agents_online"), None);
}

#[tokio::test]
async fn an_end_that_is_due_is_told_before_it_is_recorded_and_once() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    put(&mut marta, &json!({ "status": "online", "minutes": 1 })).await;
    let mut events = open(&world, "SUP").await;
    events.next().await.unwrap();
    world.clock.advance(60_000);
    let asked = present(&world).await;
    assert_eq!(events.next().await.unwrap(), asked);
    assert_eq!(asked.json()["since"], "2025-11-24T12:01:00Z");
    world.service.pass_time().await.unwrap();
    assert!(events.is_quiet());
    // One who follows from now on begins with it, too, whether or not anybody asked before.
    assert_eq!(open(&world, "SUP").await.next().await.unwrap(), asked);
}

#[tokio::test]
async fn a_silent_stream_is_shown_to_be_alive() {
    let world = TestServer::new().await;
    let mut events = open(&world, "SUP").await;
    events.next().await.unwrap();
    world.server.hub.beat();
    assert_eq!(events.block().await.unwrap(), super::stream::HEARTBEAT);
    assert!(events.is_quiet());
}

#[tokio::test]
async fn it_ends_when_chat_is_turned_off_and_another_project_does_not_mind() {
    let world = TestServer::new().await;
    let (mut sup, mut bil) = (open(&world, "SUP").await, open(&world, "BIL").await);
    sup.next().await.unwrap();
    bil.next().await.unwrap();
    world.change_project("SUP", false, false).await;
    assert_eq!(sup.next().await, None);
    assert!(bil.is_quiet());
    let path = availability_of("SUP") + "/events";
    problem(&world.stranger().get(&path).await, 404, "not-found");
    world.change_project("SUP", true, false).await;
    assert!(open(&world, "SUP").await.next().await.is_some());
}

#[tokio::test]
async fn it_ends_when_the_server_stops_and_none_begins() {
    let world = TestServer::new().await;
    let mut events = open(&world, "SUP").await;
    events.next().await.unwrap();
    world.server.stop.cancel();
    world.server.hub.end_all();
    assert_eq!(events.next().await, None);
    let answer = world.stranger().get(&(availability_of("SUP") + "/events")).await;
    problem(&answer, 503, "unavailable");
    let mut probe = world.stranger().saying("accept", "*/*");
    problem(&probe.get("/readyz").await, 503, "unavailable");
}

#[tokio::test]
async fn pages_of_any_origin_may_follow() {
    let world = TestServer::new().await;
    let answer = ask(&mut world.stranger(), &(availability_of("SUP") + "/events")).await;
    assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    assert_eq!(answer.headers()["x-accel-buffering"], "no");
}
