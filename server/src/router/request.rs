//! A request's id, its line in the log, and its place in the metrics.

use crate::{state::Server, web::problem::REQUEST_ID};
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderValue, Method};

/// Gives the request an id, and notes how it ended. Queries, bodies and addresses of people stay out of
/// the log.
pub(super) async fn observe(
    State(server): State<Server>,
    request: Request,
    next: Next,
) -> Response {
    let id = service::Secret::random().reveal()[..16].to_owned();
    let method = label(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let began = server.service.now();
    let mut response = REQUEST_ID.scope(id.clone(), next.run(request)).await;
    let status = response.status().as_u16();
    let millis = server.service.now().millis_since(began);
    tracing::debug!(request_id = %id, method, route, status, millis, "request");
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("porchlight_http_requests_total", &labels).increment(1);
    if let Ok(value) = HeaderValue::try_from(id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// What the metrics and the log call a method. Anybody can invent one, and what was counted once is kept for
/// ever; so are routes, which are our own, and statuses, which our handlers choose.
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
