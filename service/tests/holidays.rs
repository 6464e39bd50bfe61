//! Calendar files as people, other programs and enemies write them.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use jiff::civil::Date;
use service::{Calendar, CalendarError, MAX_CALENDAR_BYTES};
use std::fmt::Write as _;

fn today() -> Date {
    "2026-11-21".parse().unwrap()
}

/// A file with these events, each given by the lines between its begin and end.
fn file(events: &[&str]) -> String {
    let mut text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n".to_owned();
    for lines in events {
        text.push_str("BEGIN:VEVENT\r\n");
        for line in lines.lines() {
            let _ = write!(text, "{}\r\n", line.trim_start());
        }
        text.push_str("END:VEVENT\r\n");
    }
    text + "END:VCALENDAR\r\n"
}

fn read(text: &str) -> Result<Calendar, CalendarError> {
    Calendar::read(text.as_bytes(), today())
}

fn days(events: &[&str]) -> String {
    let calendar = read(&file(events)).unwrap();
    let days: Vec<_> = calendar.days.iter().map(|(date, name)| format!("{date} {name}")).collect();
    days.join("; ")
}

#[test]
fn whole_days_of_all_kinds() {
    for (rule, events, expected) in [
        (
            "one day",
            &["DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226\nSUMMARY:Christmas Day"][..],
            "2026-12-25 Christmas Day",
        ),
        ("no end is one day", &["DTSTART;VALUE=DATE:20261225\nSUMMARY:a"], "2026-12-25 a"),
        ("no name", &["DTSTART;VALUE=DATE:20261225"], "2026-12-25 "),
        (
            "the end is the first free day",
            &["DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:a"],
            "2026-12-24 a; 2026-12-25 a; 2026-12-26 a",
        ),
        (
            "a length instead of an end",
            &["DTSTART;VALUE=DATE:20261224\nDURATION:P2D\nSUMMARY:a"],
            "2026-12-24 a; 2026-12-25 a",
        ),
        (
            "an end before the start, as some programs write it",
            &["DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224\nSUMMARY:a"],
            "2026-12-24 a",
        ),
        (
            "commas, and a line that goes on",
            &["DTSTART;VALUE=DATE:20270101\nSUMMARY:New Year\\, the fir\n\u{20}st"],
            "2027-01-01 New Year, the first",
        ),
        (
            "two on one day: the first names it",
            &["DTSTART;VALUE=DATE:20261225\nSUMMARY:a", "DTSTART;VALUE=DATE:20261225\nSUMMARY:b"],
            "2026-12-25 a",
        ),
        (
            "cancelled",
            &[
                "DTSTART;VALUE=DATE:20261225\nSTATUS:CANCELLED",
                "DTSTART;VALUE=DATE:20261226\nSUMMARY:a",
            ],
            "2026-12-26 a",
        ),
        (
            "of other years",
            &[
                "DTSTART;VALUE=DATE:20251225",
                "DTSTART;VALUE=DATE:20310101",
                "DTSTART;VALUE=DATE:20260101\nSUMMARY:a",
            ],
            "2026-01-01 a",
        ),
    ] {
        // A line that begins with a blank goes on, so nothing may be trimmed off there.
        let text = file(events).replace("fir\r\nst", "fir\r\n st");
        let calendar = read(&text).unwrap();
        let found: Vec<_> =
            calendar.days.iter().map(|(date, name)| format!("{date} {name}")).collect();
        assert_eq!(found.join("; "), expected, "{rule}");
    }
}

#[test]
fn recurrence_is_followed_as_far_as_the_years_that_count() {
    for (rule, event, expected) in [
        (
            "every year without an end",
            "DTSTART;VALUE=DATE:19901225\nRRULE:FREQ=YEARLY\nSUMMARY:a",
            "2026-12-25 a; 2027-12-25 a; 2028-12-25 a; 2029-12-25 a; 2030-12-25 a",
        ),
        (
            "its own end",
            "DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY;UNTIL=20271225\nSUMMARY:a",
            "2026-12-25 a; 2027-12-25 a",
        ),
        (
            "the fourth Thursday of November, three times",
            "DTSTART;VALUE=DATE:20261126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3\nSUMMARY:a",
            "2026-11-26 a; 2027-11-25 a; 2028-11-23 a",
        ),
        ("a leap day", "DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY\nSUMMARY:a", "2028-02-29 a"),
        (
            "but for one",
            "DTSTART;VALUE=DATE:20281225\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20291225\nSUMMARY:a",
            "2028-12-25 a; 2030-12-25 a",
        ),
        (
            "and one more",
            "DTSTART;VALUE=DATE:20301225\nRDATE;VALUE=DATE:20301231\nSUMMARY:a",
            "2030-12-25 a; 2030-12-31 a",
        ),
        (
            "days that hang together",
            "DTSTART;VALUE=DATE:20301230\nDTEND;VALUE=DATE:20310102\nRRULE:FREQ=YEARLY\nSUMMARY:a",
            "2030-12-30 a; 2030-12-31 a",
        ),
    ] {
        assert_eq!(days(&[event]), expected, "{rule}");
    }
}

