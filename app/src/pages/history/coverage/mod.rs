//! A project's week: how well its hours were covered, as a picture with its tables.
//!
//! No form: the week stands in the address, `?week=2026-03-02`.

mod by_day;
mod listed;
mod picture;

use crate::{
    Language, Page,
    format::{self, Reader},
    pages::projects::{ProjectHead, ProjectTab},
    paths,
    shell::Section,
    ui::{Notice, Tone},
};
use jiff::{civil::Date, tz::TimeZone};
use leptos::prelude::*;
use listed::{Kind, Listed};
use presence::{EndReason, UserId};
use service::CoverageView;

/// A project's week.
#[derive(Debug, Clone)]
pub struct CoveragePage {
    /// Which project.
    pub project: ProjectHead,
    /// What there is to see of it.
    pub seen: CoverageView,
}

impl Page for CoveragePage {
    fn title(&self, t: Language) -> String {
        t.coverage_title(&self.project.name)
    }

    fn section(&self) -> Option<Section> {
        Some(Section::Projects)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let listed = listed::listed(&self);
        let picture = picture::picture(t, &self, &listed);
        let schedule = paths::project_schedule(&self.project.key);
        let no_hours = t.coverage_no_schedule(&self.project.name);
        let notice = self.seen.hours.is_none().then(|| {
            view! {
                <Notice tone=Tone::Info>
                    <p class="strong">{no_hours}</p>
                    <p>
                        {t.coverage_no_schedule_hint()} " "
                        <a href=schedule>{t.coverage_set_hours()}</a>
                    </p>
                </Notice>
            }
        });
        let unknown =
            self.seen.week.first().is_some_and(|monday| monday.time.from < self.seen.known.from);
        let unknown = unknown.then(|| {
            let time = day_and_clock(t, &self.seen.zone, self.seen.known.from);
            view! { <p class="muted small">{t.coverage_known_from(&time)}</p> }
        });
        let measured = self.seen.hours.is_some().then(|| {
            view! { <p class="muted small">{t.coverage_measured_by()}</p> }
        });
        view! {
            {self.project.view(t, ProjectTab::Coverage)}
            {self.head(t)}
            {notice}
            {tiles(t, &self, &listed)}
            {picture}
            {measured}
            {unknown}
            {self.seen.hours.is_some().then(|| listed::table(t, &self, &listed))}
            {by_day::table(t, &self)}
        }
        .into_any()
    }
}

impl CoveragePage {
    /// The week in words, the ways to other weeks, and to take it all away.
    fn head(&self, t: Language) -> AnyView {
        let here = paths::project_coverage(&self.project.key);
        let csv = paths::project_coverage_csv(&self.project.key);
        let monday = self.seen.week.first().map(|day| day.date);
        let words = match (&self.seen.week[..], self.seen.zone.iana_name()) {
            ([monday, .., sunday], zone) => t.coverage_week(
                &day_of_week(t, monday.date),
                &day_long(t, sunday.date),
                zone.unwrap_or("UTC"),
            ),
            _ => String::new(),
        };
        let to = |day: Date, words: &'static str| {
            view! { <a class="btn" href=format!("{here}?week={day}")>{words}</a> }
        };
        let csv_week = monday.map(|monday| format!("{csv}?week={monday}")).unwrap_or_default();
        view! {
            <div class="page__head">
                <div>
                    <h2>{t.coverage()}</h2>
                    <p class="muted num">{words}</p>
                </div>
                <span class="row">
                    {self.seen.earlier.map(|day| to(day, t.coverage_earlier()))}
                    <a class="btn" href=here.clone()>{t.coverage_this_week()}</a>
                    {self.seen.later.map(|day| to(day, t.coverage_later()))}
                </span>
                <span class="row">
                    <a class="btn" href=csv_week download="">{t.export_csv()}</a>
                    <a class="btn btn--quiet" href=csv download="">{t.export_csv_all()}</a>
                </span>
            </div>
        }
        .into_any()
    }
}

