//! Schedules against an oracle that reads the clock on the wall minute by minute and knows nothing else.

use super::hours::zone;
use jiff::civil::{Date, DateTime};
use presence::{Hours, Schedule, Span, Stretch, TimeOfDay, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;

const MINUTE: i64 = 60_000;

/// Zones, and a local date around which something happens there.
const PLACES: [(&str, &str); 16] = [
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Asia/Kathmandu", "2026-06-15"),
    ("Pacific/Chatham", "2026-09-27"),
    ("Pacific/Apia", "2011-12-30"),
    ("Africa/Casablanca", "2026-02-15"),
    ("Africa/Casablanca", "2026-03-22"),
    ("America/Sao_Paulo", "2019-02-17"),
    ("America/Sao_Paulo", "2026-11-01"),
    ("America/Havana", "2026-11-01"),
    ("UTC", "2028-02-29"),
    ("Asia/Kolkata", "2100-02-28"),
];

/// A day's spans, none overlapping: cut points in order, taken in pairs.
fn day() -> impl Strategy<Value = Vec<Span>> {
    // Clocks change at night, and there it is looked at closely.
    let cut = prop_oneof![0_u16..1_440, (0_u16..13).prop_map(|n| n * 15)];
    proptest::collection::btree_set(cut, 0..6).prop_map(|cuts| {
        let cuts: Vec<_> =
            cuts.into_iter().map(|cut| TimeOfDay::from_minutes(cut).unwrap()).collect();
        cuts.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1]).unwrap()).collect()
    })
}

/// Hours in which some days end with a night, as far as the next day's first span lets it.
fn any_hours() -> impl Strategy<Value = Hours> {
    let week = proptest::array::uniform7((day(), proptest::option::of(1_u16..1_440)));
    let dates = proptest::collection::btree_map(-4_i8..5, proptest::option::of(day()), 0..4);
    (week, dates, 0..PLACES.len()).prop_map(|(days, dates, place)| {
        let firsts: Vec<_> = days.iter().map(|(spans, _)| spans.first().copied()).collect();
        let week = std::array::from_fn(|index| {
            let (spans, night) = &days[index];
            let mut spans = spans.clone();
            let from = spans.last().map_or(0, |last| last.to().minutes()).max(600);
            let end = night
                .unwrap_or(0)
                .min(firsts[(index + 1) % 7].map_or(590, |next| next.from().minutes()))
                .min(590);
            if night.is_some() && from < 1_440 {
                let [from, to] =
                    [from, end].map(|minutes| TimeOfDay::from_minutes(minutes).unwrap());
                spans.extend(Span::new(from, to));
            }
            spans
        });
        let around: Date = PLACES[place].1.parse().unwrap();
        let mut exceptions = BTreeMap::new();
        let mut holidays = BTreeMap::new();
        for (offset, spans) in dates {
            let date = around.saturating_add(jiff::Span::new().days(offset));
            match spans {
                Some(spans) => drop(exceptions.insert(date, spans)),
                None => drop(holidays.insert(date, String::new())),
            }
        }
        Hours::new(week, exceptions, holidays).unwrap()
    })
}

/// What the clock on the wall shows, minute by minute.
struct Wall {
    first: i64,
    shows: Vec<DateTime>,
}

impl Wall {
    fn new(zone_name: &str, around: Date, days: i64) -> Self {
        let zone = zone(zone_name);
        let middle = zone.to_timestamp(around.at(12, 0, 0, 0)).unwrap().as_millisecond();
        let first = middle - days * 1_440 * MINUTE;
        let shows = (0..days * 2 * 1_440)
            .map(|minute| jiff::Timestamp::from_millisecond(first + minute * MINUTE).unwrap())
            .map(|moment| zone.to_datetime(moment))
            .collect();
        Self { first, shows }
    }

    fn at(&self, minute: usize) -> Timestamp {
        Timestamp::from_millis(self.first + i64::try_from(minute).unwrap() * MINUTE)
    }

    /// The first or the last minute that shows `time`; else the first one after it.
    fn minute(&self, time: DateTime, last: bool) -> usize {
        let same = |shown: &DateTime| *shown == time;
        let found =
            if last { self.shows.iter().rposition(same) } else { self.shows.iter().position(same) };
        found
            .or_else(|| self.shows.iter().position(|shown| *shown > time))
            .unwrap_or(self.shows.len())
    }

