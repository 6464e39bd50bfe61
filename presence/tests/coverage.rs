//! Coverage against the hours, one row a rule, and against a count minute by minute.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use jiff::{civil::date, tz::TimeZone};
use presence::{
    Absence, Cause, Change, EndReason, Entry, Fact, MINUTE, ProjectId, Stretch, Timestamp, UserId,
    calendar::{Day, date_of, week_of},
    coverage::{Coverage, Left, Piece, Sums},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_millis(1_000_000 * MINUTE + minute * MINUTE)
}

fn time(from: i64, until: i64) -> Stretch {
    Stretch { from: at(from), until: at(until) }
}

fn user(name: &str) -> UserId {
    name.parse().unwrap()
}

fn entry(minute: i64, agent: &str, change: Change) -> Entry {
    let project: ProjectId = "sup".parse().unwrap();
    let fact = Fact::Presence { agent: user(agent), change };
    Entry { at: at(minute), project, fact, cause: Cause::CLOCK }
}

/// Entries from `10 +marta` (online), `~` away, `?` lost, `<` back, `=` another end, `-` signed off,
/// `!` ended idle.
fn entries(text: &str) -> Vec<Entry> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let entry = |pair: &[&str]| {
        let (sign, agent) = pair[1].split_at(1);
        let change = match sign {
            "+" => Change::Online { until: None },
            "=" => Change::Until { until: Some(at(999)) },
            "~" => Change::Absent(Absence::Idle),
            "?" => Change::Absent(Absence::Lost),
            "<" => Change::Back,
            "-" => Change::Offline(EndReason::SignedOff),
            "!" => Change::Offline(EndReason::Idle),
            other => panic!("{other}"),
        };
        entry(pair[0].parse().unwrap(), agent, change)
    };
    words.chunks(2).map(entry).collect()
}

fn over_100(before: &str, text: &str, hours: &[(i64, i64)]) -> Coverage {
    let hours: Vec<_> = hours.iter().map(|(from, until)| time(*from, *until)).collect();
    Coverage::new(time(0, 100), &entries(before), &entries(text), &hours)
}

#[test]
fn time_inside_hours_is_covered_or_a_gap() {
    // What was before, what happens, the hours: covered, gaps, off-hours, in minutes.
    for (rule, before, text, hours, expected) in [
        ("nobody, no hours", "", "", &[][..], (0, 0, 0)),
        ("nobody in the hours", "", "", &[(20, 60)], (0, 40, 0)),
        ("one who was there before", "-9 +a", "", &[(20, 60)], (40, 0, 60)),
        ("one comes late and leaves early", "", "30 +a 50 -a", &[(20, 60)], (20, 20, 0)),
        ("two overlap", "", "20 +a 30 +b 40 -a 60 -b", &[(20, 60)], (40, 0, 0)),
        ("away is not covered", "", "20 +a 30 ~a 35 <a", &[(20, 60)], (35, 5, 40)),
        ("lost is not covered", "", "20 +a 30 ?a", &[(20, 60)], (10, 30, 0)),
        ("away before the range", "-9 +a -5 ~a", "30 <a", &[(20, 60)], (30, 10, 40)),
        ("another end changes nothing", "-9 +a", "30 =a", &[(20, 60)], (40, 0, 60)),
        ("two stretches", "", "25 +a 65 -a", &[(20, 40), (60, 80)], (20, 20, 20)),
        ("hours around the range", "", "50 +a", &[(-50, 150)], (50, 50, 0)),
        ("hours beside the range", "", "50 +a", &[(-50, 0), (100, 150)], (0, 0, 50)),
        ("came and went at once", "", "30 +a 30 -a", &[(20, 60)], (0, 40, 0)),
        ("after the range", "", "150 +a", &[(20, 60)], (0, 40, 0)),
    ] {
        let sums = over_100(before, text, hours).total();
        let (covered, gaps, off_hours) = expected;
        let [covered, gaps, off_hours] = [covered, gaps, off_hours].map(|m: i64| m * MINUTE);
        let expected = Sums { hours: covered + gaps, covered, gaps, off_hours };
        assert_eq!(sums, expected, "{rule}");
    }
}

/// Each gap as its minutes, who was there last, and `opening` or how they left.
fn told(coverage: &Coverage) -> Vec<String> {
    let minute = |at: Timestamp| at.millis_since(self::at(0)) / MINUTE;
    let gaps = coverage.gaps().iter().map(|gap| {
        let last = gap.last.as_ref().map_or("nobody".to_owned(), |last| {
            let how = match &last.how {
                Left::Break(reason) => reason.clone(),
                Left::Absent(absence) => format!("{absence:?}"),
                Left::Offline(reason) => reason.name().to_owned(),
            };
            format!("{} {how} at {}", last.agent, minute(last.at))
        });
        let opening = if gap.at_opening { ", opening" } else { "" };
        format!("{}-{} {last}{opening}", minute(gap.time.from), minute(gap.time.until))
    });
    gaps.collect()
}

