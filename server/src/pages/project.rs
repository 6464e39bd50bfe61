//! A project's desk.

use super::{rows, visitor::SignedIn};
use crate::{problem::Problem, state::App};
use app::pages::{ProjectHead, ProjectPage};
use axum::{
    extract::{Path, State},
    response::Response,
};
use presence::{Action, DeskProject, ProjectKey, may};
use service::{Identity, Site};

/// `GET /projects/{key}`
pub(super) async fn get(
    State(app): State<App>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let key: ProjectKey = key.parse().map_err(|_| Problem::not_found())?;
    let agents = rows::agents(&app.service, &who, Some(&key))?;
    let page = {
        let site = app.service.site();
        let project = site.desk.project_by_key(&key).ok_or_else(Problem::not_found)?;
        let availability =
            site.desk.availability(&project.id, visitor.now).ok_or_else(Problem::not_found)?;
        ProjectPage {
            project: head(&site, &who, project),
            chat_enabled: project.chat_enabled,
            status: availability.status,
            since: availability.since,
            agents,
        }
    };
    Ok(visitor.page_of(Some(&key), page))
}

/// The key in an address; what is no key names nothing.
pub(super) fn key(text: &str) -> Result<ProjectKey, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

/// What every page of a project begins with.
pub(super) fn head(_: &Site, who: &Identity, project: &DeskProject) -> ProjectHead {
    ProjectHead {
        key: project.key.clone(),
        name: project.name.clone(),
        may_manage: may(&who.caller, &Action::ChangeProject(&project.id)).is_ok(),
    }
}
