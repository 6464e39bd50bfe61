//! Asking for a link to choose a new password.

use super::{
    attempts::{Browser, wait},
    fields,
    form::Form,
    visitor::Visitor,
};
use crate::{letters, problem::Problem, state::App};
use app::{
    Language,
    pages::{ForgotPasswordPage, ForgotPasswordStep},
    paths,
    ui::FormErrors,
};
use axum::{extract::State, response::Response};
use service::{Email, StoreError};

/// `GET /forgot-password`
pub(super) async fn get(State(app): State<App>, visitor: Visitor) -> Response {
    visitor.page(ForgotPasswordPage { step: first(&app), ..Default::default() })
}

/// `POST /forgot-password`: the answer is the same, and as quick, whether there is such an account.
pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    browser: Browser,
    form: Form,
) -> Result<Response, Problem> {
    let page = |step, errors| ForgotPasswordPage { step, email: form.get("email").into(), errors };
    let mut errors = FormErrors::default();
    let Some(email) = fields::email(&form, &mut errors) else {
        return Ok(visitor.page(page(first(&app), errors)));
    };
    if let Err(error) = browser.attempt_on(&app, &email) {
        return Ok(wait(visitor, page(first(&app), FormErrors::of_form(error))));
    }
    if app.mailer.is_none() {
        return Ok(visitor.page(page(ForgotPasswordStep::NoMail, errors)));
    }
    // Nobody's letter box is filled by others. The link of the last letter still works.
    if app.limits.letter(email.as_str()).is_ok() {
        let language = visitor.language;
        tokio::spawn(async move {
            if let Err(error) = send(&app, language, &email).await {
                tracing::error!(%error, "no link for a new password was made");
            }
        });
    }
    Ok(visitor.page(page(ForgotPasswordStep::Sent, errors)))
}

async fn send(app: &App, language: Language, email: &Email) -> Result<(), StoreError> {
    if let Some(to) = app.service.request_password_reset(email).await? {
        let link = app.link(&format!("{}?token={}", paths::RESET_PASSWORD, to.secret.reveal()));
        letters::post(app, letters::password_reset(app, language, &to, &link));
    }
    Ok(())
}

fn first(app: &App) -> ForgotPasswordStep {
    if app.mailer.is_some() { ForgotPasswordStep::Ask } else { ForgotPasswordStep::NoMail }
}
