//! How time online ends: once, for one reason.

use super::{Agent, Transition};
use crate::{Cause, Change, EndReason, Ending, ProjectId, Standing, Timestamp};
use std::collections::BTreeSet;

impl Agent {
    /// Goes offline by hand: everywhere, or in `projects`. Never refused; twice is once.
    #[must_use]
    pub fn go_offline(
        &self,
        projects: Option<&BTreeSet<ProjectId>>,
        cause: &Cause,
        now: Timestamp,
    ) -> Transition {
        self.settle_then(now, |agent| {
            agent.end(&agent.chosen(projects), &EndReason::SignedOff, now, cause)
        })
    }

    /// Those of `projects` in which the agent is online; all of them for `None`.
    pub(super) fn chosen(&self, projects: Option<&BTreeSet<ProjectId>>) -> BTreeSet<ProjectId> {
        let online = self.online_set();
        match projects {
            Some(projects) => online.intersection(projects).cloned().collect(),
            None => online,
        }
    }

    /// Ends the lease in `projects`, all of them online ones, at `at`.
    pub(super) fn end(
        &self,
        projects: &BTreeSet<ProjectId>,
        reason: &EndReason,
        at: Timestamp,
        cause: &Cause,
    ) -> Transition {
        if projects.is_empty() {
            return self.unchanged();
        }
        let mut after = self.clone();
        let mut entries = Vec::with_capacity(projects.len());
        for project in projects {
            after.projects.insert(project.clone(), ended(at, reason.clone()));
            entries.push(self.entry(at, project, Change::Offline(reason.clone()), cause));
        }
        if after.online_projects().next().is_none() {
            after.lease = None;
        } else if let Some(lease) = &mut after.lease
            && *reason != EndReason::LeftProject
        {
            lease.closed.extend(projects.iter().cloned());
        }
        after.door_shut |= reason.sticks();
        after.revision = self.revision.next();
        Transition { agent: after, entries }
    }
}

pub(super) fn ended(at: Timestamp, reason: EndReason) -> Standing {
    Standing::Offline { ended: Some(Ending { ended_at: at, reason }) }
}
