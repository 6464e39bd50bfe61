//! One's own hours.

use super::{
    form::Form,
    hours_form, schedule,
    visitor::{SignedIn, done},
};
use crate::{problem::Problem, state::Server};
use app::{
    flash::Flash,
    pages::SchedulePage,
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{extract::State, response::Response};
use service::ChangeScheduleRefused;

/// `GET /account/hours`
pub(super) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
) -> Result<Response, Problem> {
    let kept = server.service.see_own_hours(&who).await?;
    let page = schedule::of(&kept, &visitor);
    Ok(visitor.page(page))
}

/// `POST /account/hours`
pub(super) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    let (typed, errors) = if let Some(lines) = hours_form::lines(&form) {
        (Some(lines), FormErrors::default())
    } else {
        let read = hours_form::read(&form);
        match read.change {
            None => (Some(read.form), read.errors),
            Some(change) => match server.service.change_own_hours(&who, &change).await {
                Ok(()) => return Ok(done(&server, paths::OWN_HOURS, &Flash::Saved)),
                Err(ChangeScheduleRefused::Failure(failure)) => return Err(failure.into()),
                Err(ChangeScheduleRefused::Stale) => (None, FormErrors::of_form(FieldError::Stale)),
            },
        }
    };
    let kept = server.service.see_own_hours(&who).await?;
    let page = schedule::of(&kept, &visitor);
    let form = typed.unwrap_or_else(|| page.form.clone());
    Ok(visitor.page(SchedulePage { form, errors, ..page }))
}
