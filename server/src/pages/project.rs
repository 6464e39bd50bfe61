//! A project's desk.

use super::{rows, visitor::SignedIn};
use crate::{problem::Problem, state::Server};
use app::pages::{ProjectHead, ProjectPage};
use axum::{
    extract::{Path, State},
    response::Response,
};
use presence::{Action, Board, Project, ProjectKey, may};
use service::Identity;

/// `GET /projects/{key}`
pub(super) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let key: ProjectKey = key.parse().map_err(|_| Problem::not_found())?;
    let agents = rows::agents(&server.service, &who, Some(&key))?;
    let page = {
        let board = server.service.board();
        let project = board.project_by_key(&key).ok_or_else(Problem::not_found)?;
        let availability =
            board.availability(&project.id, visitor.now).ok_or_else(Problem::not_found)?;
        ProjectPage {
            project: head(&board, &who, project),
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
pub(super) fn head(_: &Board, who: &Identity, project: &Project) -> ProjectHead {
    ProjectHead {
        key: project.key.clone(),
        name: project.name.clone(),
        may_manage: may(&who.caller, &Action::ChangeProject(&project.id)).is_ok(),
    }
}
