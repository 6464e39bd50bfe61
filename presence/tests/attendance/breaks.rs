//! Breaks: away by hand, whatever the devices do.

use super::*;
use presence::{BreakError, EndReason};

const NOON: i64 = 30 * MINUTE;

/// The page is shown all the time, and touched at these moments.
fn touched(moments: &[i64], to: i64) -> Vec<(i64, Tell)> {
    let last = |moment: i64| moments.iter().rev().find(|at| **at <= moment).copied().unwrap_or(0);
    let mut tells = idle_beats("browser", 20 * SECOND, to, 0);
    tells.extend(moments.iter().map(|moment| (*moment, Active("browser"))));
    for (moment, tell) in &mut tells {
        *tell = Idle("browser", *moment - last(*moment));
    }
    tells.sort_by_key(|(moment, _)| *moment);
    tells
}

fn with(mut tells: Vec<(i64, Tell)>, more: &[(i64, Tell)]) -> Vec<(i64, Tell)> {
    tells.extend_from_slice(more);
    tells.sort_by_key(|(moment, _)| *moment);
    tells
}

#[test]
fn a_break_with_an_end() {
    let lunch = (MINUTE, Break("lunch", Some(NOON)));
    let limit = 30 * MINUTE;
    hold(vec![
        (
            "one is away at once, whatever one touches, and back at its end with input in the last 60 s",
            with(touched(&[10 * MINUTE, NOON - 59_000], NOON + MINUTE), &[lunch]),
            NOON,
            vec![(MINUTE, "lunch"), (NOON, "back")],
        ),
        (
            "input a minute before is not enough: one is away until the next",
            with(touched(&[NOON - 60_000, NOON + 90_000], NOON + 2 * MINUTE), &[lunch]),
            NOON + 2 * MINUTE,
            vec![(MINUTE, "lunch"), (NOON, "away"), (NOON + 90_000, "back")],
        ),
        (
            "no silence is noticed in it, and at its end one is lost since then",
            vec![lunch],
            NOON + MINUTE,
            vec![(MINUTE, "lunch"), (NOON, "lost")],
        ),
        (
            "a device that is heard of again, and that nobody touches, does not bring one back",
            vec![lunch, (NOON + 1_000, Idle("browser", NOON)), (NOON + 2_000, Active("browser"))],
            NOON + 3_000,
            vec![(MINUTE, "lunch"), (NOON, "lost"), (NOON + 1_000, "away"), (NOON + 2_000, "back")],
        ),
        (
            "nor does one that was touched lately, before the last minute of it",
            vec![lunch, (NOON + 1_000, Idle("browser", 61_001))],
            NOON + 3_000,
            vec![(MINUTE, "lunch"), (NOON, "lost"), (NOON + 1_000, "away")],
        ),
        (
            "the limit runs from its end",
            with(touched(&[], NOON + limit), &[lunch]),
            NOON + limit,
            vec![(MINUTE, "lunch"), (NOON, "away"), (NOON + limit, "idle")],
        ),
        (
            "and lost is what is named, where that was last",
            vec![lunch],
            NOON + limit,
            vec![(MINUTE, "lunch"), (NOON, "lost"), (NOON + limit, "connection_lost")],
        ),
        (
            "longer than the limit is no reason to end",
            vec![(0, Break("training", Some(4 * HOUR)))],
            4 * HOUR - 1,
            vec![(0, "training")],
        ),
        (
            "another end is one more line, and the break goes on",
            vec![lunch, (2 * MINUTE, Break("meeting", Some(NOON + HOUR)))],
            NOON + HOUR - 1,
            vec![(MINUTE, "lunch"), (2 * MINUTE, "meeting")],
        ),
        (
            "the same once more is nothing",
            vec![lunch, (2 * MINUTE, Break("lunch", Some(NOON)))],
            NOON - 1,
            vec![(MINUTE, "lunch")],
        ),
    ]);
}

