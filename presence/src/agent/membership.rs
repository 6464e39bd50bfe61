//! Joining and leaving a project, and an account that is disabled.

use super::{Agent, Transition};
use crate::{Cause, Change, EndReason, ProjectId, Standing, Timestamp};
use std::collections::BTreeSet;

impl Agent {
    /// The account was disabled.
    #[must_use]
    pub fn disable(&self, cause: &Cause, now: Timestamp) -> Transition {
        self.settle_then(now, |agent| {
            agent.end(&agent.online_set(), &EndReason::AccountDisabled, now, cause)
        })
    }

    /// The person became an agent of `project`. A lease for all their projects covers it at once.
    #[must_use]
    pub fn join(&self, project: &ProjectId, cause: &Cause, now: Timestamp) -> Transition {
        self.settle_then(now, |agent| {
            if agent.projects.contains_key(project) {
                return agent.unchanged();
            }
            let mut after = agent.clone();
            let mut entries = Vec::new();
            let standing = match &agent.lease {
                Some(lease) if lease.all && !lease.closed.contains(project) => {
                    let change = Change::Online { until: lease.until };
                    entries.push(agent.entry(now, project, change, cause));
                    if let Some(change) = lease.absence_change() {
                        entries.push(agent.entry(now, project, change, cause));
                    }
                    Standing::Online { since: now }
                }
                _ => Standing::Offline { ended: None },
            };
            after.projects.insert(project.clone(), standing);
            Transition { agent: after, entries }
        })
    }

    /// The person is no longer an agent of `project`.
    #[must_use]
    pub fn leave(&self, project: &ProjectId, cause: &Cause, now: Timestamp) -> Transition {
        self.settle_then(now, |agent| {
            let left = BTreeSet::from([project.clone()]);
            let mut transition =
                agent.end(&agent.chosen(Some(&left)), &EndReason::LeftProject, now, cause);
            transition.agent.projects.remove(project);
            transition
        })
    }
}
