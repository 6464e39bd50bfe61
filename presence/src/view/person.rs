//! How a person is over all of their projects, as site admins see them.

use super::{ended::Ended, forgotten::Forgotten};
use crate::{Absence, Agent, Board, Caller, Presence, Standing, Timestamp, UserId, door_projects};

/// A person's presence over all of their projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonView {
    /// The best of their presences.
    pub presence: Presence,
    /// In which way nobody is there, while away or lost.
    pub absence: Option<Absence>,
    /// Since when they are so; `None` while offline.
    pub since: Option<Timestamp>,
    /// Until when they have time online; `None` is no end, or none at all.
    pub until: Option<Timestamp>,
    /// Whether their time online needs somebody to be there.
    pub attended: bool,
    /// Why their time online looks forgotten.
    pub forgotten: Option<Forgotten>,
    /// When it ends by itself, at its end or at the site's limit.
    pub ends_at: Option<Timestamp>,
    /// How many devices they have.
    pub devices: usize,
    /// When any was last heard of.
    pub seen_at: Option<Timestamp>,
    /// When they last touched one.
    pub active_at: Option<Timestamp>,
    /// Whether any is connected.
    pub connected: bool,
    /// How their time online last ended.
    pub ended: Option<Ended>,
    /// Whether the caller may use the door.
    pub door: bool,
}

impl PersonView {
    /// Who is to be seen first: whoever looks forgotten, then who is online, away, lost, and offline.
    pub const fn rank(&self) -> u8 {
        match (self.forgotten, self.presence) {
            (Some(_), _) => 0,
            (None, Presence::Online) => 1,
            (None, Presence::Away) => 2,
            (None, Presence::Lost) => 3,
            (None, Presence::Offline) => 4,
        }
    }

    /// How somebody is at `now`, who may never have been an agent.
    pub fn of(board: &Board, caller: &Caller, id: &UserId, now: Timestamp) -> Self {
        let nobody = Agent::new(id.clone());
        let agent = board.agent(id).unwrap_or(&nobody).settle(now).agent;
        let lease = agent.lease.as_ref();
        let online_since = agent.projects.values().filter_map(|standing| match standing {
            Standing::Online { since } => Some(*since),
            Standing::Offline { .. } => None,
        });
        let endings = agent.projects.values().filter_map(|standing| match standing {
            Standing::Offline { ended } => ended.as_ref(),
            Standing::Online { .. } => None,
        });
        let absent_since = lease.and_then(|lease| lease.absent).map(|absent| absent.since);
        let until = lease.and_then(|lease| lease.until);
        let rule = board.settings.door_rule;
        Self {
            presence: agent.best_presence(),
            absence: agent.absence(),
            since: absent_since.or(online_since.min()),
            until,
            attended: lease.is_none_or(|lease| lease.attended),
            forgotten: Forgotten::look(board, &agent, now),
            ends_at: until.into_iter().chain(agent.absent_until()).min(),
            devices: agent.devices.iter().count(),
            seen_at: agent.devices.seen_at().map(|at| at.min(now)),
            active_at: agent.touched_at(now).map(|at| at.min(now)),
            connected: agent.rules.is_some_and(|rules| agent.devices.is_connected(&rules, now)),
            ended: endings
                .max_by_key(|ending| ending.ended_at)
                .map(|ending| Ended::of(ending, |id| board.name(id).to_owned())),
            door: !door_projects(caller, id, agent.online_projects(), rule).is_empty(),
        }
    }
}
