//! `GET /metrics`: Prometheus. Numbers are for whoever runs the server: they stand on a listener of their own
//! (`--metrics-listen`), and on the public one only for who knows the token.

use crate::{
    api::problems::Measured,
    config::SecretText,
    state::Server,
    web::{auth, problem::Problem},
};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, header};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use sha2::{Digest, Sha256};
use std::{fmt::Write, sync::OnceLock};

/// The process's recorder, installed at its first use.
pub fn recorder() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another recorder of metrics was installed first");
        }
        handle
    })
}

/// Metrics for Prometheus
///
/// Here only for who sends the token of `--metrics-token`; without such a token there is nothing at this address.
/// `--metrics-listen` has them on an address of their own.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operation",
    operation_id = "getMetrics",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Prometheus's text format, version 0.0.4.", body = String),
        Measured
    )
)]
pub(super) async fn get_with_token(
    State(server): State<Server>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    match &server.config.metrics_token {
        None => Err(Problem::not_found()),
        Some(token) if knows(token, &headers) => Ok(text(&server)),
        Some(_) => Err(Problem::unauthenticated()),
    }
}

/// What the listener for metrics alone answers.
pub(crate) fn router(server: Server) -> Router {
    async fn get_here(
        State(server): State<Server>,
        headers: HeaderMap,
    ) -> Result<Response, Problem> {
        match &server.config.metrics_token {
            Some(token) if !knows(token, &headers) => Err(Problem::unauthenticated()),
            _ => Ok(text(&server)),
        }
    }
    Router::new()
        .route("/metrics", get(get_here))
        .fallback(async || Problem::not_found())
        .with_state(server)
}

fn knows(token: &SecretText, headers: &HeaderMap) -> bool {
    let auth::Bearer::Token(given) = auth::bearer(headers) else { return false };
    // Compared as digests, so that the time it takes tells nothing.
    Sha256::digest(given) == Sha256::digest(token.reveal())
}

fn text(server: &Server) -> Response {
    let (portals, people) = server.hub.streams();
    set("porchlight_portal_streams", portals);
    set("porchlight_header_streams", people);
    let store = server.service.store();
    set("porchlight_database_writable", usize::from(store.trouble().is_none()));
    for (trouble, failures) in store.failures() {
        let labels = [("why", trouble.name())];
        metrics::counter!("porchlight_database_write_failures_total", &labels).absolute(failures);
    }
    let headers = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (headers, recorder().render() + &of_projects(server)).into_response()
}

/// What the public may know of each project that has a portal, and nothing else: whoever reads the metrics need
/// not be somebody who may read the site. Not kept by the recorder, which would remember a project for ever.
fn of_projects(server: &Server) -> String {
    let mut online = String::from("# TYPE porchlight_project_online gauge\n");
    let mut agents = String::from("# TYPE porchlight_agents_online gauge\n");
    let board = server.service.board();
    let now = server.service.now();
    for project in board.projects().filter(|project| project.chat_enabled) {
        let (key, available) = (&project.key, board.available(&project.id, now));
        let is_online = u8::from(available > 0);
        let _ = writeln!(online, "porchlight_project_online{{project=\"{key}\"}} {is_online}");
        if project.show_count {
            let _ = writeln!(agents, "porchlight_agents_online{{project=\"{key}\"}} {available}");
        }
    }
    online + &agents
}

fn set(name: &'static str, number: usize) {
    metrics::gauge!(name).set(f64::from(u32::try_from(number).unwrap_or(u32::MAX)));
}
