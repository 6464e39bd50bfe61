//! One's own account.

use crate::pages::parts::attempts::{Browser, too_many, wait};
use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{SignedIn, Visitor, done};
use crate::{state::Server, web::problem::Problem};
use app::{
    Language,
    flash::Flash,
    pages::{AccountPage, OwnIdleChoice},
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{extract::State, response::Response};
use presence::{Action, OwnIdle, may};
use service::{ChangeOwnIdleRefused, ChangePasswordRefused, Identity, LanguageTag};

/// `GET /account`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
) -> Result<Response, Problem> {
    let page = page(&server, &who).await?;
    Ok(visitor.page(page))
}

/// `POST /account`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    browser: Browser,
    form: Form,
) -> Result<Response, Problem> {
    match form.get("action") {
        "profile" => change_profile(&server, visitor, &who, &form).await,
        "idle" => change_own_idle(&server, visitor, &who, &form).await,
        "password" => change_password(&server, visitor, &browser, &who, &form).await,
        _ => Err(Problem::unreadable("The form does not say what to do.")),
    }
}

/// `action=profile`
async fn change_profile(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let mut errors = FormErrors::default();
    let name = fields::name(form, &mut errors);
    let language = language(form, &mut errors);
    if let Some(name) = name.filter(|_| errors.is_empty()) {
        server.service.change_account(who, &name, language.as_ref()).await?;
        return Ok(done(server, paths::ACCOUNT, &Flash::Saved));
    }
    Ok(visitor.page(AccountPage {
        name: form.get("name").to_owned(),
        language: Language::from_tag(form.get("language")),
        profile_errors: errors,
        ..page(server, who).await?
    }))
}

/// `action=idle`
async fn change_own_idle(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let mut errors = FormErrors::default();
    // No number is out of every range.
    let minutes = || form.get("own_idle_minutes").trim().parse().unwrap_or(0);
    let idle = match form.get("own_idle") {
        "site" => Some(OwnIdle::AsTheSite),
        "minutes" => Some(OwnIdle::Minutes(minutes())),
        "never" => Some(OwnIdle::Never),
        _ => None,
    };
    match idle {
        None => errors.add("own_idle", FieldError::Choice),
        Some(idle) => match server.service.change_own_idle(who, idle).await {
            Ok(()) => return Ok(done(server, paths::ACCOUNT, &Flash::Saved)),
            Err(ChangeOwnIdleRefused::Failure(failure)) => return Err(failure.into()),
            // The page offered no choice, so the site's setting is newer.
            Err(ChangeOwnIdleRefused::Enforced) => errors = FormErrors::of_form(FieldError::Stale),
            Err(ChangeOwnIdleRefused::OutOfRange { from, to }) => {
                errors.add("own_idle_minutes", FieldError::Range(from, to));
            }
        },
    }
    let mut page = page(server, who).await?;
    if let Some(choice) = &mut page.idle {
        form.get("own_idle").clone_into(&mut choice.chosen);
        form.get("own_idle_minutes").clone_into(&mut choice.minutes);
    }
    Ok(visitor.page(AccountPage { idle_errors: errors, ..page }))
}

/// `action=password`
async fn change_password(
    server: &Server,
    visitor: Visitor,
    browser: &Browser,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let page = page(server, who).await?;
    let page = |password_errors| AccountPage { password_errors, ..page };
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
    let Ok(begun) = server.tries.password(who.caller.id.as_str(), visitor.now) else {
        return Ok(wait(visitor, page(FormErrors::of_form(too_many()))));
    };
    match server.service.change_password(who, current, &new).await {
        Ok(()) => {
            begun.give_back();
            let mut response = done(server, paths::ACCOUNT, &Flash::PasswordChanged);
            browser.is_known_to(server, &who.caller.id, &mut response).await;
            Ok(response)
        }
        Err(ChangePasswordRefused::WrongCurrent) => {
            errors.add("current_password", FieldError::PasswordWrong);
            Ok(visitor.page(page(errors)))
        }
        Err(ChangePasswordRefused::Failure(failure)) => {
            begun.give_back();
            Err(failure.into())
        }
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

async fn page(server: &Server, who: &Identity) -> Result<AccountPage, Problem> {
    let is_agent = who.caller.roles.values().any(|roles| roles.agent);
    let idle = if is_agent { Some(own_idle(server, who).await?) } else { None };
    Ok(AccountPage {
        name: who.name.clone(),
        email: who.email.clone(),
        has_hours: may(&who.caller, &Action::ChangeOwnPresence).is_ok(),
        language: who.language.as_deref().and_then(Language::from_tag),
        idle,
        ..AccountPage::default()
    })
}

async fn own_idle(server: &Server, who: &Identity) -> Result<OwnIdleChoice, Problem> {
    let own = server.service.own_idle(who).await?;
    let site = server.service.board().settings.attendance;
    let (chosen, minutes) = match own {
        OwnIdle::AsTheSite => ("site", None),
        OwnIdle::Minutes(minutes) => ("minutes", Some(minutes)),
        OwnIdle::Never => ("never", None),
    };
    Ok(OwnIdleChoice {
        site_minutes: site.idle_minutes,
        enforced: site.idle_enforced,
        chosen: chosen.to_owned(),
        minutes: minutes.map_or_else(String::new, |minutes| minutes.to_string()),
    })
}
