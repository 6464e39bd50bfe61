//! An agent's day, and how they are now, as the ledger tells it: for themselves, and for the admins of
//! their projects.

use super::known;
use crate::{Failure, Identity, Service, store::history, values::zone::zone_or_utc};
use jiff::{civil::Date, tz::TimeZone};
use presence::{
    Action, Board, Denied, DeviceId, Entry, ProjectId, Stretch, UserId,
    calendar::{Day, date_of},
    day::{DayChange, Now, Strip, changes, states, strips},
    may,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// An agent's day.
#[derive(Debug, Clone)]
pub struct HistoryView {
    /// Whether it is the caller's own.
    pub you: bool,
    /// On whose clocks the day is.
    pub zone: TimeZone,
    /// Which day.
    pub day: Day,
    /// How they were in each project, as far as the day has passed and is known.
    pub strips: Vec<Strip>,
    /// What changed.
    pub changes: Vec<DayChange>,
    /// How they are now.
    pub now: Vec<Now>,
    /// The names of the projects that are shown.
    pub projects: BTreeMap<ProjectId, String>,
    /// The names of everybody.
    pub names: BTreeMap<UserId, String>,
    /// What the agent's devices call themselves.
    pub devices: BTreeMap<DeviceId, String>,
    /// The day before, where something may be known of it.
    pub before: Option<Date>,
    /// The day after, unless it lies in the future.
    pub after: Option<Date>,
    /// For how many days history is kept.
    pub kept_days: u16,
}

impl Service {
    /// What happened to `agent` on `date`, today without one, on the clocks of the reader's zone. An admin
    /// sees what happened in the projects that they administer.
    pub async fn see_history(
        &self,
        who: &Identity,
        agent: &UserId,
        date: Option<Date>,
        own_zone: &str,
    ) -> Result<HistoryView, Failure> {
        self.pass_time().await?;
        let now = self.now();
        let mut snapshot = self.0.store.snapshot().await?;
        let (projects, latest) = self.known_of(who, agent, &mut snapshot).await?;
        let (names, keep) = {
            let board = self.board();
            (board.names.clone(), board.settings.keep_history)
        };
        let zone = zone_or_utc(own_zone);
        let today = date_of(&zone, now).unwrap_or_default();
        let date = date.unwrap_or(today).min(today);
        let day = Day::on(&zone, date).or_else(|| Day::on(&zone, today)).ok_or(Denied::Hidden)?;
        let lived = known(day.time, keep.cut(now), now);

        // What happens this very moment is told as well.
        let until = lived.until.plus_millis(i64::from(lived.until == now));
        let told = Stretch { until, ..lived };

        let shown = |entries: Vec<Entry>| -> Vec<Entry> {
            entries.into_iter().filter(|entry| projects.contains_key(&entry.project)).collect()
        };
        let before = shown(history::before_of_agent(&mut snapshot, agent, lived.from).await?);
        let entries = shown(history::of_agent(&mut snapshot, agent, told).await?);
        let devices = history::device_names(&mut snapshot, agent).await?;
        drop(snapshot);
        Ok(HistoryView {
            you: who.caller.id == *agent,
            strips: strips(lived, &before, &entries),
            changes: changes(&entries),
            now: states(&latest),
            projects,
            names,
            devices,
            before: date.yesterday().ok().filter(|_| day.time.from > keep.cut(now)),
            after: date.tomorrow().ok().filter(|_| day.time.until <= now),
            kept_days: keep.get(),
            zone,
            day,
        })
    }

    /// The projects in which the caller may see what happened to an agent, with their names.
    pub(crate) fn projects_seen_of(
        &self,
        who: &Identity,
        agent: &UserId,
    ) -> Result<BTreeMap<ProjectId, String>, Denied> {
        let board = self.board();
        if !board.names.contains_key(agent) {
            return Err(Denied::Hidden);
        }
        let projects: BTreeMap<_, _> = board
            .projects()
            .filter(|project| {
                let action = Action::SeeAgentHistory { agent, project: &project.id };
                may(&who.caller, &action).is_ok()
            })
            .map(|project| (project.id.clone(), project.name.clone()))
            .collect();
        let own = who.caller.id == *agent;
        if projects.is_empty() && !own { Err(why_not(&board, who, agent)) } else { Ok(projects) }
    }

    /// The projects in which the caller may see what happened to an agent, and how the ledger says that
    /// they are there now. Of somebody of whom it knows nothing there, only those learn who may see them
    /// as an agent.
    pub(crate) async fn known_of(
        &self,
        who: &Identity,
        agent: &UserId,
        connection: &mut AnyConnection,
    ) -> Result<(BTreeMap<ProjectId, String>, Vec<Entry>), Failure> {
        let projects = self.projects_seen_of(who, agent)?;
        let soon = self.now().plus_millis(1);
        let mut latest = history::before_of_agent(connection, agent, soon).await?;
        latest.retain(|entry| projects.contains_key(&entry.project));
        let board = self.board();
        let known = who.caller.site_admin
            || who.caller.id == *agent
            || !latest.is_empty()
            || board.agent(agent).is_some_and(|agent| {
                agent.projects.keys().any(|project| projects.contains_key(project))
            });
        if known { Ok((projects, latest)) } else { Err(why_not(&board, who, agent).into()) }
    }
}

/// Colleagues know each other, but not each other's history.
fn why_not(board: &Board, who: &Identity, agent: &UserId) -> Denied {
    let projects = board.agent(agent).into_iter().flat_map(|agent| agent.projects.keys());
    let colleagues = projects.into_iter().any(|project| who.caller.sees(project));
    if colleagues { Denied::Forbidden } else { Denied::Hidden }
}
