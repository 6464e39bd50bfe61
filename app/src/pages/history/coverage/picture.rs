//! The picture: a row for each day. Hours are grey, presence is solid, gaps are hatched with round
//! numbers, presence outside the hours is dotted with square numbers.

use super::{
    CoveragePage, by_day, day_short,
    listed::{Kind, Listed},
};
use crate::{
    Language,
    chart::{self, Bar, units},
    format,
};
use leptos::prelude::*;
use presence::{Stretch, calendar::Day};

/// Where the first row begins, and how far it is to the next one.
const TOP: u32 = 25;
const ROW: u32 = 24;
/// How high a row's bars are.
const BAR: f64 = 18.0;

/// The picture with its legend.
pub(super) fn picture(t: Language, page: &CoveragePage, listed: &[Listed<'_>]) -> AnyView {
    let rows: u32 = 7;
    let height = TOP + rows * ROW + 3;
    let view_box = format!("0 0 {} {height}", chart::WIDTH);
    let total = page.seen.coverage.total();
    let name = &page.project.name;
    let long = |time| format::exact_duration(t, time);
    let (title, says) = match total.share() {
        _ if page.seen.hours.is_none() => {
            (t.coverage_who_was_there(), t.coverage_picture_alone(name, &long(total.off_hours)))
        }
        Some(share) => {
            let share = format::percent(t, share);
            (t.coverage_against(), t.coverage_picture_says(&long(total.hours), name, &share))
        }
        None => (t.coverage_against(), t.coverage_picture_alone(name, &long(total.off_hours))),
    };
    let days = (0_u32..).zip(&page.seen.week).map(|(index, day)| {
        let y = f64::from(TOP + index * ROW);
        row(t, page, listed, day, y)
    });
    view! {
        <figure class="panel" aria-labelledby="picture">
            <div class="panel__head">
                <h2 id="picture">{title}</h2>
                {legend(t, page.seen.hours.is_some())}
            </div>
            <div class="panel__body scroll" role="region" aria-label=t.coverage_picture() tabindex="0">
                <svg class="chart" viewBox=view_box direction="ltr" role="img" aria-label=says>
                    {chart::patterns()}
                    {chart::axis(t, TOP - 3, rows * ROW)}
                    {days.collect_view()}
                </svg>
            </div>
        </figure>
    }
    .into_any()
}

fn legend(t: Language, with_hours: bool) -> AnyView {
    let online = view! {
        <li>
            <svg viewBox="0 0 28 16" aria-hidden="true">
                <rect class="c-hours" y="1" width="28" height="14" rx="2"></rect>
                <path class="c-cover" d="M1 15v-5h9V7h9V1h9v14z"></path>
            </svg>
            {t.coverage_legend_online()}
        </li>
    };
    if !with_hours {
        return view! { <ul class="legend-row push small">{online}</ul> }.into_any();
    }
    view! {
        <ul class="legend-row push small">
            <li>
                <svg viewBox="0 0 28 16" aria-hidden="true">
                    <rect class="c-hours" y="1" width="28" height="14" rx="2"></rect>
                </svg>
                {t.coverage_legend_hours()}
            </li>
            {online}
            <li>
                <svg viewBox="0 0 28 16" aria-hidden="true">
                    <rect class="c-gap" x="1" y="1" width="26" height="14" fill="url(#hatch)"></rect>
                </svg>
                {t.coverage_legend_gap()}
            </li>
            <li>
                <svg viewBox="0 0 28 16" aria-hidden="true">
                    <rect class="c-off-bg" x="1" y="1" width="26" height="14"></rect>
                    <rect class="c-off" x="1" y="1" width="26" height="14" fill="url(#dots)"></rect>
                </svg>
                {t.coverage_legend_off_hours()}
            </li>
        </ul>
    }
    .into_any()
}

/// What of a time lies in a day.
fn within(day: &Day, time: Stretch) -> Option<Stretch> {
    let from = time.from.max(day.time.from);
    let until = time.until.min(day.time.until);
    (from < until).then_some(Stretch { from, until })
}

fn row(t: Language, page: &CoveragePage, listed: &[Listed<'_>], day: &Day, y: f64) -> AnyView {
    let bar = |time| chart::bar(&page.seen.zone, day, time);
    let hours = page.seen.hours.iter().flatten().filter_map(|open| within(day, *open));
    let hours = hours.map(|open| rect("c-hours", bar(open), y, BAR)).collect_view();
    let shown = page.seen.hours.is_none();
    let pieces = page.seen.coverage.pieces_in(day.time).filter(|piece| piece.available > 0);
    let pieces = pieces.map(|piece| {
        let class = if piece.open || shown { "c-cover" } else { "c-off-dot" };
        let height = match piece.available {
            1 => 7.0,
            2 => 12.5,
            _ => BAR,
        };
        rect(class, bar(piece.time), y + BAR - height, height)
    });
    let stretches = listed.iter().filter_map(|one| {
        let time = within(day, one.time)?;
        // A number stands where the stretch begins.
        let number = one.number.filter(|_| one.time.from == time.from);
        Some(stretch(one, number, bar(time), y))
    });
    let share = page.seen.coverage.sums(day.time).share();
    let low = share.is_some_and(|share| share < 1_000);
    let class = if low { "c-end c-low" } else { "c-end" };
    let words = if page.seen.hours.is_some() {
        by_day::share(t, page, day)
    } else {
        let online = page.seen.coverage.sums(day.time).off_hours;
        format::exact_duration(t, online)
    };
    let baseline = units(y + 13.0);
    view! {
        <g data-day=day.date.to_string()>
            <text class="c-end" x=chart::START y=baseline.clone()>{day_short(t, day.date)}</text>
            {hours}
            {pieces.collect_view()}
            {stretches.collect_view()}
            <text class=class x=chart::END y=baseline>{words}</text>
        </g>
    }
    .into_any()
}

fn rect(class: &'static str, bar: Bar, y: f64, height: f64) -> impl IntoView {
    view! {
        <rect
            class=class
            x=units(bar.x)
            y=units(y)
            width=units(bar.width)
            height=units(height)
        ></rect>
    }
}

/// A gap or presence outside the hours, with its number.
fn stretch(one: &Listed<'_>, number: Option<usize>, bar: Bar, y: f64) -> AnyView {
    let (ground, class, fill) = match one.kind {
        Kind::Gap(_) => ("c-gap-bg", "c-gap", "url(#hatch)"),
        Kind::OffHours(_) if one.number.is_none() => return ().into_any(),
        Kind::OffHours(_) => ("c-off-bg", "c-off", "url(#dots)"),
    };
    let pin = number.map(|number| match one.kind {
        Kind::Gap(_) => {
            let x = if bar.width >= 20.0 { bar.middle() } else { bar.x - 11.0 };
            view! {
                <circle class="c-pin-gap" cx=units(x) cy=units(y + 9.0) r="7.5"></circle>
                <text class="c-pin" x=units(x) y=units(y + 12.5)>{number}</text>
            }
            .into_any()
        }
        Kind::OffHours(off) => {
            // Where the hours begin there is no room to its right.
            let x = if off.last.is_none() || bar.is_last(20.0) {
                bar.x - 18.5
            } else {
                bar.end() + 3.5
            };
            view! {
                <rect
                    class="c-pin-off"
                    x=units(x)
                    y=units(y + 1.5)
                    width="15"
                    height="15"
                    rx="3"
                ></rect>
                <text class="c-pin" x=units(x + 7.5) y=units(y + 12.5)>{number}</text>
            }
            .into_any()
        }
    });
    let (x, top, width) = (units(bar.x), units(y), units(bar.width));
    view! {
        <rect class=ground x=x.clone() y=top.clone() width=width.clone() height="18"></rect>
        <rect class=class x=x y=top width=width height="18" fill=fill></rect>
        {pin}
    }
    .into_any()
}
