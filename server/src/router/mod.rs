//! The router, and what holds for every request: an id, limits, headers, and whose changes are accepted.

mod around;
mod headers;
mod health;
mod metrics;
mod problems;
mod request;
mod shape;

pub use metrics::recorder;
pub(crate) use metrics::router as metrics_router;

use crate::{
    actions,
    api::{self, openapi::Described},
    assets, pages,
    state::Server,
    web::{heard, problem::Problem},
};
use axum::{
    Extension, Router,
    body::Body,
    extract::DefaultBodyLimit,
    middleware,
    response::{IntoResponse, Response},
    routing::post,
};
use http::StatusCode;
use std::time::Duration;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, DefaultPredicate, Predicate, predicate::SizeAbove},
    csrf::CsrfLayer,
    timeout::TimeoutLayer,
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// How long an answer may take to begin. Event streams begin at once and then last.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Every route of the server.
pub fn router(server: Server) -> Router {
    // What counts must be there before anything is counted.
    recorder();
    let mut csrf = CsrfLayer::new();
    let origin = server.site.origin();
    if let Ok(trusting) = csrf.clone().add_trusted_origin(&origin) {
        csrf = trusting;
    }
    let csrf = csrf
        .with_rejection_response(|_| -> Response<Body> { Problem::cross_origin().into_response() });
    let (open, open_description) = api::open().split_for_parts();
    let (described, mut description) = described().split_for_parts();
    description.merge(open_description);
    described
        .merge(pages::router())
        .layer(Extension(Described::new(&description)))
        .merge(actions::router())
        .merge(assets::router())
        .route("/internal/read-again", post(health::read_again))
        .fallback(pages::not_found)
        .layer(CompressionLayer::new().compress_when(worth_compressing()))
        .layer(DefaultBodyLimit::max(server.config.body_limit))
        .layer(middleware::from_fn_with_state(server.clone(), heard::after_changes))
        .layer(csrf)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CatchPanicLayer::custom(panicked))
        // What anybody may know is read from memory at once, and changes nothing: it needs none of the above.
        .merge(open)
        .method_not_allowed_fallback(pages::method_not_allowed)
        .layer(middleware::from_fn_with_state(server.clone(), around::around))
        .with_state(server)
}

/// The routes that the API's description tells of: the API, and what operators and the embed ask for.
fn described() -> OpenApiRouter<Server> {
    api::router()
        .routes(routes!(assets::portal))
        .routes(routes!(health::alive))
        .routes(routes!(health::ready))
        .routes(routes!(metrics::get_with_token))
}

/// What is smaller fits one packet anyway.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new().and(SizeAbove::new(1_024))
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over so")]
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