#[test]
fn a_gap_knows_who_was_there_last_and_why_they_left() {
    for (rule, before, text, expected) in [
        ("nobody was ever there", "", "", &["20-60 nobody, opening"][..]),
        ("they left in the hours", "", "10 +a 30 -a", &["30-60 a signed_off at 30"]),
        ("the last of two", "", "10 +a 11 +b 30 -a 40 -b", &["40-60 b signed_off at 40"]),
        ("away, and back", "", "10 +a 30 ~a 40 <a", &["30-40 a Idle at 30"]),
        ("away, then ended idle", "", "10 +a 30 ~a 40 !a 50 +a", &["30-50 a idle at 30"]),
        ("lost after away", "", "10 +a 30 ~a 40 ?a 50 <a", &["30-50 a Lost at 30"]),
        ("long ago", "-9 -a -8 -b", "", &["20-60 b signed_off at -8, opening"]),
        (
            "one who left before is another's business",
            "-9 +a -8 ~b",
            "30 -a 40 !b",
            &["30-60 a signed_off at 30"],
        ),
        ("left at the opening", "", "10 +a 20 -a", &["20-60 a signed_off at 20"]),
        ("came and went at once", "", "10 +a 30 -a 40 +b 40 ?b", &["30-60 a signed_off at 30"]),
        (
            "two gaps",
            "",
            "10 +a 30 -a 40 +b 50 -b",
            &["30-40 a signed_off at 30", "50-60 b signed_off at 50"],
        ),
    ] {
        assert_eq!(told(&over_100(before, text, &[(20, 60)])), expected, "{rule}");
    }
    let apart = over_100("", "", &[(20, 40), (60, 80)]);
    assert_eq!(told(&apart), ["20-40 nobody, opening", "60-80 nobody, opening"]);
    for hours in [(-20, 40), (0, 40)] {
        let told = told(&over_100("-9 -a", "", &[hours]));
        assert_eq!(told, ["0-40 a signed_off at -9"], "the hours may have begun earlier");
    }
}

#[test]
fn the_longest_gap_is_the_first_of_equals() {
    let coverage = over_100("", "10 +a 30 -a 40 +a 50 -a", &[(0, 60)]);
    assert_eq!(coverage.longest_gap().unwrap().time, time(0, 10));
    assert_eq!(over_100("-9 +a", "", &[(0, 60)]).longest_gap(), None);
}

#[test]
fn presence_outside_the_hours_names_who_was_there() {
    let coverage = over_100("-9 +a", "10 -a 12 +b 15 +c 70 -b 80 -c", &[(20, 60)]);
    let told: Vec<_> = coverage
        .off_hours()
        .iter()
        .map(|off| (off.time, off.who.clone(), off.last.clone().map(|last| last.agent)))
        .collect();
    let who = |names: &[&str]| names.iter().map(|name| user(name)).collect::<BTreeSet<_>>();
    assert_eq!(
        told,
        [
            (time(0, 10), who(&["a"]), Some(user("a"))),
            (time(12, 20), who(&["b", "c"]), None),
            (time(60, 80), who(&["b", "c"]), Some(user("c"))),
        ]
    );
}

#[test]
fn a_share_is_whole_only_when_everything_was_covered() {
    for (covered, gaps, share) in [
        (0, 0, None),
        (10, 0, Some(1_000)),
        (9_999_999, 1, Some(999)),
        (1, 9_999_999, Some(0)),
        (970, 30, Some(970)),
    ] {
        let sums = Sums { hours: covered + gaps, covered, gaps, off_hours: 0 };
        assert_eq!(sums.share(), share, "{covered} of {}", covered + gaps);
    }
}

#[test]
fn a_day_is_as_long_as_its_clocks_make_it() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    for (day, hours) in [(date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)]
    {
        let found = Day::on(&berlin, day).unwrap();
        assert_eq!((found.date, found.time.length()), (day, hours * 60 * MINUTE));
        let last = found.time.until.plus_millis(-1);
        assert_eq!(
            (date_of(&berlin, found.time.from), date_of(&berlin, last)),
            (Some(day), Some(day))
        );
        let week = week_of(&berlin, day);
        assert_eq!((week.len(), week[0].date.weekday().to_monday_one_offset()), (7, 1));
        assert!(week.contains(&found));
        assert!(week.windows(2).all(|pair| pair[0].time.until == pair[1].time.from));
        assert_eq!(week_of(&berlin, week[6].date), week);
        let coverage = Coverage::new(found.time, &entries("-9 +a"), &[], &[found.time]);
        assert_eq!(coverage.total().covered, hours * 60 * MINUTE, "open around the clock");
    }
}

