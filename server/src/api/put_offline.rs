//! The door.

use super::{Json, given};
use crate::{state::Server, web::auth::Known, web::problem::Problem};
use axum::extract::{Path, State};
use presence::view::MyPresence;
use presence::{ProjectKey, Revision, UserId};
use serde::Deserialize;
use service::{MAX_REASON_CHARS, PutOffline, PutOfflineRefused};

/// The body of `POST /api/v1/agents/{id}/offline`; everything may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    #[serde(default, deserialize_with = "given")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "given")]
    projects: Option<Vec<ProjectKey>>,
    #[serde(default, deserialize_with = "given")]
    revision: Option<u64>,
}

/// `POST /api/v1/agents/{id}/offline`: answers with the agent's presence in the projects that the caller
/// sees.
pub(super) async fn post(
    State(server): State<Server>,
    Known(who): Known,
    Path(id): Path<String>,
    Json(body): Json<Body>,
) -> Result<axum::Json<MyPresence>, Problem> {
    let id: UserId = id.parse().map_err(|_| Problem::not_found())?;
    if body.projects.as_ref().is_some_and(Vec::is_empty) {
        return Err(Problem::invalid(
            "projects",
            "Name at least one project, or leave projects out.",
        ));
    }
    let asked = PutOffline {
        reason: body.reason,
        projects: body.projects,
        revision: body.revision.map(Revision::new),
    };
    let result = server.service.put_offline(&who, &id, &asked).await;
    match result {
        Ok(agent) => Ok(axum::Json(server.service.presence_of_for(&agent, &who))),
        Err(PutOfflineRefused::Refused(_)) => {
            let board = server.service.board();
            let present = board.agent(&id).map(|agent| server.service.presence_of_for(agent, &who));
            Err(Problem::stale(present))
        }
        Err(PutOfflineRefused::ReasonTooLong) => Err(Problem::invalid(
            "reason",
            format!("A reason has at most {MAX_REASON_CHARS} characters."),
        )),
        Err(PutOfflineRefused::Failure(failure)) => Err(failure.into()),
    }
}
