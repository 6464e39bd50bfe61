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
    /// In which way nobody was there.
    pub absence: Option<Absence>,
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
    /// How long they were available, in milliseconds.
    pub fn time_online(&self) -> i64 {
        self.time(|held| held.presence == Presence::Online)
    }

    /// How long nobody was there in this way, in milliseconds.
    pub fn time_in(&self, absence: Absence) -> i64 {
        self.time(|held| held.absence == Some(absence))
    }

    fn time(&self, of: impl Fn(&&Held) -> bool) -> i64 {
        self.held.iter().filter(of).map(|held| held.time.length()).sum()
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
    /// In which way nobody is there.
    pub absence: Option<Absence>,
    /// Since when.
    pub since: Timestamp,
    /// How their time online ended, where they are offline.
    pub ended: Option<Ending>,
}

/// What is true of an agent, and in which way nobody is there.
type State = (Presence, Option<Absence>);

/// What is true after a change; `None` where it changes an end alone.
fn state_after(change: &Change) -> Option<State> {
    let absence = match change {
        Change::Online { .. } | Change::Back => return Some((Presence::Online, None)),
        Change::Until { .. } => return None,
        Change::Offline(_) => return Some((Presence::Offline, None)),
        Change::Absent(absence) => *absence,
        Change::Break { .. } => Absence::Break,
    };
    Some((absence.presence(), Some(absence)))
}

/// The changes of presence among an agent's entries.
fn turns(entries: &[Entry]) -> impl Iterator<Item = (&Entry, &Change, State)> {
    entries.iter().filter_map(|entry| {
        let Fact::Presence { change, .. } = &entry.fact else { return None };
        Some((entry, change, state_after(change)?))
    })
}

/// Reads one agent's ledger over `range`: a strip for each project that it names, in the order of their
/// ids.
///
/// `before` are entries from before the range, oldest first: at least the last change of presence in
/// each project. `entries` are those in the range, oldest first.
pub fn strips(range: Stretch, before: &[Entry], entries: &[Entry]) -> Vec<Strip> {
    let mut open: BTreeMap<&ProjectId, (Timestamp, State, Vec<Held>)> = BTreeMap::new();
    for (entry, _, state) in turns(before).chain(turns(entries)) {
        let at = entry.at.clamp(range.from, range.until);
        let (since, now, held) = open
            .entry(&entry.project)
            .or_insert_with(|| (range.from, (Presence::Offline, None), Vec::new()));
        hold(held, *since, at, *now);
        (*since, *now) = (at, state);
    }
    let strip = |(project, (since, now, mut held)): (&ProjectId, (_, _, Vec<Held>))| {
        hold(&mut held, since, range.until, now);
        Strip { project: project.clone(), held }
    };
    open.into_iter().map(strip).collect()
}

fn hold(held: &mut Vec<Held>, from: Timestamp, until: Timestamp, state: State) {
    if from >= until {
        return;
    }
    let (presence, absence) = state;
    match held.last_mut() {
        // What was in between took no time.
        Some(last) if (last.presence, last.absence) == state => last.time.until = until,
        _ => held.push(Held { time: Stretch { from, until }, presence, absence }),
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
    for (entry, change, (presence, absence)) in turns(entries) {
        let ended = match change {
            Change::Offline(reason) => Some(Ending { ended_at: entry.at, reason: reason.clone() }),
            _ => None,
        };
        let project = entry.project.clone();
        // Another reason or end of the break that runs is no other break.
        let before = states
            .get(&entry.project)
            .filter(|before| absence == Some(Absence::Break) && before.absence == absence);
        let since = before.map_or(entry.at, |before| before.since);
        states.insert(&entry.project, Now { project, presence, absence, since, ended });
    }
    states.into_values().collect()
}
