//! What an agent may wish, and what follows from it.
//!
//! Every command is a pure function from the agent's state, the command and the time to a
//! [`Transition`]: the state after it, and the ledger's facts. A command first settles what fell due
//! before it, so that an end is recorded once and dated at its deadline.

mod door;
mod ending;
mod go_online;
mod membership;
mod settle;
mod take_break;

pub use door::DoorError;
pub use go_online::{ExtendError, GoOnline, GoOnlineError};
pub use take_break::BreakError;

use crate::{
    Absence, AttendanceRules, Beat, Cause, Change, DeviceId, Devices, Entry, Fact, Lease,
    PersonalHours, Presence, ProjectId, Revision, Standing, Stretch, Timestamp, UserId,
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
                lease.absent.map_or(Presence::Online, |absent| absent.kind.presence())
            }
            _ => Presence::Offline,
        }
    }

    /// In which way nobody is there although a lease runs, as far as recorded.
    pub fn absence(&self) -> Option<Absence> {
        Some(self.lease.as_ref()?.absent?.kind)
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

    /// When somebody last touched one of the agent's devices, or of those that are there now.
    pub fn touched_at(&self, now: Timestamp) -> Option<Timestamp> {
        let here = self.rules.and_then(|rules| self.devices.active_at(&rules, now));
        here.or_else(|| self.devices.iter().map(|(_, device)| device.active_at).max())
    }

    /// When a settled agent who is away last touched a device, or when a device of one who is lost was last
    /// heard of.
    pub fn last_sign(&self, now: Timestamp) -> Option<Timestamp> {
        match self.lease.as_ref()?.absent?.kind {
            Absence::Idle => self.touched_at(now),
            Absence::Lost => self.devices.seen_at(),
            Absence::Break => None,
        }
    }

    /// The personal hours of an agent who is offline that run at `now` or come next and will not start, because
    /// a door is shut.
    pub fn hours_paused(&self, now: Timestamp) -> Option<Stretch> {
        let hours = self.hours.as_ref().filter(|_| self.door_shut && self.lease.is_none())?;
        let running = hours.schedule.stretch_at(now).filter(|run| run.from > hours.acted_until);
        running.or_else(|| hours.schedule.next_start(now.max(hours.acted_until)))
    }

    /// When the site ends the time online of a settled agent who stays away or lost.
    pub fn absent_until(&self) -> Option<Timestamp> {
        let from = self.lease.as_ref()?.absent?.limit_from?;
        Some(from.plus_millis(self.rules?.limit?))
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

    fn online_set(&self) -> BTreeSet<ProjectId> {
        self.online_projects().cloned().collect()
    }

    fn settle_then(&self, now: Timestamp, step: impl FnOnce(&Self) -> Transition) -> Transition {
        self.settle(now).and_then(step)
    }

    fn unchanged(&self) -> Transition {
        Transition { agent: self.clone(), entries: Vec::new() }
    }

    fn entry(&self, at: Timestamp, project: &ProjectId, change: Change, cause: &Cause) -> Entry {
        Entry {
            at,
            project: project.clone(),
            fact: Fact::Presence { agent: self.id.clone(), change },
            cause: cause.clone(),
        }
    }
}

impl Transition {
    /// What happens next, after what has happened.
    fn and_then(self, step: impl FnOnce(&Agent) -> Self) -> Self {
        let Self { agent, mut entries } = step(&self.agent);
        let mut all = self.entries;
        all.append(&mut entries);
        Self { agent, entries: all }
    }

    /// Whether anything at all is to be saved.
    pub fn changes(&self, before: &Agent) -> bool {
        !self.entries.is_empty() || self.agent != *before
    }
}
