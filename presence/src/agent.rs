//! What an agent may wish, and what follows from it.
//!
//! Every command is a pure function from the agent's state, the command and the time to a
//! [`Transition`]: the state after it, and the ledger's facts. A command first settles what fell due
//! before it, so that an end is recorded once and dated at its deadline.

use crate::{
    Absence, Actor, AttendanceRules, Beat, Cause, Change, DeviceId, Devices, EndReason, Ending,
    Entry, Fact, Lease, LeaseDuration, PersonalHours, Presence, ProjectId, Revision, Scope,
    Standing, Timestamp, UserId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that decisions about one agent need.
///
/// Invariants: there is a lease exactly when at least one standing is online; the revision never falls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Who.
    pub id: UserId,
    /// Moved by lease commands and endings, and by nothing else.
    pub revision: Revision,
    /// The running lease.
    pub lease: Option<Lease>,
    /// The door or a forced logout closed something, and the agent has not gone online since: only a
    /// wish that knows the present revision is heard.
    pub door_shut: bool,
    /// Where they are an agent, and how they stand there.
    pub projects: BTreeMap<ProjectId, Standing>,
    /// Their devices, and what was last heard of each.
    pub devices: Devices,
    /// When silence and idleness count for them. `None` while nobody listens: then nobody is told to be
    /// away, lost or back.
    pub rules: Option<AttendanceRules>,
    /// The hours that start and end their time online by themselves.
    pub hours: Option<PersonalHours>,
}

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The agent after it.
    pub agent: Agent,
    /// The ledger's entries, oldest first; empty when nothing changed.
    pub entries: Vec<Entry>,
}

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
}

/// Why the door did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DoorError {
    /// The admin saw another state than the present one.
    #[error("the state has changed: the revision is {0}")]
    Stale(Revision),
}

impl Agent {
    /// A person who is an agent nowhere yet.
    pub fn new(id: UserId) -> Self {
        Self {
            id,
            revision: Revision::new(0),
            lease: None,
            door_shut: false,
            projects: BTreeMap::new(),
            devices: Devices::default(),
            rules: None,
            hours: None,
        }
    }

    /// How the agent is in `project`, as far as recorded. [`Agent::settle`] first for how they are now.
    pub fn presence(&self, project: &ProjectId) -> Presence {
        match &self.lease {
            Some(lease) if self.projects.get(project).is_some_and(Standing::is_online) => {
                match lease.absent.map(|absent| absent.kind) {
                    None => Presence::Online,
                    Some(Absence::Away) => Presence::Away,
                    Some(Absence::Lost) => Presence::Lost,
                }
            }
            _ => Presence::Offline,
        }
    }

    /// The best of their presences, as far as recorded.
    pub fn best_presence(&self) -> Presence {
        self.online_projects().next().map_or(Presence::Offline, |project| self.presence(project))
    }

    /// When a settled agent who is online will be away if their devices stay connected and nobody touches
    /// them; `None` where that cannot be.
    pub fn away_at(&self, now: Timestamp) -> Option<Timestamp> {
        let lease = self.lease.as_ref().filter(|lease| lease.attended && lease.absent.is_none())?;
        let rules = self.rules?;
        let active_at = self.devices.active_at(&rules, now)?;
        Some(active_at.plus_millis(rules.idle_after?).max(lease.since))
    }

    /// Whether the agent is online in `project` at `now`, an end that is due but not recorded included.
    pub fn is_online(&self, project: &ProjectId, now: Timestamp) -> bool {
        self.lease.as_ref().is_some_and(|lease| !lease.is_over(now))
            && self.projects.get(project).is_some_and(Standing::is_online)
    }

    /// The projects that the lease covers, whatever the time.
    pub fn online_projects(&self) -> impl Iterator<Item = &ProjectId> {
        self.projects.iter().filter(|(_, standing)| standing.is_online()).map(|(id, _)| id)
    }

    /// Hears a beat of a device.
    pub fn beat(&mut self, device: &DeviceId, beat: Beat, now: Timestamp) {
        self.forgive_silence(now);
        self.devices.beat(device, beat, now);
    }

