//! A project's week against its hours.

use crate::pages::history::export;
use crate::pages::parts::query::Query;
use crate::pages::parts::visitor::SignedIn;
use crate::pages::projects::desk;
use crate::{state::Server, web::problem::Problem};
use app::pages::CoveragePage;
use axum::{
    extract::{Path, State},
    response::Response,
};

/// `GET /projects/{key}/coverage?week=2026-03-02`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let key = desk::key(&key)?;
    let seen = server.service.see_coverage(&who, &key, query.date("week"), &visitor.zone).await?;
    let project = {
        let board = server.service.board();
        let project = board.project_by_key(&key).ok_or_else(Problem::not_found)?;
        desk::head(&board, &who, project)
    };
    Ok(visitor.page_of(Some(&key), CoveragePage { project, seen }))
}

/// `GET /projects/{key}/coverage.csv?week=2026-03-02`; without a week, all that is kept.
pub(in crate::pages) async fn csv(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let key = desk::key(&key)?;
    let week = query.date("week");
    let export = server.service.export_project(&who, &key, week, &visitor.zone).await?;
    Ok(export::file(&server, export))
}
