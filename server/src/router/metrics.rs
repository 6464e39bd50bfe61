//! `GET /metrics`: Prometheus.

use crate::state::Server;
use axum::{extract::State, response::IntoResponse};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;

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
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operation",
    operation_id = "getMetrics",
    security(()),
    responses((status = 200, description = "Prometheus's text format, version 0.0.4.", body = String))
)]
pub(super) async fn get(State(server): State<Server>) -> impl IntoResponse {
    let recorder = recorder();
    let (portals, people) = server.hub.streams();
    set("porchlight_portal_streams", portals);
    set("porchlight_header_streams", people);
    let store = server.service.store();
    set("porchlight_database_writable", usize::from(store.trouble().is_none()));
    for (trouble, failures) in store.failures() {
        let labels = [("why", trouble.name())];
        metrics::counter!("porchlight_database_write_failures_total", &labels).absolute(failures);
    }
    {
        let board = server.service.board();
        let now = server.service.now();
        for project in board.projects() {
            let labels = [("project", project.key.to_string())];
            metrics::gauge!("porchlight_agents_online", &labels)
                .set(f64::from(board.available(&project.id, now)));
        }
    }
    let headers = [(http::header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (headers, recorder.render())
}

fn set(name: &'static str, number: usize) {
    metrics::gauge!(name).set(f64::from(u32::try_from(number).unwrap_or(u32::MAX)));
}
