//! One's own presence, as one sees it.

use super::{absence::AbsenceView, ended::Ended};
use crate::{
    Absence, Agent, Board, Caller, OwnIdle, Presence, ProjectKey, Revision, SECOND, Standing,
    Status, Timestamp,
};
use serde::{Deserialize, Serialize};

/// One's own presence in one project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MyProject {
    /// The project's key.
    pub project: String,
    /// The project's name.
    pub name: String,
    /// How one is there.
    pub presence: Presence,
    /// Online since when.
    #[serde(with = "crate::rfc3339::option")]
    #[cfg_attr(feature = "schema", schema(required))]
    pub since: Option<Timestamp>,
    /// Online until when; null while online is "no end".
    #[serde(with = "crate::rfc3339::option")]
    #[cfg_attr(feature = "schema", schema(required))]
    pub until: Option<Timestamp>,
    /// Since when nobody is there, while away or lost.
    #[serde(with = "crate::rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub absent_since: Option<Timestamp>,
    /// Whether somebody must be there to be online.
    #[serde(default)]
    pub attended: bool,
    /// How the last time ended, while offline.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub ended: Option<Ended>,
}

/// One's own hours while the door pauses them: they do not start by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PausedHours {
    /// When they begin.
    #[serde(with = "crate::rfc3339")]
    pub from: Timestamp,
    /// When they end.
    #[serde(with = "crate::rfc3339")]
    pub until: Timestamp,
}

impl PausedHours {
    /// Whether they run at a moment.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

/// One's own presence: the answer of `GET` and `PUT /api/v1/me/presence`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MyPresence {
    /// Moved by every lease command and ending.
    pub revision: Revision,
    /// Online in at least one project?
    pub status: Status,
    /// When the time online began; extending keeps it.
    #[serde(with = "crate::rfc3339::option")]
    #[cfg_attr(feature = "schema", schema(required))]
    pub since: Option<Timestamp>,
    /// When it ends; null while online is "no end".
    #[serde(with = "crate::rfc3339::option")]
    #[cfg_attr(feature = "schema", schema(required))]
    pub until: Option<Timestamp>,
    /// It covers every project, those joined later included.
    pub all_projects: bool,
    /// How one is, wherever the time online covers.
    pub presence: Presence,
    /// Since when nobody is there, while away or lost.
    #[serde(with = "crate::rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub absent_since: Option<Timestamp>,
    /// Why one is not available, while away or lost; null otherwise.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(required))]
    pub absence: Option<AbsenceView>,
    /// When the break ended from which one is not back yet: one is available again with one's next input.
    #[serde(with = "crate::rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub break_ended: Option<Timestamp>,
    /// What one's last break in this time online was for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub last_reason: Option<String>,
    /// When the site ends the time online of somebody who stays away or lost; left out is never.
    #[serde(with = "crate::rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub absent_until: Option<Timestamp>,
    /// When somebody last touched a device, as far as known when this was said; told while away.
    #[serde(with = "crate::rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub last_active: Option<Timestamp>,
    /// Whether somebody must be there to be online.
    pub attended: bool,
    /// One's own hours started it, and end it.
    pub by_hours: bool,
    /// After how many seconds without input one is away; null is never.
    #[cfg_attr(feature = "schema", schema(required))]
    pub away_after_s: Option<u32>,
    /// One's own hours that run or come next, while the door pauses them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub hours_paused: Option<PausedHours>,
    /// When one's own hours end, while these run.
    #[serde(with = "crate::rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub shift_end: Option<Timestamp>,
    /// Each project in which one is an agent, by key.
    pub projects: Vec<MyProject>,
}

impl MyPresence {
    /// An agent's presence at `now`, as they see it themselves.
    pub fn of(board: &Board, agent: &Agent, now: Timestamp) -> Self {
        let agent = agent.settle(now).agent;
        let lease = agent.lease.as_ref();
        let until = lease.and_then(|lease| lease.until);
        let absent = lease.and_then(|lease| lease.absent);
        let attended = lease.is_none_or(|lease| lease.attended);
        let idle_after = match agent.rules {
            Some(rules) => rules.idle_after,
            None => board.settings.attendance.rules_for(OwnIdle::AsTheSite).idle_after,
        };
        let mut projects: Vec<MyProject> = agent
            .projects
            .iter()
            .filter_map(|(id, standing)| {
                let project = board.project(id)?;
                let (since, ended) = match standing {
                    Standing::Online { since } => (Some(*since), None),
                    Standing::Offline { ended } => (None, ended.as_ref()),
                };
                Some(MyProject {
                    project: project.key.to_string(),
                    name: project.name.clone(),
                    presence: agent.presence(id),
                    since,
                    until: since.and(until),
                    absent_since: since.and(absent).map(|absent| absent.since),
                    attended,
                    ended: ended.map(|ending| Ended::of(ending, |id| board.name(id).to_owned())),
                })
            })
            .collect();
        projects.sort_by(|a, b| a.project.cmp(&b.project));
        Self {
            revision: agent.revision,
            status: if lease.is_some() { Status::Online } else { Status::Offline },
            since: lease.map(|lease| lease.since),
            until,
            all_projects: lease.is_some_and(|lease| lease.all),
            presence: agent.best_presence(),
            absent_since: absent.map(|absent| absent.since),
            absence: AbsenceView::of(&agent),
            break_ended: lease.and_then(|lease| lease.overdue_break()?.over_at),
            last_reason: lease.and_then(|lease| Some(lease.last_break.as_ref()?.reason.clone())),
            absent_until: agent.absent_until(),
            last_active: absent
                .filter(|absent| absent.kind == Absence::Idle)
                .and_then(|_| agent.touched_at(now)),
            attended,
            by_hours: lease.is_some_and(|lease| lease.by_hours),
            away_after_s: idle_after.and_then(|millis| u32::try_from(millis / SECOND).ok()),
            hours_paused: agent
                .hours_paused(now)
                .map(|hours| PausedHours { from: hours.from, until: hours.until }),
            shift_end: agent.hours.as_ref().and_then(|hours| hours.schedule.closes(now)),
            projects,
        }
    }

    /// The same as somebody else may see it: in the projects that they see.
    #[must_use]
    pub fn seen_by(mut self, board: &Board, caller: &Caller) -> Self {
        self.projects.retain(|place| {
            place
                .project
                .parse()
                .ok()
                .and_then(|key: ProjectKey| board.project_by_key(&key))
                .is_some_and(|project| caller.sees(&project.id))
        });
        self
    }
}