#[test]
fn by_hand() {
    hold(vec![
        (
            "back by hand, with somebody at a device",
            vec![
                (MINUTE, Break("lunch", Some(NOON))),
                (100_000, Active("browser")),
                (120_000, EndBreak),
            ],
            150_000,
            vec![(MINUTE, "lunch"), (120_000, "back")],
        ),
        (
            "with nobody at any it is silence",
            vec![(MINUTE, Break("lunch", Some(NOON))), (10 * MINUTE, EndBreak)],
            10 * MINUTE,
            vec![(MINUTE, "lunch"), (10 * MINUTE, "lost")],
        ),
        ("without a break nothing is ended", vec![(MINUTE, EndBreak)], MINUTE, vec![]),
        (
            "a go-online ends it",
            vec![
                (MINUTE, Break("lunch", Some(NOON))),
                (100_000, Active("browser")),
                (120_000, Again),
            ],
            150_000,
            vec![(MINUTE, "lunch"), (120_000, "back")],
        ),
        (
            "and the wait after it",
            vec![
                (0, Break("lunch", Some(MINUTE))),
                (65_000, Idle("browser", 65_000)),
                (70_000, Again),
            ],
            80_000,
            vec![(0, "lunch"), (MINUTE, "away"), (70_000, "back")],
        ),
        (
            "whoever was lost and takes one is never idle in between",
            vec![(80_000, SeenAndBreak("lunch", Some(NOON)))],
            100_000,
            vec![(70_000, "lost"), (80_000, "lunch")],
        ),
        (
            "an absence without input becomes a break",
            vec![(80_000, Break("lunch", Some(NOON)))],
            100_000,
            vec![(70_000, "lost"), (80_000, "lunch")],
        ),
    ]);
}

#[test]
fn a_break_without_an_end() {
    let limit = 30 * MINUTE;
    hold(vec![
        (
            "is subject to the limit, and named",
            with(touched(&[limit], limit + MINUTE), &[(MINUTE, Break("meeting", None))]),
            limit + MINUTE,
            vec![(MINUTE, "meeting"), (limit + MINUTE, "break_over")],
        ),
        (
            "and to silence; a device that comes back finds it still running",
            vec![(MINUTE, Break("meeting", None)), (2 * MINUTE, Active("browser"))],
            2 * MINUTE,
            vec![(MINUTE, "meeting"), (70_000, "lost"), (2 * MINUTE, "meeting")],
        ),
        (
            "one limit runs over both",
            vec![(MINUTE, Break("meeting", None))],
            MINUTE + limit,
            vec![(MINUTE, "meeting"), (70_000, "lost"), (MINUTE + limit, "connection_lost")],
        ),
        (
            "taken while nobody is there, the limit goes on",
            vec![(80_000, Break("meeting", None))],
            70_000 + limit,
            vec![
                (70_000, "lost"),
                (80_000, "meeting"),
                (80_000, "lost"),
                (70_000 + limit, "connection_lost"),
            ],
        ),
    ]);
}

#[test]
fn what_is_refused() {
    let cause = Cause::user(me(), None);
    let take = |agent: &Agent, until: Option<i64>, now: i64| {
        agent.take_break("lunch", until.map(at), &cause, at(now)).map(|_| ())
    };
    let agent = online(Some(8 * HOUR));
    let mut offline = agent.go_offline(None, &cause, at(1)).agent;
    offline.revision = presence::Revision::new(7);
    assert_eq!(take(&offline, None, 2), Err(BreakError::NotOnline(offline.revision)));
    assert_eq!(take(&agent, Some(1_000), 1_000), Err(BreakError::EndPassed));
    let latest = BreakError::TooLong(at(1_000 + 4 * HOUR));
    assert_eq!(take(&agent, Some(1_001 + 4 * HOUR), 1_000), Err(latest));
    assert_eq!(take(&agent, Some(1_000 + 4 * HOUR), 1_000), Ok(()));
    let short = online(Some(HOUR));
    assert_eq!(take(&short, Some(HOUR + 1), 1_000), Err(BreakError::AfterLease(at(HOUR))));
    assert_eq!(take(&short, Some(HOUR), 1_000), Ok(()));
    let nobody = short.go_online(&wish(Some(HOUR), false), &cause, at(0)).unwrap().agent;
    assert_eq!(take(&nobody, None, 1_000), Err(BreakError::Unattended));
}

