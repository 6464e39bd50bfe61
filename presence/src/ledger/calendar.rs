//! Days and weeks on the clocks of a zone.

use crate::{Stretch, Timestamp};
use jiff::{ToSpan, civil::Date, tz::TimeZone};

/// A day on the wall, of 23, 24 or 25 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Its date.
    pub date: Date,
    /// From its first moment to that of the next day.
    pub time: Stretch,
}

impl Day {
    /// The day with this date; `None` at the far ends of the calendar, and for a date that the zone
    /// never had.
    pub fn on(zone: &TimeZone, date: Date) -> Option<Self> {
        let starts = |date: Date| {
            let start = date.to_zoned(zone.clone()).ok()?;
            Some(Timestamp::from_millis(start.timestamp().as_millisecond()))
        };
        let time = Stretch { from: starts(date)?, until: starts(date.tomorrow().ok()?)? };
        (time.from < time.until).then_some(Self { date, time })
    }
}

/// The date on the wall at a moment; `None` at the far ends of the calendar.
pub fn date_of(zone: &TimeZone, at: Timestamp) -> Option<Date> {
    let at = jiff::Timestamp::from_millisecond(at.as_millis()).ok()?;
    Some(zone.to_datetime(at).date())
}

/// The week that a date belongs to: its days from Monday to Sunday.
pub fn week_of(zone: &TimeZone, date: Date) -> Vec<Day> {
    let since_monday = date.weekday().to_monday_zero_offset();
    let monday = date.checked_sub(i64::from(since_monday).days()).ok();
    let days = std::iter::successors(monday, |date| date.tomorrow().ok());
    days.take(7).filter_map(|date| Day::on(zone, date)).collect()
}
