//! Online, away, lost, and the limit.

use super::*;

#[test]
fn silence() {
    hold(vec![
        ("70 s of silence are lost, to the millisecond", vec![], 70_000, vec![(70_000, "lost")]),
        ("a millisecond less is not", vec![], 69_999, vec![]),
        (
            "a beat within the grace starts it anew",
            vec![(69_999, Active("browser"))],
            139_999,
            vec![(139_999, "lost")],
        ),
        (
            "coming back ends it at once",
            vec![(100_000, Active("browser"))],
            169_999,
            vec![(70_000, "lost"), (100_000, "back")],
        ),
        (
            "a request or an open stream is seen too",
            vec![(60_000, Seen("browser")), (120_000, Seen("browser"))],
            190_000,
            vec![(190_000, "lost")],
        ),
        (
            "a hidden page has 130 s",
            vec![(10_000, Beats("browser", Page::Hidden))],
            140_000,
            vec![(140_000, "lost")],
        ),
        (
            "until it is shown again",
            vec![(0, Beats("browser", Page::Hidden)), (10_000, Active("browser"))],
            80_000,
            vec![(80_000, "lost")],
        ),
        (
            "a goodbye leaves 10 s",
            vec![(5_000, Beats("browser", Page::Left))],
            15_000,
            vec![(15_000, "lost")],
        ),
        (
            "moving from page to page flickers nothing",
            vec![(5_000, Beats("browser", Page::Left)), (14_999, Seen("browser"))],
            84_998,
            vec![],
        ),
        (
            "one connected device is enough",
            vec![(1_000, Active("phone")), (5_000, Beats("browser", Page::Left))],
            70_999,
            vec![],
        ),
    ]);
}

#[test]
fn idleness() {
    let quarter = 15 * MINUTE;
    let one_idle = |to| idle_beats("browser", 20 * SECOND, to, 0);
    let mut two = one_idle(20 * MINUTE);
    two.extend((0..=60).map(|turn| (turn * 20 * SECOND + 1, Active("phone"))));
    two.sort_by_key(|(moment, _)| *moment);
    let mut back = one_idle(16 * MINUTE);
    back.push((16 * MINUTE + 1_234, Active("phone")));
    let mut page_moves = one_idle(14 * MINUTE);
    page_moves.push((14 * MINUTE + 30_000, Seen("browser")));
    page_moves.push((15 * MINUTE + 10_000, Seen("browser")));
    hold(vec![
        (
            "15 min without input are away, to the millisecond",
            one_idle(quarter),
            quarter,
            vec![(quarter, "away")],
        ),
        ("a millisecond less is not", one_idle(quarter - 20_000), quarter - 1, vec![]),
        ("two devices that disagree: one with somebody at it is enough", two, 20 * MINUTE, vec![]),
        (
            "activity on any device ends it at once",
            back,
            17 * MINUTE,
            vec![(quarter, "away"), (16 * MINUTE + 1_234, "back")],
        ),
        (
            "being seen is not being touched",
            page_moves,
            15 * MINUTE + 10_000,
            vec![(quarter, "away")],
        ),
    ]);
}

#[test]
fn lost_before_away_and_one_clock_over_both() {
    let limit = 30 * MINUTE;
    let mut silent_then_idle = idle_beats("browser", 20 * SECOND, 13 * MINUTE, 0);
    silent_then_idle.push((20 * MINUTE, Idle("browser", 20 * MINUTE)));
    let lost_at = 13 * MINUTE + 70_000;
    let away_then_silent = idle_beats("browser", 20 * SECOND, 16 * MINUTE, 0);
    let always_idle = idle_beats("browser", 20 * SECOND, 50 * MINUTE, 0);
    hold(vec![
        (
            "without a seen device one is lost, never away; seen and idle is away, by the same clock",
            silent_then_idle.clone(),
            20 * MINUTE,
            vec![(lost_at, "lost"), (20 * MINUTE, "away")],
        ),
        (
            "away, then silence: lost, and the limit counts from away",
            away_then_silent,
            45 * MINUTE,
            vec![
                (15 * MINUTE, "away"),
                (16 * MINUTE + 70_000, "lost"),
                (15 * MINUTE + limit, "connection_lost"),
            ],
        ),
        (
            "away for the site's limit ends as idle",
            always_idle,
            50 * MINUTE,
            vec![(15 * MINUTE, "away"), (15 * MINUTE + limit, "idle")],
        ),
        (
            "lost for the site's limit ends as connection lost, however late it is recorded",
            vec![],
            20 * HOUR,
            vec![(70_000, "lost"), (70_000 + limit, "connection_lost")],
        ),
        (
            "and coming back then is too late",
            vec![(70_000 + limit, Active("browser"))],
            HOUR,
            vec![(70_000, "lost"), (70_000 + limit, "connection_lost")],
        ),
        (
            "a break in between starts the clock anew",
            vec![(70_000 + limit - 1, Active("browser"))],
            HOUR,
            vec![(70_000, "lost"), (70_000 + limit - 1, "back"), (140_000 + limit - 1, "lost")],
        ),
    ]);
}

