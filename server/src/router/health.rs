//! For operators: alive, ready, and "read again" for commands beside this server.

use crate::{api::problems::Operated, state::Server, web::problem::Problem};
use axum::extract::State;
use http::{HeaderMap, StatusCode, header};

/// Whether the process answers
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "operation",
    operation_id = "isAlive",
    security(()),
    responses((status = 200, description = "It does.", body = String, example = "ok\n"))
)]
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// Whether it may be given traffic
///
/// It is not stopping, and its database answers and took the latest write: 503 says what is the matter with
/// it. A server that runs writes every ten seconds at least. What is only read is served all the while.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operation",
    operation_id = "isReady",
    security(()),
    responses((status = 200, description = "It may.", body = String, example = "ready\n"), Operated)
)]
pub(super) async fn ready(State(server): State<Server>) -> Result<&'static str, Problem> {
    if server.stop.is_cancelled() {
        return Err(Problem::busy());
    }
    let store = server.service.store();
    store.ping().await?;
    match store.trouble() {
        Some(trouble) => Err(Problem::not_ready(trouble)),
        None => Ok("ready\n"),
    }
}

/// `POST /internal/read-again`: a command has written; it is effective when this answers.
pub(super) async fn read_again(
    State(server): State<Server>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    use sha2::{Digest, Sha256};
    let given = headers.get(header::AUTHORIZATION).map_or(&b""[..], |value| value.as_bytes());
    let expected = format!("Bearer {}", server.node_secret);
    // Compared as digests, so that the time it takes tells nothing.
    if Sha256::digest(given) != Sha256::digest(expected.as_bytes()) {
        return Err(Problem::not_found());
    }
    server.service.read_again().await?;
    Ok(StatusCode::NO_CONTENT)
}
