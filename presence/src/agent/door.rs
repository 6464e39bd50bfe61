//! The door, and the forced logout: an admin ends somebody else's time online.

use super::{Agent, Transition};
use crate::{Cause, EndReason, ProjectId, Revision, Timestamp, UserId};
use std::collections::BTreeSet;

/// Why the door did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DoorError {
    /// The admin saw another state than the present one.
    #[error("the state has changed: the revision is {0}")]
    Stale(Revision),
}

impl Agent {
    /// The door: an admin puts the agent offline in `projects`, which must be those that the admin may.
    ///
    /// Where the agent is not online there, nothing changes.
    pub fn put_offline(
        &self,
        projects: &BTreeSet<ProjectId>,
        note: Option<String>,
        revision: Option<Revision>,
        by: &UserId,
        cause: &Cause,
        now: Timestamp,
    ) -> Result<Transition, DoorError> {
        let settled = self.settle(now);
        if revision.is_some_and(|seen| seen != settled.agent.revision) {
            return Err(DoorError::Stale(settled.agent.revision));
        }
        let reason = EndReason::PutOffline { by: by.clone(), note };
        Ok(self.settle_then(now, |agent| {
            agent.end(&agent.chosen(Some(projects)), &reason, now, cause)
        }))
    }

    /// A site admin ended every session. It sticks even where the agent was offline.
    #[must_use]
    pub fn force_logout(
        &self,
        note: Option<String>,
        by: &UserId,
        cause: &Cause,
        now: Timestamp,
    ) -> Transition {
        let reason = EndReason::ForcedLogout { by: by.clone(), note };
        let mut transition =
            self.settle_then(now, |agent| agent.end(&agent.online_set(), &reason, now, cause));
        if !transition.agent.door_shut {
            transition.agent.door_shut = true;
            transition.agent.revision = transition.agent.revision.next();
        }
        transition
    }
}
