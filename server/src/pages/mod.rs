//! The pages' addresses: each handler loads through a use case, or parses a form and calls one, and hands
//! plain data to the page in `app` that draws it.

mod account;
mod api;
mod entrance;
mod history;
mod hours;
pub(crate) mod parts;
mod people;
mod portal;
mod presence;
mod projects;
mod site;
mod tokens;

pub use parts::errors::{Reader, method_not_allowed, not_found};

use crate::state::Server;
use app::paths;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::Redirect,
    routing::{get, post},
};
use entrance::{
    accept_invitation, forgot_password, logout_read, reset_password, setup, sign_in, sign_out,
};
use history::{coverage, day};
use presence::{door, time_online};

/// What a browser may send to a page that takes a file, in bytes. Far more than a file may have: who sends
/// too much gets an answer only where it was taken to its end.
const CALENDAR_BODY: usize = 32 * 1024 * 1024;

/// The routes of pages.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/", get(|| async { Redirect::to(paths::HOME) }))
        .route(paths::API, get(api::get))
        .route(paths::SETUP, get(setup::get).post(setup::post))
        .route(paths::SIGN_IN, get(sign_in::get).post(sign_in::post))
        .route(paths::SIGN_OUT, post(sign_out::post))
        .route(paths::LOGOUT_READ, post(logout_read::post))
        .route(paths::FORGOT_PASSWORD, get(forgot_password::get).post(forgot_password::post))
        .route(paths::RESET_PASSWORD, get(reset_password::get).post(reset_password::post))
        .route(paths::INVITATION, get(accept_invitation::get).post(accept_invitation::post))
        .route(paths::ACCOUNT, get(account::get).post(account::post))
        .route(paths::TOKENS, get(tokens::get).post(tokens::post))
        .route(paths::OWN_HOURS, get(hours::own::get).post(hours::own::post))
        .route(paths::HISTORY, get(day::own))
        .route("/account/history.csv", get(day::own_csv))
        .route("/people/{id}/history", get(day::of))
        .route("/people/{id}/history.csv", get(day::csv_of))
        .route("/projects/{key}/coverage", get(coverage::get))
        .route("/projects/{key}/coverage.csv", get(coverage::csv))
        .route(paths::PEOPLE, get(people::everybody::get).post(people::everybody::post))
        .route(paths::SITE_SETTINGS, get(site::settings::get).post(site::settings::post))
        .route(paths::PROJECTS, get(projects::all::get).post(projects::all::post))
        .route("/projects/{key}/members", get(projects::members::get).post(projects::members::post))
        .route(
            "/projects/{key}/settings",
            get(projects::settings::get).post(projects::settings::post),
        )
        .route(
            "/projects/{key}/schedule",
            get(hours::of_project::get)
                .post(hours::of_project::post)
                .layer(DefaultBodyLimit::max(CALENDAR_BODY)),
        )
        .route(paths::PRESENCE, get(time_online::get).post(time_online::post))
        .route("/people/{id}/offline", get(door::get).post(door::post))
        .route("/projects/{key}", get(projects::desk::get))
        .route("/portal/{key}", get(portal::get))
}
