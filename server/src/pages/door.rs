//! The door as a page: it asks, then acts.

use super::{
    form::Form,
    visitor::{SignedIn, done},
};
use crate::{problem::Problem, state::Server};
use app::{
    flash::Flash,
    pages::DoorPage,
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use presence::{Denied, ProjectKey, Revision, UserId, door_projects};
use service::{Identity, MAX_REASON_CHARS, PutOffline, PutOfflineRefused};

/// `GET /people/{id}/offline`
pub(super) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id: UserId = id.parse().map_err(|_| Problem::not_found())?;
    Ok(visitor.page(page(&server, &who, &id)?))
}

/// `POST /people/{id}/offline`
pub(super) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let id: UserId = id.parse().map_err(|_| Problem::not_found())?;
    let projects: Vec<ProjectKey> = form
        .all("projects")
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| Problem::not_found())?;
    let before = page(&server, &who, &id)?;
    let asked = PutOffline {
        reason: Some(form.get("reason").to_owned()),
        projects: (!projects.is_empty()).then_some(projects),
        revision: form.get("revision").parse().ok().map(Revision::new),
    };
    match server.service.put_offline(&who, &id, &asked).await {
        Ok(_) if before.projects.is_empty() => {
            Ok(done(&server, paths::PRESENCE, &Flash::AlreadyOffline { name: before.name }))
        }
        Ok(_) => {
            let names: Vec<&str> = before.projects.iter().map(|(_, name)| name.as_str()).collect();
            let projects = app::format::list(visitor.language, &names);
            Ok(done(&server, paths::PRESENCE, &Flash::PutOffline { name: before.name, projects }))
        }
        Err(error) => {
            let errors = match error {
                PutOfflineRefused::Refused(_) => FormErrors::of_form(FieldError::Stale),
                PutOfflineRefused::ReasonTooLong => FormErrors::default().with(
                    "reason",
                    FieldError::TooLong(u32::try_from(MAX_REASON_CHARS).unwrap_or(u32::MAX)),
                ),
                PutOfflineRefused::Failure(failure) => return Err(failure.into()),
            };
            let mut page = page(&server, &who, &id)?;
            form.get("reason").clone_into(&mut page.reason);
            page.errors = errors;
            Ok(visitor.page(page))
        }
    }
}

/// What the door would do now.
fn page(server: &Server, who: &Identity, id: &UserId) -> Result<DoorPage, Denied> {
    let board = server.service.board();
    let now = server.service.now();
    let agent = board.agent(id).ok_or(Denied::Hidden)?;
    if !agent.projects.keys().any(|project| who.caller.sees(project)) {
        return Err(Denied::Hidden);
    }
    let rule = board.settings.door_rule;
    let may = door_projects(&who.caller, id, agent.projects.keys(), rule);
    if may.is_empty() {
        return Err(Denied::Forbidden);
    }
    let mut page = DoorPage {
        name: board.name(id).to_owned(),
        revision: agent.settle(now).agent.revision,
        back: paths::PRESENCE.to_owned(),
        ..DoorPage::default()
    };
    for project in agent.projects.keys().filter(|project| agent.is_online(project, now)) {
        let Some(known) = board.project(project) else { continue };
        if may.contains(project) {
            page.projects.push((known.key.clone(), known.name.clone()));
            if board.available(project, now) == 1 {
                page.last_in.push(known.name.clone());
            }
        } else if who.caller.sees(project) {
            page.stays_in.push(known.name.clone());
        }
    }
    Ok(page)
}
