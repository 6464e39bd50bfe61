//! Times of the local day, and spans between them.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Minutes in a day of the clock on the wall.
const DAY: u16 = 24 * 60;

/// A time on the wall clock, from 00:00 to 24:00, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

/// A text that is no time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a time is written like 09:30, from 00:00 to 24:00")]
pub struct TimeOfDayError;

impl TimeOfDay {
    /// 00:00.
    pub const MIDNIGHT: Self = Self(0);
    /// 24:00, which is 00:00 of the next day.
    pub const END: Self = Self(DAY);

    /// The time so many minutes after 00:00, at most 1,440.
    pub const fn from_minutes(minutes: u16) -> Result<Self, TimeOfDayError> {
        if minutes <= DAY { Ok(Self(minutes)) } else { Err(TimeOfDayError) }
    }

    /// Minutes since 00:00 on the wall clock.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl FromStr for TimeOfDay {
    type Err = TimeOfDayError;

    /// Reads `09:30`, `9:30`, `9.30` and `9`.
    fn from_str(text: &str) -> Result<Self, TimeOfDayError> {
        let text = text.trim();
        let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "00"));
        let number = |digits: &str, longest: usize| {
            let fits = (1..=longest).contains(&digits.len())
                && digits.bytes().all(|byte| byte.is_ascii_digit());
            if fits {
                digits.parse::<u16>().map_err(|_| TimeOfDayError)
            } else {
                Err(TimeOfDayError)
            }
        };
        if minute.len() != 2 {
            return Err(TimeOfDayError);
        }
        let (hour, minute) = (number(hour, 2)?, number(minute, 2)?);
        if minute > 59 {
            return Err(TimeOfDayError);
        }
        Self::from_minutes(hour * 60 + minute)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = TimeOfDayError;

    fn try_from(text: String) -> Result<Self, TimeOfDayError> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Hours without a break, `[from, to)`. They belong to the day on which they start.
///
/// An end before the start is an end on the next day, and an end at 00:00 is 24:00: `22:00–06:00` are
/// a night's eight hours, and `00:00–00:00` is the whole day. Never empty, and shorter than two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(TimeOfDay, TimeOfDay)", into = "(TimeOfDay, TimeOfDay)")]
pub struct Span {
    from: TimeOfDay,
    to: TimeOfDay,
}

/// Why two times are no span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// The start is not a time of day before 24:00.
    #[error("the start is written like 09:30, from 00:00 to 23:59")]
    BadStart,
    /// The end is not a time of day.
    #[error("the end is written like 17:30, from 00:00 to 24:00")]
    BadEnd,
    /// It ends when it starts.
    #[error("the hours are empty: they end when they start")]
    Empty,
}

impl Span {
    /// The hours from one time to another.
    pub fn new(from: TimeOfDay, to: TimeOfDay) -> Result<Self, SpanError> {
        if from == TimeOfDay::END {
            return Err(SpanError::BadStart);
        }
        let to = if to == TimeOfDay::MIDNIGHT { TimeOfDay::END } else { to };
        if from == to { Err(SpanError::Empty) } else { Ok(Self { from, to }) }
    }

    /// The hours that somebody wrote down.
    pub fn parse(from: &str, to: &str) -> Result<Self, SpanError> {
        let from = from.parse().map_err(|_| SpanError::BadStart)?;
        Self::new(from, to.parse().map_err(|_| SpanError::BadEnd)?)
    }

    /// When they start.
    pub const fn from(self) -> TimeOfDay {
        self.from
    }

    /// When they end; before the start when that is on the next day.
    pub const fn to(self) -> TimeOfDay {
        self.to
    }

    /// Whether they end on the day after their start; 24:00 is still the same day.
    pub fn is_overnight(self) -> bool {
        self.to < self.from
    }

    /// Minutes from 00:00 of the day on which they start to their end, more than 1,440 overnight.
    pub fn end_minutes(self) -> u16 {
        self.to.0 + if self.is_overnight() { DAY } else { 0 }
    }
}

impl TryFrom<(TimeOfDay, TimeOfDay)> for Span {
    type Error = SpanError;

    fn try_from((from, to): (TimeOfDay, TimeOfDay)) -> Result<Self, SpanError> {
        Self::new(from, to)
    }
}

impl From<Span> for (TimeOfDay, TimeOfDay) {
    fn from(span: Span) -> Self {
        (span.from, span.to)
    }
}
