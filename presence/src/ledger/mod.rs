//! The append-only record of every change of presence and availability.
//!
//! Replaying the ledger gives the present: [`Replay`] is that promise as code, and the property tests
//! hold the rest of the crate to it.

pub mod calendar;
pub mod coverage;
pub mod day;
mod replay;

pub use replay::{Replay, ReplayError, Replayed};

use crate::{Absence, DeviceId, EndReason, ProjectId, Revision, Status, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// A person.
    User(UserId),
    /// Time itself: an end that fell due.
    Clock,
    /// A command on the server's own command line.
    Operator,
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

/// By whom and on which device a change was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Who.
    pub actor: Actor,
    /// On which device, where there was one.
    pub device: Option<DeviceId>,
}

impl Cause {
    /// Time itself.
    pub const CLOCK: Self = Self { actor: Actor::Clock, device: None };

    /// A person, on a device.
    pub const fn user(user: UserId, device: Option<DeviceId>) -> Self {
        Self { actor: Actor::User(user), device }
    }
}

/// What changed for one agent in one project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Came online.
    Online {
        /// The end of the lease.
        until: Option<Timestamp>,
    },
    /// Stayed online, with another end.
    Until {
        /// The new end of the lease.
        until: Option<Timestamp>,
    },
    /// Nobody is there any more, in this way; a break says more.
    Absent(Absence),
    /// A break begins, or means to end at another time.
    Break {
        /// Why.
        reason: String,
        /// When the agent means to be back; `None` is when they say so.
        until: Option<Timestamp>,
    },
    /// Somebody is there again.
    Back,
    /// Went offline.
    Offline(EndReason),
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A change of an agent's presence.
    Presence {
        /// Whose.
        agent: UserId,
        /// What.
        change: Change,
    },
    /// A change of the project's public availability.
    Availability {
        /// What the public sees from now on.
        status: Status,
        /// The public count, where shown.
        agents_online: Option<u32>,
        /// The public revision that the change made.
        revision: Revision,
    },
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it became true; for what fell due, its deadline.
    pub at: Timestamp,
    /// Where.
    pub project: ProjectId,
    /// What.
    pub fact: Fact,
    /// By whom.
    pub cause: Cause,
}

impl Entry {
    /// Whether somebody with time online left or came back with it.
    pub(crate) const fn turns(&self) -> bool {
        let Fact::Presence { change, .. } = &self.fact else { return false };
        matches!(change, Change::Absent(_) | Change::Break { .. } | Change::Back)
    }
}
