//! The site's settings.

use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{SignedIn, done};
use crate::{state::Server, web::problem::Problem};
use app::{
    flash::Flash,
    pages::{AttendanceNumbers, SiteSettingsPage},
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{extract::State, response::Response};
use presence::{
    Action, AttendanceSettings, BreakReasons, DoorRule, KeepHistory, ShowHeaderIcons, may,
};
use service::read_break_reasons;
use std::ops::RangeInclusive;

/// `GET /settings`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
) -> Result<Response, Problem> {
    may(&who.caller, &Action::ChangeSite)?;
    let settings = server.service.board().settings.clone();
    Ok(visitor.page(SiteSettingsPage { settings, ..SiteSettingsPage::default() }))
}

/// `POST /settings`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    may(&who.caller, &Action::ChangeSite)?;
    let mut settings = server.service.board().settings.clone();
    let mut errors = FormErrors::default();
    match ShowHeaderIcons::from_name(form.get("show_header_icons")) {
        Some(choice) => settings.show_header_icons = choice,
        None => errors.add("show_header_icons", FieldError::Choice),
    }
    match DoorRule::from_name(form.get("door_rule")) {
        Some(choice) => settings.door_rule = choice,
        None => errors.add("door_rule", FieldError::Choice),
    }
    settings.attendance = attendance(&form, settings.attendance, &mut errors);
    let keep_history = form.get("keep_history").trim();
    match keep_history.parse().ok().and_then(KeepHistory::days) {
        Some(days) => settings.keep_history = days,
        // A form without the field leaves it as it is.
        None if keep_history.is_empty() => {}
        None => {
            let (least, most) = (*KeepHistory::DAYS.start(), *KeepHistory::DAYS.end());
            errors.add("keep_history", FieldError::Range(least.into(), most.into()));
        }
    }
    let reasons = form.get("break_reasons");
    match read_break_reasons(reasons) {
        Some(reasons) => settings.break_reasons = reasons,
        // A form without the field leaves it as it is.
        None if !form.has("break_reasons") => {}
        None => {
            let (most, chars) = (BreakReasons::MAX, BreakReasons::MAX_CHARS);
            let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
            errors.add("break_reasons", FieldError::BreakReasons(number(most), number(chars)));
        }
    }
    if !errors.is_empty() {
        let keep_history = Some(keep_history.to_owned()).filter(|typed| !typed.is_empty());
        let typed = |name| form.get(name).to_owned();
        let typed = AttendanceNumbers {
            idle_minutes: typed("idle_minutes"),
            grace_seconds: typed("grace_seconds"),
            limit_minutes: typed("limit_minutes"),
        };
        return Ok(visitor.page(SiteSettingsPage {
            settings,
            typed: Some(typed),
            keep_history,
            break_reasons: form.has("break_reasons").then(|| reasons.to_owned()),
            errors,
        }));
    }
    server.service.change_site_settings(&who, &settings).await?;
    Ok(done(&server, paths::SITE_SETTINGS, &Flash::Saved))
}

/// The fields of away and lost; what is wrong stays as it was.
fn attendance(
    form: &Form,
    before: AttendanceSettings,
    errors: &mut FormErrors,
) -> AttendanceSettings {
    let mut number = |name: &'static str, range: RangeInclusive<u32>| {
        let number = form.get(name).trim().parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            errors.add(name, FieldError::Range(*range.start(), *range.end()));
        }
        number
    };
    // An empty field is never.
    let mut minutes = |name: &'static str, range| match form.get(name).trim() {
        "" => None,
        _ => number(name, range),
    };
    let idle_minutes = minutes("idle_minutes", AttendanceSettings::IDLE_MINUTES);
    let limit_minutes = minutes("limit_minutes", AttendanceSettings::LIMIT_MINUTES);
    let grace_seconds = number("grace_seconds", AttendanceSettings::GRACE_SECONDS);
    AttendanceSettings {
        idle_minutes,
        idle_enforced: form.is_on("idle_enforced"),
        grace_seconds: grace_seconds.unwrap_or(before.grace_seconds),
        lost: form.is_on("lost"),
        limit_minutes,
        unattended: form.is_on("unattended"),
    }
}
