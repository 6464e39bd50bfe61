//! The site's settings.

use super::{
    form::Form,
    visitor::{SignedIn, done},
};
use crate::{problem::Problem, state::App};
use app::{
    flash::Flash,
    pages::SiteSettingsPage,
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{extract::State, response::Response};
use presence::{Action, DoorRule, ShowHeaderIcons, may};

/// `GET /settings`
pub(super) async fn get(
    State(app): State<App>,
    SignedIn { visitor, who }: SignedIn,
) -> Result<Response, Problem> {
    may(&who.caller, &Action::ChangeSite)?;
    let settings = app.service.site().settings.clone();
    Ok(visitor.page(SiteSettingsPage { settings, errors: FormErrors::default() }))
}

/// `POST /settings`
pub(super) async fn post(
    State(app): State<App>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    may(&who.caller, &Action::ChangeSite)?;
    let mut settings = app.service.site().settings.clone();
    let mut errors = FormErrors::default();
    match ShowHeaderIcons::from_name(form.get("show_header_icons")) {
        Some(choice) => settings.show_header_icons = choice,
        None => errors.add("show_header_icons", FieldError::Choice),
    }
    match DoorRule::from_name(form.get("door_rule")) {
        Some(choice) => settings.door_rule = choice,
        None => errors.add("door_rule", FieldError::Choice),
    }
    if !errors.is_empty() {
        return Ok(visitor.page(SiteSettingsPage { settings, errors }));
    }
    app.service.change_site_settings(&who, &settings).await?;
    Ok(done(&app, paths::SITE_SETTINGS, &Flash::Saved))
}
