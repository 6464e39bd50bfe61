//! Everybody with an account, for site admins.

use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{SignedIn, Visitor, done};
use crate::pages::people::{
    acts,
    found::{again, page},
    invitations::{self, hand_over},
};
use crate::{state::Server, web::problem::Problem};
use app::{
    flash::Flash,
    pages::{PeoplePage, ResetLink},
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{extract::State, response::Response};
use service::{Asked, Identity, Invite, InviteRefused, Invited, MakeResetLinkRefused};

/// `GET /people`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
) -> Result<Response, Problem> {
    let page = page(&server, &who, &visitor).await?;
    Ok(visitor.page(page))
}

/// `POST /people`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    match form.get("action") {
        "make_site_admin" => acts::set_site_admin(&server, visitor, &who, &form, true).await,
        "unmake_site_admin" => acts::set_site_admin(&server, visitor, &who, &form, false).await,
        "disable" => acts::disable(&server, visitor, &who, &form).await,
        "enable" => acts::enable(&server, visitor, &who, &form).await,
        "force_logout" => acts::force_logout(&server, visitor, &who, &form).await,
        "sign_out_device" => acts::sign_out_device(&server, visitor, &who, &form).await,
        "reset_link" => make_reset_link(&server, visitor, &who, &form).await,
        "invite" => invite(&server, visitor, &who, &form).await,
        "renew" => {
            let (id, letter) = (form.get("invitation"), visitor.letter());
            match server.service.renew_invitation(&who, id, letter.as_ref()).await {
                Ok(asked) => invited(&server, visitor, &who, asked).await,
                Err(InviteRefused::Failure(failure)) => Err(failure.into()),
                Err(_) => again(&server, visitor, &who, FieldError::TooManyLetters).await,
            }
        }
        "withdraw" => {
            let pending = server.service.pending_invitations(&who, None).await?;
            invitations::withdraw(&server, &who, &form, &pending, visitor.address()).await
        }
        _ => Err(Problem::unreadable("The form does not say what to do.")),
    }
}

/// `action=reset_link`: mailed where the site sends mail, else shown once, on this very page.
async fn make_reset_link(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    let letter = visitor.letter();
    let made = match server.service.make_reset_link(who, &person, letter.as_ref()).await {
        Ok(made) => made,
        // The page offers no link for those who are disabled, so they were so since.
        Err(MakeResetLinkRefused::Disabled) => {
            return again(server, visitor, who, FieldError::Stale).await;
        }
        Err(MakeResetLinkRefused::TooManyLetters) => {
            return again(server, visitor, who, FieldError::TooManyLetters).await;
        }
        Err(MakeResetLinkRefused::Failure(failure)) => return Err(failure.into()),
    };
    let (name, secret, until) = match made {
        service::ResetLink::ByLetter(name) => {
            return Ok(done(server, visitor.address(), &Flash::ResetLinkSent { name }));
        }
        service::ResetLink::ByLink { name, secret, expires_at } => (name, secret, expires_at),
    };
    let link = server.site.link(&format!("{}?token={}", paths::RESET_PASSWORD, secret.reveal()));
    let reset_link = ResetLink { name: name.clone(), link, until };
    let page = page(server, who, &visitor).await?;
    let visitor = visitor.telling(Flash::ResetLinkMade { name });
    Ok(visitor.page(PeoplePage { reset_link: Some(reset_link), ..page }))
}

/// `action=invite`
async fn invite(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let mut errors = FormErrors::default();
    let site_admin = form.is_on("site_admin");
    if let Some(email) = fields::email(form, &mut errors) {
        let invite = Invite { email, project: None, site_admin, letter: visitor.letter() };
        match server.service.invite(who, &invite).await {
            Ok(Invited::Asked(asked)) => return invited(server, visitor, who, asked).await,
            Ok(Invited::Added(person)) => {
                let name = server.service.board().name(&person).to_owned();
                return Ok(done(server, visitor.address(), &Flash::SiteAdminMade { name }));
            }
            Ok(Invited::Exists(_)) => errors.add("email", FieldError::EmailTaken),
            Err(InviteRefused::NoRole) => errors.add("email", FieldError::RolesNone),
            Err(InviteRefused::TooManyLetters) => errors.add("email", FieldError::TooManyLetters),
            Err(InviteRefused::Failure(failure)) => return Err(failure.into()),
        }
    }
    let page = page(server, who, &visitor).await?;
    let email = form.get("email").to_owned();
    Ok(visitor.page(PeoplePage { email, site_admin, errors, ..page }))
}

/// Says that somebody was asked, with the link where the admin hands it over.
async fn invited(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    asked: Asked,
) -> Result<Response, Problem> {
    match hand_over(server, asked, visitor.address()) {
        Ok(response) => Ok(response),
        Err(link) => {
            let mut page = page(server, who, &visitor).await?;
            let visitor = link.on(&mut page.invitations, visitor);
            Ok(visitor.page(page))
        }
    }
}