    /// Whether each minute is open.
    fn open(&self, hours: &Hours) -> Vec<bool> {
        let mut open = vec![false; self.shows.len()];
        let (first, last) = (self.shows[0].date(), self.shows.last().unwrap().date());
        let mut date = first;
        while date <= last {
            for span in hours.on(date) {
                let midnight = date.at(0, 0, 0, 0);
                let start = midnight + jiff::Span::new().minutes(i64::from(span.from().minutes()));
                let end = midnight + jiff::Span::new().minutes(i64::from(span.end_minutes()));
                let range = self.minute(start, false)..self.minute(end, true);
                open.get_mut(range).into_iter().flatten().for_each(|minute| *minute = true);
            }
            date = date.tomorrow().unwrap();
        }
        open
    }
}

/// Open minutes as stretches.
fn stretches(wall: &Wall, open: &[bool], range: std::ops::Range<usize>) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for minute in range.filter(|minute| open[*minute]) {
        let (from, until) = (wall.at(minute), wall.at(minute + 1));
        match found.last_mut() {
            Some(last) if last.until == from => last.until = until,
            _ => found.push(Stretch { from, until }),
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_the_clock_on_the_wall(hours in any_hours(), place in 0..PLACES.len(), probe in prop_oneof![0_usize..5_760, 1_900_usize..2_600], part in 0_i64..MINUTE) {
        let (zone_name, around) = PLACES[place];
        let wall = Wall::new(zone_name, around.parse().unwrap(), 6);
        let open = wall.open(&hours);
        let schedule = Schedule::new(zone(zone_name), hours);
        // The oracle's first days lack what began before them, its last ones what ends after them.
        let (first, last) = (4 * 1_440, 8 * 1_440);
        let minute = first + probe;
        let now = wall.at(minute).plus_millis(part);

        prop_assert_eq!(schedule.is_open(now), open[minute]);

        let expected = stretches(&wall, &open, first..last);
        prop_assert_eq!(&schedule.stretches(wall.at(first), wall.at(last)), &expected);

        let closes = (minute..open.len()).find(|at| !open[*at]);
        let opened = (0..=minute).rev().find(|at| !open[*at]).map(|at| at + 1);
        match schedule.stretch_at(now) {
            Some(stretch) => {
                prop_assert!(open[minute]);
                if let Some(closes) = closes.filter(|at| *at < 10 * 1_440) {
                    prop_assert_eq!(stretch.until, wall.at(closes));
                }
                if let Some(opened) = opened.filter(|at| *at > 2 * 1_440) {
                    prop_assert_eq!(stretch.from, wall.at(opened));
                }
            }
            None => prop_assert!(!open[minute]),
        }

        let opens = (minute + 1..10 * 1_440).find(|at| open[*at] && !open[*at - 1]);
        match (opens, schedule.next_start(now)) {
            (Some(opens), found) => prop_assert_eq!(found.map(|open| open.from), Some(wall.at(opens))),
            (None, Some(found)) => prop_assert!(found.from >= wall.at(10 * 1_440)),
            (None, None) => {}
        }
        prop_assert_eq!(
            schedule.next_open(now),
            if open[minute] { None } else { schedule.next_start(now).map(|open| open.from) }
        );

        let today = wall.shows[minute].date();
        let closing = (minute + 1..10 * 1_440)
            .filter(|at| open[at - 1] && !open[*at])
            .rfind(|at| wall.shows[at - 1].date() == today);
        if open[minute] {
            let own_end = closes.filter(|at| *at < 10 * 1_440);
            let last_nights = opened.is_none_or(|at| wall.shows[at].date() < today);
            let expected = if last_nights { own_end } else { closing.or(own_end) };
            if let Some(expected) = expected {
                prop_assert_eq!(schedule.latest_closing_today(now), Some(wall.at(expected)));
            }
        } else {
            prop_assert_eq!(schedule.latest_closing_today(now), None);
        }
    }

    #[test]
    fn stored_hours_come_back(hours in any_hours()) {
        let json = serde_json::to_string(&hours).unwrap();
        prop_assert_eq!(serde_json::from_str::<Hours>(&json).unwrap(), hours);
    }
}
