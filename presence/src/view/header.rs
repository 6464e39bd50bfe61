//! Everything that the header knows, and what follows from it.
//!
//! The server makes a [`HeaderModel`] from the [`Board`]; a browser keeps it true from events, and asks it
//! the same questions while time passes. So both decide the same, and the dialog is drawn from one thing.

use super::{
    absence::AbsenceView,
    mine::{MyPresence, MyProject},
    roster::{Roster, RosterRow},
};
use crate::{
    Absence, Action, Agent, Board, Caller, LeaseDuration, Presence, Project, ProjectKey, Status,
    Timestamp, UserId, extend_question_at, may,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A project as the header knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HeaderProject {
    /// The project's key.
    pub key: String,
    /// The project's name.
    pub name: String,
    /// Whether one may use the door there.
    pub door: bool,
    /// Whether one is an agent there.
    pub agent: bool,
}

/// What the header knows of its own person: the first event of its stream, and each change of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Me {
    /// The server's clock when this was sent, so that a browser with a wrong one still counts right.
    #[serde(with = "crate::rfc3339")]
    pub now: Timestamp,
    /// Who one is.
    pub id: String,
    /// One's own presence.
    pub presence: MyPresence,
    /// The projects that one sees.
    pub projects: Vec<HeaderProject>,
    /// What breaks are for on this site.
    #[serde(default)]
    pub break_reasons: Vec<String>,
}

/// Everything that the header shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderModel {
    /// Oneself.
    pub me: Me,
    /// Who has time online, a roster for each project in view.
    pub rosters: Vec<Roster>,
    /// The key of the project in context, where the page has one: the counter counts it alone.
    pub context: Option<String>,
}

/// An agent with time online, once, with the projects in view in which they have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// How they are; `since` is the earliest of the projects.
    pub row: RosterRow,
    /// Where.
    pub projects: Vec<HeaderProject>,
    /// Whether it is oneself.
    pub you: bool,
    /// Whether one may use the door.
    pub door: bool,
}

impl Me {
    /// A person's own part of the header.
    pub fn of(board: &Board, caller: &Caller, now: Timestamp) -> Self {
        let nobody = Agent::new(caller.id.clone());
        let agent = board.agent(&caller.id).unwrap_or(&nobody);
        let projects = board.projects_seen_by(caller);
        Self {
            now,
            id: caller.id.to_string(),
            presence: MyPresence::of(board, agent, now),
            projects: projects.into_iter().map(|p| HeaderProject::of(board, caller, p)).collect(),
            break_reasons: board.settings.break_reasons.all().to_vec(),
        }
    }

    /// Whether one is online at `now`: time online that has run out is over, though nobody said so yet.
    pub fn is_online(&self, now: Timestamp) -> bool {
        let mine = &self.presence;
        mine.status == Status::Online && mine.until.is_none_or(|until| now < until)
    }

