//! The rules of schedules, one row a rule.

use super::hours::{at, date, spans, utc, week, weekly, with_dates, zone};
use jiff::{civil::Weekday, tz::TimeZone};
use presence::{
    Hours, HoursError, MAX_HOLIDAYS, Schedule, Span, SpanError, TimeOfDay, shift_over_since,
};
use std::collections::BTreeMap;

/// Days, and their spans.
type Days = &'static [(&'static str, &'static str)];

const OFFICE: Days = &[("Mon Tue Wed Thu Fri", "09:00-18:00"), ("Sat", "10:00-14:00")];
const SPLIT: Days = &[("Mon Tue Wed Thu Fri", "09:00-12:00 13:00-17:00")];
const NIGHT: Days = &[("Sun Mon Tue Wed Thu", "22:00-06:00")];
const ALWAYS: Days = &[("Mon Tue Wed Thu Fri Sat Sun", "00:00-24:00")];

#[test]
fn times_of_day() {
    let rows = [
        ("as people write it", "9", Some(540)),
        ("with minutes", "9:30", Some(570)),
        ("as a browser sends it", "09:30", Some(570)),
        ("with a point, and blanks around", " 9.30 ", Some(570)),
        ("the end of the day", "24:00", Some(1_440)),
        ("after the end of the day", "24:01", None),
        ("sixty minutes are an hour", "9:60", None),
        ("one digit of minutes", "9:3", None),
        ("nothing", "", None),
        ("a sign", "+9:00", None),
        ("words", "noon", None),
        ("seconds", "09:30:00", None),
    ];
    for (rule, text, minutes) in rows {
        assert_eq!(text.parse().ok().map(TimeOfDay::minutes), minutes, "{rule}: {text:?}");
    }
    assert_eq!("9".parse::<TimeOfDay>().unwrap().to_string(), "09:00");
}

#[test]
fn spans_that_can_be_and_cannot() {
    let rows = [
        ("a day's hours", "09:00", "17:00", Ok(1_020)),
        ("until the end of the day", "18:00", "24:00", Ok(1_440)),
        ("an end at 00:00 is the end of the day", "18:00", "00:00", Ok(1_440)),
        ("the whole day", "00:00", "00:00", Ok(1_440)),
        ("overnight", "22:00", "06:00", Ok(1_800)),
        ("empty", "09:00", "09:00", Err(SpanError::Empty)),
        ("a start at 24:00", "24:00", "06:00", Err(SpanError::BadStart)),
        ("no start", "", "06:00", Err(SpanError::BadStart)),
        ("no end", "09:00", "", Err(SpanError::BadEnd)),
    ];
    for (rule, from, to, expected) in rows {
        assert_eq!(Span::parse(from, to).map(Span::end_minutes), expected, "{rule}");
    }
}

#[test]
fn hours_that_do_not_fit_together() {
    let overlap = |day| Err(HoursError::OverlapNextDay { day });
    let rows: [(&str, Days, _); 8] = [
        ("in any order", &[("Mon", "13:00-17:00 09:00-12:00")], Ok(())),
        ("touching", &[("Mon", "09:00-12:00 12:00-17:00"), ("Tue", "00:00-01:00")], Ok(())),
        (
            "overlapping on a day",
            &[("Mon", "09:00-12:00 11:59-17:00")],
            Err(HoursError::Overlap { day: Weekday::Monday, index: 0 }),
        ),
        (
            "a night before a later span of its own day",
            &[("Mon", "20:00-06:00 22:00-23:00")],
            Err(HoursError::Overlap { day: Weekday::Monday, index: 0 }),
        ),
        (
            "over midnight",
            &[("Mon", "22:00-06:00"), ("Tue", "05:00-09:00")],
            overlap(Weekday::Monday),
        ),
        ("until what follows", &[("Mon", "22:00-06:00"), ("Tue", "06:00-09:00")], Ok(())),
        (
            "from Sunday to Monday",
            &[("Sun", "22:00-06:00"), ("Mon", "05:59-09:00")],
            overlap(Weekday::Sunday),
        ),
        (
            "more spans than a day takes",
            &[("Mon", "0-1 1-2 2-3 3-4 4-5 5-6 6-7 7-8 8-9 9-10 10-11 11-12 12-13")],
            Err(HoursError::TooManySpans { day: Weekday::Monday }),
        ),
    ];
    for (rule, days, expected) in rows {
        let hours = Hours::new(week(days), BTreeMap::new(), BTreeMap::new());
        assert_eq!(hours.map(|_| ()), expected, "{rule}");
    }
    let clash = BTreeMap::from([(date("2026-12-24"), spans("09:00-12:00 10:00-11:00"))]);
    assert_eq!(
        Hours::new(week(&[]), clash, BTreeMap::new()),
        Err(HoursError::ExceptionOverlap { date: date("2026-12-24") })
    );
    let days = std::iter::successors(Some(date("2026-01-01")), |day| day.tomorrow().ok());
    let many = days.take(MAX_HOLIDAYS + 1).map(|day| (day, String::new())).collect();
    assert_eq!(Hours::new(week(&[]), BTreeMap::new(), many), Err(HoursError::TooManyHolidays));
    let long = BTreeMap::from([(date("2026-12-25"), "x".repeat(101))]);
    assert_eq!(
        Hours::default().with_holidays(long),
        Err(HoursError::LongHolidayName { date: date("2026-12-25") })
    );
}

