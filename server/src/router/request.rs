//! A request's id, its line in the log, and its place in the metrics.

use crate::state::Server;
use axum::{
    extract::{MatchedPath, Request},
    response::Response,
};
use http::{HeaderName, HeaderValue, Method};
use metrics::Counter;
use presence::Timestamp;
use std::{
    collections::HashMap,
    fmt::Write,
    sync::{LazyLock, PoisonError, RwLock},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What is known of a request before it is answered.
pub(super) struct Seen {
    id: String,
    method: &'static str,
    route: Option<MatchedPath>,
    began: Timestamp,
}

impl Seen {
    /// Sees a request, and gives it an id.
    pub(super) fn of(server: &Server, request: &Request) -> Self {
        Self {
            id: id(),
            method: label(request.method()),
            route: request.extensions().get::<MatchedPath>().cloned(),
            began: server.service.now(),
        }
    }

    /// The request's id.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Notes how it ended. Queries, bodies and addresses of people stay out of the log.
    pub(super) fn note(self, server: &Server, answer: &mut Response) {
        let status = answer.status().as_u16();
        let (id, method) = (self.id, self.method);
        let route = self.route.as_ref().map_or("none", MatchedPath::as_str);
        if tracing::enabled!(tracing::Level::DEBUG) {
            let millis = server.service.now().millis_since(self.began);
            tracing::debug!(request_id = %id, method, route, status, millis, "request");
        }
        count(method, route, status);
        if let Ok(id) = HeaderValue::try_from(id) {
            answer.headers_mut().insert(REQUEST_ID, id);
        }
    }
}

/// An id with which somebody finds the request in the log: 16 hexadecimal digits. It is no secret.
fn id() -> String {
    let mut id = String::with_capacity(16);
    write!(id, "{:016x}", rand::random::<u64>()).expect("a string takes whatever is written");
    id
}

/// Counts a request. The recorder finds a counter by text that is made anew for each; it is asked once for
/// each, and there are as many as we have routes and ways to answer.
fn count(method: &'static str, route: &str, status: u16) {
    type Counters = HashMap<(&'static str, u16), HashMap<String, Counter>>;
    static COUNTERS: LazyLock<RwLock<Counters>> = LazyLock::new(RwLock::default);
    let known = COUNTERS.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(counter) = known.get(&(method, status)).and_then(|routes| routes.get(route)) {
        return counter.increment(1);
    }
    drop(known);
    let labels = [
        ("method", method.to_owned()),
        ("route", route.to_owned()),
        ("status", status.to_string()),
    ];
    let counter = metrics::counter!("porchlight_http_requests_total", &labels);
    counter.increment(1);
    let mut known = COUNTERS.write().unwrap_or_else(PoisonError::into_inner);
    known.entry((method, status)).or_default().insert(route.to_owned(), counter);
}

/// What the metrics and the log call a method. Anybody can invent one, and what was counted once is kept for
/// ever; routes are our own, and statuses are those with which we answer.
fn label(method: &Method) -> &'static str {
    static KNOWN: [Method; 9] = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
        Method::CONNECT,
        Method::TRACE,
    ];
    KNOWN.iter().find(|known| *known == method).map_or("other", |known| known.as_str())
}
