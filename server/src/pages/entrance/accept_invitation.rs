//! Joining, behind the link of an invitation.

use crate::pages::entrance::enter::{KEEP_ADDRESS, enter};
use crate::pages::parts::attempts::Browser;
use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::query::Query;
use crate::pages::parts::visitor::Visitor;
use crate::{state::Server, web::problem::Problem};
use app::{
    flash::Flash,
    pages::{AcceptInvitationForm, AcceptInvitationPage},
    paths,
    ui::FormErrors,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use service::{AcceptInvitationRefused, InvitationView};

/// `GET /invitation?token=…`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    visitor: Visitor,
    query: Query,
) -> Result<Response, Problem> {
    let Some(invitation) = server.service.invitation(&query.secret("token")).await? else {
        return Ok(link_over(visitor));
    };
    let page = page(&server, invitation, "", FormErrors::default());
    Ok((KEEP_ADDRESS, visitor.page(page)).into_response())
}

/// `POST /invitation?token=…`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    visitor: Visitor,
    browser: Browser,
    query: Query,
    form: Form,
) -> Result<Response, Problem> {
    let link = query.secret("token");
    let Some(invitation) = server.service.invitation(&link).await? else {
        browser.bad_link(&server)?;
        return Ok(link_over(visitor));
    };
    let page = |errors| page(&server, invitation, form.get("name"), errors);
    let mut errors = FormErrors::default();
    let name = fields::name(&form, &mut errors);
    let password = fields::new_password(&form, &mut errors);
    let (Some(name), Some(password)) = (name, password) else {
        return Ok((KEEP_ADDRESS, visitor.page(page(errors))).into_response());
    };
    match server.service.accept_invitation(&link, &name, &password, &browser.name).await {
        Ok(signed_in) => {
            let welcome = Flash::Welcome { name: name.to_string() };
            enter(&server, &visitor, &browser, &signed_in, paths::HOME, Some(&welcome)).await
        }
        Err(AcceptInvitationRefused::LinkNotGood) => Ok(link_over(visitor)),
        Err(AcceptInvitationRefused::Store(error)) => Err(error.into()),
    }
}

fn page(
    server: &Server,
    invitation: InvitationView,
    name: &str,
    errors: FormErrors,
) -> AcceptInvitationPage {
    let form = AcceptInvitationForm {
        site: server.site.name().to_owned(),
        invited_by: invitation.inviter,
        projects: invitation.projects,
        email: invitation.email,
        name: name.to_owned(),
    };
    AcceptInvitationPage { invitation: Some(form), errors }
}

fn link_over(visitor: Visitor) -> Response {
    visitor.respond(StatusCode::NOT_FOUND, None, AcceptInvitationPage::default())
}
