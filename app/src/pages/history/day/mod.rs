//! An agent's history: a day as a strip of states, what changed it, and why they are offline.
//!
//! No form: the day stands in the address, `?day=2026-03-02`.

mod changes;
mod strips;
mod why;

use crate::pages::history::coverage::day_long;
use crate::{
    Language, Page,
    format::{self, Reader},
    paths,
    shell::Section,
};
use jiff::{civil::Date, tz::TimeZone};
use leptos::prelude::*;
use presence::{
    DeviceId, ProjectId, UserId,
    calendar::Day,
    day::{DayChange, Now, Strip, time_online},
};
use std::collections::BTreeMap;

/// An agent's history.
#[derive(Debug, Clone)]
pub struct HistoryPage {
    /// Whose.
    pub agent: UserId,
    /// Whether it is the viewer.
    pub you: bool,
    /// On whose clocks the day is.
    pub zone: TimeZone,
    /// Which day.
    pub day: Day,
    /// How they were in each project, as far as the day has passed and is known.
    pub strips: Vec<Strip>,
    /// What changed on that day.
    pub changes: Vec<DayChange>,
    /// How they are now.
    pub now: Vec<Now>,
    /// The names of projects.
    pub projects: BTreeMap<ProjectId, String>,
    /// The names of people.
    pub names: BTreeMap<UserId, String>,
    /// The names of the agent's devices.
    pub devices: BTreeMap<DeviceId, String>,
    /// The day before, where something may be known of it.
    pub before: Option<Date>,
    /// The day after, unless it lies in the future.
    pub after: Option<Date>,
    /// For how many days history is kept.
    pub kept_days: u16,
}

impl Page for HistoryPage {
    fn title(&self, t: Language) -> String {
        if self.you { t.history_title().into() } else { t.history_title_of(&self.name()) }
    }

    fn section(&self) -> Option<Section> {
        Some(if self.you { Section::Account } else { Section::People })
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let online = format::exact_duration(t, time_online(&self.strips));
        view! {
            {self.head(t)}
            {why::panel(reader, &self)}
            <dl class="tiles">
                <div class="tile"><dt>{t.history_time_online()}</dt><dd>{online}</dd></div>
            </dl>
            {strips::picture(t, &self)}
            {changes::table(reader, &self)}
            <p class="muted small">{t.history_kept(i64::from(self.kept_days))}</p>
        }
        .into_any()
    }
}

impl HistoryPage {
    fn head(&self, t: Language) -> AnyView {
        let here =
            if self.you { paths::HISTORY.to_owned() } else { paths::history_of(&self.agent) };
        let zone = self.zone.iana_name().unwrap_or("UTC");
        let day = t.history_day(&day_long(t, self.day.date), zone);
        let to = |day: Date, words: &'static str| {
            view! { <a class="btn" href=format!("{here}?day={day}")>{words}</a> }
        };
        view! {
            <div class="page__head">
                <div>
                    <h1>{self.title(t)}</h1>
                    <p class="muted num">{day}</p>
                </div>
                <span class="row">
                    {self.before.map(|day| to(day, t.history_day_before()))}
                    <a class="btn" href=here.clone()>{t.history_today()}</a>
                    {self.after.map(|day| to(day, t.history_day_after()))}
                </span>
                <a class="btn" href=format!("{here}.csv") download="">{t.export_csv()}</a>
            </div>
        }
        .into_any()
    }

    fn name(&self) -> String {
        self.name_of(&self.agent)
    }

    /// A person's name; a dash for somebody whom nobody knows any more.
    fn name_of(&self, who: &UserId) -> String {
        self.names.get(who).cloned().unwrap_or_else(|| "–".to_owned())
    }

    /// A project's name; its id where nobody knows it any more.
    fn project(&self, id: &ProjectId) -> String {
        self.projects.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    fn projects<'a>(&self, t: Language, ids: impl IntoIterator<Item = &'a ProjectId>) -> String {
        let names: Vec<String> = ids.into_iter().map(|id| self.project(id)).collect();
        format::list(t, &names)
    }
}
