//! An agent's history: one's own, and for admins that of the agents of their projects.

use crate::pages::history::export;
use crate::pages::parts::query::Query;
use crate::pages::parts::visitor::{SignedIn, Visitor};
use crate::{state::Server, web::problem::Problem};
use app::pages::HistoryPage;
use axum::{
    extract::{Path, State},
    response::Response,
};
use presence::UserId;
use service::Identity;

/// `GET /account/history?day=2026-03-02`
pub(in crate::pages) async fn own(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    query: Query,
) -> Result<Response, Problem> {
    let agent = who.caller.id.clone();
    page(&server, visitor, &who, agent, &query).await
}

/// `GET /people/{id}/history?day=2026-03-02`
pub(in crate::pages) async fn of(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(agent): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    page(&server, visitor, &who, id(&agent)?, &query).await
}

/// `GET /account/history.csv`
pub(in crate::pages) async fn own_csv(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
) -> Result<Response, Problem> {
    let export = server.service.export_agent(&who, &who.caller.id, &visitor.zone).await?;
    Ok(export::file(&server, export))
}

/// `GET /people/{id}/history.csv`
pub(in crate::pages) async fn csv_of(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(agent): Path<String>,
) -> Result<Response, Problem> {
    let export = server.service.export_agent(&who, &id(&agent)?, &visitor.zone).await?;
    Ok(export::file(&server, export))
}

async fn page(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    agent: UserId,
    query: &Query,
) -> Result<Response, Problem> {
    let seen = server.service.see_history(who, &agent, query.date("day"), &visitor.zone).await?;
    Ok(visitor.page(HistoryPage { agent, seen }))
}

/// The id in an address; what is no id names nobody.
fn id(text: &str) -> Result<UserId, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}
