//! A project's members: their roles, and who is invited.

use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{SignedIn, Visitor, done};
use crate::pages::people::invitations::{self, hand_over};
use crate::pages::projects::desk;
use crate::{state::Server, web::problem::Problem};
use app::{
    flash::Flash,
    pages::{HeavyAct, Member, ProjectMembersPage, QuestionPage},
    paths,
    shell::Section,
    ui::{FieldError, FormErrors},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use presence::{ProjectKey, Roles, UserId};
use service::{Asked, Identity, Invite, InviteRefused, Invited, Removal, SetMemberRefused};

/// `GET /projects/{key}/members`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let key = desk::key(&key)?;
    let page = page(&server, &who, &key).await?;
    Ok(visitor.page_of(Some(&key), page))
}

/// `POST /projects/{key}/members`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let key = desk::key(&key)?;
    match form.get("action") {
        "roles" => set_roles(&server, visitor, &who, &key, &form).await,
        "remove" => remove(&server, visitor, &who, &key, &form).await,
        "add" => add(&server, visitor, &who, &key, &form).await,
        "renew" => {
            let (id, letter) = (form.get("invitation"), visitor.letter());
            match server.service.renew_invitation(&who, id, letter.as_ref()).await {
                Ok(asked) => invited(&server, visitor, &who, &key, asked).await,
                Err(InviteRefused::Failure(failure)) => Err(failure.into()),
                Err(_) => again(&server, visitor, &who, &key, FieldError::TooManyLetters).await,
            }
        }
        "withdraw" => {
            let pending = server.service.pending_invitations(&who, Some(&key)).await?;
            let back = paths::project_members(&key);
            invitations::withdraw(&server, &who, &form, &pending, &back).await
        }
        _ => Err(Problem::unreadable("The form does not say what to do.")),
    }
}

/// `action=roles`
async fn set_roles(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    form: &Form,
) -> Result<Response, Problem> {
    let roles = fields::roles(form);
    if !roles.any() {
        return again(server, visitor, who, key, FieldError::RolesNone).await;
    }
    let person = fields::person(form)?;
    match server.service.set_member(who, key, &person, roles).await {
        Ok(()) => {
            let name = server.service.board().name(&person).to_owned();
            Ok(done(server, &back(who, key, &person, roles), &Flash::RolesChanged { name }))
        }
        Err(error) => not_set(server, visitor, who, key, &person, error).await,
    }
}

/// `action=remove`
async fn remove(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    form: &Form,
) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    if !form.is_on("confirm") {
        return match server.service.see_removal(who, key, &person).await {
            Ok(removal) => Ok(ask(visitor, key, person, removal)),
            Err(error) => not_set(server, visitor, who, key, &person, error).await,
        };
    }
    let none = Roles::default();
    match server.service.set_member(who, key, &person, none).await {
        Ok(()) => {
            let name = server.service.board().name(&person).to_owned();
            let removed = Flash::MemberRemoved { name, project: project_name(server, key) };
            Ok(done(server, &back(who, key, &person, none), &removed))
        }
        Err(error) => not_set(server, visitor, who, key, &person, error).await,
    }
}

/// Asks before somebody is removed.
fn ask(visitor: Visitor, key: &ProjectKey, person: UserId, removal: Removal) -> Response {
    let Removal { name, project, yourself, if_gone } = removal;
    let question = QuestionPage {
        act: HeavyAct::Remove { project, yourself },
        person,
        name,
        if_gone,
        section: Section::Projects,
        back: visitor.address().to_owned(),
        reason: String::new(),
        errors: FormErrors::default(),
    };
    visitor.page_of(Some(key), question)
}

/// `action=add`
async fn add(
    server: &Server,
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
        let (project, letter) = (Some((key.clone(), roles)), visitor.letter());
        let invite = Invite { email, project, site_admin: false, letter };
        match server.service.invite(who, &invite).await {
            Ok(Invited::Added(person)) => {
                let name = server.service.board().name(&person).to_owned();
                let added = Flash::MemberAdded { name, project: project_name(server, key) };
                return Ok(done(server, &paths::project_members(key), &added));
            }
            Ok(Invited::Asked(asked)) => return invited(server, visitor, who, key, asked).await,
            Ok(Invited::Exists(person)) => {
                let name = server.service.board().name(&person).to_owned();
                errors.add("email", FieldError::AlreadyMember(name));
            }
            Err(InviteRefused::NoRole) => errors.add("roles", FieldError::RolesNone),
            Err(InviteRefused::TooManyLetters) => errors.add("email", FieldError::TooManyLetters),
            Err(InviteRefused::Failure(failure)) => return Err(failure.into()),
        }
    }
    let page = ProjectMembersPage {
        email: form.get("email").to_owned(),
        agent: roles.agent,
        admin: roles.admin,
        errors,
        ..page(server, who, key).await?
    };
    Ok(visitor.page_of(Some(key), page))
}

/// Says that somebody was asked, with the link where the admin hands it over.
async fn invited(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    asked: Asked,
) -> Result<Response, Problem> {
    match hand_over(server, asked, &paths::project_members(key)) {
        Ok(response) => Ok(response),
        Err(link) => {
            let mut page = page(server, who, key).await?;
            let visitor = link.on(&mut page.invitations, visitor);
            Ok(visitor.page_of(Some(key), page))
        }
    }
}

async fn not_set(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    person: &UserId,
    error: SetMemberRefused,
) -> Result<Response, Problem> {
    match error {
        SetMemberRefused::OnlyAdmin => {
            let name = server.service.board().name(person).to_owned();
            let error = FieldError::OnlyAdmin(name, project_name(server, key));
            again(server, visitor, who, key, error).await
        }
        // The page had a row for them, so they went since.
        SetMemberRefused::UnknownPerson => {
            again(server, visitor, who, key, FieldError::Stale).await
        }
        SetMemberRefused::Failure(failure) => Err(failure.into()),
    }
}

/// The page with what is wrong with a row of its list.
async fn again(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    error: FieldError,
) -> Result<Response, Problem> {
    let errors = FormErrors::of_form(error);
    Ok(visitor.page_of(Some(key), ProjectMembersPage { errors, ..page(server, who, key).await? }))
}

/// Where to go after `person` got these roles: whoever took away their own is let in here no more.
fn back(who: &Identity, key: &ProjectKey, person: &UserId, roles: Roles) -> String {
    if who.caller.id == *person && !roles.admin && !who.caller.site_admin {
        return paths::HOME.to_owned();
    }
    paths::project_members(key)
}

fn project_name(server: &Server, key: &ProjectKey) -> String {
    server.service.board().project_by_key(key).map_or_else(String::new, |it| it.name.clone())
}

async fn page(
    server: &Server,
    who: &Identity,
    key: &ProjectKey,
) -> Result<ProjectMembersPage, Problem> {
    let members = server.service.see_members(who, key).await?;
    let pending = server.service.pending_invitations(who, Some(key)).await?;
    let members = members.into_iter().map(|member| Member {
        you: member.user == who.caller.id,
        id: member.user,
        name: member.name,
        email: member.email,
        agent: member.roles.agent,
        admin: member.roles.admin,
        disabled: member.disabled,
    });
    let board = server.service.board();
    let project = board.project_by_key(key).ok_or_else(Problem::not_found)?;
    Ok(ProjectMembersPage {
        project: desk::head(&board, who, project),
        members: members.collect(),
        invitations: invitations::rows(pending),
        email: String::new(),
        agent: true,
        admin: false,
        errors: FormErrors::default(),
    })
}
