//! The agents that one may see.

use super::{examples, problems::AskedAbout};
use crate::{state::Server, web::auth::Known, web::problem::Problem};
use axum::extract::{Query, State};
use presence::{Presence, ProjectKey, Revision, Timestamp, rfc3339, view::AbsenceView};
use serde::{Deserialize, Serialize};
use service::AgentView;
use utoipa::{IntoParams, ToSchema};

/// The query.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Those of this project alone. Without it: of every project that the caller sees.
    #[param(value_type = Option<ProjectKey>, nullable = false, example = "SUP")]
    project: Option<String>,
}

/// The agents whom one may see, by name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Agents)]
pub(super) struct Answer {
    agents: Vec<AgentJson>,
}

/// An agent, in the projects that the caller sees too.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Agent)]
pub(super) struct AgentJson {
    id: String,
    name: String,
    /// The best of the projects below: online, else away, else lost, else offline.
    presence: Presence,
    #[schema(value_type = Revision)]
    revision: u64,
    /// Why they are not available, while away or lost; null otherwise.
    #[schema(required)]
    absence: Option<AbsenceView>,
    projects: Vec<PlaceJson>,
}

/// An agent in one project.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgentInProject)]
struct PlaceJson {
    #[schema(value_type = ProjectKey)]
    project: String,
    presence: Presence,
    /// Since when they are so; null for one who was never online there.
    #[serde(with = "rfc3339::option")]
    #[schema(required)]
    since: Option<Timestamp>,
    /// Since when nobody is there, while away or lost.
    #[serde(with = "rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    absent_since: Option<Timestamp>,
    /// Until when they are online; null without an end, and offline.
    #[serde(with = "rfc3339::option")]
    #[schema(required)]
    until: Option<Timestamp>,
}

/// The agents whom one may see
#[utoipa::path(
    get,
    path = "/api/v1/agents",
    tag = "agents",
    operation_id = "getAgents",
    params(Asked),
    responses(
        (
            status = 200,
            description = "The agents, by name, with the projects that the caller sees too.",
            body = Answer,
            example = json!(examples::agents())
        ),
        AskedAbout
    )
)]
pub(super) async fn get(
    State(server): State<Server>,
    Known(who): Known,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Answer>, Problem> {
    let key: Option<ProjectKey> =
        asked.project.map(|key| key.parse()).transpose().map_err(|_| Problem::not_found())?;
    let agents = server.service.see_agents(&who, key.as_ref())?;
    Ok(axum::Json(Answer { agents: agents.into_iter().map(AgentJson::from).collect() }))
}

impl From<AgentView> for AgentJson {
    fn from(view: AgentView) -> Self {
        Self {
            presence: view.best_presence(),
            id: view.id.to_string(),
            name: view.name,
            revision: view.revision.get(),
            absence: view.projects.iter().find_map(|place| place.absence.clone()),
            projects: view
                .projects
                .into_iter()
                .map(|place| {
                    let online = place.presence != Presence::Offline;
                    PlaceJson {
                        project: place.key.to_string(),
                        presence: place.presence,
                        since: place.since,
                        absent_since: place.absence.map(|absence| absence.since),
                        until: if online { place.until } else { None },
                    }
                })
                .collect(),
        }
    }
}
