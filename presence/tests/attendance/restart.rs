//! What a restart forgives, and what not.

use super::*;

/// What the ledger says after no node listened in `[down_at, up_at)`, and nobody is heard of until `end`.
fn after_restart(mut agent: Agent, down_at: i64, up_at: i64, end: i64) -> Vec<(i64, String)> {
    let mut ledger = vec![];
    let resumed = agent.resume(at(down_at), at(up_at));
    save(&mut agent, resumed, &mut ledger);
    told(&agent.settle(at(end)).entries, &mut ledger);
    ledger
}

/// The rule, who, down from, up from, looked at until, and what the ledger says.
type Row = (&'static str, Agent, i64, i64, i64, Vec<(i64, String)>);

#[test]
fn a_restart_is_silent() {
    let idle_for = |minutes: i64| {
        let mut agent = online(None);
        for (moment, tell) in idle_beats("browser", 20 * SECOND, minutes * MINUTE, 0) {
            hear(&mut agent, moment, tell, &mut vec![]);
        }
        agent
    };
    let texts = |rows: &[(i64, &str)]| {
        rows.iter().map(|(moment, change)| (*moment, (*change).to_owned())).collect::<Vec<_>>()
    };
    let limit = 30 * MINUTE;
    let rows: Vec<Row> = vec![
        (
            "devices get a fresh grace period when a node starts",
            online(None),
            69_999,
            10 * MINUTE,
            10 * MINUTE + 69_999,
            vec![],
        ),
        (
            "and no more than that",
            online(None),
            69_999,
            10 * MINUTE,
            10 * MINUTE + 70_000,
            texts(&[(10 * MINUTE + 70_000, "lost")]),
        ),
        (
            "who was lost before stays lost",
            online(None),
            70_000,
            10 * MINUTE,
            10 * MINUTE,
            texts(&[(70_000, "lost")]),
        ),
        (
            "time in which no node listened is no silence to the limit either",
            online(None),
            80_000,
            80_000 + 2 * HOUR,
            3 * HOUR,
            texts(&[(70_000, "lost"), (70_000 + 2 * HOUR + limit, "connection_lost")]),
        ),
        ("nor idleness", idle_for(14), 14 * MINUTE, 19 * MINUTE, 19 * MINUTE + 59_999, vec![]),
        (
            "and what was idleness before goes on",
            idle_for(14),
            14 * MINUTE,
            19 * MINUTE,
            20 * MINUTE,
            texts(&[(20 * MINUTE, "away")]),
        ),
        (
            "expiry keeps its own time",
            online(Some(5 * MINUTE)),
            60_000,
            10 * MINUTE,
            10 * MINUTE,
            texts(&[(5 * MINUTE, "expired")]),
        ),
        (
            "what fell due before it is dated before it",
            online(None),
            40 * MINUTE,
            42 * MINUTE,
            42 * MINUTE,
            texts(&[(70_000, "lost"), (70_000 + limit, "connection_lost")]),
        ),
        (
            "a clock that went back skips nothing",
            online(None),
            60_000,
            50_000,
            120_000,
            texts(&[(120_000, "lost")]),
        ),
    ];
    for (rule, agent, down_at, up_at, end, expected) in rows {
        assert_eq!(after_restart(agent, down_at, up_at, end), expected, "{rule}");
    }
}

#[test]
fn restarts_that_follow_each_other_forgive_their_own_time_only() {
    let mut agent = online(None);
    for turn in 0..5 {
        let up_at = 30_000 + turn * 60_000;
        agent = agent.resume(at(up_at - 10_000), at(up_at)).agent;
        assert_eq!(agent.presence(&sup()), Presence::Online);
        assert_eq!(agent.devices.get(&device("browser")).unwrap().seen_at, at(up_at));
    }
    let idle_for = agent.devices.get(&device("browser")).unwrap().active_at;
    assert_eq!(at(270_000).millis_since(idle_for), 270_000 - 5 * 10_000);
}

#[test]
fn hours_that_begin_while_no_node_listens_find_people_as_they_were() {
    let ten_to_twelve = Span::parse("10:00", "12:00").unwrap();
    let week = std::array::from_fn(|_| vec![ten_to_twelve]);
    let hours = Hours::new(week, BTreeMap::new(), BTreeMap::new()).unwrap();
    let schedule = Schedule::new(TimeZone::UTC, hours);
    let idle = idle_beats("browser", 20 * SECOND, HOUR, 0);
    for (who, tells, absence) in [
        ("there", &[(HOUR - 10 * SECOND, Active("browser"))][..], None),
        ("idle", &idle, Some("away")),
        ("silent", &[], Some("lost")),
    ] {
        let mut agent = online(None).go_offline(None, &Cause::user(me(), None), at(0)).agent;
        agent.hours = Some(PersonalHours::from(schedule.clone(), at(0)));
        for (moment, tell) in tells {
            hear(&mut agent, *moment, *tell, &mut vec![]);
        }
        let mut expected = vec![(2 * HOUR, "online".to_owned())];
        expected.extend(absence.map(|absence| (2 * HOUR, absence.to_owned())));
        assert_eq!(after_restart(agent, HOUR, 3 * HOUR, 3 * HOUR), expected, "{who}");
    }
}
