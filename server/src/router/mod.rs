//! The router, and what holds for every request: an id, limits, headers, and whose changes are accepted.

mod headers;
mod health;
mod metrics;
mod request;
mod shape;

use headers::is_page;
pub use metrics::recorder;
pub(crate) use metrics::router as metrics_router;

use crate::{
    actions,
    api::{self, openapi::Described},
    assets, pages,
    state::Server,
    web::{
        heard,
        problem::{Problem, Told},
    },
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
    let mut csrf = CsrfLayer::new();
    let origin = server.site.origin();
    if let Ok(trusting) = csrf.clone().add_trusted_origin(&origin) {
        csrf = trusting;
    }
    let csrf = csrf
        .with_rejection_response(|_| -> Response<Body> { Problem::cross_origin().into_response() });
    let (described, description) = described().split_for_parts();
    described
        .merge(pages::router())
        .layer(Extension(Described::new(&description)))
        .merge(actions::router())
        .merge(assets::router())
        .route("/internal/read-again", post(health::read_again))
        .fallback(pages::not_found)
        .method_not_allowed_fallback(pages::method_not_allowed)
        .layer(CompressionLayer::new().compress_when(worth_compressing()))
        .layer(DefaultBodyLimit::max(server.config.body_limit))
        .layer(middleware::from_fn_with_state(server.clone(), heard::after_changes))
        .layer(csrf)
        .layer(middleware::from_fn(shape::check))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::map_response(make_problem))
        .layer(middleware::from_fn_with_state(server.clone(), pages::draw_problem))
        .layer(middleware::from_fn_with_state(server.clone(), headers::add))
        .layer(middleware::from_fn_with_state(server.clone(), request::observe))
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

/// What is smaller fits one packet anyway, and the availability of a project is asked for very often.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new().and(SizeAbove::new(1_024))
}

/// A refusal that none of our handlers made becomes a problem like all others.
async fn make_problem(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<Told>().is_some() || is_page(response.headers()) {
        return response;
    }
    let mut told = Problem::of_status(status).into_response();
    for (name, value) in response.headers() {
        // `Allow` and what lets other origins read the answer; not what describes the body.
        if !name.as_str().starts_with("content-") {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_refusal_that_no_handler_made_becomes_a_problem() {
        for (status, title) in [
            (StatusCode::BAD_REQUEST, "The request cannot be read"),
            (StatusCode::URI_TOO_LONG, "The request cannot be read"),
            (StatusCode::PAYLOAD_TOO_LARGE, "The request is too large"),
            (StatusCode::SERVICE_UNAVAILABLE, "It took too long"),
        ] {
            let told = make_problem((status, [("allow", "GET")], "words").into_response()).await;
            assert_eq!(told.status(), status);
            assert_eq!(told.headers()["content-type"], "application/problem+json");
            assert_eq!(told.headers()["allow"], "GET", "what else it says is kept");
            let body = axum::body::to_bytes(told.into_body(), 1_000).await.unwrap();
            let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert_eq!((&body["title"], &body["status"]), (&title.into(), &status.as_u16().into()));
        }
        let ours = make_problem(Problem::forbidden().into_response()).await;
        let body = axum::body::to_bytes(ours.into_body(), 1_000).await.unwrap();
        assert!(body.starts_with(br#"{"type":"urn:porchlight:problem:forbidden""#));
        let page = axum::response::Html("words").into_response();
        let page = make_problem((StatusCode::NOT_FOUND, page).into_response()).await;
        assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    }
}
