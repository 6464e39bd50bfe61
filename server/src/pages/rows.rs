//! What several pages show of agents, endings and devices.

use crate::user_agent;
use app::pages::{AgentRow, DeviceRow};
use presence::{DeviceKind, Presence, ProjectKey, view::Forgotten};
use service::{DeviceView, Identity, Service};

/// Those who have time online in one project, or in every project that the caller sees, by name.
pub(super) fn agents(
    service: &Service,
    who: &Identity,
    project: Option<&ProjectKey>,
) -> Result<Vec<AgentRow>, presence::Denied> {
    let agents = service.see_agents(who, project)?;
    let (board, now) = (service.board(), service.now());
    let rows = agents.into_iter().filter_map(|agent| {
        let settled = board.agent(&agent.id)?.settle(now).agent;
        let lease = settled.lease.as_ref()?;
        let here: Vec<_> =
            agent.projects.iter().filter(|place| place.presence != Presence::Offline).collect();
        Some(AgentRow {
            you: agent.id == who.caller.id,
            presence: here.first()?.presence,
            since: here.iter().filter_map(|place| place.since).min()?,
            until: here.first()?.until,
            last_sign: settled.last_sign(now),
            attended: lease.attended,
            forgotten: Forgotten::look(&board, &settled, now).is_some(),
            projects: here.iter().map(|place| place.key.clone()).collect(),
            can_door: here.iter().any(|place| place.door),
            id: agent.id.clone(),
            name: agent.name.clone(),
        })
    });
    Ok(rows.collect())
}

/// A device as the pages show it.
pub(super) fn device(device: DeviceView) -> DeviceRow {
    let (kind, name) = match device.kind {
        DeviceKind::Browser => (DeviceKind::Browser, user_agent::recognised(&device.name)),
        DeviceKind::Token => (DeviceKind::Token, device.name),
    };
    DeviceRow {
        id: device.id,
        kind,
        name,
        this: device.this,
        seen_at: device.seen_at,
        active_at: device.active_at,
        connected: device.connected,
    }
}
