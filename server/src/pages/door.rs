//! The door as a page: it asks, then acts.

use super::{
    form::Form,
    visitor::{SignedIn, done},
};
use crate::{problem::Problem, state::App};
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
use service::{ForceOffline, ForceOfflineError, Identity, MAX_REASON_CHARS};

/// `GET /people/{id}/offline`
pub(super) async fn get(
    State(app): State<App>,
    SignedIn { visitor, who }: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id: UserId = id.parse().map_err(|_| Problem::not_found())?;
    Ok(visitor.page(page(&app, &who, &id)?))
}

/// `POST /people/{id}/offline`
pub(super) async fn post(
    State(app): State<App>,
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
    let before = page(&app, &who, &id)?;
    let asked = ForceOffline {
        reason: Some(form.get("reason").to_owned()),
        projects: (!projects.is_empty()).then_some(projects),
        revision: form.get("revision").parse().ok().map(Revision::new),
    };
    match app.service.force_offline(&who, &id, &asked).await {
        Ok(_) if before.projects.is_empty() => {
            Ok(done(&app, paths::PRESENCE, &Flash::AlreadyOffline { name: before.name }))
        }
        Ok(_) => {
            let names: Vec<&str> = before.projects.iter().map(|(_, name)| name.as_str()).collect();
            let projects = app::format::list(visitor.language, &names);
            Ok(done(&app, paths::PRESENCE, &Flash::PutOffline { name: before.name, projects }))
        }
        Err(error) => {
            let errors = match error {
                ForceOfflineError::Refused(_) => FormErrors::of_form(FieldError::Stale),
                ForceOfflineError::ReasonTooLong => FormErrors::default().with(
                    "reason",
                    FieldError::TooLong(u32::try_from(MAX_REASON_CHARS).unwrap_or(u32::MAX)),
                ),
                ForceOfflineError::Failure(failure) => return Err(failure.into()),
            };
            let mut page = page(&app, &who, &id)?;
            form.get("reason").clone_into(&mut page.reason);
            page.errors = errors;
            Ok(visitor.page(page))
        }
    }
}

/// What the door would do now.
fn page(app: &App, who: &Identity, id: &UserId) -> Result<DoorPage, Denied> {
    let site = app.service.site();
    let now = app.service.now();
    let agent = site.desk.agent(id).ok_or(Denied::Hidden)?;
    if !agent.projects.keys().any(|project| who.caller.sees(project)) {
        return Err(Denied::Hidden);
    }
    let rule = site.settings.door_rule;
    let may = door_projects(&who.caller, id, agent.projects.keys(), rule);
    if may.is_empty() {
        return Err(Denied::Forbidden);
    }
    let mut page = DoorPage {
        name: site.name(id).to_owned(),
        revision: agent.settle(now).agent.revision,
        back: paths::PRESENCE.to_owned(),
        ..DoorPage::default()
    };
    for project in agent.projects.keys().filter(|project| agent.is_online(project, now)) {
        let Some(known) = site.desk.project(project) else { continue };
        if may.contains(project) {
            page.projects.push((known.key.clone(), known.name.clone()));
            if site.desk.available(project, now) == 1 {
                page.last_in.push(known.name.clone());
            }
        } else if who.caller.sees(project) {
            page.stays_in.push(known.name.clone());
        }
    }
    Ok(page)
}
