//! The table behind the picture: each day's sums.

use super::{CoveragePage, day_medium};
use crate::{Language, format};
use leptos::prelude::*;
use presence::{calendar::Day, coverage::Sums};

/// What stands at the end of a day's row, in the picture and in the table.
pub(super) fn share(t: Language, page: &CoveragePage, day: &Day) -> String {
    let opens = page
        .seen
        .hours
        .iter()
        .flatten()
        .any(|open| open.from.max(day.time.from) < open.until.min(day.time.until));
    match page.seen.coverage.sums(day.time).share() {
        Some(share) => format::percent(t, share),
        None if opens => "–".to_owned(),
        None => t.coverage_closed().to_owned(),
    }
}

/// How long the hours of a day are, in milliseconds, if it has any.
fn planned(page: &CoveragePage, day: &Day) -> Option<i64> {
    let hours = page.seen.hours.iter().flatten();
    let within = hours.map(|open| {
        open.until.min(day.time.until).millis_since(open.from.max(day.time.from)).max(0)
    });
    Some(within.sum()).filter(|sum| *sum > 0)
}

/// The sums of each day and of the week.
pub(super) fn table(t: Language, page: &CoveragePage) -> AnyView {
    let with_hours = page.seen.hours.is_some();
    let rows = page.seen.week.iter().map(|day| {
        let sums = page.seen.coverage.sums(day.time);
        let share = with_hours.then(|| share(t, page, day));
        let date = day_medium(t, day.date);
        // Of a day to come only its hours are known.
        let planned = planned(page, day).filter(|_| sums == Sums::default());
        if let (Some(planned), Some(share)) = (planned, &share) {
            let none = || view! { <td class="n">"–"</td> };
            let share = share.clone();
            return view! {
                <tr>
                    <th scope="row" class="num">{date}</th>
                    <td class="n">{format::exact_duration(t, planned)}</td>
                    {none()}
                    <td class="n">{share}</td>
                    {none()}
                    {none()}
                </tr>
            }
            .into_any();
        }
        view! { <tr><th scope="row" class="num">{date}</th>{cells(t, &sums, share)}</tr> }
            .into_any()
    });
    let total = page.seen.coverage.total();
    let share = with_hours
        .then(|| total.share().map_or_else(|| "–".to_owned(), |share| format::percent(t, share)));
    let heads = if with_hours {
        vec![
            t.coverage_legend_hours(),
            t.coverage_covered(),
            t.coverage_share(),
            t.coverage_gaps(),
            t.coverage_off_hours(),
        ]
    } else {
        vec![t.coverage_time_online()]
    };
    let heads = heads.into_iter().map(|words| view! { <th scope="col" class="n">{words}</th> });
    view! {
        <section class="panel" aria-labelledby="by-day">
            <div class="panel__head"><h2 id="by-day">{t.coverage_by_day()}</h2></div>
            <div class="scroll" role="region" aria-label=t.coverage_by_day_table() tabindex="0">
                <table class="table table--tight">
                    <thead>
                        <tr><th scope="col">{t.coverage_day()}</th>{heads.collect_view()}</tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                    <tfoot>
                        <tr><th scope="row">{t.coverage_week_sum()}</th>{cells(t, &total, share)}</tr>
                    </tfoot>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The figures of a row; without a share there are no hours to speak of.
fn cells(t: Language, sums: &Sums, share: Option<String>) -> AnyView {
    let long = |time| format::exact_duration(t, time);
    let cells = match share {
        Some(share) => {
            let (hours, covered) = (long(sums.hours), long(sums.covered));
            vec![hours, covered, share, long(sums.gaps), long(sums.off_hours)]
        }
        None => vec![long(sums.off_hours)],
    };
    let cells = cells.into_iter().map(|figure| view! { <td class="n">{figure}</td> });
    cells.collect_view().into_any()
}
