//! "Forgotten?": time online that goes on with nobody behind it.

use crate::{Absence, Agent, Board, MINUTE, OwnIdle, Timestamp, shift_over_since};
use serde::{Deserialize, Serialize};

/// Where the site never calls anybody away, it still may ask after so long.
const LONG: i64 = 15 * MINUTE;

/// Why somebody's time online looks forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Forgotten {
    /// Nobody has touched any of their devices for long.
    Idle,
    /// Their shift is over.
    ShiftOver,
}

impl Forgotten {
    /// Whether an agent's time online looks forgotten at `now`: it needs somebody to be there, they take
    /// no break, and nobody has touched any of their devices for as long as the site allows, whatever they chose for themselves;
    /// or their shift is over. The agent is settled.
    pub fn look(board: &Board, agent: &Agent, now: Timestamp) -> Option<Self> {
        let lease = agent.lease.as_ref()?;
        let site = board.settings.attendance.rules_for(OwnIdle::AsTheSite);
        let absence = lease.absent.map(|absent| absent.kind);
        if !lease.attended || matches!(absence, Some(Absence::Lost | Absence::Break)) {
            return None;
        }
        let touched_at = agent.touched_at(now)?.max(lease.since);
        if touched_at.plus_millis(site.idle_after.unwrap_or(LONG)) <= now {
            return Some(Self::Idle);
        }
        let own = agent.hours.as_ref().map(|hours| &hours.schedule);
        let hours = agent
            .online_projects()
            .filter_map(|id| board.project(id))
            .filter_map(|project| project.schedule.as_deref());
        shift_over_since(own, hours, lease.since, now).map(|_| Self::ShiftOver)
    }
}
