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
use jiff::civil::Date;
use leptos::prelude::*;
use presence::{ProjectId, UserId, day::time_online};
use service::HistoryView;

/// An agent's history.
#[derive(Debug, Clone)]
pub struct HistoryPage {
    /// Whose.
    pub agent: UserId,
    /// What there is to see of it.
    pub seen: HistoryView,
}

impl Page for HistoryPage {
    fn title(&self, t: Language) -> String {
        if self.seen.you { t.history_title().into() } else { t.history_title_of(&self.name()) }
    }

    fn section(&self) -> Option<Section> {
        Some(if self.seen.you { Section::Account } else { Section::People })
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let online = format::exact_duration(t, time_online(&self.seen.strips));
        view! {
            {self.head(t)}
            {why::panel(reader, &self)}
            <dl class="tiles">
                <div class="tile"><dt>{t.history_time_online()}</dt><dd>{online}</dd></div>
            </dl>
            {strips::picture(t, &self)}
            {changes::table(reader, &self)}
            <p class="muted small">{t.history_kept(i64::from(self.seen.kept_days))}</p>
        }
        .into_any()
    }
}

impl HistoryPage {
    fn head(&self, t: Language) -> AnyView {
        let here =
            if self.seen.you { paths::HISTORY.to_owned() } else { paths::history_of(&self.agent) };
        let zone = self.seen.zone.iana_name().unwrap_or("UTC");
        let day = t.history_day(&day_long(t, self.seen.day.date), zone);
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
                    {self.seen.before.map(|day| to(day, t.history_day_before()))}
                    <a class="btn" href=here.clone()>{t.history_today()}</a>
                    {self.seen.after.map(|day| to(day, t.history_day_after()))}
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
        self.seen.names.get(who).cloned().unwrap_or_else(|| "–".to_owned())
    }

    /// A project's name; its id where nobody knows it any more.
    fn project(&self, id: &ProjectId) -> String {
        self.seen.projects.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    fn projects<'a>(&self, t: Language, ids: impl IntoIterator<Item = &'a ProjectId>) -> String {
        let names: Vec<String> = ids.into_iter().map(|id| self.project(id)).collect();
        format::list(t, &names)
    }
}
