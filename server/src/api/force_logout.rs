//! Force logout.

use super::{Json, examples, given, problems::AskedOf};
use crate::{state::Server, web::auth::Known, web::problem::Problem};
use axum::extract::{Path, State};
use presence::{UserId, view::MyPresence};
use serde::Deserialize;
use service::ForceLogoutRefused;
use utoipa::ToSchema;

/// What may be said; it may be left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = ForceLogout)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    /// In your words, for the person to read after they have signed in again.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, max_length = 500)]
    reason: Option<String>,
}

/// End every session of somebody
///
/// For site admins, and never for oneself. It ends the person's sessions and their time online; their tokens
/// rest until they sign in again, and are told then by whom, when and why. Somebody who is offline already, or
/// is an agent nowhere, is signed out as well. It sticks as the door does. The body may be left out.
#[utoipa::path(
    post,
    path = "/api/v1/agents/{id}/logout",
    tag = "agents",
    operation_id = "forceLogout",
    params(("id" = String, Path, description = "The person, as `GET /api/v1/agents` names them.", example = "03ab")),
    request_body(
        content = Option<Body>,
        examples(("with a reason" = (value = json!({ "reason": "Your laptop was found in a train." }))))
    ),
    responses(
        (
            status = 200,
            description = "The person's presence after it.",
            body = MyPresence,
            example = json!(examples::my_presence())
        ),
        AskedOf
    )
)]
pub(super) async fn post(
    State(server): State<Server>,
    Known(who): Known,
    Path(id): Path<String>,
    Json(body): Json<Body>,
) -> Result<axum::Json<MyPresence>, Problem> {
    // Whoever may not is told so before anything else.
    presence::may(&who.caller, &presence::Action::ManagePeople)?;
    let id: UserId = id.parse().map_err(|_| Problem::not_found())?;
    match server.service.force_logout(&who, &id, body.reason.as_deref()).await {
        Ok(agent) => Ok(axum::Json(server.service.presence_of_for(&agent, &who))),
        Err(ForceLogoutRefused::Yourself) => {
            Err(Problem::invalid("id", "This is your own account: sign out instead."))
        }
        Err(ForceLogoutRefused::Reason(error)) => Err(error.into()),
        Err(ForceLogoutRefused::Failure(failure)) => Err(failure.into()),
    }
}