    /// Until when one is online at `now`. None offline, and for time online without an end.
    pub fn online_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.presence.until.filter(|_| self.is_online(now))
    }

    /// When one's own hours began that run at `now`, if one has not been there since: the door pauses them, or
    /// nobody has touched a device.
    pub fn hours_without(&self, now: Timestamp) -> Option<Timestamp> {
        let mine = &self.presence;
        if let Some(paused) = mine.hours_paused.filter(|paused| paused.contains(now)) {
            return (!self.is_online(now)).then_some(paused.from);
        }
        let never_came = mine.by_hours && mine.absent_since == mine.since;
        mine.since.filter(|_| never_came && self.is_online(now))
    }

    /// When the hours end that run at `now` without one.
    pub fn hours_until(&self, now: Timestamp) -> Option<Timestamp> {
        let paused = self.presence.hours_paused.filter(|paused| paused.contains(now));
        paused.map(|paused| paused.until).or(self.online_until(now))
    }

    /// The break that runs: one that has reached its end runs no more, though nobody said so yet.
    pub fn break_at(&self, now: Timestamp) -> Option<&AbsenceView> {
        self.presence.absence.as_ref().filter(|absence| {
            absence.cause == Absence::Break && absence.until.is_none_or(|until| until > now)
        })
    }

    /// When one's time online ends if one stays away or lost: at its end, or at the site's limit.
    pub fn ends_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.online_until(now).into_iter().chain(self.presence.absent_until).min()
    }

    /// Whether "Extend?" is asked at `now`.
    pub fn asks_to_extend(&self, now: Timestamp) -> bool {
        self.online_until(now)
            .zip(self.presence.since)
            .is_some_and(|(until, since)| now >= extend_question_at(since, until))
    }

    /// The names of the projects in which one has time online.
    pub fn covered(&self) -> Vec<&str> {
        let places = self.presence.projects.iter();
        places.filter(|place| place.since.is_some()).map(|place| place.name.as_str()).collect()
    }

    /// The projects in which one was put offline after one last looked, the latest first.
    pub fn closed_doors(&self, looked_at: Timestamp) -> Vec<MyProject> {
        let mut closed: Vec<_> = self.closed_after(looked_at).cloned().collect();
        closed.sort_by_key(|place| std::cmp::Reverse(place.ended.as_ref().map(|ended| ended.at)));
        closed
    }

    /// Whether there is such a project.
    pub fn has_closed_door(&self, looked_at: Timestamp) -> bool {
        self.closed_after(looked_at).next().is_some()
    }

    fn closed_after(&self, looked_at: Timestamp) -> impl Iterator<Item = &MyProject> {
        let by_door = move |place: &&MyProject| {
            place.ended.as_ref().is_some_and(|ended| ended.by_door() && ended.at > looked_at)
        };
        self.presence.projects.iter().filter(by_door)
    }
}

impl HeaderProject {
    fn of(board: &Board, caller: &Caller, project: &Project) -> Self {
        // Anybody but oneself: whether there is a door at all for this caller.
        let other: UserId = "somebody-else".parse().expect("an id");
        let rule = board.settings.door_rule;
        let action = Action::PutOffline { agent: &other, project: &project.id, rule };
        Self {
            key: project.key.to_string(),
            name: project.name.clone(),
            door: may(caller, &action).is_ok(),
            agent: caller.roles_in(&project.id).agent,
        }
    }
}

impl HeaderModel {
    /// Everything that the header shows to a person at `now`.
    pub fn of(
        board: &Board,
        caller: &Caller,
        context: Option<&ProjectKey>,
        now: Timestamp,
    ) -> Self {
        let projects = board.projects_seen_by(caller);
        Self {
            me: Me::of(board, caller, now),
            rosters: projects.iter().map(|project| Roster::of(board, project, now)).collect(),
            context: context.map(ToString::to_string),
        }
    }

    /// The counter: distinct agents available at `now`, in the project in context or in all.
    pub fn counter(&self, now: Timestamp) -> usize {
        let rows = self.rosters_in_view().flat_map(|roster| roster.at(now));
        let available = rows.filter(|row| row.presence == Presence::Online);
        available.map(|row| row.id.as_str()).collect::<BTreeSet<&str>>().len()
    }

    /// Who has time online at `now` in the projects in view, by name, each once.
    pub fn colleagues(&self, now: Timestamp) -> Vec<Colleague> {
        let mut all: Vec<Colleague> = Vec::new();
        for roster in self.rosters_in_view() {
            let Some(project) = self.project(&roster.project) else { continue };
            for row in roster.at(now) {
                let you = row.id == self.me.id;
                let door = project.door && !you;
                match all.iter_mut().find(|known| known.row.id == row.id) {
                    Some(known) => {
                        known.row.since = known.row.since.min(row.since);
                        known.projects.push(project.clone());
                        known.door |= door;
                    }
                    None => all.push(Colleague {
                        row: row.clone(),
                        projects: vec![project.clone()],
                        you,
                        door,
                    }),
                }
            }
        }
        all.sort_by(|a, b| a.row.name.cmp(&b.row.name).then_with(|| a.row.id.cmp(&b.row.id)));
        all
    }

    /// How many agents are available in a project at `now`.
    pub fn available(&self, key: &str, now: Timestamp) -> usize {
        let rows = self.rosters.iter().filter(|roster| roster.project == key);
        let rows = rows.flat_map(|roster| roster.at(now));
        rows.filter(|row| row.presence == Presence::Online).count()
    }

