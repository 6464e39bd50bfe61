//! One's own hours.

use crate::pages::hours::form;
use crate::pages::hours::of_project;
use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{SignedIn, done};
use crate::{state::Server, web::problem::Problem};
use app::{
    flash::Flash,
    pages::SchedulePage,
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{extract::State, response::Response};
use service::ChangeScheduleRefused;

/// `GET /account/hours`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
) -> Result<Response, Problem> {
    let kept = server.service.see_own_hours(&who).await?;
    let page = of_project::of(&kept, &visitor);
    Ok(visitor.page(page))
}

/// `POST /account/hours`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    // Who may not is told so before anything is said of their form.
    server.service.see_own_hours(&who).await?;
    let (typed, errors) = if let Some(lines) = form::lines(&form)? {
        (Some(lines), FormErrors::default())
    } else {
        let read = form::read(&form)?;
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
    let page = of_project::of(&kept, &visitor);
    let form = typed.unwrap_or_else(|| page.form.clone());
    Ok(visitor.page(SchedulePage { form, errors, ..page }))
}
