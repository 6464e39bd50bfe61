//! The append-only record of every change of presence and availability.
//!
//! Replaying the ledger gives the present: [`Replay`] is that promise as code, and the property tests
//! hold the rest of the crate to it.

use crate::{
    Absence, DeviceId, EndReason, Ending, ProjectId, Revision, Standing, Status, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Nobody is there any more, in this way.
    Absent(Absence),
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

/// How an agent stands in a project, as the ledger tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// Whether a lease covers the project.
    pub standing: Standing,
    /// The end of the lease, while one does.
    pub until: Option<Timestamp>,
    /// Nobody is there although one does, and since when.
    pub absent: Option<(Absence, Timestamp)>,
}

/// The present as the ledger tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replay {
    /// How each agent stands in each project that the ledger names with them.
    pub standings: BTreeMap<(UserId, ProjectId), Replayed>,
    /// Each project's public status and revision, where the ledger names one.
    pub availability: BTreeMap<ProjectId, (Status, Revision)>,
}

/// A ledger that contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// Online twice, offline without having been online, or back without having been away.
    #[error("{agent} cannot change so in {project}")]
    Impossible {
        /// Whose entry it is.
        agent: UserId,
        /// Where.
        project: ProjectId,
    },
    /// A public revision that does not follow the one before.
    #[error("the revision of {project} went to {revision}")]
    Revision {
        /// Where.
        project: ProjectId,
        /// The revision in question.
        revision: Revision,
    },
}

impl Replay {
    /// Takes in the next entry.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), ReplayError> {
        match &entry.fact {
            Fact::Presence { agent, change } => self.apply_presence(entry, agent, change),
            Fact::Availability { status, revision, .. } => {
                let follows = self
                    .availability
                    .get(&entry.project)
                    .is_none_or(|(_, before)| before.next() == *revision);
                if !follows {
                    return Err(ReplayError::Revision {
                        project: entry.project.clone(),
                        revision: *revision,
                    });
                }
                self.availability.insert(entry.project.clone(), (*status, *revision));
                Ok(())
            }
        }
    }

    fn apply_presence(
        &mut self,
        entry: &Entry,
        agent: &UserId,
        change: &Change,
    ) -> Result<(), ReplayError> {
        let place = (agent.clone(), entry.project.clone());
        let before = self.standings.get(&place);
        let online = before.and_then(|before| match before.standing {
            Standing::Online { since } => Some((since, before)),
            Standing::Offline { .. } => None,
        });
        let after = match (change, online) {
            (Change::Online { until }, None) => Replayed {
                standing: Standing::Online { since: entry.at },
                until: *until,
                absent: None,
            },
            (Change::Until { until }, Some((_, before))) => {
                Replayed { until: *until, ..before.clone() }
            }
            (Change::Absent(kind), Some((_, before)))
                if before.absent.is_none_or(|(old, _)| old != *kind) =>
            {
                Replayed { absent: Some((*kind, entry.at)), ..before.clone() }
            }
            (Change::Back, Some((_, before))) if before.absent.is_some() => {
                Replayed { absent: None, ..before.clone() }
            }
            (Change::Offline(reason), Some(_)) => {
                let ending = Ending { ended_at: entry.at, reason: reason.clone() };
                let standing = Standing::Offline { ended: Some(ending) };
                Replayed { standing, until: None, absent: None }
            }
            _ => {
                return Err(ReplayError::Impossible {
                    agent: agent.clone(),
                    project: entry.project.clone(),
                });
            }
        };
        self.standings.insert(place, after);
        Ok(())
    }
}
