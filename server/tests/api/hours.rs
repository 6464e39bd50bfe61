//! Hours in the API: when a desk opens, and the end of the shift.

use super::{
    stream::EventStream,
    tools::{MINE, availability, availability_of, invalid, program, put},
};
use crate::support::{AGENT, TestServer, key};
use presence::{Hours, Revision, Span};
use serde_json::json;
use service::ScheduleChange;
use std::collections::BTreeMap;

/// Gives SUP these hours, every day, by UTC.
async fn set_hours(world: &TestServer, from: &str, to: &str, seen: u64) {
    let span = Span::parse(from, to).unwrap();
    let week = std::array::from_fn(|_| vec![span]);
    let change = ScheduleChange {
        zone: "UTC".parse().unwrap(),
        hours: Hours::new(week, BTreeMap::new(), BTreeMap::new()).unwrap(),
        seen: Revision::new(seen),
    };
    let who = world.identity("priya").await;
    world.service.change_schedule(&who, &key("SUP"), &change).await.unwrap();
}

fn object(next_open: &str, revision: u64) -> String {
    format!(
        r#"{{"project":"SUP","status":"offline","since":"2025-11-24T12:00:00Z","next_open":{next_open},"revision":{revision}}}"#
    )
}

#[tokio::test]
async fn a_closed_desk_says_when_it_opens() {
    let world = TestServer::new().await;
    set_hours(&world, "12:30", "13:00", 0).await;
    let path = availability_of("SUP") + "/events";
    let mut stream = EventStream::open(&mut world.stranger(), &path).await;
    let opens = r#""2025-11-24T12:30:00Z""#;
    assert_eq!(availability(&world, "SUP").await.body, object(opens, 2));
    assert_eq!(stream.next().await.unwrap().data, object(opens, 2));

    world.clock.advance(30 * 60_000 - 1);
    assert_eq!(availability(&world, "SUP").await.body, object(opens, 2));
    world.clock.advance(1);
    assert_eq!(availability(&world, "SUP").await.body, object("null", 3), "before it is recorded");
    assert_eq!(stream.next().await.unwrap().data, object("null", 3));
    world.service.pass_time().await.unwrap();
    assert_eq!(availability(&world, "SUP").await.body, object("null", 3), "and after");

    world.clock.advance(30 * 60_000);
    world.service.pass_time().await.unwrap();
    let tomorrow = r#""2025-11-25T12:30:00Z""#;
    assert_eq!(availability(&world, "SUP").await.body, object(tomorrow, 4));
    assert_eq!(stream.next().await.unwrap().data, object(tomorrow, 4));
}

#[tokio::test]
async fn online_until_the_end_of_the_shift() {
    let world = TestServer::new().await;
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    let shift = json!({ "status": "online", "end": "shift" });
    let refused = put(&mut marta, &shift).await;
    invalid(&refused, "end");
    assert!(refused.body.contains("There is no shift to end with"), "{}", refused.body);
    set_hours(&world, "09:00", "17:30", 0).await;
    let answer = put(&mut marta, &shift).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.contains(r#""until":"2025-11-24T17:30:00Z""#), "{}", answer.body);
    // Fixed when it starts.
    set_hours(&world, "09:00", "18:00", 1).await;
    let answer = marta.get(MINE).await;
    assert!(answer.body.contains(r#""until":"2025-11-24T17:30:00Z""#), "{}", answer.body);
}
