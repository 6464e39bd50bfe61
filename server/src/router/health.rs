//! For operators: alive, ready, and "read again" for commands beside this server.

use crate::{state::Server, web::problem::Problem};
use axum::extract::State;
use http::{HeaderMap, StatusCode, header};

/// `GET /healthz`: the process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: it may be given traffic: not stopping, and the database answers.
pub(super) async fn ready(State(server): State<Server>) -> Result<&'static str, Problem> {
    if server.stop.is_cancelled() {
        return Err(Problem::busy());
    }
    server.service.store().ping().await?;
    Ok("ready\n")
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
