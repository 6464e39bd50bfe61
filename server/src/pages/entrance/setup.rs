//! The first visit to an empty site, behind the link that the server prints.

use crate::pages::entrance::enter::{KEEP_ADDRESS, enter};
use crate::pages::parts::attempts::Browser;
use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::query::Query;
use crate::pages::parts::visitor::Visitor;
use crate::{state::Server, web::problem::Problem};
use app::{
    flash::Flash,
    pages::{SetupLinkPage, SetupPage},
    paths,
    ui::FormErrors,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use service::SetUpRefused;

/// `GET /setup?code=…`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    visitor: Visitor,
    query: Query,
) -> Result<Response, Problem> {
    match server.service.may_set_up(&query.secret("code")).await {
        Ok(()) => Ok((KEEP_ADDRESS, visitor.page(SetupPage::default())).into_response()),
        Err(error) => not_now(visitor, error),
    }
}

/// `POST /setup?code=…`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    visitor: Visitor,
    browser: Browser,
    query: Query,
    form: Form,
) -> Result<Response, Problem> {
    let page = |errors| SetupPage {
        name: form.get("name").to_owned(),
        email: form.get("email").to_owned(),
        errors,
    };
    let code = query.secret("code");
    if let Err(error) = server.service.may_set_up(&code).await {
        browser.bad_link(&server)?;
        return not_now(visitor, error);
    }
    let mut errors = FormErrors::default();
    let name = fields::name(&form, &mut errors);
    let email = fields::email(&form, &mut errors);
    let password = fields::new_password(&form, &mut errors);
    let (Some(name), Some(email), Some(password)) = (name, email, password) else {
        return Ok((KEEP_ADDRESS, visitor.page(page(errors))).into_response());
    };
    match server.service.set_up_site(&code, &name, &email, &password, &browser.name).await {
        Ok(signed_in) => {
            let welcome = Flash::Welcome { name: name.to_string() };
            enter(&server, &visitor, &browser, &signed_in, paths::HOME, Some(&welcome)).await
        }
        Err(error) => not_now(visitor, error),
    }
}

/// Tells those on an empty site where the link is; for everybody else there is nothing here.
fn not_now(visitor: Visitor, error: SetUpRefused) -> Result<Response, Problem> {
    match error {
        SetUpRefused::AlreadySetUp => Err(Problem::not_found()),
        SetUpRefused::WrongCode => Ok(visitor.respond(StatusCode::NOT_FOUND, None, SetupLinkPage)),
        SetUpRefused::Store(error) => Err(error.into()),
    }
}
