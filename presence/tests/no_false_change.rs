//! Twenty-four hours of ordinary trouble, and nothing flickers: jitter, throttled tabs, lost beats.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use presence::{
    Agent, AttendanceSettings, BEAT_RETRY, Beat, Cause, DeviceId, Entry, GoOnline, OwnIdle, Page,
    ProjectId, Scope, Timestamp, UserId,
};

const SECOND: i64 = 1_000;
const DAY: i64 = 24 * 60 * 60 * SECOND;

/// Chance that is the same each time: splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        i64::try_from((mixed ^ (mixed >> 31)) % u64::try_from(end).unwrap()).unwrap()
    }
}

/// How a day of beats arrives.
struct Day {
    name: &'static str,
    page: Page,
    /// From one beat to the next as the page means it.
    every: i64,
    /// A beat comes up to so much late.
    jitter: i64,
    /// Every now and then nothing arrives for up to so long.
    outage: i64,
}

/// Everything that the ledger says of somebody at work for 24 hours.
fn ledger_of(day: &Day, seed: u64) -> Vec<Entry> {
    let mut chance = Chance(seed);
    let start = Timestamp::from_millis(1_800_000_000_000);
    let id: UserId = "marta".parse().unwrap();
    let project: ProjectId = "sup".parse().unwrap();
    let device: DeviceId = "browser".parse().unwrap();
    let cause = Cause::user(id.clone(), Some(device.clone()));
    let mut agent = Agent::new(id).join(&project, &cause, start).agent;
    agent.rules = Some(AttendanceSettings::default().rules_for(OwnIdle::AsTheSite));
    agent.beat(&device, Beat { idle: 0, page: day.page }, start);
    let wish = GoOnline { scope: Scope::All, until: None, attended: true, revision: None };
    let mut agent = agent.go_online(&wish, &cause, start).unwrap().agent;

    let mut ledger = vec![];
    let (mut sent, mut heard_to, mut touched) = (0, 0, 0);
    let mut outage = (0, 0);
    let mut wait = day.every;
    while sent < DAY {
        sent += wait;
        // Somebody touches the device at least every 14 minutes.
        if sent - touched > 60 * SECOND + chance.below(12 * 60 * SECOND) {
            touched = sent - chance.below(day.every);
        }
        if day.outage > 0 && outage.1 < sent - 3 * day.every {
            let from = sent + chance.below(5 * 60 * SECOND);
            outage = (from, from + chance.below(day.outage + 1));
        }
        if (outage.0..outage.1).contains(&sent) {
            // A hidden page's timers are throttled, those of the next try too.
            wait = if day.page == Page::Hidden { day.every } else { BEAT_RETRY };
            continue;
        }
        wait = day.every;
        let now = (sent + chance.below(day.jitter + 1)).max(heard_to);
        heard_to = now;
        let now_at = start.plus_millis(now);
        // The worker records what fell due, and then the beat is heard.
        let settled = agent.settle(now_at);
        ledger.extend(settled.entries);
        agent = settled.agent;
        agent.beat(&device, Beat { idle: now - touched, page: day.page }, now_at);
    }
    ledger
}

#[test]
fn a_day_of_ordinary_trouble_changes_nothing() {
    let shown =
        |name, jitter, outage| Day { name, page: Page::Shown, every: 20 * SECOND, jitter, outage };
    let days = [
        shown("beats with jitter", 9_999, 0),
        shown("losses of up to 45 s", 0, 45 * SECOND),
        shown("losses of up to 45 s, with jitter", 1_999, 45 * SECOND),
        Day {
            name: "throttled to one a minute, as hidden tabs are",
            page: Page::Hidden,
            every: 60 * SECOND,
            jitter: 9_999,
            outage: 0,
        },
        Day {
            name: "throttled, and every beat but one lost now and then",
            page: Page::Hidden,
            every: 60 * SECOND,
            jitter: 4_999,
            outage: 60 * SECOND,
        },
        Day {
            name: "throttled before the page could say that it is hidden",
            page: Page::Shown,
            every: 60 * SECOND,
            jitter: 9_999,
            outage: 0,
        },
    ];
    for day in days {
        for seed in 0..20 {
            assert_eq!(ledger_of(&day, seed), [], "{}, seed {seed}", day.name);
        }
    }
}

#[test]
fn the_day_can_tell() {
    let day = Day {
        name: "losses of two minutes",
        page: Page::Shown,
        every: 20 * SECOND,
        jitter: 0,
        outage: 120 * SECOND,
    };
    assert_ne!(ledger_of(&day, 1), [], "longer silence is seen");
}
