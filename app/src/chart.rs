//! Where a moment stands in a picture of a day: its axis is the clock on the wall, from 00:00 to 24:00.

use jiff::tz::TimeZone;
use leptos::prelude::*;
use presence::{Stretch, Timestamp, calendar::Day};

/// Where 00:00 stands, in units of the picture.
const LEFT: f64 = 72.0;
/// How wide an hour is.
const HOUR: f64 = 34.0;
/// Where 24:00 stands.
const RIGHT: f64 = LEFT + 24.0 * HOUR;
/// How wide the whole picture is: there is room for a word at its end.
pub(crate) const WIDTH: f64 = 952.0;
/// Where the words at the end of a row end.
pub(crate) const END: &str = "944";
/// Where the words at the start of a row end.
pub(crate) const START: &str = "62";

/// A number as SVG wants it, to a tenth of a unit.
pub(crate) fn units(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A part of a row: where it begins and how wide it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bar {
    /// Its left edge.
    pub(crate) x: f64,
    /// Its width; what is there can be seen.
    pub(crate) width: f64,
}

impl Bar {
    /// Its right edge.
    pub(crate) fn end(self) -> f64 {
        self.x + self.width
    }

    /// Its middle.
    pub(crate) fn middle(self) -> f64 {
        self.x + self.width / 2.0
    }

    /// Whether something of this width to its right would stand outside the day.
    pub(crate) fn is_last(self, room: f64) -> bool {
        self.end() + room > RIGHT
    }
}

/// Where a time stands that lies within a day.
///
/// Where the clock is put back an hour is drawn over itself, and where it is put forward an hour is
/// empty: 09:00 stands below 09:00 on every day. The tables beside the picture have the true lengths.
pub(crate) fn bar(zone: &TimeZone, day: &Day, time: Stretch) -> Bar {
    let x = place(zone, day, time.from);
    let width = (place(zone, day, time.until) - x).max(1.0);
    Bar { x: x.min(RIGHT - 1.0), width }
}

fn place(zone: &TimeZone, day: &Day, at: Timestamp) -> f64 {
    if at >= day.time.until {
        return RIGHT;
    }
    let Ok(at) = jiff::Timestamp::from_millisecond(at.as_millis()) else { return LEFT };
    let time = zone.to_datetime(at).time();
    let seconds = f64::from(time.hour()) * 3_600.0
        + f64::from(time.minute()) * 60.0
        + f64::from(time.second());
    LEFT + seconds / 3_600.0 * HOUR
}

/// The hours above the rows, and the lines down through them.
pub(crate) fn axis(t: crate::Language, top: u32, height: u32) -> AnyView {
    let marks = (0..=8_i8).map(|mark| {
        let x = units(LEFT + f64::from(mark) * 3.0 * HOUR);
        let line = format!("M{x} {top}v{height}");
        let words = crate::format::clock(t, mark * 3, 0);
        view! {
            <text class="c-mid" x=x y="14">{words}</text>
            <path class="c-grid" d=line></path>
        }
    });
    view! { <g aria-hidden="true">{marks.collect_view()}</g> }.into_any()
}

/// The hatching and the dots, which tell kinds apart without colour.
pub(crate) fn patterns() -> AnyView {
    view! {
        <defs>
            <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path class="c-gap-line" d="M0 0v6"></path>
            </pattern>
            <pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">
                <circle class="c-off-dot" cx="2.5" cy="2.5" r="1.3"></circle>
            </pattern>
            <pattern id="cups" width="6" height="6" patternUnits="userSpaceOnUse">
                <path class="c-break-line" d="M0 3h6"></path>
            </pattern>
        </defs>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use presence::MINUTE;

    #[test]
    fn nine_stands_below_nine_on_every_day() {
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
        for day in [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25)] {
            let whole = Day::on(&berlin, day).expect("a day");
            let nine = day.at(9, 0, 0, 0).to_zoned(berlin.clone()).expect("a time");
            let from = Timestamp::from_millis(nine.timestamp().as_millisecond());
            let until = from.plus_millis(30 * MINUTE);
            let bar = bar(&berlin, &whole, Stretch { from, until });
            assert_eq!(bar, Bar { x: 378.0, width: 17.0 }, "{day}");
            let all_day = super::bar(&berlin, &whole, whole.time);
            assert_eq!(all_day, Bar { x: LEFT, width: 816.0 }, "{day}");
        }
    }

    #[test]
    fn what_is_there_can_be_seen() {
        let day = Day::on(&TimeZone::UTC, date(2026, 3, 28)).expect("a day");
        let from = day.time.until.plus_millis(-1);
        let time = Stretch { from, until: day.time.until };
        let bar = bar(&TimeZone::UTC, &day, time);
        assert!(bar.width >= 1.0 && bar.end() <= RIGHT, "{bar:?}");
    }
}
