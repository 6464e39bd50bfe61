//! A lease: an agent's wish to be online. On screen it is "your time online".

use crate::{Absence, Change, MINUTE, ProjectId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How long a lease lasts: 1 to 1,440 minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LeaseDuration(u32);

/// A number of minutes outside 1 to 1,440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("minutes are a whole number from 1 to 1440")]
pub struct LeaseDurationError;

impl LeaseDuration {
    /// The lengths that the dialog offers, in minutes.
    pub const OFFERED: [u32; 5] = [30, 60, 120, 240, 480];

    /// The longest lease that has an end, in minutes.
    pub const MAX_MINUTES: u32 = 1_440;

    /// The longest lease without a device, in minutes.
    pub const MAX_UNATTENDED_MINUTES: u32 = 480;

    /// A duration of so many minutes.
    pub fn from_minutes(minutes: i64) -> Result<Self, LeaseDurationError> {
        match u32::try_from(minutes) {
            Ok(m) if (1..=Self::MAX_MINUTES).contains(&m) => Ok(Self(m)),
            _ => Err(LeaseDurationError),
        }
    }

    /// Whole minutes.
    pub const fn minutes(self) -> u32 {
        self.0
    }
}

/// Where an agent wishes to be online.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// Every project of theirs, those joined later included.
    All,
    /// These projects and no others.
    Only(BTreeSet<ProjectId>),
}

/// A running lease. It covers `[since, until)`; which projects, the agent's standings say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Projects joined later are covered too.
    pub all: bool,
    /// When it started.
    pub since: Timestamp,
    /// The first moment that it no longer covers; `None` is "no end".
    pub until: Option<Timestamp>,
    /// Projects that were closed while it ran, by the door or by hand: leaving one and joining it again
    /// does not open it.
    pub closed: BTreeSet<ProjectId>,
    /// Whether somebody must be there. Without, it is exempt from away and lost.
    pub attended: bool,
    /// Personal hours started it, and end it.
    pub by_hours: bool,
    /// Nobody is there, as far as recorded.
    pub absent: Option<Absent>,
    /// The last break in it, which may be over.
    pub last_break: Option<Break>,
}

/// Nobody is there although a lease runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absent {
    /// In which way.
    pub kind: Absence,
    /// Since when in this way.
    pub since: Timestamp,
    /// From when the site's limit counts, over all ways. `None` until a device was seen, and during a break
    /// that has an end.
    pub limit_from: Option<Timestamp>,
    /// A break is over, and somebody is there again only with input after this.
    pub input_after: Option<Timestamp>,
}

/// A pause inside a lease that the agent takes: away, whatever the devices do.
///
/// Without an end it is subject to the site's limit and to silence, and ends by hand alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// Why: one of the site's list at that time.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
    /// When the agent means to be back; `None` is when they say so.
    pub until: Option<Timestamp>,
    /// Since when they are on breaks with no input between them: together these are bounded.
    pub first_at: Timestamp,
    /// When it was over; `None` while it runs.
    pub over_at: Option<Timestamp>,
}

impl Break {
    /// What may be asked for as minutes of a break.
    pub const MINUTES: std::ops::RangeInclusive<u32> = 1..=240;
    /// How long breaks with an end may last together, without input between them, in minutes.
    pub const MAX_MINUTES: u32 = 240;
}

impl Lease {
    /// A lease of somebody who is there.
    pub const fn new(all: bool, since: Timestamp, until: Option<Timestamp>) -> Self {
        Self {
            all,
            since,
            until,
            closed: BTreeSet::new(),
            attended: true,
            by_hours: false,
            absent: None,
            last_break: None,
        }
    }

    /// The break that runs, with silence in it or without.
    pub fn running_break(&self) -> Option<&Break> {
        self.last_break.as_ref().filter(|last| last.over_at.is_none())
    }

    /// The break after which nobody has come back yet.
    pub fn overdue_break(&self) -> Option<&Break> {
        self.absent?.input_after.and(self.last_break.as_ref())
    }

    /// The last break, over at `at` at the latest.
    pub(crate) fn break_over_at(&self, at: Timestamp) -> Option<Break> {
        self.last_break.clone().map(|last| Break { over_at: last.over_at.or(Some(at)), ..last })
    }

    /// What the ledger says of the absence that runs.
    pub(crate) fn absence_change(&self) -> Option<Change> {
        Some(match (self.absent?.kind, self.running_break()) {
            (Absence::Break, Some(running)) => {
                Change::Break { reason: running.reason.clone(), until: running.until }
            }
            (kind, _) => Change::Absent(kind),
        })
    }

    /// Whether the lease is over at `now`: at `until` exactly, it is.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }
}

/// From when "Extend?" is asked about time online in `[since, until)`: for the last five minutes or the
/// last quarter, whichever is shorter.
pub fn extend_question_at(since: Timestamp, until: Timestamp) -> Timestamp {
    let quarter = until.millis_since(since).max(0) / 4;
    until.plus_millis(-quarter.min(5 * MINUTE))
}
