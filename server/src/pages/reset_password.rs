//! Choosing a new password behind a link.

use super::{
    attempts::{Browser, wait},
    entrance::{KEEP_ADDRESS, enter},
    fields,
    form::Form,
    query::Query,
    visitor::Visitor,
};
use crate::{problem::Problem, state::App};
use app::{flash::Flash, pages::ResetPasswordPage, paths, ui::FormErrors};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use service::ResetPasswordError;

/// `GET /reset-password?token=…`
pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    query: Query,
) -> Result<Response, Problem> {
    let Some(email) = app.service.password_reset(&query.secret("token")).await? else {
        return Ok(link_over(visitor));
    };
    let page = ResetPasswordPage { email: Some(email), errors: FormErrors::default() };
    Ok((KEEP_ADDRESS, visitor.page(page)).into_response())
}

/// `POST /reset-password?token=…`
pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    browser: Browser,
    query: Query,
    form: Form,
) -> Result<Response, Problem> {
    let link = query.secret("token");
    let Some(email) = app.service.password_reset(&link).await? else {
        return Ok(link_over(visitor));
    };
    let page = |errors| ResetPasswordPage { email: Some(email), errors };
    if let Err(error) = browser.attempt(&app) {
        let page = page(FormErrors::of_form(error));
        return Ok((KEEP_ADDRESS, wait(visitor, page)).into_response());
    }
    let mut errors = FormErrors::default();
    let Some(password) = fields::new_password(&form, &mut errors) else {
        return Ok((KEEP_ADDRESS, visitor.page(page(errors))).into_response());
    };
    match app.service.reset_password(&link, &password, &browser.name).await {
        Ok(signed_in) => {
            enter(&app, &visitor, &signed_in, paths::HOME, Some(&Flash::PasswordChanged)).await
        }
        Err(ResetPasswordError::LinkNotGood) => Ok(link_over(visitor)),
        Err(ResetPasswordError::Store(error)) => Err(error.into()),
    }
}

fn link_over(visitor: Visitor) -> Response {
    visitor.respond(StatusCode::NOT_FOUND, None, ResetPasswordPage::default())
}
