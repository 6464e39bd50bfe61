//! The door.

use super::{Json, examples, given, problems::WishedOf};
use crate::{state::Server, web::auth::Known, web::problem::Problem};
use axum::extract::{Path, State};
use presence::view::MyPresence;
use presence::{ProjectKey, Revision, UserId};
use serde::Deserialize;
use service::{PutOffline, PutOfflineRefused};
use utoipa::ToSchema;

/// How the door is used; everything may be left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = Door)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    /// In your words, for the agent to read.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, max_length = 500)]
    reason: Option<String>,
    /// Left out: every project in which the caller may.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, min_items = 1)]
    projects: Option<Vec<ProjectKey>>,
    /// Which revision of the agent's presence the caller saw. Left out: whichever is the present.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Revision, nullable = false)]
    revision: Option<u64>,
}

/// The door: put another agent offline
///
/// For admins, as the site's setting says, and never for oneself. The agent stays online in projects that
/// are not named or not the caller's. It sticks: nothing but the agent's own wish with the present revision
/// brings them back. An agent who is offline there already stays as they are. The body may be left out.
#[utoipa::path(
    post,
    path = "/api/v1/agents/{id}/offline",
    tag = "agents",
    operation_id = "putOffline",
    params(("id" = String, Path, description = "The agent, as `GET /api/v1/agents` names them.", example = "03ab")),
    request_body(
        content = Option<Body>,
        examples(
            (
                "everywhere that one may" =
                (value = json!({ "reason": "Your shift is over. Thank you!" }))
            ),
            ("one project, as it was seen" = (value = json!({ "projects": ["SUP"], "revision": 12 })))
        )
    ),
    responses(
        (
            status = 200,
            description = "The agent's presence after it, in the projects that the caller sees too.",
            body = MyPresence,
            example = json!(examples::my_presence())
        ),
        WishedOf
    )
)]
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
        Err(PutOfflineRefused::Reason(error)) => Err(error.into()),
        Err(PutOfflineRefused::Failure(failure)) => Err(failure.into()),
    }
}
