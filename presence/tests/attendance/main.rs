//! Whether somebody is there, one row a rule: what devices tell, and what the ledger then says.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod breaks;
mod odd;
mod restart;
mod rules;

use Tell::{
    Active, Again, Beat as Beats, Break, EndBreak, Idle, Rules, Seen, SeenAndBreak, SignOut,
};
use jiff::tz::TimeZone;
use presence::{
    Absence, Agent, AttendanceSettings, Beat, Board, Cause, Change, Device, DeviceId, Entry, Fact,
    GoOnline, GoOnlineError, Hours, Lease, LeaseDuration, OwnIdle, Page, PersonalHours, Presence,
    ProjectId, Schedule, Scope, Span, Standing, Timestamp, UserId,
};
use std::collections::BTreeMap;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// What happens at a moment, in milliseconds after going online.
#[derive(Clone, Copy)]
enum Tell {
    /// A beat of a device that somebody touches.
    Active(&'static str),
    /// A beat of a device that nobody has touched for so long.
    Idle(&'static str, i64),
    /// A beat of a page, touched just now.
    Beat(&'static str, Page),
    /// A request, or an event stream that takes what is written.
    Seen(&'static str),
    /// A device is signed out.
    SignOut(&'static str),
    /// A break, until so many milliseconds after going online.
    Break(&'static str, Option<i64>),
    /// The same, by a request of the browser of which nothing was heard before.
    SeenAndBreak(&'static str, Option<i64>),
    /// The end of the break by hand.
    EndBreak,
    /// Going online once more, by hand.
    Again,
    /// Other rules hold from here on.
    Rules(fn(&mut AttendanceSettings), OwnIdle),
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + millis)
}

fn me() -> UserId {
    "marta".parse().unwrap()
}

fn sup() -> ProjectId {
    "sup".parse().unwrap()
}

fn device(name: &str) -> DeviceId {
    name.parse().unwrap()
}

fn wish(until: Option<i64>, attended: bool) -> GoOnline {
    GoOnline { scope: Scope::All, until: until.map(at), attended, revision: None }
}

/// Somebody who went online at 0, at their browser.
fn online(until: Option<i64>) -> Agent {
    let cause = Cause::user(me(), None);
    let mut agent = Agent::new(me()).join(&sup(), &cause, at(0)).agent;
    agent.rules = Some(AttendanceSettings::default().rules_for(OwnIdle::AsTheSite));
    agent.beat(&device("browser"), Beat::ACTIVE, at(0));
    agent.go_online(&wish(until, true), &cause, at(0)).unwrap().agent
}

fn told(entries: &[Entry], ledger: &mut Vec<(i64, String)>) {
    for entry in entries {
        let Fact::Presence { change, .. } = &entry.fact else { continue };
        let change = match change {
            Change::Absent(Absence::Idle) => "away".to_owned(),
            Change::Absent(kind) => kind.name().to_owned(),
            Change::Break { reason, .. } => reason.clone(),
            Change::Back => "back".to_owned(),
            Change::Offline(reason) => reason.name().to_owned(),
            Change::Online { .. } | Change::Until { .. } => "online".to_owned(),
        };
        ledger.push((entry.at.millis_since(at(0)), change));
    }
}

/// Takes over what a transition did.
fn save(agent: &mut Agent, done: presence::Transition, ledger: &mut Vec<(i64, String)>) {
    told(&done.entries, ledger);
    *agent = done.agent;
}

fn hear(agent: &mut Agent, moment: i64, tell: Tell, ledger: &mut Vec<(i64, String)>) {
    let settled = agent.settle(at(moment));
    save(agent, settled, ledger);
    match tell {
        Active(name) => agent.beat(&device(name), Beat::ACTIVE, at(moment)),
        Idle(name, idle) => {
            agent.beat(&device(name), Beat { idle, page: Page::Shown }, at(moment));
        }
        Beats(name, page) => agent.beat(&device(name), Beat { idle: 0, page }, at(moment)),
        Seen(name) => agent.seen(&device(name), at(moment)),
        SignOut(name) => agent.devices.remove(&device(name), at(moment)),
        Break(reason, until) => {
            let taken =
                agent.take_break(reason, until.map(at), &Cause::user(me(), None), at(moment));
            save(agent, taken.unwrap(), ledger);
        }
        SeenAndBreak(reason, until) => {
            agent.seen(&device("browser"), at(moment));
            let taken =
                agent.take_break(reason, until.map(at), &Cause::user(me(), None), at(moment));
            save(agent, taken.unwrap(), ledger);
        }
        EndBreak => {
            let ended = agent.end_break(&Cause::user(me(), None), at(moment));
            save(agent, ended, ledger);
        }
        Again => {
            let cause = Cause::user(me(), None);
            let again = agent.go_online(&wish(None, true), &cause, at(moment)).unwrap();
            save(agent, again, ledger);
        }
        Rules(change, own) => {
            let mut settings = AttendanceSettings::default();
            change(&mut settings);
            agent.rules = Some(settings.rules_for(own));
            agent.devices.not_before(at(moment));
        }
    }
    let settled = agent.settle(at(moment));
    save(agent, settled, ledger);
}

/// What the ledger says of somebody who went online at 0 and whose devices told this, up to `end`.
fn ledger_of(agent: Agent, tells: &[(i64, Tell)], end: i64) -> Vec<(i64, String)> {
    let (mut agent, mut ledger) = (agent, vec![]);
    for (moment, tell) in tells {
        hear(&mut agent, *moment, *tell, &mut ledger);
    }
    told(&agent.settle(at(end)).entries, &mut ledger);
    ledger
}

/// A beat every 20 seconds after `from`, at a device that was last touched at `touched`.
fn idle_beats(name: &'static str, from: i64, to: i64, touched: i64) -> Vec<(i64, Tell)> {
    let step = usize::try_from(20 * SECOND).unwrap();
    (from..=to).step_by(step).map(|moment| (moment, Idle(name, moment - touched))).collect()
}

type Row<'a> = (&'a str, Vec<(i64, Tell)>, i64, Vec<(i64, &'a str)>);

fn hold(rows: Vec<Row>) {
    for (rule, tells, end, expected) in rows {
        let expected: Vec<_> =
            expected.into_iter().map(|(moment, change)| (moment, change.to_owned())).collect();
        assert_eq!(ledger_of(online(None), &tells, end), expected, "{rule}");
    }
}
