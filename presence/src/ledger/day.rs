//! An agent's own history: how they were in each project, and what changed it.

use crate::{Absence, Cause, Change, Ending, Entry, Fact, Presence, ProjectId, Stretch, Timestamp};
use std::collections::BTreeMap;

/// A part of the range in which an agent's presence does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// When; never empty.
    pub time: Stretch,
    /// What was true of the agent.
    pub presence: Presence,
}

/// How an agent was in one project over a range of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// Where.
    pub project: ProjectId,
    /// The whole range, in order.
    pub held: Vec<Held>,
}

impl Strip {
    /// How long, in milliseconds.
    pub fn time_in(&self, presence: Presence) -> i64 {
        self.held.iter().filter(|held| held.presence == presence).map(|h| h.time.length()).sum()
    }
}

/// Something that changed in one or more projects at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayChange {
    /// When.
    pub at: Timestamp,
    /// Where.
    pub projects: Vec<ProjectId>,
    /// What.
    pub change: Change,
    /// By whom and on which device.
    pub cause: Cause,
}

/// How an agent is in a project, as the ledger tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Now {
    /// Where.
    pub project: ProjectId,
    /// What is true of the agent.
    pub presence: Presence,
    /// Since when.
    pub since: Timestamp,
    /// How their time online ended, where they are offline.
    pub ended: Option<Ending>,
}

/// What is true after a change; `None` where it changes an end alone.
const fn presence_after(change: &Change) -> Option<Presence> {
    match change {
        Change::Online { .. } | Change::Back => Some(Presence::Online),
        Change::Until { .. } => None,
        Change::Absent(Absence::Away) => Some(Presence::Away),
        Change::Absent(Absence::Lost) => Some(Presence::Lost),
        Change::Offline(_) => Some(Presence::Offline),
    }
}

/// The changes of presence among an agent's entries.
fn turns(entries: &[Entry]) -> impl Iterator<Item = (&Entry, &Change, Presence)> {
    entries.iter().filter_map(|entry| {
        let Fact::Presence { change, .. } = &entry.fact else { return None };
        Some((entry, change, presence_after(change)?))
    })
}

/// Reads one agent's ledger over `range`: a strip for each project that it names, in the order of their
/// ids.
///
/// `before` are entries from before the range, oldest first: at least the last change of presence in
/// each project. `entries` are those in the range, oldest first.
pub fn strips(range: Stretch, before: &[Entry], entries: &[Entry]) -> Vec<Strip> {
    let mut open: BTreeMap<&ProjectId, (Timestamp, Presence, Vec<Held>)> = BTreeMap::new();
    for (entry, _, presence) in turns(before).chain(turns(entries)) {
        let at = entry.at.clamp(range.from, range.until);
        let (since, now, held) = open
            .entry(&entry.project)
            .or_insert_with(|| (range.from, Presence::Offline, Vec::new()));
        hold(held, *since, at, *now);
        (*since, *now) = (at, presence);
    }
    let strip = |(project, (since, now, mut held)): (&ProjectId, (_, _, Vec<Held>))| {
        hold(&mut held, since, range.until, now);
        Strip { project: project.clone(), held }
    };
    open.into_iter().map(strip).collect()
}

fn hold(held: &mut Vec<Held>, from: Timestamp, until: Timestamp, presence: Presence) {
    if from >= until {
        return;
    }
    match held.last_mut() {
        // What was in between took no time.
        Some(last) if last.presence == presence => last.time.until = until,
        _ => held.push(Held { time: Stretch { from, until }, presence }),
    }
}

/// How long somebody counted as available in at least one project, in milliseconds.
pub fn time_online(strips: &[Strip]) -> i64 {
    let online = strips.iter().flat_map(|strip| &strip.held);
    let mut online: Vec<Stretch> =
        online.filter(|held| held.presence == Presence::Online).map(|held| held.time).collect();
    online.sort_by_key(|time| time.from);
    let mut counted_until = Timestamp::MIN;
    let mut sum = 0;
    for time in online {
        let from = time.from.max(counted_until);
        counted_until = counted_until.max(time.until);
        sum += time.until.millis_since(from).max(0);
    }
    sum
}

/// What happened to one agent, oldest first. What happened in several projects at once is told once.
pub fn changes(entries: &[Entry]) -> Vec<DayChange> {
    let mut changes: Vec<DayChange> = Vec::new();
    for entry in entries {
        let Fact::Presence { change, .. } = &entry.fact else { continue };
        let at_once =
            changes.iter().rposition(|earlier| earlier.at < entry.at).map_or(0, |i| i + 1);
        let same = changes[at_once..].iter_mut().find(|earlier| {
            earlier.change == *change
                && earlier.cause == entry.cause
                && !earlier.projects.contains(&entry.project)
        });
        match same {
            Some(earlier) => earlier.projects.push(entry.project.clone()),
            None => changes.push(DayChange {
                at: entry.at,
                projects: vec![entry.project.clone()],
                change: change.clone(),
                cause: entry.cause.clone(),
            }),
        }
    }
    changes
}

/// How an agent is in each project now, in the order of their ids, from their entries, oldest first: at
/// least the last change of presence in each project.
pub fn states(entries: &[Entry]) -> Vec<Now> {
    let mut states: BTreeMap<&ProjectId, Now> = BTreeMap::new();
    for (entry, change, presence) in turns(entries) {
        let ended = match change {
            Change::Offline(reason) => Some(Ending { ended_at: entry.at, reason: reason.clone() }),
            _ => None,
        };
        let project = entry.project.clone();
        states.insert(&entry.project, Now { project, presence, since: entry.at, ended });
    }
    states.into_values().collect()
}
