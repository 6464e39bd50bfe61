//! Asking for a link to choose a new password.

use crate::pages::parts::attempts::{Browser, too_many, wait};
use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::Visitor;
use crate::{state::Server, web::problem::Problem};
use app::{
    pages::{ForgotPasswordPage, ForgotPasswordStep},
    ui::FormErrors,
};
use axum::{extract::State, response::Response};

/// `GET /forgot-password`
pub(in crate::pages) async fn get(State(server): State<Server>, visitor: Visitor) -> Response {
    visitor.page(ForgotPasswordPage { step: first(&server), ..Default::default() })
}

/// `POST /forgot-password`: the answer is the same, and as quick, whether there is such an account.
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    visitor: Visitor,
    browser: Browser,
    form: Form,
) -> Result<Response, Problem> {
    let page = |step, errors| ForgotPasswordPage { step, email: form.get("email").into(), errors };
    let mut errors = FormErrors::default();
    let Some(email) = fields::email(&form, &mut errors) else {
        return Ok(visitor.page(page(first(&server), errors)));
    };
    if browser.forgotten(&server).is_err() {
        return Ok(wait(visitor, page(first(&server), FormErrors::of_form(too_many()))));
    }
    if server.mailer.is_none() {
        return Ok(visitor.page(page(ForgotPasswordStep::NoMail, errors)));
    }
    // Nobody's letter box is filled by others. The link of the last letter still works.
    if server.tries.letter(email.as_str(), visitor.now).is_ok() {
        let language = visitor.tag();
        tokio::spawn(async move {
            let posted = server.service.request_password_reset(&email, &language).await;
            if let Err(error) = posted {
                tracing::error!(%error, "no link for a new password was made");
            }
        });
    }
    Ok(visitor.page(page(ForgotPasswordStep::Sent, errors)))
}

fn first(server: &Server) -> ForgotPasswordStep {
    if server.mailer.is_some() { ForgotPasswordStep::Ask } else { ForgotPasswordStep::NoMail }
}
