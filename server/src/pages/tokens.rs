//! One's own API tokens.

use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{SignedIn, Visitor, done};
use crate::{state::Server, web::problem::Problem};
use app::{
    flash::Flash,
    pages::{MadeToken, TokensPage},
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{extract::State, response::Response};
use presence::DeviceId;
use service::{AddTokenRefused, Identity, MAX_TOKENS};

/// `GET /account/tokens`
pub(super) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
) -> Result<Response, Problem> {
    let page = page(&server, &who).await?;
    Ok(visitor.page(page))
}

/// `POST /account/tokens`
pub(super) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    match form.get("action") {
        "add" => add(&server, visitor, &who, &form).await,
        "revoke" => revoke(&server, visitor, &who, &form).await,
        _ => Err(Problem::unreadable("The form does not say what to do.")),
    }
}

/// `action=add`: the token is shown once, on this very page, and must not travel through a redirect.
async fn add(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let mut errors = FormErrors::default();
    if let Some(name) = fields::name(form, &mut errors) {
        match server.service.add_token(who, &name).await {
            Ok(secret) => {
                let (name, secret) = (name.to_string(), secret.reveal().to_owned());
                let visitor = visitor.telling(Flash::TokenMade { name: name.clone() });
                let made = Some(MadeToken { name, secret });
                return Ok(visitor.page(TokensPage { made, ..page(server, who).await? }));
            }
            Err(AddTokenRefused::Failure(failure)) => return Err(failure.into()),
            Err(AddTokenRefused::TooMany) => {
                let most = u32::try_from(MAX_TOKENS).unwrap_or(u32::MAX);
                errors = FormErrors::of_form(FieldError::TooManyTokens(most));
            }
        }
    }
    let name = form.get("name").to_owned();
    Ok(visitor.page(TokensPage { name, errors, ..page(server, who).await? }))
}

/// `action=revoke`: asks first, and does it once `confirm` says so.
async fn revoke(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let mut page = page(server, who).await?;
    let id: Option<DeviceId> = form.get("token").parse().ok();
    let Some(token) = id.and_then(|id| page.tokens.iter().find(|token| token.id == id)) else {
        // The page had a row for it, so it went since.
        page.errors = FormErrors::of_form(FieldError::Stale);
        return Ok(visitor.page(page));
    };
    if !form.is_on("confirm") {
        page.asked = Some(token.clone());
        return Ok(visitor.page(page));
    }
    server.service.revoke_token(who, &token.id).await?;
    Ok(done(server, paths::TOKENS, &Flash::TokenRevoked { name: token.name.clone() }))
}

async fn page(server: &Server, who: &Identity) -> Result<TokensPage, Problem> {
    let tokens = server.service.tokens(who, &who.caller.id).await?;
    Ok(TokensPage { tokens, ..TokensPage::default() })
}