const SIGNS: [&str; 7] = ["+", "=", "~", "?", "<", "-", "!"];

proptest! {
    /// What a count minute by minute finds is what the sums say, in total and for each part.
    #[test]
    fn sums_are_those_of_a_count_minute_by_minute(
        steps in proptest::collection::vec((-20_i64..130, 0_usize..7, 0_usize..3), 0..40),
        cuts in proptest::collection::btree_set(-10_i64..110, 0..8),
        part in (0_i64..100, 0_i64..100),
    ) {
        let mut steps = steps;
        steps.sort_by_key(|step| step.0);
        let text = |steps: &[(i64, usize, usize)]| steps
            .iter()
            .map(|(minute, sign, agent)| format!("{minute} {}{}", SIGNS[*sign], ["a", "b", "c"][*agent]))
            .collect::<Vec<_>>()
            .join(" ");
        let start = steps.partition_point(|step| step.0 < 0);
        let (before, after) = (text(&steps[..start]), text(&steps[start..]));
        let cuts: Vec<i64> = cuts.into_iter().collect();
        let hours: Vec<(i64, i64)> = cuts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        let coverage = over_100(&before, &after, &hours);

        let mut available = BTreeSet::new();
        let mut counted = Vec::new();
        let mut rest = &steps[..];
        for minute in -20..100 {
            while let Some((step, later)) = rest.split_first().filter(|(step, _)| step.0 <= minute) {
                match SIGNS[step.1] {
                    "+" | "<" => drop(available.insert(step.2)),
                    "=" => {}
                    _ => drop(available.remove(&step.2)),
                }
                rest = later;
            }
            let open = hours.iter().any(|(from, until)| (*from..*until).contains(&minute));
            if minute >= 0 {
                counted.push((open, available.len()));
            }
        }
        let count = |range: std::ops::Range<usize>, wanted: fn(bool, usize) -> bool| {
            let fits = counted[range].iter().filter(|(open, available)| wanted(*open, *available));
            i64::try_from(fits.count()).unwrap() * MINUTE
        };
        let (from, until) = (part.0.min(part.1), part.0.max(part.1));
        for (sums, from, until) in
            [(coverage.total(), 0, 100), (coverage.sums(time(from, until)), from, until)]
        {
            let range = usize::try_from(from).unwrap()..usize::try_from(until).unwrap();
            let expected = Sums {
                hours: count(range.clone(), |open, _| open),
                covered: count(range.clone(), |open, available| open && available > 0),
                gaps: count(range.clone(), |open, available| open && available == 0),
                off_hours: count(range, |open, available| !open && available > 0),
            };
            prop_assert_eq!(sums, expected);
            prop_assert_eq!(sums.covered + sums.gaps, sums.hours);
        }
        let gaps: i64 = coverage.gaps().iter().map(|gap| gap.time.length()).sum();
        let off_hours: i64 = coverage.off_hours().iter().map(|off| off.time.length()).sum();
        prop_assert_eq!((gaps, off_hours), (coverage.total().gaps, coverage.total().off_hours));
        // The pieces are the range: in order, without a hole, each unlike the one before.
        let pieces = coverage.pieces();
        prop_assert_eq!((pieces[0].time.from, pieces[pieces.len() - 1].time.until), (at(0), at(100)));
        for pair in pieces.windows(2) {
            prop_assert_eq!(pair[0].time.until, pair[1].time.from);
            prop_assert_ne!((pair[0].open, pair[0].available), (pair[1].open, pair[1].available));
        }
        // The last change of each agent before the range is all that is needed of the past.
        let last: Vec<_> = steps[..start]
            .iter()
            .enumerate()
            .filter(|(i, step)| {
                SIGNS[step.1] != "="
                    && !steps[i + 1..start].iter().any(|later| later.2 == step.2 && SIGNS[later.1] != "=")
            })
            .map(|(_, step)| *step)
            .collect();
        let short = over_100(&text(&last), &after, &hours);
        prop_assert_eq!(short.pieces(), coverage.pieces());
        let days: Vec<Piece> = [(0, 30), (30, 70), (70, 100)]
            .into_iter()
            .flat_map(|(from, until)| coverage.pieces_in(time(from, until)).collect::<Vec<_>>())
            .collect();
        prop_assert_eq!(days.iter().map(|piece| piece.time.length()).sum::<i64>(), 100 * MINUTE);
    }
}