#[test]
fn stored_hours_come_back_and_broken_ones_do_not() {
    let schedule = with_dates(
        "Europe/Berlin",
        NIGHT,
        &[("2026-12-24", "09:00-12:00"), ("2026-12-31", "")],
        &["2026-12-25"],
    );
    let json = serde_json::to_string(schedule.hours()).unwrap();
    assert!(json.contains(r#"[["22:00","06:00"]]"#), "readable: {json}");
    assert_eq!(&serde_json::from_str::<Hours>(&json).unwrap(), schedule.hours());

    let broken = [
        r#"{"week":[[],[],[],[],[],[]]}"#,
        r#"{"week":[[["09:00","09:00"]],[],[],[],[],[],[]]}"#,
        r#"{"week":[[["09:00","12:00"],["11:00","13:00"]],[],[],[],[],[],[]]}"#,
        r#"{"week":[[],[],[],[],[],[],[]],"holidays":{"2026-02-29":""}}"#,
    ];
    for json in broken {
        assert!(serde_json::from_str::<Hours>(json).is_err(), "{json}");
    }
}

#[test]
fn open_and_next() {
    let closed_days = with_dates(
        "Europe/Berlin",
        NIGHT,
        &[("2026-12-31", ""), ("2027-01-01", "10:00-12:00")],
        &["2026-12-24", "2027-01-01"],
    );
    let office = weekly("Europe/Berlin", OFFICE);
    let always = weekly("Europe/Berlin", ALWAYS);
    let never = weekly("Europe/Berlin", &[]);
    // Berlin is at +01:00 in winter.
    let rows: [(&str, &Schedule, &str, bool, Option<&str>); 12] = [
        ("the first minute", &office, "2026-11-20T08:00Z", true, None),
        ("the last moment", &office, "2026-11-20T16:59:59.999Z", true, None),
        (
            "the end is no longer in it",
            &office,
            "2026-11-20T17:00Z",
            false,
            Some("2026-11-21T09:00Z"),
        ),
        ("over the weekend", &office, "2026-11-21T13:00Z", false, Some("2026-11-23T08:00Z")),
        ("after midnight of a night", &closed_days, "2026-11-20T04:59Z", true, None),
        (
            "no hours on Friday evening",
            &closed_days,
            "2026-11-20T22:00Z",
            false,
            Some("2026-11-22T21:00Z"),
        ),
        ("a holiday does not cut last night's", &closed_days, "2026-12-24T04:00Z", true, None),
        (
            "a holiday closes what starts on it",
            &closed_days,
            "2026-12-24T21:30Z",
            false,
            Some("2026-12-27T21:00Z"),
        ),
        (
            "an exception without hours",
            &closed_days,
            "2026-12-31T21:30Z",
            false,
            Some("2027-01-01T09:00Z"),
        ),
        ("an exception opens a holiday", &closed_days, "2027-01-01T10:00Z", true, None),
        ("always", &always, "2026-11-20T22:00Z", true, None),
        ("never", &never, "2026-11-20T22:00Z", false, None),
    ];
    for (rule, schedule, now, open, next_open) in rows {
        assert_eq!(schedule.is_open(at(now)), open, "{rule}");
        assert_eq!(schedule.next_open(at(now)).map(utc).as_deref(), next_open, "{rule}");
    }
}

#[test]
fn a_stretch_is_all_that_touches() {
    let late = &[("Fri", "18:00-24:00"), ("Sat", "00:00-04:00 04:00-05:00 06:00-07:00")];
    let rows: [(&str, Days, &str, &str); 4] = [
        ("one span", OFFICE, "2026-11-20T12:00Z", "2026-11-20T09:00Z 2026-11-20T18:00Z"),
        ("a break parts", SPLIT, "2026-11-20T12:00Z", ""),
        ("overnight", NIGHT, "2026-11-20T01:00Z", "2026-11-19T22:00Z 2026-11-20T06:00Z"),
        ("midnight joins", late, "2026-11-21T04:30Z", "2026-11-20T18:00Z 2026-11-21T05:00Z"),
    ];
    for (rule, days, now, expected) in rows {
        let stretch = weekly("UTC", days).stretch_at(at(now));
        let told = stretch.map(|open| format!("{} {}", utc(open.from), utc(open.until)));
        assert_eq!(told.unwrap_or_default(), expected, "{rule}");
    }
}

#[test]
fn an_always_open_week_has_bounds() {
    let always = weekly("Europe/Berlin", ALWAYS);
    let now = at("2026-11-20T12:00Z");
    let stretch = always.stretch_at(now).unwrap();
    let days = |millis: i64| millis / (24 * 60 * 60_000);
    assert!((398..=402).contains(&days(now.millis_since(stretch.from))), "{stretch:?}");
    assert!((398..=402).contains(&days(stretch.until.millis_since(now))), "{stretch:?}");
    assert_eq!(always.next_start(now), None);
    assert_eq!(always.latest_closing_today(now), None);
    assert_eq!(
        always.stretches(now, now.plus_minutes(60)),
        [presence::Stretch { from: now, until: now.plus_minutes(60) }]
    );
    let mut long = week(ALWAYS);
    long[0] = Vec::new();
    let long =
        Schedule::new(zone("UTC"), Hours::new(long, BTreeMap::new(), BTreeMap::new()).unwrap());
    let six_days = long.stretch_at(at("2026-11-22T12:00Z")).unwrap();
    assert_eq!(utc(six_days.from), "2026-11-17T00:00Z", "looks back over many days");
}

#[test]
fn closing_today() {
    let evening = &[("Fri", "09:00-12:00 13:00-24:00")];
    let both = &[("Fri", "09:00-12:00 22:00-06:00")];
    let late = &[("Fri", "22:00-06:00"), ("Sat", "10:00-18:00")];
    let rows: [(&str, Days, &str, Option<&str>); 11] = [
        ("one span", OFFICE, "2026-11-20T12:00Z", Some("2026-11-20T18:00Z")),
        ("split hours: the last of the day", SPLIT, "2026-11-20T10:00Z", Some("2026-11-20T17:00Z")),
        ("in the last part", SPLIT, "2026-11-20T14:00Z", Some("2026-11-20T17:00Z")),
        ("closed over lunch", SPLIT, "2026-11-20T12:30Z", None),
        ("24:00 is today", evening, "2026-11-20T10:00Z", Some("2026-11-21T00:00Z")),
        ("overnight hours close tomorrow", NIGHT, "2026-11-19T23:00Z", Some("2026-11-20T06:00Z")),
        ("after midnight: this night's end", NIGHT, "2026-11-19T02:00Z", Some("2026-11-19T06:00Z")),
        ("tonight's hours close tomorrow", both, "2026-11-20T10:00Z", Some("2026-11-20T12:00Z")),
        (
            "last night's hours end by themselves",
            both,
            "2026-11-21T02:00Z",
            Some("2026-11-21T06:00Z"),
        ),
        ("whatever follows that day", late, "2026-11-21T02:00Z", Some("2026-11-21T06:00Z")),
        ("closed", OFFICE, "2026-11-22T12:00Z", None),
    ];
    for (rule, days, now, closing) in rows {
        let found = weekly("UTC", days).latest_closing_today(at(now));
        assert_eq!(found.map(utc).as_deref(), closing, "{rule}");
    }
}

#[test]
fn when_the_clocks_change() {
    let rows: [(&str, &str, &str, &str, &str); 9] = [
        // Berlin: 2026-03-29 02:00 becomes 03:00, 2026-10-25 03:00 becomes 02:00.
        (
            "a start in a gap is the change",
            "Europe/Berlin",
            "02:30-05:00",
            "2026-03-29",
            "01:00Z 03:00Z",
        ),
        (
            "an end in a gap is the change",
            "Europe/Berlin",
            "01:00-02:30",
            "2026-03-29",
            "00:00Z 01:00Z",
        ),
        ("hours within a gap are none", "Europe/Berlin", "02:00-03:00", "2026-03-29", ""),
        (
            "a start in a fold is the first",
            "Europe/Berlin",
            "02:30-05:00",
            "2026-10-25",
            "00:30Z 04:00Z",
        ),
        (
            "an end in a fold is the last",
            "Europe/Berlin",
            "01:00-02:30",
            "2026-10-25",
            "23:00Z 01:30Z",
        ),
        ("a short night", "Europe/Berlin", "00:00-06:00", "2026-03-29", "23:00Z 04:00Z"),
        ("a long night", "Europe/Berlin", "00:00-06:00", "2026-10-25", "22:00Z 05:00Z"),
        ("half an hour's gap", "Australia/Lord_Howe", "02:15-03:00", "2026-10-04", "15:30Z 16:00Z"),
        (
            "half an hour's fold",
            "Australia/Lord_Howe",
            "01:45-03:00",
            "2026-04-05",
            "14:45Z 16:30Z",
        ),
    ];
    for (rule, zone_name, text, day, expected) in rows {
        let schedule = with_dates(zone_name, &[], &[(day, text)], &[]);
        let around = at(&format!("{day}T00:00Z"));
        let found: Vec<String> = schedule
            .stretches(around.plus_millis(-172_800_000), around.plus_minutes(2_880))
            .into_iter()
            .flat_map(|open| [utc(open.from), utc(open.until)])
            .map(|text| text[11..].to_owned())
            .collect();
        assert_eq!(found.join(" "), expected, "{rule}");
    }
}

#[test]
fn a_zone_whose_rules_change_moves_the_hours() {
    let hours = weekly("UTC", OFFICE).hours().clone();
    let with_dst = TimeZone::posix("<-03>3<-02>,M11.1.0/0,M2.3.0/0").unwrap();
    let abolished = TimeZone::posix("<-03>3").unwrap();
    let now = at("2026-11-22T12:00Z");
    let opens = |zone| Schedule::new(zone, hours.clone()).next_open(now).map(utc);
    assert_eq!(opens(with_dst).as_deref(), Some("2026-11-23T11:00Z"));
    assert_eq!(opens(abolished).as_deref(), Some("2026-11-23T12:00Z"));
}

#[test]
fn the_far_ends_of_time_are_closed() {
    let always = weekly("Europe/Berlin", ALWAYS);
    for millis in [i64::MIN, i64::MAX] {
        let now = presence::Timestamp::from_millis(millis);
        assert!(!always.is_open(now));
        assert_eq!(always.stretch_at(now), None);
        assert_eq!(always.next_open(now), None);
    }
}

#[test]
fn a_shift_is_over_once_its_hours_have_run_out() {
    let office = weekly("UTC", OFFICE);
    let night = weekly("UTC", NIGHT);
    // 2026-03-02 is a Monday.
    for (rule, own, since, now, over) in [
        ("it runs", None, "2026-03-02T09:30Z", "2026-03-02T17:59Z", None),
        ("it is over", None, "2026-03-02T09:30Z", "2026-03-02T19:00Z", Some("2026-03-02T18:00Z")),
        ("came after it", None, "2026-03-02T18:30Z", "2026-03-02T19:00Z", None),
        ("the next one runs", None, "2026-03-02T09:30Z", "2026-03-03T09:00Z", None),
        ("one's own count", Some(&night), "2026-03-02T22:30Z", "2026-03-03T05:00Z", None),
        (
            "and theirs alone",
            Some(&night),
            "2026-03-02T22:30Z",
            "2026-03-03T09:30Z",
            Some("2026-03-03T06:00Z"),
        ),
    ] {
        let found = shift_over_since(own, [&office], at(since), at(now));
        assert_eq!(found, over.map(at), "{rule}");
    }
}