#[test]
fn breaks_without_input_between_them_are_one() {
    let cause = Cause::user(me(), None);
    let mut agent = online(None);
    let mut ledger = vec![];
    hear(&mut agent, MINUTE, Active("browser"), &mut ledger);
    hear(&mut agent, MINUTE, Break("lunch", Some(3 * HOUR)), &mut ledger);
    // Ended by a program, and taken again: nobody has touched anything.
    hear(&mut agent, 2 * HOUR, Seen("token"), &mut ledger);
    hear(&mut agent, 2 * HOUR, EndBreak, &mut ledger);
    let longer = |agent: &Agent, until| {
        agent.take_break("lunch", Some(at(until)), &cause, at(2 * HOUR + MINUTE))
    };
    let latest = BreakError::TooLong(at(MINUTE + 4 * HOUR));
    assert_eq!(longer(&agent, MINUTE + 4 * HOUR + 1).unwrap_err(), latest);
    assert!(longer(&agent, MINUTE + 4 * HOUR).is_ok());
    // Somebody did.
    hear(&mut agent, 2 * HOUR + 1, Active("browser"), &mut ledger);
    assert!(longer(&agent, 6 * HOUR).is_ok());
}

#[test]
fn the_door_and_the_end_of_the_time_online_end_it() {
    let cause = Cause::user("admin".parse().unwrap(), None);
    let agent =
        online(Some(HOUR)).take_break("lunch", Some(at(HOUR)), &cause, at(0)).unwrap().agent;
    let over = agent.settle(at(HOUR));
    assert_eq!(over.entries.len(), 1);
    assert!(over.agent.lease.is_none());
    let out = agent.put_offline(&[sup()].into(), None, None, &me(), &cause, at(1)).unwrap();
    let Some(Entry { fact: Fact::Presence { change, .. }, .. }) = out.entries.last() else {
        panic!("nothing was recorded")
    };
    assert_eq!(change, &Change::Offline(EndReason::PutOffline { by: me(), note: None }));
    assert!(out.agent.lease.is_none());
    // Extending does not.
    let longer =
        agent.extend(LeaseDuration::from_minutes(30).unwrap(), Some(agent.revision), &cause, at(1));
    let longer = longer.unwrap().agent;
    assert_eq!(longer.presence(&sup()), Presence::Away);
    // Neither an absence nor a break moves the revision.
    assert_eq!(agent.revision, online(Some(HOUR)).revision);
}

#[test]
fn a_restart_in_a_break() {
    let texts = |rows: &[(i64, &str)]| {
        rows.iter().map(|(moment, change)| (*moment, (*change).to_owned())).collect::<Vec<_>>()
    };
    for (rule, touched_at, down_at, up_at, expected) in [
        (
            "a break that ended meanwhile ended at its time",
            0,
            NOON - 1_000,
            NOON + HOUR,
            vec![(NOON, "away")],
        ),
        (
            "who was at a device when the node went is so when it comes",
            NOON - 6_000,
            NOON - 5_000,
            NOON + HOUR,
            vec![(NOON, "back")],
        ),
        ("one that goes on goes on", 0, NOON - HOUR / 4, NOON - 1_000, vec![]),
    ] {
        let mut agent = online(None);
        let mut ledger = vec![];
        hear(&mut agent, 0, Break("lunch", Some(NOON)), &mut ledger);
        for (moment, tell) in touched(&[touched_at], down_at) {
            hear(&mut agent, moment, tell, &mut vec![]);
        }
        ledger.clear();
        let resumed = agent.resume(at(down_at), at(up_at));
        save(&mut agent, resumed, &mut ledger);
        assert_eq!(ledger, texts(&expected), "{rule}");
    }
}