#[test]
fn entries_with_a_time_are_counted_and_left_out() {
    let text = file(&["DTSTART:20261225T090000Z\nSUMMARY:a", "DTSTART;VALUE=DATE:20261226"]);
    let calendar = read(&text).unwrap();
    assert_eq!((calendar.timed, calendar.days.len()), (1, 1));
    assert_eq!(calendar.until.to_string(), "2030-12-31");
}

#[test]
fn several_calendars_and_a_byte_order_mark() {
    let text = format!(
        "\u{feff}{}{}",
        file(&["DTSTART;VALUE=DATE:20261225\nSUMMARY:a"]),
        file(&["DTSTART;VALUE=DATE:20261226\nSUMMARY:b"])
    );
    assert_eq!(read(&text).unwrap().days.len(), 2);
}

#[test]
fn what_is_no_calendar_is_refused() {
    let whole = file(&["DTSTART;VALUE=DATE:20261225\nSUMMARY:a"]);
    let one = |lines: &str| file(&[lines]);
    let named = |name: &str| name.to_owned();
    for (rule, text, error) in [
        ("nothing", String::new(), CalendarError::NotACalendar),
        ("words", "hello\nworld".to_owned(), CalendarError::NotACalendar),
        ("a page", "<html>BEGIN:VCALENDAR</html>".to_owned(), CalendarError::NotACalendar),
        ("something behind it", format!("{whole}hello"), CalendarError::CutOff),
        ("cut off", whole[..whole.len() - 20].to_owned(), CalendarError::CutOff),
        ("empty", file(&[]), CalendarError::NoDays),
        ("only times", one("DTSTART:20261225T090000Z"), CalendarError::NoDays),
        ("no date", one("SUMMARY:a"), CalendarError::BadDate(named("a"))),
        (
            "a date that is not",
            one("DTSTART;VALUE=DATE:20260231\nSUMMARY:a"),
            CalendarError::BadDate(named("a")),
        ),
        (
            "an entry of years",
            one("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20290101\nSUMMARY:a"),
            CalendarError::BadDate(named("a")),
        ),
        (
            "a recurrence that is none",
            one("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=SOMETIMES\nSUMMARY:a"),
            CalendarError::BadRecurrence(named("a")),
        ),
        (
            "every second",
            one("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=SECONDLY\nSUMMARY:a"),
            CalendarError::BadRecurrence(named("a")),
        ),
        (
            "every second of a day",
            one("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=DAILY;BYSECOND=0,1,2\nSUMMARY:a"),
            CalendarError::BadRecurrence(named("a")),
        ),
        (
            "a position that is not",
            one("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;BYDAY=MO;BYSETPOS=400\nSUMMARY:a"),
            CalendarError::BadRecurrence(named("a")),
        ),
    ] {
        assert_eq!(read(&text), Err(error), "{rule}");
    }
    assert_eq!(
        Calendar::read(b"BEGIN:VCALENDAR\xff\xfe", today()),
        Err(CalendarError::NotACalendar)
    );
}

#[test]
fn what_is_too_much_is_refused() {
    let large = file(&["DTSTART;VALUE=DATE:20261225"]) + &" ".repeat(MAX_CALENDAR_BYTES);
    let daily = "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;COUNT=4000000000";
    let ancient = "DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=DAILY";
    let never = "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30";
    let rows = [
        ("larger than 1 MiB", large, CalendarError::TooLarge),
        ("every day of the years that count", file(&[daily]), CalendarError::TooMany),
        ("every day since the year 1", file(&[ancient]), CalendarError::TooMany),
        ("more rules than anybody has", file(&vec![never; 301]), CalendarError::TooMany),
        ("a rule that never comes true", file(&[never]), CalendarError::NoDays),
    ];
    for (rule, text, error) in rows {
        assert_eq!(read(&text), Err(error), "{rule}");
    }
}

#[test]
fn a_deep_nest_is_no_trouble() {
    let deep = "BEGIN:VEVENT\r\n".repeat(20_000);
    let text = format!("BEGIN:VCALENDAR\r\n{deep}END:VCALENDAR\r\n");
    assert!(read(&text).is_err());
}
