//! Hours and moments as a test writes them.

use jiff::{civil::Date, tz::TimeZone};
use presence::{Hours, Schedule, Span, Timestamp, WEEK};
use std::collections::BTreeMap;

/// Spans from `09:00-12:00 13:00-17:00`.
pub fn spans(text: &str) -> Vec<Span> {
    text.split_whitespace()
        .map(|span| {
            let (from, to) = span.split_once('-').unwrap();
            Span::parse(from, to).unwrap()
        })
        .collect()
}

/// A week from days and their spans: `[("Mon Tue", "09:00-17:00")]`.
pub fn week(days: &[(&str, &str)]) -> [Vec<Span>; 7] {
    WEEK.map(|day| {
        let name = format!("{day:?}");
        days.iter()
            .filter(|(names, _)| names.split(' ').any(|short| name.starts_with(short)))
            .flat_map(|(_, text)| spans(text))
            .collect()
    })
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

/// A schedule with weekly hours alone.
pub fn weekly(zone_name: &str, days: &[(&str, &str)]) -> Schedule {
    with_dates(zone_name, days, &[], &[])
}

/// A schedule with exceptions and holidays.
pub fn with_dates(
    zone_name: &str,
    days: &[(&str, &str)],
    exceptions: &[(&str, &str)],
    holidays: &[&str],
) -> Schedule {
    let exceptions: BTreeMap<_, _> =
        exceptions.iter().map(|(on, text)| (date(on), spans(text))).collect();
    let holidays = holidays.iter().map(|on| (date(on), "a holiday".to_owned())).collect();
    Schedule::new(zone(zone_name), Hours::new(week(days), exceptions, holidays).unwrap())
}

/// A moment: `2026-03-29T01:00Z`, or with an offset.
pub fn at(text: &str) -> Timestamp {
    let moment: jiff::Timestamp = text.parse().unwrap();
    Timestamp::from_millis(moment.as_millisecond())
}

/// Moments as UTC text, for tables.
pub fn utc(at: Timestamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap();
    moment.strftime("%Y-%m-%dT%H:%MZ").to_string()
}
