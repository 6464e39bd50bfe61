//! Dates and hours that other desks got wrong, by the number of their users' complaint.

use super::hours::{at, utc, weekly, with_dates};
use presence::Schedule;

const WEEKDAYS: &str = "Mon Tue Wed Thu Fri";

/// Whether it is open at each of the moments.
fn open(schedule: &Schedule, rows: &[(&str, bool)]) {
    for (now, expected) in rows {
        assert_eq!(schedule.is_open(at(now)), *expected, "{now}");
    }
}

/// chatwoot#5254: hours that end after midnight could not be entered, and read as closed.
#[test]
fn hours_past_midnight() {
    let bar = weekly("America/New_York", &[("Fri Sat", "18:00-02:00")]);
    open(
        &bar,
        &[
            ("2026-11-20T23:00:00-05:00", true),
            ("2026-11-21T01:59:00-05:00", true),
            ("2026-11-21T02:00:00-05:00", false),
            ("2026-11-22T01:00:00-05:00", true),
            ("2026-11-22T18:00:00-05:00", false),
        ],
    );
}

/// chatwoot#6467: no holidays, so that a closed desk said "typically replies in a few minutes".
#[test]
fn public_holidays() {
    let desk = with_dates(
        "Europe/London",
        &[(WEEKDAYS, "09:00-17:00")],
        &[],
        &["2026-12-25", "2026-12-28"],
    );
    open(&desk, &[("2026-12-24T12:00Z", true), ("2026-12-25T12:00Z", false)]);
    assert_eq!(desk.next_open(at("2026-12-25T12:00Z")).map(utc).unwrap(), "2026-12-29T09:00Z");
}

/// chatwoot#14009: one span a day only, so that a lunch break was open.
#[test]
fn a_lunch_break() {
    let desk = weekly("Europe/Madrid", &[(WEEKDAYS, "09:00-14:00 16:00-19:00")]);
    open(
        &desk,
        &[
            ("2026-11-20T13:59:00+01:00", true),
            ("2026-11-20T14:00:00+01:00", false),
            ("2026-11-20T15:59:00+01:00", false),
            ("2026-11-20T16:00:00+01:00", true),
        ],
    );
    let noon = at("2026-11-20T15:00:00+01:00");
    assert_eq!(desk.next_open(noon).map(utc).unwrap(), "2026-11-20T15:00Z");
}

/// chatwoot#2882 and Rocket.Chat#4898: hours kept as an offset from UTC moved by an hour with the clocks.
#[test]
fn summer_and_winter() {
    let desk = weekly("America/Chicago", &[(WEEKDAYS, "08:00-17:00")]);
    open(
        &desk,
        &[
            // The Friday before and the Monday after the clocks go forward, on 2026-03-08.
            ("2026-03-06T14:00Z", true),
            ("2026-03-06T13:59Z", false),
            ("2026-03-09T13:00Z", true),
            ("2026-03-09T12:59Z", false),
            ("2026-03-09T22:00Z", false),
            // And back, on 2026-11-01.
            ("2026-10-30T13:00Z", true),
            ("2026-11-02T13:59Z", false),
            ("2026-11-02T14:00Z", true),
        ],
    );
    let berlin = weekly("Europe/Berlin", &[(WEEKDAYS, "09:00-17:00")]);
    // From the last opening of winter to the first of summer are 71 hours and not 72.
    let (friday, monday) = (at("2026-03-27T08:00Z"), at("2026-03-30T07:00Z"));
    assert_eq!(berlin.next_start(friday).map(|open| open.from), Some(monday));
}

/// mattermost#29041: "until the end of today" lasted until the end of tomorrow where the person's day had not yet
/// begun by UTC, or had already ended.
#[test]
fn today_is_the_desks_own() {
    let hours: &[(&str, &str)] = &[("Mon Tue Wed Thu Fri Sat Sun", "08:00-20:00")];
    let rows = [
        // 2026-11-21 in Auckland is still the 20th by UTC.
        ("Pacific/Auckland", "2026-11-20T19:30Z", "2026-11-21T07:00Z"),
        // 2026-11-20 in Los Angeles is already the 21st by UTC.
        ("America/Los_Angeles", "2026-11-21T02:00Z", "2026-11-21T04:00Z"),
        // A quarter to nine in Kathmandu, at +05:45.
        ("Asia/Kathmandu", "2026-11-20T03:00Z", "2026-11-20T14:15Z"),
    ];
    for (zone, now, closes) in rows {
        let found = weekly(zone, hours).latest_closing_today(at(now));
        assert_eq!(found.map(utc).as_deref(), Some(closes), "{zone}");
    }
}

/// A leap day is a day like any other, and an exception for one says nothing of other years.
#[test]
fn leap_days() {
    let desk = with_dates("UTC", &[("Tue", "09:00-17:00")], &[("2028-02-29", "12:00-13:00")], &[]);
    open(
        &desk,
        &[
            ("2028-02-29T12:30Z", true),
            ("2028-02-29T10:00Z", false),
            ("2028-03-07T10:00Z", true),
            ("2028-02-28T12:30Z", false),
        ],
    );
}
