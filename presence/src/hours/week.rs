//! Which hours a schedule has, without its zone: what is stored, and what a form fills in.

use super::Span;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most spans on one day.
pub const MAX_SPANS: usize = 12;
/// Most exceptions.
pub const MAX_EXCEPTIONS: usize = 400;
/// Most holidays.
pub const MAX_HOLIDAYS: usize = 1_000;
/// Longest name of a holiday, in characters.
pub const MAX_HOLIDAY_NAME: usize = 100;

/// The days of the week in the order in which they are stored and shown.
pub const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// Weekly hours, exceptions and holidays. They know no zone: 09:00 is what the clock on the wall says.
///
/// A day has the hours that start on it. Those of an exception stand in place of the week's and of a
/// holiday; a holiday has none. Neither cuts hours that began the evening before.
///
/// Invariants: the spans of a day are in order and do not overlap, nor do those of the week over
/// midnight, from Sunday to Monday included; nothing is longer than the limits beside.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Hours {
    week: [Vec<Span>; 7],
    exceptions: BTreeMap<Date, Vec<Span>>,
    holidays: BTreeMap<Date, String>,
}

/// Why hours do not fit together. Each names the place, so that a form can say it there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Two spans of the week overlap.
    #[error("on {day:?} two spans overlap, this one and one after it")]
    Overlap {
        /// The day on which the earlier one starts.
        day: Weekday,
        /// Its place among that day's spans, in order of their start.
        index: usize,
    },
    /// The last span of a day reaches into the first one of the next day.
    #[error("the hours of {day:?} reach into those of the next day")]
    OverlapNextDay {
        /// The day on which the earlier one starts.
        day: Weekday,
    },
    /// A day has too many spans.
    #[error("{day:?} has more than {MAX_SPANS} spans")]
    TooManySpans {
        /// Which day.
        day: Weekday,
    },
    /// Two spans of an exception overlap.
    #[error("on {date} two spans overlap")]
    ExceptionOverlap {
        /// Of which date.
        date: Date,
    },
    /// An exception has too many spans.
    #[error("{date} has more than {MAX_SPANS} spans")]
    ExceptionTooLong {
        /// Of which date.
        date: Date,
    },
    /// There are too many exceptions.
    #[error("there are more than {MAX_EXCEPTIONS} exceptions")]
    TooManyExceptions,
    /// There are too many holidays.
    #[error("there are more than {MAX_HOLIDAYS} holidays")]
    TooManyHolidays,
    /// A holiday's name is too long.
    #[error("the name of {date} is longer than {MAX_HOLIDAY_NAME} characters")]
    LongHolidayName {
        /// Of which date.
        date: Date,
    },
}

impl Hours {
    /// Hours from their parts, the week from Monday to Sunday. Spans may come in any order.
    pub fn new(
        mut week: [Vec<Span>; 7],
        mut exceptions: BTreeMap<Date, Vec<Span>>,
        holidays: BTreeMap<Date, String>,
    ) -> Result<Self, HoursError> {
        for (day, spans) in WEEK.into_iter().zip(&mut week) {
            spans.sort_unstable();
            if spans.len() > MAX_SPANS {
                return Err(HoursError::TooManySpans { day });
            }
            if let Some(index) = overlap(spans) {
                return Err(HoursError::Overlap { day, index });
            }
        }
        for (day, spans) in WEEK.into_iter().zip(&week) {
            let tomorrow = &week[index(day.next())];
            if let (Some(last), Some(first)) = (spans.last(), tomorrow.first())
                && last.is_overnight()
                && last.to() > first.from()
            {
                return Err(HoursError::OverlapNextDay { day });
            }
        }
        if exceptions.len() > MAX_EXCEPTIONS {
            return Err(HoursError::TooManyExceptions);
        }
        for (&date, spans) in &mut exceptions {
            spans.sort_unstable();
            if spans.len() > MAX_SPANS {
                return Err(HoursError::ExceptionTooLong { date });
            }
            if overlap(spans).is_some() {
                return Err(HoursError::ExceptionOverlap { date });
            }
        }
        if holidays.len() > MAX_HOLIDAYS {
            return Err(HoursError::TooManyHolidays);
        }
        for (&date, name) in &holidays {
            if name.chars().count() > MAX_HOLIDAY_NAME {
                return Err(HoursError::LongHolidayName { date });
            }
        }
        Ok(Self { week, exceptions, holidays })
    }

    /// The week's spans of a day, in order.
    pub fn of(&self, day: Weekday) -> &[Span] {
        &self.week[index(day)]
    }

    /// Dates with other hours than their day of the week, or with none.
    pub const fn exceptions(&self) -> &BTreeMap<Date, Vec<Span>> {
        &self.exceptions
    }

    /// Closed dates, with their names; a name may be empty.
    pub const fn holidays(&self) -> &BTreeMap<Date, String> {
        &self.holidays
    }

    /// The same hours with other holidays.
    pub fn with_holidays(&self, holidays: BTreeMap<Date, String>) -> Result<Self, HoursError> {
        Self::new(self.week.clone(), self.exceptions.clone(), holidays)
    }

    /// The spans that start on a date, in order.
    pub fn on(&self, date: Date) -> &[Span] {
        match self.exceptions.get(&date) {
            Some(spans) => spans,
            None if self.holidays.contains_key(&date) => &[],
            None => self.of(date.weekday()),
        }
    }

    /// Whether there is no hour at all, on no day.
    pub fn is_empty(&self) -> bool {
        self.week.iter().all(Vec::is_empty) && self.exceptions.values().all(Vec::is_empty)
    }
}

fn index(day: Weekday) -> usize {
    WEEK.into_iter().position(|known| known == day).unwrap_or(0)
}

/// The first of `spans`, which are sorted, that reaches into the one after it.
fn overlap(spans: &[Span]) -> Option<usize> {
    spans.windows(2).position(|pair| pair[0].end_minutes() > pair[1].from().minutes())
}

/// How hours are written as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    week: [Vec<Span>; 7],
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    exceptions: BTreeMap<String, Vec<Span>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    holidays: BTreeMap<String, String>,
}

impl From<Hours> for Stored {
    fn from(hours: Hours) -> Self {
        Self {
            week: hours.week,
            exceptions: hours
                .exceptions
                .into_iter()
                .map(|(date, spans)| (date.to_string(), spans))
                .collect(),
            holidays: hours
                .holidays
                .into_iter()
                .map(|(date, name)| (date.to_string(), name))
                .collect(),
        }
    }
}

/// Why stored hours cannot be read.
#[derive(Debug, thiserror::Error)]
enum StoredError {
    #[error("{0} is no date")]
    Date(String),
    #[error(transparent)]
    Hours(#[from] HoursError),
}

impl TryFrom<Stored> for Hours {
    type Error = StoredError;

    fn try_from(stored: Stored) -> Result<Self, StoredError> {
        fn dated<T>(by_date: BTreeMap<String, T>) -> Result<BTreeMap<Date, T>, StoredError> {
            by_date
                .into_iter()
                .map(|(date, value)| match date.parse() {
                    Ok(parsed) => Ok((parsed, value)),
                    Err(_) => Err(StoredError::Date(date)),
                })
                .collect()
        }
        Ok(Self::new(stored.week, dated(stored.exceptions)?, dated(stored.holidays)?)?)
    }
}
