//! From the clock on the wall to a moment, over every change of the clocks.

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
