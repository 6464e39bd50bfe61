//! Holidays from an iCalendar file (RFC 5545).
//!
//! Whole days of `VEVENT`s, recurring ones included, as far as a few years from now. The file comes from
//! somewhere: its size, its rules and what they give are bounded.

use calcard::{
    Entry, Parser,
    common::{PartialDateTime, timezone::Tz},
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarFrequency,
        ICalendarProperty, ICalendarStatus, ICalendarValue, dates::TimeOrDelta,
    },
};
use jiff::{ToSpan as _, civil::Date};
use presence::{MAX_HOLIDAY_NAME, MAX_HOLIDAYS};
use std::collections::BTreeMap;

/// Largest file that is read, in bytes.
pub const MAX_CALENDAR_BYTES: usize = 1024 * 1024;
/// Most entries that recur. One that never comes true costs some 10 ms.
const MAX_RECURRING: usize = 300;
/// Most days of all entries together, those of the past included.
const MAX_OCCURRENCES: usize = 50_000;
/// Longest entry, in days.
const MAX_DAYS: i32 = 366;
/// How many years after the present one are looked at.
const YEARS_AHEAD: i16 = 4;

/// What a file had to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Its days, from the first of the present year on, with their names.
    pub days: BTreeMap<Date, String>,
    /// The last date up to which recurring entries were followed.
    pub until: Date,
    /// How many entries were left out because they have a time of day.
    pub timed: usize,
}

/// Why a file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// It is too large.
    #[error("the file is larger than 1 MiB")]
    TooLarge,
    /// It is something else than an iCalendar file.
    #[error("this is not an iCalendar file")]
    NotACalendar,
    /// It ends before its calendar does.
    #[error("the file is cut off: it does not end with END:VCALENDAR")]
    CutOff,
    /// An entry has no date, or one that is not.
    #[error("the date of “{0}” cannot be read")]
    BadDate(String),
    /// An entry's recurrence cannot be read, or is no matter of days.
    #[error("the recurrence of “{0}” cannot be read")]
    BadRecurrence(String),
    /// There are too many recurring entries, or they give too many days.
    #[error("the file has more days than Porchlight keeps")]
    TooMany,
    /// It has no whole day in the years that count.
    #[error("the file has no whole-day entry in this year or the next four")]
    NoDays,
}

impl Calendar {
    /// Reads a file. `today` says which years count.
    ///
    /// A file full of rules can take seconds: call this where blocking is allowed.
    pub fn read(bytes: &[u8], today: Date) -> Result<Self, CalendarError> {
        if bytes.len() > MAX_CALENDAR_BYTES {
            return Err(CalendarError::TooLarge);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| CalendarError::NotACalendar)?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if !starts_with(text, "BEGIN:VCALENDAR") {
            return Err(CalendarError::NotACalendar);
        }
        // The parser forgives an end that is missing.
        if text.lines().last().is_none_or(|line| !starts_with(line.trim(), "END:VCALENDAR")) {
            return Err(CalendarError::CutOff);
        }

        let first = today.first_of_year();
        let until = first.saturating_add(YEARS_AHEAD.years()).last_of_year();
        let mut calendar = Self { days: BTreeMap::new(), until, timed: 0 };
        let mut parser = Parser::new(text);
        loop {
            match parser.entry() {
                Entry::ICalendar(file) => calendar.add(file, first)?,
                Entry::Eof => break,
                _ => return Err(CalendarError::NotACalendar),
            }
        }
        if calendar.days.is_empty() { Err(CalendarError::NoDays) } else { Ok(calendar) }
    }

