//! The customers' page of a project.

use crate::pages::parts::visitor::Visitor;
use crate::{state::Server, web::problem::Problem};
use app::pages::PortalPage;
use axum::{
    extract::{Path, State},
    response::Response,
};
use presence::ProjectKey;

/// `GET /portal/{key}`: anyone. Without chat there is no such page.
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let key: ProjectKey = key.parse().map_err(|_| Problem::not_found())?;
    let page = {
        let board = server.service.board();
        let project = board
            .project_by_key(&key)
            .filter(|project| project.chat_enabled)
            .ok_or_else(Problem::not_found)?;
        let availability =
            board.availability(&project.id, visitor.now).ok_or_else(Problem::not_found)?;
        PortalPage {
            key: project.key.clone(),
            name: project.name.clone(),
            status: availability.status,
            since: availability.since,
            agents_online: availability.agents_online,
            next_open: availability.next_open,
        }
    };
    Ok(visitor.page(page))
}
