//! The gaps and the presence outside the hours, numbered as in the picture.

use super::{CoveragePage, clock, day_medium, left};
use crate::{Language, format, icons::IconName, ui::Empty};
use leptos::prelude::*;
use presence::{
    MINUTE, Stretch,
    calendar::date_of,
    coverage::{Departure, Gap, OffHours},
};

/// What is shorter is drawn, but has no number and no row.
const LONG_ENOUGH: i64 = 10 * MINUTE;

/// What a stretch is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'a> {
    /// Hours, and nobody.
    Gap(&'a Gap),
    /// Somebody, and no hours.
    OffHours(&'a OffHours),
}

/// A stretch that should not be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed<'a> {
    /// Its number in picture and table, if it is long enough.
    pub(super) number: Option<usize>,
    /// When.
    pub(super) time: Stretch,
    /// What.
    pub(super) kind: Kind<'a>,
}

/// Every such stretch of the week, in order; none without hours.
pub(super) fn listed(page: &CoveragePage) -> Vec<Listed<'_>> {
    if page.seen.hours.is_none() {
        return Vec::new();
    }
    let gaps = page.seen.coverage.gaps().iter().map(|gap| (gap.time, Kind::Gap(gap)));
    let off_hours =
        page.seen.coverage.off_hours().iter().map(|off| (off.time, Kind::OffHours(off)));
    let mut all: Vec<_> = gaps.chain(off_hours).collect();
    all.sort_by_key(|(time, _)| time.from);
    let mut count = 0;
    let mut number = |time: Stretch| {
        (time.length() >= LONG_ENOUGH).then(|| {
            count += 1;
            count
        })
    };
    all.into_iter().map(|(time, kind)| Listed { number: number(time), time, kind }).collect()
}

/// The numbered ones as a table.
pub(super) fn table(t: Language, page: &CoveragePage, listed: &[Listed<'_>]) -> AnyView {
    let rows: Vec<_> = listed
        .iter()
        .filter_map(|one| one.number.map(|number| row(t, page, one, number)))
        .collect();
    if rows.is_empty() {
        let none = t.coverage_stretches_none();
        return view! {
            <section class="panel" aria-labelledby="stretches">
                <div class="panel__head"><h2 id="stretches">{t.coverage_stretches_title()}</h2></div>
                <Empty icon=IconName::Ok title=none text=""/>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="panel" aria-labelledby="stretches">
            <div class="panel__head">
                <h2 id="stretches">{t.coverage_stretches_title()}</h2>
                <span class="muted push small">{t.coverage_stretches_note()}</span>
            </div>
            <div class="scroll" role="region" aria-label=t.coverage_stretches_table() tabindex="0">
                <table class="table table--tight">
                    <thead>
                        <tr>
                            <th scope="col">{t.coverage_number()}</th>
                            <th scope="col">{t.coverage_kind()}</th>
                            <th scope="col">{t.coverage_day()}</th>
                            <th scope="col">{t.coverage_time()}</th>
                            <th scope="col" class="n">{t.coverage_length()}</th>
                            <th scope="col">{t.coverage_who_last()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(t: Language, page: &CoveragePage, one: &Listed<'_>, number: usize) -> AnyView {
    let (pin, badge, kind, who) = match one.kind {
        Kind::Gap(gap) => ("pin", "badge badge--bad", t.coverage_gap(), who_left(t, page, gap)),
        Kind::OffHours(off) => {
            ("pin pin--off", "badge badge--warn", t.coverage_off(), who_was_there(t, page, off))
        }
    };
    let day = date_of(&page.seen.zone, one.time.from);
    let from = clock(t, &page.seen.zone, one.time.from, false);
    let until = clock(t, &page.seen.zone, one.time.until, true);
    view! {
        <tr>
            <td><span class=pin>{number}</span></td>
            <td><span class=badge>{kind}</span></td>
            <th scope="row" class="num">{day.map(|day| day_medium(t, day))}</th>
            <td class="num">{t.coverage_from_to(&from, &until)}</td>
            <td class="n">{format::exact_duration(t, minutes_shown(one.time))}</td>
            <td>{who}</td>
        </tr>
    }
    .into_any()
}

/// How long a stretch is by the clock times beside it, which are cut to the minute.
fn minutes_shown(time: Stretch) -> i64 {
    let minute = |at: i64| at.div_euclid(MINUTE) * MINUTE;
    minute(time.until.as_millis()) - minute(time.from.as_millis())
}

fn who_left(t: Language, page: &CoveragePage, gap: &Gap) -> String {
    match &gap.last {
        _ if gap.at_opening => t.coverage_nobody_came().to_owned(),
        None => t.coverage_nobody_known().to_owned(),
        Some(last) => departure(t, page, last),
    }
}

/// Who left last; where nobody left before the hours began, everybody who was there.
fn who_was_there(t: Language, page: &CoveragePage, off: &OffHours) -> String {
    if let Some(last) = &off.last {
        return departure(t, page, last);
    }
    let names: Vec<String> = off.who.iter().map(|who| page.name(who)).collect();
    format::list(t, &names)
}

fn departure(t: Language, page: &CoveragePage, last: &Departure) -> String {
    let how = left(t, &last.how, |who| page.name(who));
    t.coverage_left(&how, &page.name(&last.agent))
}

impl CoveragePage {
    /// A person's name; a dash for somebody whom nobody knows any more.
    pub(super) fn name(&self, who: &presence::UserId) -> String {
        self.seen.names.get(who).cloned().unwrap_or_else(|| "–".to_owned())
    }
}
