//! One's own account.

use super::{
    attempts::{too_many, wait},
    fields,
    form::Form,
    visitor::{SignedIn, Visitor, done},
};
use crate::{problem::Problem, state::App};
use app::{
    Language,
    flash::Flash,
    pages::AccountPage,
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{extract::State, response::Response};
use service::{ChangePasswordError, Identity, LanguageTag};

/// `GET /account`
pub(super) async fn get(SignedIn { visitor, who }: SignedIn) -> Response {
    visitor.page(page(&who))
}

/// `POST /account`
pub(super) async fn post(
    State(app): State<App>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    match form.get("action") {
        "profile" => change_profile(&app, visitor, &who, &form).await,
        "password" => change_password(&app, visitor, &who, &form).await,
        _ => Err(Problem::unreadable("The form does not say what to do.")),
    }
}

/// `action=profile`
async fn change_profile(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let mut errors = FormErrors::default();
    let name = fields::name(form, &mut errors);
    let language = language(form, &mut errors);
    if let Some(name) = name.filter(|_| errors.is_empty()) {
        app.service.change_account(who, &name, language.as_ref()).await?;
        return Ok(done(app, paths::ACCOUNT, &Flash::Saved));
    }
    Ok(visitor.page(AccountPage {
        name: form.get("name").to_owned(),
        language: Language::from_tag(form.get("language")),
        profile_errors: errors,
        ..page(who)
    }))
}

/// `action=password`
async fn change_password(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let page = |password_errors| AccountPage { password_errors, ..page(who) };
    let mut errors = FormErrors::default();
    let current = form.get("current_password");
    if current.is_empty() {
        errors.add("current_password", FieldError::Required);
    }
    let new = fields::new_password(form, &mut errors);
    let Some(new) = new.filter(|_| errors.is_empty()) else {
        return Ok(visitor.page(page(errors)));
    };
    // Whoever found a browser open does not get to guess.
    if app.limits.account(&who.email).is_err() {
        return Ok(wait(visitor, page(FormErrors::of_form(too_many()))));
    }
    match app.service.change_password(who, current, &new).await {
        Ok(()) => Ok(done(app, paths::ACCOUNT, &Flash::PasswordChanged)),
        Err(ChangePasswordError::WrongCurrent) => {
            errors.add("current_password", FieldError::PasswordWrong);
            Ok(visitor.page(page(errors)))
        }
        Err(ChangePasswordError::Failure(failure)) => Err(failure.into()),
    }
}

/// The chosen language; `None` is what the browser says.
fn language(form: &Form, errors: &mut FormErrors) -> Option<LanguageTag> {
    let tag = form.get("language");
    if tag.is_empty() {
        return None;
    }
    let known = Language::ALL.iter().find(|language| language.tag() == tag);
    let parsed = known.and_then(|language| language.tag().parse().ok());
    if parsed.is_none() {
        errors.add("language", FieldError::Choice);
    }
    parsed
}

fn page(who: &Identity) -> AccountPage {
    AccountPage {
        name: who.name.clone(),
        email: who.email.clone(),
        language: who.language.as_deref().and_then(Language::from_tag),
        ..AccountPage::default()
    }
}
