//! What can be wrong with hours, dates and calendar files.

use crate::Language;
use presence::{MAX_EXCEPTIONS, MAX_HOLIDAY_NAME, MAX_HOLIDAYS, MAX_SPANS};

/// What is wrong with a field of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleError {
    /// No time zone has this name.
    Zone,
    /// Not the time at which hours start.
    SpanStart,
    /// Not the time at which hours end.
    SpanEnd,
    /// Hours that end when they start.
    SpanEmpty,
    /// Hours that overlap with the next ones.
    SpanOverlap,
    /// Hours that reach into the next day's.
    SpanOverlapNextDay,
    /// Too many spans on a day.
    TooManySpans,
    /// Not a date.
    Date,
    /// A date that is there twice.
    DateAgain,
    /// An exception's hours that cannot be read.
    ExceptionHours,
    /// An exception's hours that overlap.
    ExceptionOverlap,
    /// Too many exceptions.
    TooManyExceptions,
    /// Too many holidays.
    TooManyHolidays,
    /// A line of the holidays, counted from 1, without a date.
    LineDate(usize),
    /// A line with a date that was there already.
    LineAgain(usize),
    /// A line with a name that is too long.
    LineName(usize),
    /// No file was chosen.
    CalendarMissing,
    /// The file is too large.
    CalendarTooLarge,
    /// The file is no calendar.
    CalendarUnknown,
    /// The file ends too early.
    CalendarCutOff,
    /// The date of the entry with this name cannot be read.
    CalendarDate(String),
    /// The recurrence of the entry with this name cannot be read.
    CalendarRule(String),
    /// The file has too many days.
    CalendarTooMany,
    /// The file has no day that counts.
    CalendarNoDays,
}

impl ScheduleError {
    /// The error in the reader's words.
    pub fn words(&self, t: Language) -> String {
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        match self {
            Self::Zone => t.error_zone().into(),
            Self::SpanStart => t.error_span_start().into(),
            Self::SpanEnd => t.error_span_end().into(),
            Self::SpanEmpty => t.error_span_empty().into(),
            Self::SpanOverlap => t.error_span_overlap().into(),
            Self::SpanOverlapNextDay => t.error_span_overlap_next_day().into(),
            Self::TooManySpans => t.error_span_too_many(number(MAX_SPANS)),
            Self::Date => t.error_date().into(),
            Self::DateAgain => t.error_date_again().into(),
            Self::ExceptionHours => t.error_exception_hours().into(),
            Self::ExceptionOverlap => t.error_exception_overlap().into(),
            Self::TooManyExceptions => t.error_dates_too_many(number(MAX_EXCEPTIONS)),
            Self::TooManyHolidays => t.error_dates_too_many(number(MAX_HOLIDAYS)),
            Self::LineDate(line) => t.error_line_date(number(*line)),
            Self::LineAgain(line) => t.error_line_again(number(*line)),
            Self::LineName(line) => t.error_line_name(number(*line), number(MAX_HOLIDAY_NAME)),
            Self::CalendarMissing => t.error_calendar_missing().into(),
            Self::CalendarTooLarge => t.error_calendar_large().into(),
            Self::CalendarUnknown => t.error_calendar_unknown().into(),
            Self::CalendarCutOff => t.error_calendar_cut().into(),
            Self::CalendarDate(name) => t.error_calendar_date(name),
            Self::CalendarRule(name) => t.error_calendar_rule(name),
            Self::CalendarTooMany => t.error_calendar_many().into(),
            Self::CalendarNoDays => t.error_calendar_none().into(),
        }
    }
}
