//! Signing in.

use crate::pages::entrance::enter::enter;
use crate::pages::parts::attempts::{Browser, too_many, wait};
use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::query::Query;
use crate::pages::parts::visitor::{Visitor, safe_next};
use crate::{state::Server, web::auth, web::problem::Problem};
use app::{
    pages::SignInPage,
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use http::HeaderMap;
use service::SignInRefused;

/// `GET /sign-in?next=…`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    visitor: Visitor,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if visitor.who.is_some() {
        return Ok(Redirect::to(safe_next(query.get("next"))).into_response());
    }
    // Nobody can sign in before the first account is there.
    if server.service.is_empty().await? {
        return Ok(Redirect::to(paths::SETUP).into_response());
    }
    let signed_out = match auth::presented_session(&headers, server.site.is_https()) {
        Some(session) => server.service.why_signed_out(&session).await?,
        None => None,
    };
    Ok(visitor.page(SignInPage { signed_out, ..SignInPage::default() }))
}

/// `POST /sign-in?next=…`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    visitor: Visitor,
    browser: Browser,
    query: Query,
    form: Form,
) -> Result<Response, Problem> {
    let page = |errors| SignInPage {
        email: form.get("email").to_owned(),
        errors,
        ..SignInPage::default()
    };
    let mut errors = FormErrors::default();
    let email = fields::email(&form, &mut errors);
    let password = form.get("password");
    if password.is_empty() {
        errors.add("password", FieldError::Required);
    }
    let Some(email) = email.filter(|_| errors.is_empty()) else {
        return Ok(visitor.page(page(errors)));
    };
    let Ok(begun) = browser.sign_in(&server, &email).await? else {
        return Ok(wait(visitor, page(FormErrors::of_form(too_many()))));
    };
    match server.service.sign_in(&email, password, &browser.name).await {
        Ok(signed_in) => {
            begun.give_back();
            let to = safe_next(query.get("next"));
            enter(&server, &visitor, &browser, &signed_in, to, None).await
        }
        Err(SignInRefused::Wrong) => {
            Ok(visitor.page(page(FormErrors::of_form(FieldError::SignIn))))
        }
        Err(SignInRefused::Store(error)) => {
            begun.give_back();
            Err(error.into())
        }
    }
}
