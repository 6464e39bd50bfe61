//! The week as a picture, with a table behind it: each row has a day, its bar, and the same in words.

use crate::{Language, format};
use leptos::prelude::*;
use presence::{Hours, Span, WEEK};

/// Minutes in a day.
const DAY: u16 = 24 * 60;

/// The hours of a week.
pub(super) fn week(t: Language, hours: &Hours) -> impl IntoView + use<> {
    let axis = (0..=24_i8)
        .step_by(6)
        .map(|hour| view! { <span>{format::clock(t, hour, 0)}</span> })
        .collect_view();
    let rows = (0..WEEK.len())
        .map(|index| {
            let (day, before) = (WEEK[index], WEEK[(index + WEEK.len() - 1) % WEEK.len()]);
            let name = t.weekday(i64::from(day.to_monday_one_offset()));
            let words = words(t, hours.of(day));
            let bars = bars(hours.of(before), hours.of(day))
                .into_iter()
                .map(|(from, to)| {
                    view! { <rect class="week__open" x=from y="0" width=to - from height="20"/> }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="week__bar">
                        // The words beside it say the same.
                        <svg viewBox="0 0 1440 20" preserveAspectRatio="none" aria-hidden="true">
                            <path class="week__grid" d="M360 0v20M720 0v20M1080 0v20"/>
                            {bars}
                        </svg>
                    </td>
                    <td class="week__words">{words}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="week">
            <thead>
                <tr>
                    <th scope="col"><span class="sr">{t.schedule_day()}</span></th>
                    <td class="week__axis" aria-hidden="true"><div>{axis}</div></td>
                    <th scope="col"><span class="sr">{t.schedule_hours()}</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// What is open between 00:00 and 24:00 of a day, in minutes: the rest of the night before, and the day's
/// own as far as it goes.
fn bars(before: &[Span], own: &[Span]) -> Vec<(u16, u16)> {
    let night =
        before.iter().filter(|span| span.is_overnight()).map(|span| (0, span.to().minutes()));
    let own = own.iter().map(|span| (span.from().minutes(), span.end_minutes().min(DAY)));
    night.chain(own).collect()
}

/// A day's hours in words: "09:00–12:00, 13:00–17:00".
pub(super) fn words(t: Language, spans: &[Span]) -> String {
    if spans.is_empty() {
        return t.schedule_closed_day().to_owned();
    }
    let time = |minutes: u16| {
        let (hour, minute) = (minutes / 60, minutes % 60);
        format::clock(t, i8::try_from(hour).unwrap_or(0), i8::try_from(minute).unwrap_or(0))
    };
    let spans: Vec<String> = spans
        .iter()
        .map(|span| t.schedule_span(&time(span.from().minutes()), &time(span.to().minutes())))
        .collect();
    format::list(t, &spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str) -> Vec<Span> {
        text.split_whitespace()
            .map(|span| {
                let (from, to) = span.split_once('-').expect("a span");
                Span::parse(from, to).expect("a span")
            })
            .collect()
    }

    #[test]
    fn a_night_goes_on_in_the_next_row() {
        assert_eq!(bars(&[], &spans("22:00-06:00")), [(1_320, 1_440)]);
        assert_eq!(
            bars(&spans("09:00-10:00 22:00-06:00"), &spans("12:00-24:00")),
            [(0, 360), (720, 1_440)]
        );
    }

    #[test]
    fn words_for_a_day() {
        assert_eq!(words(Language::En, &spans("9-12 13-24")), "09:00–12:00, 13:00–24:00");
        assert_eq!(words(Language::De, &[]), "geschlossen");
    }
}