/// The week in figures.
fn tiles(t: Language, page: &CoveragePage, listed: &[Listed<'_>]) -> AnyView {
    let total = page.seen.coverage.total();
    let long = |time| format::exact_duration(t, time);
    let numbered = |gap: bool| {
        let fits = listed.iter().filter(|one| one.number.is_some());
        let count = fits.filter(|one| matches!(one.kind, Kind::Gap(_)) == gap).count();
        t.coverage_stretches(i64::try_from(count).unwrap_or(i64::MAX))
    };
    let tiles = if page.seen.hours.is_none() {
        vec![(t.coverage_time_online(), long(total.off_hours), String::new())]
    } else {
        let covered = match total.share() {
            Some(share) => (
                format::percent(t, share),
                t.coverage_covered_of(&long(total.covered), &long(total.hours)),
            ),
            None => ("–".to_owned(), t.coverage_no_hours().to_owned()),
        };
        let longest = match page.seen.coverage.longest_gap() {
            Some(gap) => {
                (long(gap.time.length()), day_and_clock(t, &page.seen.zone, gap.time.from))
            }
            None => (t.coverage_no_gap().to_owned(), String::new()),
        };
        vec![
            (t.coverage_hours_covered(), covered.0, covered.1),
            (t.coverage_gaps(), long(total.gaps), numbered(true)),
            (t.coverage_off_hours(), long(total.off_hours), numbered(false)),
            (t.coverage_longest_gap(), longest.0, longest.1),
        ]
    };
    let tiles = tiles.into_iter().map(|(name, figure, more)| {
        view! { <div class="tile"><dt>{name}</dt><dd>{figure}</dd><dd>{more}</dd></div> }
    });
    view! { <dl class="tiles" aria-label=t.coverage_tiles()>{tiles.collect_view()}</dl> }.into_any()
}

/// How somebody stopped being available, in few words: "put offline by Priya Raman".
pub(super) fn left(
    t: Language,
    how: &presence::coverage::Left,
    name: impl Fn(&UserId) -> String,
) -> String {
    use crate::ui::break_reason_within;
    use presence::{Absence, coverage::Left};
    match how {
        Left::Absent(Absence::Idle) => t.left_away().into(),
        Left::Absent(Absence::Lost) => t.left_lost().into(),
        Left::Absent(Absence::Break) => t.left_break().into(),
        Left::Break(reason) => t.left_break_for(&break_reason_within(t, reason)),
        Left::Offline(reason) => match reason {
            EndReason::SignedOff => t.left_signed_off().into(),
            EndReason::Expired => t.left_expired().into(),
            EndReason::Idle => t.left_idle().into(),
            EndReason::ConnectionLost => t.left_connection_lost().into(),
            EndReason::BreakOver => t.left_break_over().into(),
            EndReason::PutOffline { by, .. } => t.left_put_offline(&name(by)),
            EndReason::ForcedLogout { by, .. } => t.left_forced_logout(&name(by)),
            EndReason::Schedule => t.left_schedule().into(),
            EndReason::LeftProject => t.left_project().into(),
            EndReason::AccountDisabled => t.left_account_disabled().into(),
        },
    }
}

/// "Wed 4".
fn day_short(t: Language, date: Date) -> String {
    let weekday = date.weekday().to_monday_one_offset();
    t.day_short(&date.day().to_string(), &t.weekday_short(weekday))
}

/// "Wed 4 March".
pub(super) fn day_medium(t: Language, date: Date) -> String {
    let weekday = date.weekday().to_monday_one_offset();
    t.day_medium(&date.day().to_string(), &t.month(date.month()), &t.weekday_short(weekday))
}

/// "Wednesday 4 March".
fn day_of_week(t: Language, date: Date) -> String {
    let weekday = t.weekday(date.weekday().to_monday_one_offset());
    t.day_medium(&date.day().to_string(), &t.month(date.month()), &weekday)
}

/// "Wednesday 4 March 2026".
pub(super) fn day_long(t: Language, date: Date) -> String {
    let weekday = t.weekday(date.weekday().to_monday_one_offset());
    let (day, year) = (date.day().to_string(), date.year().to_string());
    t.day_long(&day, &t.month(date.month()), &weekday, &year)
}

/// What the clock on the wall shows; 24:00 at the end of a day.
fn clock(t: Language, zone: &TimeZone, at: presence::Timestamp, end: bool) -> String {
    let Ok(at) = jiff::Timestamp::from_millisecond(at.as_millis()) else { return String::new() };
    let time = zone.to_datetime(at).time();
    match (time.hour(), time.minute()) {
        (0, 0) if end && time.second() == 0 => format::clock(t, 24, 0),
        (hour, minute) => format::clock(t, hour, minute),
    }
}

/// "Wed 4 March, 02:14".
fn day_and_clock(t: Language, zone: &TimeZone, at: presence::Timestamp) -> String {
    let date =
        presence::calendar::date_of(zone, at).map(|date| day_medium(t, date)).unwrap_or_default();
    format::list(t, &[date, clock(t, zone, at, false)])
}