    /// Adds the days of one `VCALENDAR`, of which a file may have several.
    fn add(&mut self, file: ICalendar, first: Date) -> Result<(), CalendarError> {
        let mut whole_days = Vec::new();
        for component in file.components {
            if component.component_type != ICalendarComponentType::VEvent || cancelled(&component) {
                continue;
            }
            let start = start(&component).ok_or_else(|| bad_date(&component))?;
            if start.has_time() {
                self.timed += 1;
            } else {
                date(start).ok_or_else(|| bad_date(&component))?;
                whole_days.push(bounded(component, self.until)?);
            }
        }
        if whole_days.iter().filter(|event| rule(event).is_some()).count() > MAX_RECURRING {
            return Err(CalendarError::TooMany);
        }

        let events = ICalendar { components: whole_days };
        let expanded = events.expand_dates(Tz::Floating, MAX_OCCURRENCES);
        let component = |id: u32| events.components.get(id as usize);
        if let Some(error) = expanded.errors.first() {
            let name = component(error.comp_id).map(name).unwrap_or_default();
            return Err(CalendarError::BadRecurrence(name));
        }
        if expanded.events.len() >= MAX_OCCURRENCES {
            return Err(CalendarError::TooMany);
        }
        for event in expanded.events {
            let Some(component) = component(event.comp_id) else { continue };
            let start = jiff_date(event.start.date_naive()).ok_or_else(|| bad_date(component))?;
            let end = match event.end {
                TimeOrDelta::Time(end) => end.date_naive(),
                TimeOrDelta::Delta(length) => (event.start + length).date_naive(),
            };
            // The end is the first day that is free again; without one it is a single day.
            let end = jiff_date(end).ok_or_else(|| bad_date(component))?;
            let days = i64::from(start.until(end).map_or(0, |span| span.get_days())).max(1);
            if days > i64::from(MAX_DAYS) {
                return Err(bad_date(component));
            }
            for day in 0..days {
                let day = start.saturating_add(day.days());
                if (first..=self.until).contains(&day) {
                    self.days.entry(day).or_insert_with(|| name(component));
                }
            }
            if self.days.len() > MAX_HOLIDAYS {
                return Err(CalendarError::TooMany);
            }
        }
        Ok(())
    }
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn bad_date(component: &ICalendarComponent) -> CalendarError {
    CalendarError::BadDate(name(component))
}

/// The first value of a property.
fn value<'a>(
    component: &'a ICalendarComponent,
    property: &ICalendarProperty,
) -> Option<&'a ICalendarValue> {
    component.entries.iter().find(|entry| entry.name == *property)?.values.first()
}

fn start(component: &ICalendarComponent) -> Option<&PartialDateTime> {
    match value(component, &ICalendarProperty::Dtstart) {
        Some(ICalendarValue::PartialDateTime(start)) => Some(start),
        _ => None,
    }
}

fn rule(component: &ICalendarComponent) -> Option<&ICalendarValue> {
    value(component, &ICalendarProperty::Rrule)
}

fn cancelled(component: &ICalendarComponent) -> bool {
    matches!(
        value(component, &ICalendarProperty::Status),
        Some(ICalendarValue::Status(ICalendarStatus::Cancelled))
    )
}

/// What an entry is called, cut to what a holiday may be called.
fn name(component: &ICalendarComponent) -> String {
    let text = match value(component, &ICalendarProperty::Summary) {
        Some(ICalendarValue::Text(text)) => text.as_str(),
        _ => "",
    };
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").chars().take(MAX_HOLIDAY_NAME).collect()
}

/// The event with its recurrence ended at `until`, at the latest.
fn bounded(
    mut component: ICalendarComponent,
    until: Date,
) -> Result<ICalendarComponent, CalendarError> {
    let bad = CalendarError::BadRecurrence(name(&component));
    for entry in &mut component.entries {
        if entry.name != ICalendarProperty::Rrule {
            continue;
        }
        // What the parser did not understand, it keeps as text.
        let Some(ICalendarValue::RecurrenceRule(rule)) = entry.values.first_mut() else {
            return Err(bad);
        };
        let by_days = matches!(
            rule.freq,
            ICalendarFrequency::Yearly
                | ICalendarFrequency::Monthly
                | ICalendarFrequency::Weekly
                | ICalendarFrequency::Daily
        );
        let by_time =
            !(rule.byhour.is_empty() && rule.byminute.is_empty() && rule.bysecond.is_empty());
        if !by_days || by_time {
            return Err(bad);
        }
        if rule.until.as_ref().and_then(date).is_none_or(|own| own > until) {
            rule.until = Some(partial(until));
        }
    }
    Ok(component)
}

fn date(partial: &PartialDateTime) -> Option<Date> {
    let year = i16::try_from(partial.year?).ok()?;
    let (month, day) = (i8::try_from(partial.month?).ok()?, i8::try_from(partial.day?).ok()?);
    Date::new(year, month, day).ok()
}

fn partial(date: Date) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(date.year()).ok(),
        month: u8::try_from(date.month()).ok(),
        day: u8::try_from(date.day()).ok(),
        ..PartialDateTime::default()
    }
}

/// A date of the file's parser as one of ours, by the form in which both are written.
fn jiff_date(date: impl std::fmt::Display) -> Option<Date> {
    date.to_string().parse().ok()
}
