//! A schedule: when a desk, or a person, means to be there.
//!
//! Hours are times on the wall clock of a zone; what they mean in moments is worked out when it is
//! asked, so that a zone whose rules change moves the hours with it. The rules:
//!
//! - Hours belong to the day on which they start. A holiday has none, and does not cut last night's.
//! - A start that the clock shows twice is the first of the two, an end the last.
//! - A time that the clock skips is the moment at which it skips it.
//! - Hours that touch are one stretch, over midnight too.

use super::{
    span::TimeOfDay,
    wall::{Fold, date_at, moment},
    week::Hours,
};
use crate::{Stretch, Timestamp};
use jiff::{civil::Date, tz::TimeZone};

/// How many days the future is searched, and how long a stretch is told at most in each direction.
const HORIZON: u32 = 400;
/// Hours that start on a day end before this many days later, even where a day has 25 hours.
const REACH: u32 = 3;

/// Hours in a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    zone: TimeZone,
    hours: Hours,
}

impl Schedule {
    /// These hours on the clocks of this zone.
    pub const fn new(zone: TimeZone, hours: Hours) -> Self {
        Self { zone, hours }
    }

    /// The zone on whose clocks the hours are.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The hours.
    pub const fn hours(&self) -> &Hours {
        &self.hours
    }

    /// Whether the hours say that somebody is there.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.days_around(at, REACH, 0).any(|stretch| stretch.contains(at))
    }

    /// The hours around a moment as one stretch with all that touches it; `None` while closed.
    ///
    /// A start or an end more than 400 days away is told as about 400 days away: an always-open week
    /// has neither.
    pub fn stretch_at(&self, at: Timestamp) -> Option<Stretch> {
        // Most stretches are short: the far past is looked at only where hours reach into it.
        let mut back = REACH;
        loop {
            let stretch = self.merged(at, back).find(|stretch| stretch.contains(at))?;
            let first_seen = date_at(&self.zone, at).and_then(|date| shift(date, -i64::from(back)));
            let whole = match (first_seen, date_at(&self.zone, stretch.from)) {
                (Some(seen), Some(start)) => shift(seen, i64::from(REACH)) <= Some(start),
                _ => true,
            };
            if whole || back >= HORIZON {
                return Some(stretch);
            }
            back = (back * 6).min(HORIZON);
        }
    }

    /// The first stretch that starts later than a moment, at most 400 days later.
    pub fn next_start(&self, after: Timestamp) -> Option<Stretch> {
        self.merged(after, REACH).find(|stretch| stretch.from > after)
    }

    /// When a closed desk opens next, at most 400 days from now; `None` while it is open.
    pub fn next_open(&self, now: Timestamp) -> Option<Timestamp> {
        if self.is_open(now) { None } else { Some(self.next_start(now)?.from) }
    }

    /// When what is open now closes; `None` for a closed desk, and for one that does not close within 400
    /// days.
    pub fn closes(&self, now: Timestamp) -> Option<Timestamp> {
        let closes = self.stretch_at(now)?.until;
        let horizon = shift(date_at(&self.zone, now)?, i64::from(HORIZON))?;
        (date_at(&self.zone, closes)? < horizon).then_some(closes)
    }

    /// The first opening or closing later than a moment, at most 400 days later.
    pub fn next_boundary(&self, after: Timestamp) -> Option<Timestamp> {
        if self.is_open(after) {
            self.closes(after)
        } else {
            self.next_start(after).map(|stretch| stretch.from)
        }
    }

    /// What is open in `[from, until)`, in order, cut to that range.
    pub fn stretches(&self, from: Timestamp, until: Timestamp) -> Vec<Stretch> {
        let days = until.millis_since(from).max(0) / (24 * 60 * crate::MINUTE);
        let days = u32::try_from(days).unwrap_or(u32::MAX).saturating_add(REACH);
        merge(self.days_around(from, REACH, days))
            .map(|open| Stretch { from: open.from.max(from), until: open.until.min(until) })
            .skip_while(|open| open.until <= open.from)
            .take_while(|open| open.from < open.until)
            .collect()
    }

    /// The last time at which a desk that is open now closes today; overnight hours close tomorrow, and
    /// those of last night when they end.
    /// `None` for a closed desk, and for one that does not close within 400 days.
    pub fn latest_closing_today(&self, now: Timestamp) -> Option<Timestamp> {
        let closes = self.closes(now)?;
        let today = date_at(&self.zone, now)?;
        // What began yesterday is last night's, and its end is the end of that.
        if date_at(&self.zone, self.stretch_at(now)?.from)? < today {
            return Some(closes);
        }
        let midnight = moment(&self.zone, today, TimeOfDay::END.minutes(), Fold::Last)?;
        let later_today = self
            .merged(now, REACH)
            .take_while(|stretch| stretch.from < midnight)
            .map(|stretch| stretch.until)
            .filter(|until| now < *until && *until <= midnight)
            .last();
        Some(later_today.unwrap_or(closes))
    }

    /// Maximal stretches, in order, from `back` days before a moment to the horizon.
    fn merged(&self, around: Timestamp, back: u32) -> impl Iterator<Item = Stretch> {
        let ahead = if self.hours.is_empty() { 0 } else { HORIZON };
        merge(self.days_around(around, back, ahead))
    }

    /// Each span as a stretch, in order of their starts, for the days around that of a moment.
    fn days_around(
        &self,
        around: Timestamp,
        back: u32,
        ahead: u32,
    ) -> impl Iterator<Item = Stretch> {
        let today = date_at(&self.zone, around);
        let first = today.and_then(|date| shift(date, -i64::from(back)));
        let last = today.and_then(|date| shift(date, i64::from(ahead)));
        std::iter::successors(first, |date| date.tomorrow().ok())
            .take_while(move |date| Some(*date) <= last)
            .flat_map(|date| self.starting_on(date))
    }

    /// The stretches of the spans that start on a date. One whose every minute is skipped has none.
    fn starting_on(&self, date: Date) -> impl Iterator<Item = Stretch> {
        self.hours.on(date).iter().filter_map(move |span| {
            let from = moment(&self.zone, date, span.from().minutes(), Fold::First)?;
            let until = moment(&self.zone, date, span.end_minutes(), Fold::Last)?;
            (from < until).then_some(Stretch { from, until })
        })
    }
}

/// Joins what touches or overlaps in stretches that come in order of their starts.
fn merge(stretches: impl Iterator<Item = Stretch>) -> impl Iterator<Item = Stretch> {
    let mut stretches = stretches.peekable();
    std::iter::from_fn(move || {
        let mut whole = stretches.next()?;
        while let Some(next) = stretches.next_if(|next| next.from <= whole.until) {
            whole.until = whole.until.max(next.until);
        }
        Some(whole)
    })
}

/// The date so many days later; the calendar's first or last one beyond its ends.
fn shift(date: Date, days: i64) -> Option<Date> {
    Some(date.saturating_add(jiff::Span::new().try_days(days).ok()?))
}
