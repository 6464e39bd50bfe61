//! From the clock on the wall to a moment, over every change of the clocks.

use super::TimeOfDay;
use crate::Timestamp;
use jiff::{
    civil::{Date, DateTime},
    tz::{AmbiguousOffset, Offset, TimeZone},
};

/// Which of its two moments a time has that the wall clock shows twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    First,
    Last,
}

/// When the wall clock shows `minutes` after 00:00 of `date`; `minutes` may reach into later days.
///
/// A time that the clock skips is the moment at which it skips it. `None` at the far ends of the
/// calendar.
pub(super) fn moment(zone: &TimeZone, date: Date, minutes: u16, fold: Fold) -> Option<Timestamp> {
    let (days, minutes) = (minutes / (24 * 60), minutes % (24 * 60));
    let date = (0..days).try_fold(date, |date, _| date.tomorrow().ok())?;
    let (hour, minute) = (i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?);
    let time = date.at(hour, minute, 0, 0);
    let millis = match zone.to_ambiguous_timestamp(time).offset() {
        AmbiguousOffset::Unambiguous { offset } => millis(time, offset)?,
        AmbiguousOffset::Fold { before, after } => {
            millis(time, if fold == Fold::First { before } else { after })?
        }
        AmbiguousOffset::Gap { before, after } => transition(zone, time, before, after)?,
    };
    Some(Timestamp::from_millis(millis))
}

fn millis(time: DateTime, offset: Offset) -> Option<i64> {
    Some(offset.to_timestamp(time).ok()?.as_millisecond())
}

/// When the clock jumped over `time`. Read with the offset after the jump, `time` lies before it; with
/// the one before the jump, at or after it.
fn transition(zone: &TimeZone, time: DateTime, before: Offset, after: Offset) -> Option<i64> {
    let (earliest, latest) = (after.to_timestamp(time).ok()?, before.to_timestamp(time).ok()?);
    let jump = zone
        .following(earliest)
        .take_while(|change| change.timestamp() <= latest)
        .find(|change| change.offset() == after);
    Some(jump.map_or(latest, |change| change.timestamp()).as_millisecond())
}

/// The date on the wall at a moment.
pub(super) fn date_at(zone: &TimeZone, at: Timestamp) -> Option<Date> {
    Some(zone.to_datetime(jiff::Timestamp::from_millisecond(at.as_millis()).ok()?).date())
}

/// The next moment after `now` at which the wall clock shows `time`. Of a time that it shows twice, that is
/// the first of the two that is still to come; of one that it skips, as long after the jump as the time
/// lies after its beginning.
pub fn next_time_of_day(zone: &TimeZone, time: TimeOfDay, now: Timestamp) -> Option<Timestamp> {
    // 24:00 is 00:00, and both are the next midnight.
    let minutes = time.minutes() % TimeOfDay::END.minutes();
    let (hour, minute) = (i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?);
    let mut date = date_at(zone, now)?;
    // A day of which the clock skips the whole has no such time.
    for _ in 0..4 {
        let wall = date.at(hour, minute, 0, 0);
        let offsets = match zone.to_ambiguous_timestamp(wall).offset() {
            AmbiguousOffset::Unambiguous { offset } => [Some(offset), None],
            AmbiguousOffset::Fold { before, after } => [Some(before), Some(after)],
            AmbiguousOffset::Gap { before, .. } => [Some(before), None],
        };
        let shown = offsets.into_iter().flatten().filter_map(|offset| millis(wall, offset));
        if let Some(at) = shown.map(Timestamp::from_millis).find(|at| *at > now) {
            return Some(at);
        }
        date = date.tomorrow().ok()?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rfc3339;

    #[test]
    fn a_time_of_day_is_its_next_occurrence() {
        for (text, zone, now, expected) in [
            ("17:30", "Europe/Berlin", "2026-11-20T12:00:00Z", "2026-11-20T16:30:00Z"),
            ("12:59", "Europe/Berlin", "2026-11-20T12:00:00Z", "2026-11-21T11:59:00Z"),
            ("13:00", "Europe/Berlin", "2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z"),
            ("00:15", "Asia/Kathmandu", "2026-11-20T12:00:00Z", "2026-11-20T18:30:00Z"),
            ("24:00", "UTC", "2026-11-20T12:00:00Z", "2026-11-21T00:00:00Z"),
            // The night in which 02:30 does not exist.
            ("02:30", "Europe/Berlin", "2026-03-28T22:00:00Z", "2026-03-29T01:30:00Z"),
            // The night in which it is twice: before, between, and after both.
            ("02:30", "Europe/Berlin", "2026-10-25T00:15:00Z", "2026-10-25T00:30:00Z"),
            ("02:30", "Europe/Berlin", "2026-10-25T00:45:00Z", "2026-10-25T01:30:00Z"),
            ("02:30", "Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z"),
            // Half an hour is twice on Lord Howe.
            ("01:45", "Australia/Lord_Howe", "2026-04-04T14:50:00Z", "2026-04-04T15:15:00Z"),
            // Samoa had no 30 December 2011.
            ("12:00", "Pacific/Apia", "2011-12-30T09:00:00Z", "2011-12-30T22:00:00Z"),
        ] {
            let at = |text| rfc3339::parse(text).unwrap();
            let zone = TimeZone::get(zone).unwrap();
            let next = next_time_of_day(&zone, text.parse().unwrap(), at(now));
            assert_eq!(next, Some(at(expected)), "{text} {zone:?} {now}");
        }
    }
}
