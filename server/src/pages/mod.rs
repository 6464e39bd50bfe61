//! The pages' addresses: each handler loads through a use case, or parses a form and calls one, and hands
//! plain data to the page in `app` that draws it.

mod door;
mod errors;
mod form;
mod portal;
mod presence;
mod project;
mod rows;
mod visitor;

pub use errors::{in_words, method_not_allowed, not_found};

use crate::state::App;
use app::paths;
use axum::{Router, response::Redirect, routing::get};

/// The routes of pages.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(|| async { Redirect::to(paths::HOME) }))
        .route(paths::PRESENCE, get(presence::get).post(presence::post))
        .route("/people/{id}/offline", get(door::get).post(door::post))
        .route("/projects/{key}", get(project::get))
        .route("/portal/{key}", get(portal::get))
}
