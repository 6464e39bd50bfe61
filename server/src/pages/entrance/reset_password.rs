//! Choosing a new password behind a link.

use crate::pages::entrance::enter::{KEEP_ADDRESS, enter};
use crate::pages::parts::attempts::Browser;
use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::query::Query;
use crate::pages::parts::visitor::Visitor;
use crate::{state::Server, web::problem::Problem};
use app::{flash::Flash, pages::ResetPasswordPage, paths, ui::FormErrors};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use service::ResetPasswordRefused;

/// `GET /reset-password?token=…`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    visitor: Visitor,
    query: Query,
) -> Result<Response, Problem> {
    let Some(email) = server.service.password_reset(&query.secret("token")).await? else {
        return Ok(link_over(visitor));
    };
    let page = ResetPasswordPage { email: Some(email), errors: FormErrors::default() };
    Ok((KEEP_ADDRESS, visitor.page(page)).into_response())
}

/// `POST /reset-password?token=…`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    visitor: Visitor,
    browser: Browser,
    query: Query,
    form: Form,
) -> Result<Response, Problem> {
    let link = query.secret("token");
    let Some(email) = server.service.password_reset(&link).await? else {
        browser.bad_link(&server)?;
        return Ok(link_over(visitor));
    };
    let page = |errors| ResetPasswordPage { email: Some(email), errors };
    let mut errors = FormErrors::default();
    let Some(password) = fields::new_password(&form, &mut errors) else {
        return Ok((KEEP_ADDRESS, visitor.page(page(errors))).into_response());
    };
    match server.service.reset_password(&link, &password, &browser.name).await {
        Ok(signed_in) => {
            let told = Some(&Flash::PasswordChanged);
            enter(&server, &visitor, &browser, &signed_in, paths::HOME, told).await
        }
        Err(ResetPasswordRefused::LinkNotGood) => Ok(link_over(visitor)),
        Err(ResetPasswordRefused::Store(error)) => Err(error.into()),
    }
}

fn link_over(visitor: Visitor) -> Response {
    visitor.respond(StatusCode::NOT_FOUND, None, ResetPasswordPage::default())
}
