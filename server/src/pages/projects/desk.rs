//! A project's desk.

use crate::pages::parts::visitor::SignedIn;
use crate::{state::Server, web::problem::Problem};
use app::pages::{ProjectHead, ProjectPage};
use axum::{
    extract::{Path, State},
    response::Response,
};
use presence::{Action, Board, Project, ProjectKey, may, view::HeaderModel};
use service::Identity;

/// `GET /projects/{key}`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let key: ProjectKey = key.parse().map_err(|_| Problem::not_found())?;
    let page = {
        let board = server.service.board();
        let project = board.project_by_key(&key).ok_or_else(Problem::not_found)?;
        may(&who.caller, &Action::SeeProject(&project.id))?;
        let availability =
            board.availability(&project.id, visitor.now).ok_or_else(Problem::not_found)?;
        ProjectPage {
            project: head(&board, &who, project),
            chat_enabled: project.chat_enabled,
            status: availability.status,
            since: availability.since,
            model: HeaderModel::of(&board, &who.caller, Some(&key), visitor.now),
        }
    };
    Ok(visitor.page_of(Some(&key), page))
}

/// The key in an address; what is no key names nothing.
pub(in crate::pages) fn key(text: &str) -> Result<ProjectKey, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

/// What every page of a project begins with.
pub(in crate::pages) fn head(_: &Board, who: &Identity, project: &Project) -> ProjectHead {
    ProjectHead {
        key: project.key.clone(),
        name: project.name.clone(),
        may_manage: may(&who.caller, &Action::ChangeProject(&project.id)).is_ok(),
    }
}
