//! An event stream, read event by event.

use crate::support::Client;
use axum::body::Body;
use futures::FutureExt;
use http::{Request, Response, header};
use http_body_util::BodyExt;
use std::time::Duration;

/// What is certain to come comes within this time, or the test fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// A stream that is open.
pub(super) struct EventStream {
    body: Body,
    /// What came and was not read.
    text: String,
    /// The time to reconnect that it began with, in milliseconds.
    pub(super) retry: u32,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) name: String,
    pub(super) id: Option<String>,
    pub(super) data: String,
}

/// The event that shows a silent stream to be alive.
pub(super) const HEARTBEAT: &str = "event: beat\ndata:";

impl Event {
    /// The data as JSON.
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.data).unwrap()
    }
}

impl EventStream {
    /// Opens one that must open.
    pub(super) async fn open(client: &mut Client, path: &str) -> Self {
        Self::of(ask(client, path).await).await
    }

    /// The stream of an answer.
    pub(super) async fn of(answer: Response<Body>) -> Self {
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        assert!(answer.headers().get(header::CONTENT_ENCODING).is_none());
        let mut stream = Self { body: answer.into_body(), text: String::new(), retry: 0 };
        let first = stream.block().await.unwrap();
        stream.retry = first.strip_prefix("retry: ").unwrap().trim().parse().unwrap();
        stream
    }

    /// The next event; `None` when the stream is over. A heartbeat is none.
    pub(super) async fn next(&mut self) -> Option<Event> {
        loop {
            let block = self.block().await?;
            if block != HEARTBEAT {
                return Some(parse(&block));
            }
        }
    }

    /// What comes next, as it was written: an event, the heartbeat, `None` for the end.
    pub(super) async fn block(&mut self) -> Option<String> {
        tokio::time::timeout(PATIENCE, self.read_block()).await.expect("an event in time")
    }

    /// Whether nothing has come, with the stream still open.
    pub(super) fn is_quiet(&mut self) -> bool {
        match self.read_block().now_or_never() {
            None => true,
            Some(block) => panic!("not quiet: {block:?}"),
        }
    }

    /// Reads so many events, in the order of their names and data.
    pub(super) async fn take(&mut self, number: usize) -> Vec<Event> {
        let mut events = Vec::new();
        for _ in 0..number {
            events.push(self.next().await.unwrap());
        }
        events.sort_by(|a, b| (&a.name, &a.data).cmp(&(&b.name, &b.data)));
        events
    }

    /// Whether it ends, whatever comes before.
    pub(super) async fn ends(&mut self) -> bool {
        while self.next().await.is_some() {}
        true
    }

    async fn read_block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let block = block.to_owned();
                self.text = rest.to_owned();
                return Some(block);
            }
            let frame = self.body.frame().await?.unwrap();
            self.text += std::str::from_utf8(&frame.into_data().unwrap()).unwrap();
        }
    }
}

/// Asks for a stream; it may be refused.
pub(super) async fn ask(client: &mut Client, path: &str) -> Response<Body> {
    client.send(Request::get(path).body(Body::empty()).unwrap()).await
}

fn parse(block: &str) -> Event {
    let mut event = Event { name: String::new(), id: None, data: String::new() };
    for line in block.lines() {
        let (field, value) = line.split_once(": ").unwrap();
        match field {
            "event" => event.name = value.to_owned(),
            "id" => event.id = Some(value.to_owned()),
            "data" => {
                assert!(event.data.is_empty(), "one line of data: {block}");
                event.data = value.to_owned();
            }
            _ => panic!("an unknown field: {block}"),
        }
    }
    event
}
