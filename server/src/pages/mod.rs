//! The pages' addresses: each handler loads through a use case, or parses a form and calls one, and hands
//! plain data to the page in `app` that draws it.

mod accept_invitation;
mod account;
mod attempts;
mod calendar_file;
mod coverage;
mod door;
mod entrance;
mod errors;
mod export;
mod fields;
mod forgot_password;
mod form;
mod history;
mod hours_form;
mod invitations;
mod own_hours;
mod people;
mod portal;
mod presence;
mod project;
mod project_members;
mod project_settings;
mod projects;
mod query;
mod reset_password;
mod rows;
mod schedule;
mod setup;
mod sign_in;
mod sign_out;
mod site_settings;
mod visitor;

pub use errors::{draw_problem, method_not_allowed, not_found};

use crate::state::Server;
use app::paths;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::Redirect,
    routing::{get, post},
};

/// What a browser may send to a page that takes a file, in bytes. Far more than a file may have: who sends
/// too much gets an answer only where it was taken to its end.
const CALENDAR_BODY: usize = 32 * 1024 * 1024;

/// The routes of pages.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/", get(|| async { Redirect::to(paths::HOME) }))
        .route(paths::SETUP, get(setup::get).post(setup::post))
        .route(paths::SIGN_IN, get(sign_in::get).post(sign_in::post))
        .route(paths::SIGN_OUT, post(sign_out::post))
        .route(paths::FORGOT_PASSWORD, get(forgot_password::get).post(forgot_password::post))
        .route(paths::RESET_PASSWORD, get(reset_password::get).post(reset_password::post))
        .route(paths::INVITATION, get(accept_invitation::get).post(accept_invitation::post))
        .route(paths::ACCOUNT, get(account::get).post(account::post))
        .route(paths::OWN_HOURS, get(own_hours::get).post(own_hours::post))
        .route(paths::HISTORY, get(history::own))
        .route("/account/history.csv", get(history::own_csv))
        .route("/people/{id}/history", get(history::of))
        .route("/people/{id}/history.csv", get(history::csv_of))
        .route("/projects/{key}/coverage", get(coverage::get))
        .route("/projects/{key}/coverage.csv", get(coverage::csv))
        .route(paths::PEOPLE, get(people::get).post(people::post))
        .route(paths::SITE_SETTINGS, get(site_settings::get).post(site_settings::post))
        .route(paths::PROJECTS, get(projects::get).post(projects::post))
        .route("/projects/{key}/members", get(project_members::get).post(project_members::post))
        .route("/projects/{key}/settings", get(project_settings::get).post(project_settings::post))
        .route(
            "/projects/{key}/schedule",
            get(schedule::get).post(schedule::post).layer(DefaultBodyLimit::max(CALENDAR_BODY)),
        )
        .route(paths::PRESENCE, get(presence::get).post(presence::post))
        .route("/people/{id}/offline", get(door::get).post(door::post))
        .route("/projects/{key}", get(project::get))
        .route("/portal/{key}", get(portal::get))
}
