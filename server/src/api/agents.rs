//! The agents that one may see.

use crate::{state::Server, web::auth::Known, web::problem::Problem};
use axum::extract::{Query, State};
use presence::rfc3339;
use presence::{Presence, ProjectKey, Timestamp};
use serde::{Deserialize, Serialize};
use service::AgentView;

/// The query of `GET /api/v1/agents`.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    project: Option<String>,
}

/// The answer.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    agents: Vec<AgentJson>,
}

#[derive(Debug, Serialize)]
struct AgentJson {
    id: String,
    name: String,
    /// The best of the projects below: online, else away, else lost, else offline.
    presence: Presence,
    revision: u64,
    projects: Vec<PlaceJson>,
}

#[derive(Debug, Serialize)]
struct PlaceJson {
    project: String,
    presence: Presence,
    #[serde(with = "rfc3339::option")]
    since: Option<Timestamp>,
    /// Since when nobody is there, while away or lost.
    #[serde(with = "rfc3339::option", skip_serializing_if = "Option::is_none")]
    absent_since: Option<Timestamp>,
    #[serde(with = "rfc3339::option")]
    until: Option<Timestamp>,
}

/// `GET /api/v1/agents?project=SUP`
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
            projects: view
                .projects
                .into_iter()
                .map(|place| {
                    let online = place.presence != Presence::Offline;
                    PlaceJson {
                        project: place.key.to_string(),
                        presence: place.presence,
                        since: place.since,
                        absent_since: place.absent_since,
                        until: if online { place.until } else { None },
                    }
                })
                .collect(),
        }
    }
}
