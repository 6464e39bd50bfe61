//! What the public learns of a project.

use crate::{Cause, Change, Entry, Fact, Revision, Schedule, Status, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A project's public availability. Its revision grows by exactly 1 for each change that the public may
/// see, and by nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// Whether somebody is home.
    pub status: Status,
    /// Since when.
    pub since: Timestamp,
    /// How many agents are available, where the project shows it.
    pub agents_online: Option<u32>,
    /// When it opens next, while its schedule says that it is closed.
    pub next_open: Option<Timestamp>,
    /// The public revision.
    pub revision: Revision,
}

impl Availability {
    /// A project that has just been made: nobody is home.
    pub const fn new(at: Timestamp) -> Self {
        Self {
            status: Status::Offline,
            since: at,
            agents_online: None,
            next_open: None,
            revision: Revision::new(1),
        }
    }

    /// What the public sees once `available` agents are available at `at`; `None` when it sees no
    /// difference. `show_count` is the project's privacy setting. When it opens next stays as it was.
    pub fn after(&self, available: u32, show_count: bool, at: Timestamp) -> Option<Self> {
        self.after_with(available, show_count, self.next_open, at)
    }

    /// As [`Availability::after`], where the schedule says when it opens next. However much of it differs,
    /// it is one change.
    pub fn after_with(
        &self,
        available: u32,
        show_count: bool,
        next_open: Option<Timestamp>,
        at: Timestamp,
    ) -> Option<Self> {
        let status = if available > 0 { Status::Online } else { Status::Offline };
        let agents_online = show_count.then_some(available);
        let same = (self.status, self.agents_online, self.next_open);
        if (status, agents_online, next_open) == same {
            return None;
        }
        let since = if status == self.status { self.since } else { at };
        Some(Self { status, since, agents_online, next_open, revision: self.revision.next() })
    }
}

/// A change of what the public sees, and what brought it about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// What it sees from then on.
    pub availability: Availability,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub cause: Cause,
}

/// What the schedule of a project shows to the public.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'s> {
    /// When the project means to be there; without, it never opens or closes.
    pub schedule: Option<&'s Schedule>,
    /// The first opening or closing that the public was not told of.
    pub boundary_at: Option<Timestamp>,
}

impl Opening<'_> {
    /// When the project opens next, if it is closed at `at`.
    fn next_open(&self, at: Timestamp) -> Option<Timestamp> {
        self.schedule?.next_open(at)
    }

    /// Openings and closings up to `now` that the public was not told of, and the first one after.
    fn boundaries(&self, now: Timestamp) -> (Vec<Timestamp>, Option<Timestamp>) {
        let mut passed = Vec::new();
        let mut next = self.boundary_at;
        while let (Some(schedule), Some(at)) = (self.schedule, next.filter(|at| *at <= now)) {
            passed.push(at);
            next = schedule.next_boundary(at);
        }
        (passed, next)
    }
}

/// What the public sees, change by change, while time passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The changes, oldest first.
    pub published: Vec<Published>,
    /// The first opening or closing after them.
    pub boundary_at: Option<Timestamp>,
}

impl Availability {
    /// What the public sees of a project while these entries of its ledger, oldest first, come true, and
    /// while it opens and closes, up to `now`. `available` are the agents who are available before the
    /// first of them. What happens at one moment is seen as one change.
    pub fn through<'e>(
        &self,
        mut available: BTreeSet<UserId>,
        show_count: bool,
        opening: Opening<'_>,
        entries: impl IntoIterator<Item = &'e Entry>,
        now: Timestamp,
    ) -> Shown {
        let (boundaries, boundary_at) = opening.boundaries(now);
        let mut moments: BTreeMap<Timestamp, Vec<&Entry>> =
            boundaries.into_iter().map(|at| (at, Vec::new())).collect();
        for entry in entries {
            moments.entry(entry.at).or_default().push(entry);
        }
        let mut published: Vec<Published> = Vec::new();
        let mut present = self.clone();
        for (at, entries) in moments {
            for entry in &entries {
                let Fact::Presence { agent, change } = &entry.fact else { continue };
                match change {
                    Change::Online { .. } | Change::Back => {
                        available.insert(agent.clone());
                    }
                    Change::Absent(_) | Change::Break { .. } | Change::Offline(_) => {
                        available.remove(agent);
                    }
                    Change::Until { .. } => {}
                }
            }
            let count = u32::try_from(available.len()).unwrap_or(u32::MAX);
            let next_open = opening.next_open(at);
            if let Some(next) = present.after_with(count, show_count, next_open, at) {
                present = next.clone();
                let cause = entries.last().map_or(Cause::CLOCK, |entry| entry.cause.clone());
                published.push(Published { availability: next, at, cause });
            }
        }
        Shown { published, boundary_at }
    }
}
