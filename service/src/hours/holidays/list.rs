//! One date a line, each with a name: `2026-12-25 Christmas`.

use jiff::civil::Date;
use presence::{MAX_HOLIDAY_NAME, MAX_HOLIDAYS};
use std::{collections::BTreeMap, fmt::Write as _};

/// Why a list of dates cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HolidayListError {
    /// One line is wrong.
    #[error("line {line}: {error}")]
    Line {
        /// Which one, counted from 1.
        line: usize,
        /// What is wrong with it.
        error: LineError,
    },
    /// There are too many dates.
    #[error("there are more than {MAX_HOLIDAYS} dates")]
    TooMany,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// It does not start with a date of the calendar.
    #[error("it does not start with a date such as 2026-12-25")]
    NoDate,
    /// An earlier line has the same date.
    #[error("the date stands in an earlier line")]
    Again,
    /// The name is too long.
    #[error("the name is longer than {MAX_HOLIDAY_NAME} characters")]
    LongName,
}

/// Reads a list of dates. Empty lines are nothing, and a name may be missing.
pub fn read_list(text: &str) -> Result<BTreeMap<Date, String>, HolidayListError> {
    let mut dates = BTreeMap::new();
    for (line, text) in (1..).zip(text.lines()) {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let wrong = |error| HolidayListError::Line { line, error };
        let (date, name) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let name = name.trim();
        // Only this form: jiff would take a time or a week date along.
        let date: Date = Some(date)
            .filter(|date| date.len() == 10 && date.is_ascii())
            .and_then(|date| date.parse().ok())
            .ok_or(wrong(LineError::NoDate))?;
        if name.chars().count() > MAX_HOLIDAY_NAME {
            return Err(wrong(LineError::LongName));
        }
        if dates.insert(date, name.to_owned()).is_some() {
            return Err(wrong(LineError::Again));
        }
        if dates.len() > MAX_HOLIDAYS {
            return Err(HolidayListError::TooMany);
        }
    }
    Ok(dates)
}

/// The list that [`read_list`] reads.
pub fn write_list(dates: &BTreeMap<Date, String>) -> String {
    let mut text = String::new();
    for (date, name) in dates {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", format!("{date} {name}").trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{HolidayListError, LineError, read_list, write_list};

    #[test]
    fn a_list_is_read_and_written() {
        let text = "\n 2027-01-01  New Year's Day\r\n2026-12-25\tChristmas\n2026-12-26\n\n";
        let dates = read_list(text).unwrap();
        assert_eq!(
            write_list(&dates),
            "2026-12-25 Christmas\n2026-12-26\n2027-01-01 New Year's Day\n"
        );
        assert_eq!(read_list(&write_list(&dates)), Ok(dates));
    }

    #[test]
    fn a_wrong_line_is_named() {
        let long = format!("2026-12-25 {}", "x".repeat(101));
        for (rule, text, line, error) in [
            ("no date", "2026-12-25 a\n\nChristmas", 3, LineError::NoDate),
            ("a day that is not", "2026-02-29 a", 1, LineError::NoDate),
            ("another form", "25.12.2026 a", 1, LineError::NoDate),
            ("a date with a time", "2026-12-25T09:00 a", 1, LineError::NoDate),
            ("a week", "2026-W52-5 a", 1, LineError::NoDate),
            ("twice", "2026-12-25 a\n2026-12-25 b", 2, LineError::Again),
            ("a long name", &long, 1, LineError::LongName),
        ] {
            assert_eq!(read_list(text), Err(HolidayListError::Line { line, error }), "{rule}");
        }
    }
}
