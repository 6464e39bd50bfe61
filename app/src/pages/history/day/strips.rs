//! The picture of a day: a strip of states for each project.

use super::HistoryPage;
use crate::{
    Language,
    chart::{self, units},
    format,
};
use leptos::prelude::*;
use presence::{
    Absence, Presence,
    day::{Held, Strip},
};

/// Where the first row begins, and how far it is to the next one.
const TOP: u32 = 25;
const ROW: u32 = 44;

/// The picture with its legend; nothing where nothing is known of the day.
pub(super) fn picture(t: Language, page: &HistoryPage) -> Option<AnyView> {
    if page.seen.strips.is_empty() {
        return None;
    }
    let rows = u32::try_from(page.seen.strips.len()).unwrap_or(u32::MAX);
    let height = rows.saturating_mul(ROW);
    let view_box = format!("0 0 {} {}", chart::WIDTH, height.saturating_add(TOP + 3));
    let strips = (0_u32..).zip(&page.seen.strips);
    let strips = strips.map(|(index, strip)| row(t, page, strip, f64::from(TOP + index * ROW)));
    Some(
        view! {
            <figure class="panel" aria-labelledby="strips">
                <div class="panel__head">
                    <h2 id="strips">{t.history_strips()}</h2>
                    {legend(t)}
                </div>
                <div class="panel__body scroll" role="region" aria-label=t.history_picture() tabindex="0">
                    <svg class="chart" viewBox=view_box direction="ltr" role="group" aria-labelledby="strips">
                        {chart::patterns()}
                        {chart::axis(t, TOP - 3, height)}
                        {strips.collect_view()}
                    </svg>
                </div>
            </figure>
        }
        .into_any(),
    )
}

fn legend(t: Language) -> AnyView {
    view! {
        <ul class="legend-row push small">
            <li>
                <svg viewBox="0 0 28 16" aria-hidden="true">
                    <rect class="c-cover" y="1" width="28" height="14"></rect>
                </svg>
                {t.history_legend_online()}
            </li>
            <li>
                <svg viewBox="0 0 28 16" aria-hidden="true">
                    <rect class="c-off-bg" x="1" y="1" width="26" height="14"></rect>
                    <rect class="c-off" x="1" y="1" width="26" height="14" fill="url(#dots)"></rect>
                </svg>
                {t.history_legend_away()}
            </li>
            <li>
                <svg viewBox="0 0 28 16" aria-hidden="true">
                    <rect class="c-break-bg" x="1" y="1" width="26" height="14"></rect>
                    <rect class="c-break" x="1" y="1" width="26" height="14" fill="url(#cups)"></rect>
                </svg>
                {t.presence_break()}
            </li>
            <li>
                <svg viewBox="0 0 28 16" aria-hidden="true">
                    <rect class="c-gap" x="1" y="1" width="26" height="14" fill="url(#hatch)"></rect>
                </svg>
                {t.history_legend_lost()}
            </li>
            <li>
                <svg viewBox="0 0 28 16" aria-hidden="true">
                    <rect class="c-hours" y="1" width="28" height="14"></rect>
                </svg>
                {t.presence_offline()}
            </li>
        </ul>
    }
    .into_any()
}

fn row(t: Language, page: &HistoryPage, strip: &Strip, y: f64) -> AnyView {
    let name = page.project(&strip.project);
    let breaks = strip.time_in(Absence::Break);
    let away = strip.time_in(Absence::Idle);
    let says = t.history_picture_says(
        &format::exact_duration(t, away),
        &format::exact_duration(t, breaks),
        &format::exact_duration(t, strip.time_in(Absence::Lost)),
        &format::exact_duration(t, strip.time_online()),
        &name,
    );
    let held = strip.held.iter().map(|held| state(page, held, y + 18.0));
    let whole = chart::bar(&page.seen.zone, &page.seen.day, page.seen.day.time);
    view! {
        <g role="img" aria-label=says data-project=strip.project.to_string()>
            <text class="c-name" x=units(whole.x) y=units(y + 11.0)>{name}</text>
            <rect
                class="c-strip"
                x=units(whole.x)
                y=units(y + 18.0)
                width=units(whole.width)
                height="18"
            ></rect>
            {held.collect_view()}
        </g>
    }
    .into_any()
}

fn state(page: &HistoryPage, held: &Held, y: f64) -> AnyView {
    let bar = chart::bar(&page.seen.zone, &page.seen.day, held.time);
    let (x, y, width) = (units(bar.x), units(y), units(bar.width));
    let (ground, class, fill) = match held.presence {
        Presence::Online | Presence::Offline => {
            let online = held.presence == Presence::Online;
            let class = if online { "c-cover" } else { "c-hours" };
            return view! { <rect class=class x=x y=y width=width height="18"></rect> }.into_any();
        }
        Presence::Away if held.absence == Some(Absence::Break) => {
            ("c-break-bg", "c-break", "url(#cups)")
        }
        Presence::Away => ("c-off-bg", "c-off", "url(#dots)"),
        Presence::Lost => ("c-gap-bg", "c-gap", "url(#hatch)"),
    };
    view! {
        <rect class=ground x=x.clone() y=y.clone() width=width.clone() height="18"></rect>
        <rect class=class x=x y=y width=width height="18" fill=fill></rect>
    }
    .into_any()
}
