//! That a caller's device is there, heard of their request.
//!
//! Of a request that changes something it is heard after it: what is asked for comes with input, and to hear
//! of the device alone before would record somebody as idle for the moment in between.

use crate::state::Server;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::request::Parts;
use service::Identity;
use std::sync::{Arc, OnceLock};

/// Whose device is to be heard of once the request is answered.
#[derive(Debug, Clone, Default)]
struct After(Arc<OnceLock<Identity>>);

/// Hears of a caller's device: now, or after a request that changes something.
pub(super) async fn hear(server: &Server, parts: &Parts, who: &Identity) {
    match parts.extensions.get::<After>() {
        Some(after) => {
            after.0.get_or_init(|| who.clone());
        }
        None => server.service.seen(who).await,
    }
}

/// Lets what requests tell of devices wait until they are answered, where they change something.
pub async fn after_changes(
    State(server): State<Server>,
    mut request: Request,
    next: Next,
) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let after = After::default();
    request.extensions_mut().insert(after.clone());
    let answer = next.run(request).await;
    if let Some(who) = after.0.get() {
        server.service.seen(who).await;
    }
    answer
}
