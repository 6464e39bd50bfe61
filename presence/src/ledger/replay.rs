//! The present as the ledger tells it.

use super::{Change, Entry, Fact};
use crate::{Absence, Actor, Ending, ProjectId, Revision, Standing, Status, Timestamp, UserId};
use std::collections::BTreeMap;

/// How an agent stands in a project, as the ledger tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// Whether a lease covers the project.
    pub standing: Standing,
    /// The end of the lease, while one does.
    pub until: Option<Timestamp>,
    /// Nobody is there although one does, and since when.
    pub absent: Option<(Absence, Timestamp)>,
    /// Until when the break is meant to last, where it is one with an end.
    pub break_until: Option<Timestamp>,
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
                // A site that was put back from a copy goes on far above the numbers of then.
                let leaps = entry.cause.actor == Actor::Operator;
                let follows = self.availability.get(&entry.project).is_none_or(|(_, before)| {
                    before.next() == *revision || (leaps && *before < *revision)
                });
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
                break_until: None,
            },
            (Change::Until { until }, Some((_, before))) => {
                Replayed { until: *until, ..before.clone() }
            }
            (Change::Absent(kind), Some((_, before)))
                if before.absent.is_none_or(|(old, _)| old != *kind) =>
            {
                Replayed { absent: Some((*kind, entry.at)), break_until: None, ..before.clone() }
            }
            (Change::Break { until, .. }, Some((_, before))) => {
                // Another reason or end of the break that runs is no other break.
                let absent = before.absent.filter(|(kind, _)| *kind == Absence::Break);
                let absent = absent.or(Some((Absence::Break, entry.at)));
                Replayed { absent, break_until: *until, ..before.clone() }
            }
            (Change::Back, Some((_, before))) if before.absent.is_some() => {
                Replayed { absent: None, break_until: None, ..before.clone() }
            }
            (Change::Offline(reason), Some(_)) => {
                let ending = Ending { ended_at: entry.at, reason: reason.clone() };
                let standing = Standing::Offline { ended: Some(ending) };
                Replayed { standing, until: None, absent: None, break_until: None }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cause;

    #[test]
    fn a_public_revision_grows_by_one_and_leaps_by_the_operator_alone() {
        let user: UserId = "marta".parse().unwrap();
        let (by_user, by_operator) =
            (Cause::user(user, None), Cause { actor: Actor::Operator, device: None });
        for (from, to, cause, follows) in [
            (7, 8, &by_user, true),
            (7, 8, &by_operator, true),
            (7, 1_000_007, &by_operator, true),
            (7, 9, &by_user, false),
            (7, 7, &by_operator, false),
            (7, 6, &by_operator, false),
            (7, 7, &by_user, false),
        ] {
            let mut replay = Replay::default();
            let mut outcome = Ok(());
            for (number, cause) in [(from, &by_user), (to, cause)] {
                let (status, revision) = (Status::Offline, Revision::new(number));
                outcome = replay.apply(&Entry {
                    at: Timestamp::MIN,
                    project: "sup".parse().unwrap(),
                    fact: Fact::Availability { status, agents_online: None, revision },
                    cause: cause.clone(),
                });
            }
            assert_eq!(outcome.is_ok(), follows, "{from} {to} {cause:?}");
        }
    }
}
