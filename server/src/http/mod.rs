//! The router, and what holds for every request: an id, limits, headers, and whose changes are accepted.

mod headers;
mod health;
mod metrics;
mod request;

pub use headers::Nonce;
pub use metrics::recorder;

use crate::{api, assets, pages, problem::Problem, state::App};
use axum::{
    Router,
    body::Body,
    extract::DefaultBodyLimit,
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::StatusCode;
use std::time::Duration;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer,
    timeout::TimeoutLayer,
};

/// How long an answer may take to begin. Event streams begin at once and then last.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Every route of the server.
pub fn router(app: App) -> Router {
    let mut csrf = CsrfLayer::new();
    let origin = app.public_url.origin().ascii_serialization();
    if let Ok(trusting) = csrf.clone().add_trusted_origin(&origin) {
        csrf = trusting;
    }
    let csrf = csrf
        .with_rejection_response(|_| -> Response<Body> { Problem::cross_origin().into_response() });
    Router::new()
        .merge(api::router())
        .merge(pages::router())
        .merge(assets::router())
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::get))
        .route("/internal/read-again", post(health::read_again))
        .fallback(pages::not_found)
        .method_not_allowed_fallback(pages::method_not_allowed)
        .layer(CompressionLayer::new())
        .layer(DefaultBodyLimit::max(app.config.body_limit))
        .layer(csrf)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), pages::in_words))
        .layer(middleware::from_fn_with_state(app.clone(), headers::add))
        .layer(middleware::from_fn_with_state(app.clone(), request::observe))
        .with_state(app)
}

fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    #[derive(Debug, thiserror::Error)]
    #[error("panic: {0}")]
    struct Panic(String);

    let words = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
        .unwrap_or_default();
    Problem::internal(&Panic(words)).into_response()
}
