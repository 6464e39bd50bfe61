//! When hours are open, read off the clock on the wall minute by minute.

use crate::{
    happening::{DAY, MINUTE, Moment},
    week::Week,
};
use jiff::{Timestamp, tz::TimeZone};

/// How many days of it are worked out, from some before it is written. No run is longer.
const DAYS: i64 = 40;
/// How many minutes there are in a day of the wall.
const WALL_DAY: i64 = 24 * 60;

/// When something is open: stretches that do not touch, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Timetable {
    open: Vec<(Moment, Moment)>,
}

impl Timetable {
    /// What a week comes to, from a few days before `now`.
    ///
    /// A stretch begins when the wall shows its start for the first time, or later than it where it is
    /// never shown, and ends after the last minute at which the wall shows less than its end.
    pub fn of(week: &Week, now: Moment) -> Self {
        if week.is_empty() {
            return Self::default();
        }
        let first = (now / DAY - 3) * DAY / MINUTE;
        let zone = match TimeZone::get(week.zone) {
            Ok(zone) => zone,
            Err(error) => panic!("{}: {error}", week.zone),
        };
        // What the wall shows, in minutes since 1970, each minute of the time that is worked out.
        let walls: Vec<i64> = (first..first + DAYS * WALL_DAY)
            .map(|minute| {
                let at = Timestamp::from_second(minute * 60).unwrap_or_default();
                minute + i64::from(zone.to_offset(at).seconds()) / 60
            })
            .collect();
        let mut is_open = vec![false; walls.len()];
        for day in walls[0] / WALL_DAY + 1..walls[walls.len() - 1] / WALL_DAY - 2 {
            for (from, to) in week.on(day) {
                let (from, to) =
                    (day * WALL_DAY + i64::from(*from), day * WALL_DAY + i64::from(*to));
                // Clocks are put by less than a day.
                let near = usize::try_from(from - walls[0] - WALL_DAY).unwrap_or(0);
                let begin = (near..walls.len()).find(|index| walls[*index] >= from);
                let until = (near + 5 * usize::try_from(WALL_DAY).unwrap_or(0)).min(walls.len());
                let end = (near..until).rfind(|index| walls[*index] < to);
                if let (Some(begin), Some(end)) = (begin, end) {
                    is_open[begin..=end.max(begin.saturating_sub(1))].fill(true);
                }
            }
        }
        let mut open: Vec<(Moment, Moment)> = vec![];
        for (minute, _) in (first..).zip(&is_open).filter(|(_, is_open)| **is_open) {
            let at = minute * MINUTE;
            match open.last_mut() {
                Some((_, until)) if *until == at => *until += MINUTE,
                _ => open.push((at, at + MINUTE)),
            }
        }
        Self { open }
    }

    /// When it opens next, while it is closed.
    pub fn next_open(&self, at: Moment) -> Option<Moment> {
        let next = self.not_over(at).next()?.0;
        (next > at).then_some(next)
    }

    /// The first stretch that begins after a moment.
    pub fn next_start(&self, after: Moment) -> Option<(Moment, Moment)> {
        self.not_over(after).find(|(from, _)| *from > after)
    }

    /// The first opening or closing after a moment.
    pub fn next_boundary(&self, after: Moment) -> Option<Moment> {
        let (from, until) = self.not_over(after).next()?;
        Some(if from > after { from } else { until })
    }

    /// The stretches that are not over at a moment.
    fn not_over(&self, at: Moment) -> impl Iterator<Item = (Moment, Moment)> {
        let first = self.open.partition_point(|(_, until)| *until <= at);
        self.open[first..].iter().copied()
    }
}
