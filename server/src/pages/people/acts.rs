//! What a site admin may do to somebody. What weighs much is asked about first, and the admin stays where they
//! were.

use super::found::again;
use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{Visitor, done};
use crate::{state::Server, web::problem::Problem};
use app::{
    flash::Flash,
    format,
    pages::{HeavyAct, QuestionPage},
    paths,
    shell::Section,
    ui::{FieldError, FormErrors},
};
use axum::response::Response;
use presence::{UserId, view::IfGone};
use service::{ForceLogoutRefused, Identity, Prospect, SetDisabledRefused, SetSiteAdminRefused};

/// `action=make_site_admin` and `action=unmake_site_admin`
pub(super) async fn set_site_admin(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
    site_admin: bool,
) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    if site_admin && !form.is_on("confirm") {
        let prospect = server.service.see_prospect(who, &person).await?;
        let prospect = Prospect { if_gone: IfGone::default(), ..prospect };
        return Ok(ask(visitor, HeavyAct::MakeSiteAdmin, person, prospect));
    }
    match server.service.set_site_admin(who, &person, site_admin).await {
        Ok(()) => {
            let name = server.service.board().name(&person).to_owned();
            let flash = if site_admin {
                Flash::SiteAdminMade { name }
            } else {
                Flash::SiteAdminUnmade { name }
            };
            // Whoever took it from themselves is let in here no more.
            let still = site_admin || person != who.caller.id;
            Ok(done(server, if still { visitor.address() } else { paths::HOME }, &flash))
        }
        Err(SetSiteAdminRefused::LastSiteAdmin) => {
            again(server, visitor, who, FieldError::LastAdmin).await
        }
        Err(SetSiteAdminRefused::Failure(failure)) => Err(failure.into()),
    }
}

/// `action=disable`
pub(super) async fn disable(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    if !form.is_on("confirm") {
        let prospect = server.service.see_prospect(who, &person).await?;
        // What will be refused is not asked about.
        if prospect.yourself {
            return again(server, visitor, who, FieldError::OwnAccount).await;
        }
        if prospect.only_admin_of.is_empty() {
            return Ok(ask(visitor, HeavyAct::Disable, person, prospect));
        }
        let projects = format::list(visitor.language, &prospect.only_admin_of);
        let error = FieldError::OnlyAdmin(prospect.name, projects);
        return again(server, visitor, who, error).await;
    }
    set_disabled(server, visitor, who, &person, true).await
}

/// `action=enable`
pub(super) async fn enable(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    set_disabled(server, visitor, who, &person, false).await
}

async fn set_disabled(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    person: &UserId,
    disabled: bool,
) -> Result<Response, Problem> {
    let done_to = server.service.set_disabled(who, person, disabled).await;
    let name = server.service.board().name(person).to_owned();
    match done_to {
        Ok(()) if disabled => Ok(done(server, visitor.address(), &Flash::PersonDisabled { name })),
        Ok(()) => Ok(done(server, visitor.address(), &Flash::PersonEnabled { name })),
        Err(SetDisabledRefused::Yourself) => {
            again(server, visitor, who, FieldError::OwnAccount).await
        }
        Err(SetDisabledRefused::OnlyAdmin(projects)) => {
            let projects = format::list(visitor.language, &projects);
            again(server, visitor, who, FieldError::OnlyAdmin(name, projects)).await
        }
        Err(SetDisabledRefused::Failure(failure)) => Err(failure.into()),
    }
}

/// `action=force_logout`
pub(super) async fn force_logout(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    let mut errors = FormErrors::default();
    if form.is_on("confirm") {
        let reason = Some(form.get("reason"));
        match server.service.force_logout(who, &person, reason).await {
            Ok(_) => {
                let name = server.service.board().name(&person).to_owned();
                return Ok(done(server, visitor.address(), &Flash::LoggedOut { name }));
            }
            Err(ForceLogoutRefused::Reason(error)) => {
                errors.add("reason", FieldError::of_reason(error));
            }
            Err(ForceLogoutRefused::Yourself) => {
                return again(server, visitor, who, FieldError::OwnLogout).await;
            }
            Err(ForceLogoutRefused::Failure(failure)) => return Err(failure.into()),
        }
    }
    let prospect = server.service.see_prospect(who, &person).await?;
    if prospect.yourself {
        return again(server, visitor, who, FieldError::OwnLogout).await;
    }
    let act = HeavyAct::ForceLogout { devices: prospect.devices };
    let question = question(&visitor, act, person, prospect);
    let reason = form.get("reason").to_owned();
    Ok(visitor.page(QuestionPage { reason, errors, ..question }))
}

/// `action=sign_out_device`: one of somebody's devices.
pub(super) async fn sign_out_device(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let device = fields::device(form)?;
    server.service.sign_out_device(who, &device).await?;
    Ok(done(server, visitor.address(), &Flash::DeviceSignedOut))
}

fn ask(visitor: Visitor, act: HeavyAct, person: UserId, prospect: Prospect) -> Response {
    let question = question(&visitor, act, person, prospect);
    visitor.page(question)
}

fn question(visitor: &Visitor, act: HeavyAct, person: UserId, prospect: Prospect) -> QuestionPage {
    QuestionPage {
        act,
        person,
        name: prospect.name,
        if_gone: prospect.if_gone,
        section: Section::People,
        back: visitor.address().to_owned(),
        reason: String::new(),
        errors: FormErrors::default(),
    }
}
