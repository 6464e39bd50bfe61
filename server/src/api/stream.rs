//! An event stream as a response.

use crate::{limits::StreamPlace, problem::Problem, state::App};
use axum::{body::Body, response::Response};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use http::{HeaderValue, header, request::Parts};
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

/// Reconnect after 1 to 4 seconds: at random, so that a restarted server is not met by all at once.
fn retry() -> Bytes {
    let millis = 1_000 + rand::random::<u16>() % 3_000;
    Bytes::from(format!("retry: {millis}\n\n"))
}

/// Takes a place for an event stream, or refuses.
pub(super) fn place(app: &App, parts: &Parts) -> Result<StreamPlace, Problem> {
    if app.stop.is_cancelled() {
        return Err(Problem::busy());
    }
    app.limits.stream(app.limits.address_of(parts)).map_err(|_| Problem::too_many())
}

/// Answers with an event stream. It ends when `events` does, and when the server stops: then the hub
/// ends every channel.
pub(super) fn respond(
    place: StreamPlace,
    events: impl Stream<Item = Bytes> + Send + 'static,
) -> Response {
    let events = futures::stream::once(std::future::ready(retry())).chain(events);
    let body = Body::from_stream(Held { events: Box::pin(events), _place: place });
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Some proxies collect a response before they send it on; this asks nginx and its kin not to.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// A stream that holds its place while it lives.
struct Held<S> {
    events: Pin<Box<S>>,
    _place: StreamPlace,
}

impl<S: Stream<Item = Bytes>> Stream for Held<S> {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.events.as_mut().poll_next(context).map(|next| next.map(Ok))
    }
}
