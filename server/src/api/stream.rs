//! An event stream as a response.

use crate::{places::Place, state::Server, web::problem::Problem};
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use http::{HeaderValue, header, request::Parts};
use std::{
    convert::Infallible,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

/// Reconnect after 1 to 4 seconds: at random, so that a restarted server is not met by all at once.
fn retry() -> Bytes {
    let millis = 1_000 + rand::random::<u16>() % 3_000;
    Bytes::from(format!("retry: {millis}\n\n"))
}

/// Takes a place for an event stream, or refuses.
pub(super) fn place(server: &Server, parts: &Parts) -> Result<Place, Problem> {
    if server.stop.is_cancelled() {
        return Err(Problem::busy());
    }
    server.limits.stream(server.limits.address_of(parts)).map_err(|_| Problem::too_many())
}

/// Answers with an event stream. It ends when `events` does, and when the server stops: then the hub
/// ends every channel.
pub(super) fn respond(
    place: Place,
    events: impl Stream<Item = Bytes> + Send + 'static,
) -> Response {
    let events = futures::stream::once(std::future::ready(retry())).chain(events);
    let events = events.inspect(move |_| {
        // Held for as long as the stream is, and given back with it.
        let _held = &place;
    });
    EventStream::new(events).into_response()
}

/// What an event stream writes.
pub(crate) type Events = Pin<Box<dyn Stream<Item = Bytes> + Send>>;

/// The events of an answer. They are its body, and beside that an extension of it, so that the connection
/// may take them away and write them itself, without the body and all that was wrapped around it.
#[derive(Clone)]
pub(crate) struct EventStream(Arc<Mutex<Option<Events>>>);

impl EventStream {
    /// Takes in what is to be written.
    pub(crate) fn new(events: impl Stream<Item = Bytes> + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::pin(events)))))
    }

    /// Takes the events away; the body is at its end from now on.
    pub(crate) fn take(&self) -> Option<Events> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Stream for EventStream {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut events = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(events) = events.as_mut() else { return Poll::Ready(None) };
        events.as_mut().poll_next(context).map(|event| event.map(Ok))
    }
}

impl IntoResponse for EventStream {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from_stream(self.clone()));
        response.extensions_mut().insert(self);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // Some proxies collect a response before they send it on; this asks nginx and its kin not to.
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        response
    }
}
