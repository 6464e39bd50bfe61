//! An agent's own day, one row a rule.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use presence::{
    Absence, Cause, Change, EndReason, Entry, Fact, MINUTE, Stretch, Timestamp,
    day::{changes, states, strips, time_online},
};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_millis(1_000_000 * MINUTE + minute * MINUTE)
}

/// Entries from `10 +sup` (online), `~` away, `?` lost, `<` back, `=` another end, `-` signed off.
fn entries(text: &str) -> Vec<Entry> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let entry = |pair: &[&str]| {
        let (sign, project) = pair[1].split_at(1);
        let change = match sign {
            "+" => Change::Online { until: None },
            "=" => Change::Until { until: Some(at(999)) },
            "~" => Change::Absent(Absence::Idle),
            "?" => Change::Absent(Absence::Lost),
            "<" => Change::Back,
            "-" => Change::Offline(EndReason::SignedOff),
            other => panic!("{other}"),
        };
        let fact = Fact::Presence { agent: "marta".parse().unwrap(), change };
        let (at, project) = (at(pair[0].parse().unwrap()), project.parse().unwrap());
        Entry { at, project, fact, cause: Cause::CLOCK }
    };
    words.chunks(2).map(entry).collect()
}

fn over_100(before: &str, text: &str) -> Vec<String> {
    let range = Stretch { from: at(0), until: at(100) };
    let minute = |at: Timestamp| at.millis_since(self::at(0)) / MINUTE;
    strips(range, &entries(before), &entries(text))
        .iter()
        .map(|strip| {
            let held = strip.held.iter().map(|held| {
                format!(
                    " {}-{} {:?}",
                    minute(held.time.from),
                    minute(held.time.until),
                    held.presence
                )
            });
            format!("{}:{}", strip.project, held.collect::<String>())
        })
        .collect()
}

#[test]
fn a_strip_holds_each_state_until_the_next() {
    for (rule, before, text, expected) in [
        ("nothing is known", "", "", &[][..]),
        ("known to be offline", "-9 -sup", "", &["sup: 0-100 Offline"]),
        ("online since before", "-9 +sup", "30 -sup", &["sup: 0-30 Online 30-100 Offline"]),
        (
            "online and off",
            "",
            "10 +sup 30 -sup",
            &["sup: 0-10 Offline 10-30 Online 30-100 Offline"],
        ),
        (
            "away, lost and back",
            "-9 +sup",
            "10 ~sup 20 ?sup 30 <sup",
            &["sup: 0-10 Online 10-20 Away 20-30 Lost 30-100 Online"],
        ),
        ("lost since before", "-9 +sup -5 ?sup", "30 <sup", &["sup: 0-30 Lost 30-100 Online"]),
        ("another end is no other state", "-9 +sup", "30 =sup", &["sup: 0-100 Online"]),
        (
            "what took no time is not there",
            "",
            "10 +sup 10 ?sup 20 <sup",
            &["sup: 0-10 Offline 10-20 Lost 20-100 Online"],
        ),
        ("back at the moment of leaving", "-9 +sup", "10 ~sup 10 <sup", &["sup: 0-100 Online"]),
        (
            "a strip for each project",
            "-9 +sup",
            "10 +bil",
            &["bil: 0-10 Offline 10-100 Online", "sup: 0-100 Online"],
        ),
    ] {
        assert_eq!(over_100(before, text), expected, "{rule}");
    }
}

#[test]
fn time_online_counts_once_what_happens_in_several_projects() {
    let range = Stretch { from: at(0), until: at(100) };
    for (before, text, minutes) in [
        ("", "", 0),
        ("", "10 +sup 30 -sup", 20),
        ("", "10 +sup 20 +bil 30 -sup 50 -bil", 40),
        ("", "10 +sup 12 +bil 14 -bil 30 -sup", 20),
        ("-9 +sup", "10 ~sup 20 <sup 30 -sup 40 +bil 50 -bil", 30),
    ] {
        let strips = strips(range, &entries(before), &entries(text));
        assert_eq!(time_online(&strips), minutes * MINUTE, "{before} {text}");
    }
    let strips = strips(range, &[], &entries("10 +sup 20 ~sup 45 -sup"));
    assert_eq!(strips[0].time_in(Absence::Idle), 25 * MINUTE);
    assert_eq!(strips[0].time_online(), 10 * MINUTE);
}

#[test]
fn what_happens_in_several_projects_at_once_is_told_once() {
    let told = |text: &str| -> Vec<String> {
        changes(&entries(text))
            .iter()
            .map(|change| {
                let projects: Vec<_> = change.projects.iter().map(ToString::to_string).collect();
                format!("{} {}", change.at.millis_since(at(0)) / MINUTE, projects.join("+"))
            })
            .collect()
    };
    assert_eq!(told("10 +sup 10 +bil 30 -sup 31 -bil"), ["10 sup+bil", "30 sup", "31 bil"]);
    assert_eq!(told("10 +sup 10 -bil 10 +ops"), ["10 sup+ops", "10 bil"]);
    assert_eq!(told("10 ~sup 10 ~sup"), ["10 sup", "10 sup"], "twice is twice");
}

#[test]
fn the_last_change_says_how_an_agent_is() {
    let told = |text: &str| -> Vec<String> {
        states(&entries(text))
            .iter()
            .map(|now| {
                let ended = now.ended.as_ref().map_or("", |ended| ended.reason.name());
                let since = now.since.millis_since(at(0)) / MINUTE;
                format!("{} {:?} {since} {ended}", now.project, now.presence)
            })
            .collect()
    };
    assert_eq!(
        told("10 +sup 12 +bil 14 +ops 20 ~bil 30 -sup 35 =ops"),
        ["bil Away 20 ", "ops Online 14 ", "sup Offline 30 signed_off"]
    );
    assert_eq!(told(""), [""; 0]);
}
