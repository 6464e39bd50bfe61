//! Where pages live, so that links, redirects and routes agree.

use presence::{ProjectKey, UserId};

/// The first page after signing in.
pub const HOME: &str = "/projects";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";
/// Signing out: a POST.
pub const SIGN_OUT: &str = "/sign-out";
/// That one has read that one was logged out: a POST.
pub const LOGOUT_READ: &str = "/account/logout-read";
/// Asking for a link to choose a new password.
pub const FORGOT_PASSWORD: &str = "/forgot-password";
/// Choosing a new password, with `?token=`.
pub const RESET_PASSWORD: &str = "/reset-password";
/// Accepting an invitation, with `?token=`.
pub const INVITATION: &str = "/invitation";
/// What a program may ask.
pub const API: &str = "/api";
/// Creating the first site admin, with `?code=`.
pub const SETUP: &str = "/setup";
/// One's own account.
pub const ACCOUNT: &str = "/account";
/// One's own hours.
pub const OWN_HOURS: &str = "/account/hours";
/// One's own API tokens.
pub const TOKENS: &str = "/account/tokens";
/// One's own history.
pub const HISTORY: &str = "/account/history";
/// One's own time online.
pub const PRESENCE: &str = "/presence";
/// The projects one may see.
pub const PROJECTS: &str = "/projects";
/// Everybody, for site admins.
pub const PEOPLE: &str = "/people";
/// The site's settings, for site admins.
pub const SITE_SETTINGS: &str = "/settings";

/// A project's desk.
pub fn project(key: &ProjectKey) -> String {
    format!("/projects/{key}")
}

/// A project's settings.
pub fn project_settings(key: &ProjectKey) -> String {
    format!("/projects/{key}/settings")
}

/// When a project means to be there.
pub fn project_schedule(key: &ProjectKey) -> String {
    format!("/projects/{key}/schedule")
}

/// A project's week.
pub fn project_coverage(key: &ProjectKey) -> String {
    format!("/projects/{key}/coverage")
}

/// A project's ledger as a file.
pub fn project_coverage_csv(key: &ProjectKey) -> String {
    format!("/projects/{key}/coverage.csv")
}

/// An agent's history, for those who may see it.
pub fn history_of(person: &UserId) -> String {
    format!("/people/{person}/history")
}

/// A project's members.
pub fn project_members(key: &ProjectKey) -> String {
    format!("/projects/{key}/members")
}

/// The customers' page of a project.
pub fn portal(key: &ProjectKey) -> String {
    format!("/portal/{key}")
}

/// The door for one person: a page that asks first, and leads back to the page on which it is drawn.
pub fn door(person: &str) -> String {
    let door = format!("/people/{person}/offline");
    #[cfg(feature = "ssr")]
    if let Some(Address(here)) = leptos::prelude::use_context() {
        let back = url::form_urlencoded::byte_serialize(here.as_bytes()).collect::<String>();
        return format!("{door}?back={back}");
    }
    door
}

/// Where a page is: its path, with what is asked of it.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct Address(pub String);
