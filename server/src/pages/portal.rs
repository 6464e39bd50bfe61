//! The customers' page of a project.

use super::visitor::Visitor;
use crate::{problem::Problem, state::App};
use app::pages::PortalPage;
use axum::{
    extract::{Path, State},
    response::Response,
};
use presence::ProjectKey;

/// `GET /portal/{key}`: anyone. Without chat there is no such page.
pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let key: ProjectKey = key.parse().map_err(|_| Problem::not_found())?;
    let page = {
        let site = app.service.site();
        let project = site
            .desk
            .project_by_key(&key)
            .filter(|project| project.chat_enabled)
            .ok_or_else(Problem::not_found)?;
        let availability =
            site.desk.availability(&project.id, visitor.now).ok_or_else(Problem::not_found)?;
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
