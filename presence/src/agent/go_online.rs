//! Going online, and extending the time online.

use super::{Agent, Transition, ending::ended};
use crate::{
    Cause, Change, EndReason, Lease, LeaseDuration, ProjectId, Revision, Scope, Standing, Timestamp,
};
use std::collections::BTreeSet;

/// A wish to be online. It states the whole wish: projects left out end as signed off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoOnline {
    /// Where.
    pub scope: Scope,
    /// Until when; `None` is "no end".
    pub until: Option<Timestamp>,
    /// Whether somebody must be there. Without, it must have an end within 8 hours.
    pub attended: bool,
    /// The revision that the agent saw, if they say.
    pub revision: Option<Revision>,
}

/// Why a wish to be online was refused. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GoOnlineError {
    /// The wish was made without knowledge of the present state.
    #[error("the state has changed: the revision is {0}")]
    Stale(Revision),
    /// The person is an agent nowhere.
    #[error("not an agent of any project")]
    NoProjects,
    /// The list of projects is empty.
    #[error("no project was chosen")]
    EmptyScope,
    /// Not an agent of this project.
    #[error("not an agent of {0}")]
    NotAnAgent(ProjectId),
    /// The end is not in the future.
    #[error("the end has passed")]
    UntilPassed,
    /// The end is more than 24 hours away.
    #[error("the end is more than 24 hours away")]
    UntilTooFar,
    /// Without a device it needs an end within 8 hours.
    #[error("without a device, time online must end within 8 hours")]
    UnattendedTooLong,
}

/// Why an extension was refused. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExtendError {
    /// Made without knowledge of the present state.
    #[error("the state has changed: the revision is {0}")]
    Stale(Revision),
    /// There is no time online to extend.
    #[error("not online: the revision is {0}")]
    NotOnline(Revision),
    /// The time online has no end.
    #[error("the time online has no end")]
    NoEnd,
    /// Without a device it must end within 8 hours.
    #[error("without a device, time online must end within 8 hours")]
    UnattendedTooLong,
}

impl Agent {
    /// Goes online, or replaces the lease that runs.
    pub fn go_online(
        &self,
        wish: &GoOnline,
        cause: &Cause,
        now: Timestamp,
    ) -> Result<Transition, GoOnlineError> {
        let settled = self.settle(now);
        let agent = &settled.agent;
        let knows = wish.revision == Some(agent.revision);
        if !knows && (agent.door_shut || wish.revision.is_some()) {
            return Err(GoOnlineError::Stale(agent.revision));
        }
        if let Some(until) = wish.until {
            if until <= now {
                return Err(GoOnlineError::UntilPassed);
            }
            if until > now.plus_minutes(LeaseDuration::MAX_MINUTES) {
                return Err(GoOnlineError::UntilTooFar);
            }
        }
        let latest = now.plus_minutes(LeaseDuration::MAX_UNATTENDED_MINUTES);
        if !wish.attended && wish.until.is_none_or(|until| until > latest) {
            return Err(GoOnlineError::UnattendedTooLong);
        }
        let covered = agent.covered_by(&wish.scope)?;

        let mut entries = settled.entries;
        let present = match &agent.lease {
            // Without a device nobody can be missing.
            Some(lease) if lease.absent.is_some() && !wish.attended => {
                agent.turn(None, &Change::Back, now, cause)
            }
            _ => agent.break_by_hand(cause, now),
        };
        entries.extend(present.entries);
        let mut after = present.agent;
        let absent = after.lease.as_ref().and_then(|lease| lease.absent);
        let absence = after.lease.as_ref().and_then(Lease::absence_change);
        let last_break = after.lease.as_ref().and_then(|lease| lease.break_over_at(now));
        let kept_until = agent.lease.as_ref().map(|lease| lease.until);
        for (project, standing) in &mut after.projects {
            let change = match (&*standing, covered.contains(project)) {
                (Standing::Online { .. }, true) if kept_until == Some(wish.until) => continue,
                (Standing::Online { .. }, true) => Change::Until { until: wish.until },
                (Standing::Offline { .. }, true) => {
                    *standing = Standing::Online { since: now };
                    let online = Change::Online { until: wish.until };
                    entries.push(agent.entry(now, project, online, cause));
                    match &absence {
                        Some(absence) => absence.clone(),
                        None => continue,
                    }
                }
                (Standing::Online { .. }, false) => {
                    *standing = ended(now, EndReason::SignedOff);
                    Change::Offline(EndReason::SignedOff)
                }
                (Standing::Offline { .. }, false) => continue,
            };
            entries.push(agent.entry(now, project, change, cause));
        }
        let all = wish.scope == Scope::All;
        let attended = wish.attended;
        let lease = Lease::new(all, now, wish.until);
        after.lease = Some(Lease { attended, absent, last_break, ..lease });
        after.door_shut = false;
        after.revision = agent.revision.next();
        // Starts that passed while the door was shut are past.
        if let Some(hours) = &mut after.hours {
            hours.acted_until = hours.acted_until.max(now);
        }
        let mut transition = after.settle(now);
        entries.append(&mut transition.entries);
        Ok(Transition { agent: transition.agent, entries })
    }

    /// Adds `by` to the end of the lease; its start stays.
    pub fn extend(
        &self,
        by: LeaseDuration,
        revision: Option<Revision>,
        cause: &Cause,
        now: Timestamp,
    ) -> Result<Transition, ExtendError> {
        let settled = self.settle(now);
        let agent = &settled.agent;
        let Some(lease) = &agent.lease else {
            return Err(ExtendError::NotOnline(agent.revision));
        };
        if revision != Some(agent.revision) {
            return Err(ExtendError::Stale(agent.revision));
        }
        let until = lease.until.ok_or(ExtendError::NoEnd)?.plus_minutes(by.minutes());
        if !lease.attended && until > now.plus_minutes(LeaseDuration::MAX_UNATTENDED_MINUTES) {
            return Err(ExtendError::UnattendedTooLong);
        }
        let mut after = agent.clone();
        after.lease = Some(Lease { until: Some(until), by_hours: false, ..lease.clone() });
        after.revision = agent.revision.next();
        let mut entries = settled.entries;
        entries.extend(
            agent.online_projects().map(|project| {
                agent.entry(now, project, Change::Until { until: Some(until) }, cause)
            }),
        );
        Ok(Transition { agent: after, entries })
    }

    /// The projects that a wish covers.
    fn covered_by(&self, scope: &Scope) -> Result<BTreeSet<ProjectId>, GoOnlineError> {
        match scope {
            Scope::All if self.projects.is_empty() => Err(GoOnlineError::NoProjects),
            Scope::All => Ok(self.projects.keys().cloned().collect()),
            Scope::Only(chosen) if chosen.is_empty() => Err(GoOnlineError::EmptyScope),
            Scope::Only(chosen) => {
                match chosen.iter().find(|project| !self.projects.contains_key(project)) {
                    Some(stranger) => Err(GoOnlineError::NotAnAgent(stranger.clone())),
                    None => Ok(chosen.clone()),
                }
            }
        }
    }
}
