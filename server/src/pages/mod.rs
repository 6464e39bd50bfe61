//! The pages' addresses: each handler loads through a use case, or parses a form and calls one, and hands
//! plain data to the page in `app` that draws it.

mod attempts;
mod door;
mod entrance;
mod errors;
mod fields;
mod form;
mod invitations;
mod portal;
mod presence;
mod project;
mod project_members;
mod projects;
mod query;
mod rows;
mod setup;
mod sign_in;
mod sign_out;
mod visitor;

pub use errors::{in_words, method_not_allowed, not_found};

use crate::state::App;
use app::paths;
use axum::{
    Router,
    response::Redirect,
    routing::{get, post},
};

/// The routes of pages.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(|| async { Redirect::to(paths::HOME) }))
        .route(paths::SETUP, get(setup::get).post(setup::post))
        .route(paths::SIGN_IN, get(sign_in::get).post(sign_in::post))
        .route(paths::SIGN_OUT, post(sign_out::post))
        .route(paths::PROJECTS, get(projects::get).post(projects::post))
        .route(
            "/projects/{key}/members",
            get(project_members::get).post(project_members::post),
        )
        .route(paths::PRESENCE, get(presence::get).post(presence::post))
        .route("/people/{id}/offline", get(door::get).post(door::post))
        .route("/projects/{key}", get(project::get))
        .route("/portal/{key}", get(portal::get))
}