    /// Hears something of a device that says neither that somebody is there nor that they are not: a
    /// request, or an event stream that still takes what is written.
    pub fn seen(&mut self, device: &DeviceId, now: Timestamp) {
        self.forgive_silence(now);
        self.devices.seen(device, now);
    }

    /// Where silence does not count, what a device tells on its return is true from then on, and does not
    /// make the time before it a time of idleness.
    fn forgive_silence(&mut self, now: Timestamp) {
        if let Some(rules) = &self.rules
            && !rules.lost
            && !self.devices.is_connected(rules, now)
        {
            self.devices.not_before(now);
        }
    }

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
        // Without a device nobody can be missing.
        let present = match &agent.lease {
            Some(lease) if lease.absent.is_some() && !wish.attended => {
                agent.turn(None, &Change::Back, now, cause)
            }
            _ => agent.unchanged(),
        };
        entries.extend(present.entries);
        let mut after = present.agent;
        let absent = after.lease.as_ref().and_then(|lease| lease.absent);
        let kept_until = agent.lease.as_ref().map(|lease| lease.until);
        for (project, standing) in &mut after.projects {
            let change = match (&*standing, covered.contains(project)) {
                (Standing::Online { .. }, true) if kept_until == Some(wish.until) => continue,
                (Standing::Online { .. }, true) => Change::Until { until: wish.until },
                (Standing::Offline { .. }, true) => {
                    *standing = Standing::Online { since: now };
                    let online = Change::Online { until: wish.until };
                    entries.push(agent.entry(now, project, online, cause));
                    match absent {
                        Some(absent) => Change::Absent(absent.kind),
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
        after.lease = Some(Lease { attended, absent, ..Lease::new(all, now, wish.until) });
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
    pub fn force_logout(&self, by: &UserId, cause: &Cause, now: Timestamp) -> Transition {
        let reason = EndReason::ForcedLogout { by: by.clone() };
        let mut transition =
            self.settle_then(now, |agent| agent.end(&agent.online_set(), &reason, now, cause));
        if !transition.agent.door_shut {
            transition.agent.door_shut = true;
            transition.agent.revision = transition.agent.revision.next();
        }
        transition
    }

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
                    if let Some(absent) = lease.absent {
                        let change = Change::Absent(absent.kind);
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

    pub(crate) fn online_set(&self) -> BTreeSet<ProjectId> {
        self.online_projects().cloned().collect()
    }

    /// Those of `projects` in which the agent is online; all of them for `None`.
    fn chosen(&self, projects: Option<&BTreeSet<ProjectId>>) -> BTreeSet<ProjectId> {
        let online = self.online_set();
        match projects {
            Some(projects) => online.intersection(projects).cloned().collect(),
            None => online,
        }
    }

    /// Ends the lease in `projects`, all of them online ones, at `at`.
    pub(crate) fn end(
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

    fn settle_then(&self, now: Timestamp, step: impl FnOnce(&Self) -> Transition) -> Transition {
        let settled = self.settle(now);
        let mut transition = step(&settled.agent);
        let mut entries = settled.entries;
        entries.append(&mut transition.entries);
        Transition { agent: transition.agent, entries }
    }

    pub(crate) fn unchanged(&self) -> Transition {
        Transition { agent: self.clone(), entries: Vec::new() }
    }

    pub(crate) fn entry(
        &self,
        at: Timestamp,
        project: &ProjectId,
        change: Change,
        cause: &Cause,
    ) -> Entry {
        Entry {
            at,
            project: project.clone(),
            fact: Fact::Presence { agent: self.id.clone(), change },
            cause: cause.clone(),
        }
    }
}

impl Transition {
    /// Whether anything at all is to be saved.
    pub fn changes(&self, before: &Agent) -> bool {
        !self.entries.is_empty() || self.agent != *before
    }
}

fn ended(at: Timestamp, reason: EndReason) -> Standing {
    Standing::Offline { ended: Some(Ending { ended_at: at, reason }) }
}

impl Actor {
    /// The person behind it, if one.
    pub const fn user(&self) -> Option<&UserId> {
        match self {
            Self::User(id) => Some(id),
            Self::Clock | Self::Operator => None,
        }
    }
}
