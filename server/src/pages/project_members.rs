//! A project's members: their roles, and who is invited.

use super::{
    fields,
    form::Form,
    invitations::{self, hand_over},
    project,
    visitor::{SignedIn, Visitor, done},
};
use crate::{problem::Problem, state::App};
use app::{
    flash::Flash,
    pages::{Member, ProjectMembersPage},
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use presence::{ProjectKey, Roles, UserId};
use service::{Identity, InvitationLink, Invite, InviteError, Invited, SetMemberError};

/// `GET /projects/{key}/members`
pub(super) async fn get(
    State(app): State<App>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let key = project::key(&key)?;
    let page = page(&app, &who, &key).await?;
    Ok(visitor.page_of(Some(&key), page))
}

/// `POST /projects/{key}/members`
pub(super) async fn post(
    State(app): State<App>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let key = project::key(&key)?;
    match form.get("action") {
        "roles" => set_roles(&app, visitor, &who, &key, &form).await,
        "remove" => remove(&app, visitor, &who, &key, &form).await,
        "add" => add(&app, visitor, &who, &key, &form).await,
        "renew" => {
            let link = app.service.renew_invitation(&who, form.get("invitation")).await?;
            invited(&app, visitor, &who, &key, link).await
        }
        "withdraw" => {
            let pending = app.service.pending_invitations(&who, Some(&key)).await?;
            let back = paths::project_members(&key);
            invitations::withdraw(&app, &who, &form, &pending, &back).await
        }
        _ => Err(Problem::unreadable("The form does not say what to do.")),
    }
}

/// `action=roles`
async fn set_roles(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    form: &Form,
) -> Result<Response, Problem> {
    let roles = fields::roles(form);
    if !roles.any() {
        return again(app, visitor, who, key, FieldError::RolesNone).await;
    }
    let person = fields::person(form)?;
    match app.service.set_member(who, key, &person, roles).await {
        Ok(()) => {
            let name = app.service.site().name(&person).to_owned();
            Ok(done(app, &back(who, key, &person, roles), &Flash::RolesChanged { name }))
        }
        Err(error) => not_set(app, visitor, who, key, error).await,
    }
}

/// `action=remove`
async fn remove(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    form: &Form,
) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    let none = Roles::default();
    match app.service.set_member(who, key, &person, none).await {
        Ok(()) => {
            let name = app.service.site().name(&person).to_owned();
            let removed = Flash::MemberRemoved { name, project: project_name(app, key) };
            Ok(done(app, &back(who, key, &person, none), &removed))
        }
        Err(error) => not_set(app, visitor, who, key, error).await,
    }
}

/// `action=add`
async fn add(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    form: &Form,
) -> Result<Response, Problem> {
    let mut errors = FormErrors::default();
    let roles = fields::roles(form);
    let email = fields::email(form, &mut errors);
    if !roles.any() {
        errors.add("roles", FieldError::RolesNone);
    }
    if let Some(email) = email.filter(|_| errors.is_empty()) {
        let invite = Invite { email, project: Some((key.clone(), roles)), site_admin: false };
        match app.service.invite(who, &invite).await {
            Ok(Invited::Added(person)) => {
                let name = app.service.site().name(&person).to_owned();
                let added = Flash::MemberAdded { name, project: project_name(app, key) };
                return Ok(done(app, &paths::project_members(key), &added));
            }
            Ok(Invited::Link(link)) => return invited(app, visitor, who, key, link).await,
            Ok(Invited::Exists(person)) => {
                let name = app.service.site().name(&person).to_owned();
                errors.add("email", FieldError::AlreadyMember(name));
            }
            Err(InviteError::NoRole) => errors.add("roles", FieldError::RolesNone),
            Err(InviteError::Failure(failure)) => return Err(failure.into()),
        }
    }
    let page = ProjectMembersPage {
        email: form.get("email").to_owned(),
        agent: roles.agent,
        admin: roles.admin,
        errors,
        ..page(app, who, key).await?
    };
    Ok(visitor.page_of(Some(key), page))
}

/// Hands over the link of an invitation, by mail or on the page.
async fn invited(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    link: InvitationLink,
) -> Result<Response, Problem> {
    match hand_over(app, &visitor, link, &paths::project_members(key)) {
        Ok(response) => Ok(response),
        Err(link) => {
            let mut page = page(app, who, key).await?;
            let visitor = link.on(&mut page.invitations, visitor);
            Ok(visitor.page_of(Some(key), page))
        }
    }
}

async fn not_set(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    error: SetMemberError,
) -> Result<Response, Problem> {
    match error {
        // The page had a row for them, so they went since.
        SetMemberError::UnknownPerson => again(app, visitor, who, key, FieldError::Stale).await,
        SetMemberError::Failure(failure) => Err(failure.into()),
    }
}

/// The page with what is wrong with a row of its list.
async fn again(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    error: FieldError,
) -> Result<Response, Problem> {
    let errors = FormErrors::of_form(error);
    Ok(visitor.page_of(Some(key), ProjectMembersPage { errors, ..page(app, who, key).await? }))
}

/// Where to go after `person` got these roles: whoever took away their own is let in here no more.
fn back(who: &Identity, key: &ProjectKey, person: &UserId, roles: Roles) -> String {
    if who.caller.id == *person && !roles.admin && !who.caller.site_admin {
        return paths::HOME.to_owned();
    }
    paths::project_members(key)
}

fn project_name(app: &App, key: &ProjectKey) -> String {
    app.service.site().desk.project_by_key(key).map_or_else(String::new, |it| it.name.clone())
}

async fn page(app: &App, who: &Identity, key: &ProjectKey) -> Result<ProjectMembersPage, Problem> {
    let members = app.service.see_members(who, key).await?;
    let pending = app.service.pending_invitations(who, Some(key)).await?;
    let members = members.into_iter().map(|member| Member {
        you: member.user == who.caller.id,
        id: member.user,
        name: member.name,
        email: member.email,
        agent: member.roles.agent,
        admin: member.roles.admin,
        disabled: member.disabled,
    });
    let site = app.service.site();
    let project = site.desk.project_by_key(key).ok_or_else(Problem::not_found)?;
    Ok(ProjectMembersPage {
        project: project::head(&site, who, project),
        members: members.collect(),
        invitations: invitations::rows(pending),
        email: String::new(),
        agent: true,
        admin: false,
        errors: FormErrors::default(),
    })
}
