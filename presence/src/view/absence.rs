//! Why somebody with time online is not available.

use crate::{Absence, Agent, Timestamp};
use serde::{Deserialize, Serialize};

/// Why somebody with time online is not available, since when, and of a break, for what and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = Absence))]
pub struct AbsenceView {
    /// Why: nobody touches a device, a break, or no device is connected.
    pub cause: Absence,
    /// Since when; of a break, since it was taken.
    #[serde(with = "crate::rfc3339")]
    pub since: Timestamp,
    /// For what the break is; null otherwise.
    #[cfg_attr(feature = "schema", schema(required))]
    pub reason: Option<String>,
    /// When they mean to be back from the break; null is when they say so, and otherwise.
    #[serde(with = "crate::rfc3339::option")]
    #[cfg_attr(feature = "schema", schema(required))]
    pub until: Option<Timestamp>,
}

impl AbsenceView {
    /// Why an agent, settled, is not available.
    pub fn of(agent: &Agent) -> Option<Self> {
        let lease = agent.lease.as_ref()?;
        let absent = lease.absent?;
        let running = lease.running_break().filter(|_| absent.kind == Absence::Break);
        Some(Self {
            cause: absent.kind,
            since: running.map_or(absent.since, |running| running.since),
            reason: running.map(|running| running.reason.clone()),
            until: running.and_then(|running| running.until),
        })
    }
}