#[test]
fn what_the_site_and_the_agent_set() {
    let idle = |to| idle_beats("browser", 20 * SECOND, to, 0);
    let with = |change, own, to| {
        let mut tells = vec![(0, Rules(change, own))];
        tells.extend(idle(to));
        tells
    };
    let silent = |change| vec![(0, Rules(change, OwnIdle::AsTheSite))];
    let nothing: fn(&mut AttendanceSettings) = |_| {};
    let mut lowered = idle(10 * MINUTE);
    lowered
        .push((10 * MINUTE + 5_000, Rules(|site| site.idle_minutes = Some(5), OwnIdle::AsTheSite)));
    let mut raised = idle(16 * MINUTE);
    raised.push((16 * MINUTE + 5_000, Rules(nothing, OwnIdle::Minutes(60))));
    hold(vec![
        (
            "an agent may raise it",
            with(nothing, OwnIdle::Minutes(20), 20 * MINUTE),
            20 * MINUTE,
            vec![(20 * MINUTE, "away")],
        ),
        (
            "not lower it",
            with(nothing, OwnIdle::Minutes(5), 15 * MINUTE),
            15 * MINUTE,
            vec![(15 * MINUTE, "away")],
        ),
        ("or turn it off", with(nothing, OwnIdle::Never, 3 * HOUR), 3 * HOUR, vec![]),
        (
            "unless the site enforces it",
            with(|site| site.idle_enforced = true, OwnIdle::Never, 15 * MINUTE),
            15 * MINUTE,
            vec![(15 * MINUTE, "away")],
        ),
        (
            "a site may turn lost off: then time online goes on without devices",
            silent(|site| site.lost = false),
            100 * HOUR,
            vec![],
        ),
        (
            "the limit may be off",
            silent(|site| site.limit_minutes = None),
            100 * HOUR,
            vec![(70_000, "lost")],
        ),
        ("another grace", silent(|site| site.grace_seconds = 30), 30_000, vec![(30_000, "lost")]),
        (
            "a stricter rule says nothing of the time before it",
            lowered,
            10 * MINUTE + 5_000,
            vec![(10 * MINUTE + 5_000, "away")],
        ),
        (
            "a milder one ends an absence when it is made",
            raised,
            17 * MINUTE,
            vec![(15 * MINUTE, "away"), (16 * MINUTE + 5_000, "back")],
        ),
        (
            "a shorter limit that has passed already ends it when it is made",
            vec![(20 * MINUTE, Rules(|site| site.limit_minutes = Some(5), OwnIdle::AsTheSite))],
            20 * MINUTE,
            vec![(70_000, "lost"), (20 * MINUTE, "connection_lost")],
        ),
        (
            "where silence stops to count, nobody is lost any more",
            vec![(5 * MINUTE, Rules(|site| site.lost = false, OwnIdle::AsTheSite))],
            HOUR,
            vec![(70_000, "lost"), (5 * MINUTE, "back")],
        ),
    ]);
}

#[test]
fn where_silence_does_not_count_nobody_is_lost_nor_ends_so() {
    let mut tells = idle_beats("browser", 20 * SECOND, 16 * MINUTE, 0);
    tells.push((20 * MINUTE, Rules(|site| site.lost = false, OwnIdle::AsTheSite)));
    let lost_at = 16 * MINUTE + 70_000;
    let ended_at = 45 * MINUTE;
    let expected =
        [(15 * MINUTE, "away"), (lost_at, "lost"), (20 * MINUTE, "away"), (ended_at, "idle")];
    let expected = expected.map(|(moment, change)| (moment, change.to_owned()));
    assert_eq!(
        ledger_of(online(None), &tells, 2 * HOUR),
        expected,
        "who was idle when last heard of is away"
    );
}

#[test]
fn the_limit_runs_though_the_device_that_went_online_is_signed_out() {
    let mut agent = online(None);
    agent.devices.put(device("phone"), Device::new(at(-HOUR)));
    let tells = [(10_000, SignOut("browser"))];
    let expected = [(10_000, "lost"), (10_000 + 30 * MINUTE, "connection_lost")];
    let expected = expected.map(|(moment, change)| (moment, change.to_owned()));
    assert_eq!(ledger_of(agent, &tells, HOUR), expected);
}

#[test]
fn late_news_of_a_touch_is_no_touch() {
    let mut tells = vec![(0, Rules(|site| site.lost = false, OwnIdle::AsTheSite))];
    tells.push((0, Active("phone")));
    tells.extend(idle_beats("browser", 20 * SECOND, 31 * MINUTE, 0));
    // Somebody touched the tablet while they were away, and it tells of it when that is past again.
    tells.push((31 * MINUTE, Idle("tablet", 15 * MINUTE + 30 * SECOND)));
    assert_eq!(
        ledger_of(online(None), &tells, 31 * MINUTE),
        [(15 * MINUTE, "away".to_owned())],
        "what has passed already changes nothing, and nothing is dated before it was known"
    );
}

#[test]
fn signing_out_a_device_is_dated_when_it_is_done() {
    hold(vec![(
        "the browser goes, the idle phone stays",
        vec![
            (20 * MINUTE - 60_000, Active("browser")),
            (20 * MINUTE - 50_000, Idle("phone", 3 * HOUR)),
            (20 * MINUTE, SignOut("browser")),
        ],
        20 * MINUTE + 19_999,
        vec![(70_000, "lost"), (20 * MINUTE - 60_000, "back"), (20 * MINUTE, "away")],
    )]);
}
