//! A project's week against its hours, for those who may see what happened there.

use super::known;
use crate::{Failure, Identity, Service, store::history, values::zone::zone_or_utc};
use jiff::{civil::Date, tz::TimeZone};
use presence::{
    Action, Denied, ProjectKey, Stretch, UserId,
    calendar::{Day, date_of, week_of},
    coverage::Coverage,
    may,
};
use std::collections::BTreeMap;

/// A project's week.
#[derive(Debug, Clone)]
pub struct CoverageView {
    /// On whose clocks its days are: those of the project's schedule, else the reader's.
    pub zone: TimeZone,
    /// Its days, from Monday to Sunday.
    pub week: Vec<Day>,
    /// The hours of the whole week; `None` where the project has no schedule.
    pub hours: Option<Vec<Stretch>>,
    /// The part of the week that has passed and of which something is known; empty where none is.
    pub known: Stretch,
    /// What is known of it.
    pub coverage: Coverage,
    /// The names of everybody.
    pub names: BTreeMap<UserId, String>,
    /// A day of the week before, where something is known of it.
    pub earlier: Option<Date>,
    /// A day of the week after, unless it lies in the future.
    pub later: Option<Date>,
}

impl Service {
    /// How a project's hours were covered in the week of `date`; in the present week without one. A date
    /// in the future is today. `own_zone` is the reader's.
    pub async fn see_coverage(
        &self,
        who: &Identity,
        key: &ProjectKey,
        date: Option<Date>,
        own_zone: &str,
    ) -> Result<CoverageView, Failure> {
        self.pass_time().await?;
        let now = self.now();
        let (id, schedule, cut, names) = {
            let board = self.board();
            let project = board.project_by_key(key).ok_or(Denied::Hidden)?;
            may(&who.caller, &Action::SeeProjectHistory(&project.id))?;
            let cut = board.settings.keep_history.cut(now);
            (project.id.clone(), project.schedule.clone(), cut, board.names.clone())
        };
        let zone = schedule.as_ref().map_or_else(|| zone_or_utc(own_zone), |s| s.zone().clone());
        let today = date_of(&zone, now).unwrap_or_default();
        let week = week_of(&zone, date.unwrap_or(today).min(today));
        let whole = match (week.first(), week.last()) {
            (Some(first), Some(last)) => Stretch { from: first.time.from, until: last.time.until },
            _ => Stretch { from: now, until: now },
        };
        let mut snapshot = self.0.store.snapshot().await?;
        let since = history::project_since(&mut snapshot, &id).await?.unwrap_or(now);
        let known = known(whole, since.max(cut), now);
        let before = history::before_in_project(&mut snapshot, &id, known.from).await?;
        let entries = history::of_project(&mut snapshot, &id, known).await?;
        drop(snapshot);
        let hours = schedule.map(|schedule| schedule.stretches(whole.from, whole.until));
        let open = hours.as_deref().unwrap_or_default();
        Ok(CoverageView {
            zone,
            coverage: Coverage::new(known, &before, &entries, open),
            hours,
            known,
            names,
            earlier: week
                .first()
                .filter(|monday| monday.time.from > since.max(cut))
                .and_then(|monday| monday.date.yesterday().ok()),
            later: week
                .last()
                .filter(|sunday| sunday.time.until <= now)
                .and_then(|sunday| sunday.date.tomorrow().ok()),
            week,
        })
    }
}