    /// The names of the others who are available in a project at `now`.
    pub fn others_available(&self, key: &str, now: Timestamp) -> Vec<&str> {
        let rows = self.rosters.iter().filter(|roster| roster.project == key);
        let rows = rows.flat_map(|roster| roster.at(now));
        let here = rows.filter(|row| row.presence == Presence::Online && row.id != self.me.id);
        here.map(|row| row.name.as_str()).collect()
    }

    /// Who is available in each project in which this agent has time online, at `now`: what their door
    /// depends on.
    pub fn around(&self, agent: &str, now: Timestamp) -> Vec<(String, Vec<String>)> {
        let is_there = |roster: &&Roster| roster.at(now).any(|row| row.id == agent);
        let here = self.rosters.iter().filter(is_there).map(|roster| {
            let available = roster.at(now).filter(|row| row.presence == Presence::Online);
            (roster.project.clone(), available.map(|row| row.id.clone()).collect())
        });
        here.collect()
    }

    /// The names of the projects in which one is the only one available at `now`, and that are not closed
    /// by their hours: who goes offline there as the last one is asked first.
    pub fn last_in(&self, now: Timestamp) -> Vec<String> {
        let is_last = |roster: &&Roster| {
            let mut here = roster.at(now).filter(|row| row.presence == Presence::Online);
            here.next().is_some_and(|row| row.id == self.me.id) && here.next().is_none()
        };
        let open = self.rosters.iter().filter(|roster| !roster.closed);
        open.filter(is_last).map(|roster| self.project_name(&roster.project).to_owned()).collect()
    }

    /// When the shift ends of somebody who goes online at `now` in some of their projects, or in all: with
    /// their own hours, else with the last of these projects that is open.
    pub fn shift_end(&self, some: Option<&[String]>, now: Timestamp) -> Option<Timestamp> {
        let mine = |key: &str| {
            some.is_none_or(|some| some.iter().any(|chosen| chosen == key))
                && self.project(key).is_some_and(|project| project.agent)
        };
        let own = self.me.presence.shift_end.filter(|end| *end > now);
        let latest = || {
            let rosters = self.rosters.iter().filter(|roster| mine(&roster.project));
            rosters.filter_map(|roster| roster.closes).filter(|end| *end > now).max()
        };
        own.or_else(latest).filter(|end| *end <= now.plus_minutes(LeaseDuration::MAX_MINUTES))
    }

    /// A project in view.
    pub fn project(&self, key: &str) -> Option<&HeaderProject> {
        self.me.projects.iter().find(|project| project.key == key)
    }

    /// The name of a project in view; its key where it has none.
    pub fn project_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.project(key).map_or(key, |project| &project.name)
    }

    /// The projects that are counted: the one in context, or all.
    pub fn projects_in_view(&self) -> impl Iterator<Item = &HeaderProject> {
        self.me.projects.iter().filter(|project| self.is_in_view(&project.key))
    }

    fn rosters_in_view(&self) -> impl Iterator<Item = &Roster> {
        self.rosters.iter().filter(|roster| self.is_in_view(&roster.project))
    }

    fn is_in_view(&self, key: &str) -> bool {
        self.context.as_deref().is_none_or(|context| context == key)
    }

    /// Takes in what the server says of oneself. A project that one no longer sees goes, with its roster.
    pub fn put_me(&mut self, me: Me) {
        self.me = me;
        let Self { me, rosters, .. } = self;
        rosters.retain(|roster| me.projects.iter().any(|project| project.key == roster.project));
    }

    /// Takes in one's own presence, unless it is older than what is known.
    pub fn put_presence(&mut self, presence: MyPresence) {
        if presence.revision >= self.me.presence.revision {
            self.me.presence = presence;
        }
    }

    /// Takes in a roster in place of the one before it.
    pub fn put_roster(&mut self, roster: Roster) {
        match self.rosters.iter_mut().find(|known| known.project == roster.project) {
            Some(known) => *known = roster,
            None => self.rosters.push(roster),
        }
    }
}
