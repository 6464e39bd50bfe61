//! What several pages show of agents and endings.

use app::pages::{AgentRow, Ended};
use presence::{EndReason, Ending, Presence, ProjectKey};
use service::{Identity, Service, Site};

/// Those who have time online in one project, or in every project that the caller sees, by name.
pub(super) fn agents(
    service: &Service,
    who: &Identity,
    project: Option<&ProjectKey>,
) -> Result<Vec<AgentRow>, presence::Denied> {
    let rows = service.see_agents(who, project)?.into_iter().filter_map(|agent| {
        let here: Vec<_> =
            agent.projects.iter().filter(|place| place.presence != Presence::Offline).collect();
        Some(AgentRow {
            you: agent.id == who.caller.id,
            presence: here.first()?.presence,
            since: here.iter().filter_map(|place| place.since).min()?,
            until: here.first()?.until,
            projects: here.iter().map(|place| place.key.clone()).collect(),
            can_door: here.iter().any(|place| place.door),
            id: agent.id.clone(),
            name: agent.name.clone(),
        })
    });
    Ok(rows.collect())
}

/// An ending as the pages tell it.
pub(super) fn ended(site: &Site, ending: &Ending) -> Ended {
    let by = match &ending.reason {
        EndReason::PutOffline { by, .. } | EndReason::ForcedLogout { by } => Some(by),
        _ => None,
    };
    Ended {
        at: ending.ended_at,
        reason: ending.reason.clone(),
        by_name: by.map(|id| site.name(id).to_owned()),
    }
}
