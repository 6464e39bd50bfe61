//! A project's week against its hours.

use super::{export, project, query::Query, visitor::SignedIn};
use crate::{problem::Problem, state::Server};
use app::pages::CoveragePage;
use axum::{
    extract::{Path, State},
    response::Response,
};

/// `GET /projects/{key}/coverage?week=2026-03-02`
pub(super) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let key = project::key(&key)?;
    let seen = server.service.see_coverage(&who, &key, query.date("week"), &visitor.zone).await?;
    let head = {
        let board = server.service.board();
        let project = board.project_by_key(&key).ok_or_else(Problem::not_found)?;
        project::head(&board, &who, project)
    };
    let page = CoveragePage {
        project: head,
        zone: seen.zone,
        week: seen.week,
        hours: seen.hours,
        known: seen.known,
        coverage: seen.coverage,
        names: seen.names,
        earlier: seen.earlier,
        later: seen.later,
    };
    Ok(visitor.page_of(Some(&key), page))
}

/// `GET /projects/{key}/coverage.csv?week=2026-03-02`; without a week, all that is kept.
pub(super) async fn csv(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let key = project::key(&key)?;
    let week = query.date("week");
    let export = server.service.export_project(&who, &key, week, &visitor.zone).await?;
    Ok(export::file(&server, export))
}
