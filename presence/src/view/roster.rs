//! Who has time online in a project.

use super::{absence::AbsenceView, forgotten::Forgotten};
use crate::{Board, Presence, Project, Timestamp};
use serde::{Deserialize, Serialize};

/// An agent in a project's roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RosterRow {
    /// The agent's id.
    pub id: String,
    /// The agent's name.
    pub name: String,
    /// How they are.
    pub presence: Presence,
    /// Since when.
    #[serde(with = "crate::rfc3339")]
    pub since: Timestamp,
    /// Until when; null is "no end".
    #[serde(with = "crate::rfc3339::option")]
    #[cfg_attr(feature = "schema", schema(required))]
    pub until: Option<Timestamp>,
    /// Since when nobody is there, while away or lost.
    #[serde(with = "crate::rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub absent_since: Option<Timestamp>,
    /// Why they are not available, while away or lost.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub absence: Option<AbsenceView>,
    /// When they last touched a device, while away; when a device was last heard of, while lost.
    #[serde(with = "crate::rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub last_sign: Option<Timestamp>,
    /// Whether their time online needs a device.
    pub attended: bool,
    /// Why their time online looks forgotten: `idle` or `shift_over`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub forgotten: Option<Forgotten>,
}

/// Who has time online in a project: one event of the header's stream, the same for all who follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Roster {
    /// The project's key.
    pub project: String,
    /// The agents, by name.
    pub agents: Vec<RosterRow>,
    /// When its shift ends, while it is open.
    #[serde(with = "crate::rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub closes: Option<Timestamp>,
    /// It has hours, and it is closed.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub closed: bool,
}

impl Roster {
    /// The roster of a project at `now`, the same for everybody who may see it.
    pub fn of(board: &Board, project: &Project, now: Timestamp) -> Self {
        let mut agents: Vec<RosterRow> = board
            .covered(&project.id, now)
            .into_iter()
            .map(|row| RosterRow {
                id: row.agent.id.to_string(),
                name: board.name(&row.agent.id).to_owned(),
                presence: row.presence,
                since: row.since,
                until: row.lease.until,
                absent_since: row.lease.absent.map(|absent| absent.since),
                absence: AbsenceView::of(&row.agent),
                last_sign: row.agent.last_sign(now),
                attended: row.lease.attended,
                forgotten: Forgotten::look(board, &row.agent, now),
            })
            .collect();
        agents.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        let schedule = project.schedule.as_deref();
        Self {
            project: project.key.to_string(),
            agents,
            closes: schedule.and_then(|schedule| schedule.latest_closing_today(now)),
            closed: schedule.is_some_and(|schedule| !schedule.is_open(now)),
        }
    }

    /// Those of it whose time online is not over at `now`.
    pub fn at(&self, now: Timestamp) -> impl Iterator<Item = &RosterRow> {
        self.agents.iter().filter(move |row| row.until.is_none_or(|until| until > now))
    }
}
