//! How well a project's hours were covered, as its ledger tells it.
//!
//! A range of time is cut into pieces in which neither the hours nor the number of available agents
//! change; everything else is a sum over pieces. So covered time and gaps are the hours, to the
//! millisecond, whatever the clocks on the wall do.

use crate::{Absence, Change, EndReason, Entry, Fact, Stretch, Timestamp, UserId};
use std::collections::{BTreeMap, BTreeSet};

/// A part of the range in which nothing changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// When; never empty.
    pub time: Stretch,
    /// How many agents are available.
    pub available: u32,
    /// Whether it lies inside the hours.
    pub open: bool,
}

/// How somebody stopped being available.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// They had time online, and nobody was there.
    Absent(Absence),
    /// They took a break, for this.
    Break(String),
    /// Their time online ended.
    Offline(EndReason),
}

/// Who stopped being available, when and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// Who.
    pub agent: UserId,
    /// When they stopped being available.
    pub at: Timestamp,
    /// How. What became of an absence, where it is known, tells more than the absence.
    pub how: Left,
}

/// Hours, and nobody available.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// When. It does not reach over closed time.
    pub time: Stretch,
    /// The hours began with nobody there.
    pub at_opening: bool,
    /// Who was there last and why they left; `None` where the ledger knows of nobody.
    pub last: Option<Departure>,
}

/// Somebody is available, and there are no hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffHours {
    /// When. It does not reach over hours.
    pub time: Stretch,
    /// Who was available in it.
    pub who: BTreeSet<UserId>,
    /// Who left last; `None` where the hours began or the range ended first.
    pub last: Option<Departure>,
}

/// Spans of time in milliseconds. `covered` and `gaps` are `hours`, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// Inside the hours.
    pub hours: i64,
    /// Inside the hours, and somebody available.
    pub covered: i64,
    /// Inside the hours, and nobody available.
    pub gaps: i64,
    /// Outside the hours, and somebody available.
    pub off_hours: i64,
}

impl Sums {
    /// The covered share of the hours in thousandths, rounded down, so that only whole is whole; `None`
    /// where there are no hours.
    pub fn share(&self) -> Option<u16> {
        if self.hours == 0 {
            return None;
        }
        let share = i128::from(self.covered) * 1_000 / i128::from(self.hours);
        u16::try_from(share).ok()
    }
}

/// How a project was covered over a range of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    pieces: Vec<Piece>,
    gaps: Vec<Gap>,
    off_hours: Vec<OffHours>,
}

impl Coverage {
    /// Reads a project's ledger over `range`.
    ///
    /// `before` are entries from before the range, oldest first: at least the last change of each
    /// agent's presence, changes of an end alone left out. `entries` are those in the range, oldest
    /// first. `hours` are in order and do not overlap. Entries about availability are passed over.
    pub fn new(range: Stretch, before: &[Entry], entries: &[Entry], hours: &[Stretch]) -> Self {
        let mut sweep = Sweep::default();
        for entry in before {
            sweep.hear(entry);
        }
        let mut entries = entries.iter().peekable();
        let mut hours = hours.iter().peekable();
        let mut at = range.from;
        while at < range.until {
            while let Some(entry) = entries.next_if(|entry| entry.at <= at) {
                sweep.hear(entry);
            }
            while hours.next_if(|open| open.until <= at).is_some() {}
            let ahead = hours.peek().copied();
            let open = ahead.filter(|ahead| ahead.from <= at);
            let turn = ahead.map(|ahead| if open.is_some() { ahead.until } else { ahead.from });
            let next = entries.peek().map(|entry| entry.at);
            let until = [turn, next].into_iter().flatten().fold(range.until, Timestamp::min);
            let opening = open.is_some_and(|open| open.from == at) && at > range.from;
            sweep.live_through(Stretch { from: at, until }, open.is_some(), opening);
            at = until;
        }
        sweep.coverage
    }

    /// The range, cut where the hours or the number of available agents change.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The pieces of a part of the range, cut to it.
    pub fn pieces_in(&self, part: Stretch) -> impl Iterator<Item = Piece> {
        let first = self.pieces.partition_point(|piece| piece.time.until <= part.from);
        self.pieces[first..].iter().take_while(move |piece| piece.time.from < part.until).map(
            move |piece| {
                let from = piece.time.from.max(part.from);
                let until = piece.time.until.min(part.until);
                Piece { time: Stretch { from, until }, ..*piece }
            },
        )
    }

    /// Every gap, in order.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// The longest gap; of several, the first.
    pub fn longest_gap(&self) -> Option<&Gap> {
        self.gaps.iter().rev().max_by_key(|gap| gap.time.length())
    }

    /// Every stretch of presence outside the hours, in order.
    pub fn off_hours(&self) -> &[OffHours] {
        &self.off_hours
    }

    /// The sums over the whole range.
    pub fn total(&self) -> Sums {
        sum(self.pieces.iter().copied())
    }

    /// The sums over a part of the range, such as a day.
    pub fn sums(&self, part: Stretch) -> Sums {
        sum(self.pieces_in(part))
    }
}

fn sum(pieces: impl Iterator<Item = Piece>) -> Sums {
    pieces.fold(Sums::default(), |mut sums, piece| {
        let length = piece.time.length();
        match (piece.open, piece.available > 0) {
            (true, true) => sums.covered += length,
            (true, false) => sums.gaps += length,
            (false, true) => sums.off_hours += length,
            (false, false) => {}
        }
        sums.hours = sums.covered + sums.gaps;
        sums
    })
}

/// Who is there while the ledger is read, and what was found so far.
#[derive(Default)]
struct Sweep {
    /// Since when.
    available: BTreeMap<UserId, Timestamp>,
    /// Of whom the ledger said that they are not available.
    gone: BTreeSet<UserId>,
    last: Option<Departure>,
    coverage: Coverage,
}

impl Default for Coverage {
    /// Of no time at all.
    fn default() -> Self {
        Self { pieces: Vec::new(), gaps: Vec::new(), off_hours: Vec::new() }
    }
}

impl Sweep {
    fn hear(&mut self, entry: &Entry) {
        let Fact::Presence { agent, change } = &entry.fact else { return };
        let how = match change {
            Change::Online { .. } | Change::Back => {
                self.gone.remove(agent);
                self.available.entry(agent.clone()).or_insert(entry.at);
                return;
            }
            Change::Until { .. } => return,
            Change::Absent(absence) => Left::Absent(*absence),
            Change::Break { reason, .. } => Left::Break(reason.clone()),
            Change::Offline(reason) => Left::Offline(reason.clone()),
        };
        let came = self.available.remove(agent);
        let was_gone = !self.gone.insert(agent.clone());
        match &mut self.last {
            // What became of the absence of the one who was there last.
            Some(last) if was_gone && last.agent == *agent => last.how = how,
            _ if was_gone => {}
            // Who came and went at one moment was not there.
            Some(_) if came == Some(entry.at) => {}
            last => *last = Some(Departure { agent: agent.clone(), at: entry.at, how }),
        }
    }

    /// Nothing changes in `time`; `opening` says that the hours begin with it.
    fn live_through(&mut self, time: Stretch, open: bool, opening: bool) {
        let available = u32::try_from(self.available.len()).unwrap_or(u32::MAX);
        let coverage = &mut self.coverage;
        let before = coverage.pieces.last().copied();
        let goes_on = before.filter(|before| before.open == open);
        match (open, available > 0) {
            (true, false) => {
                if goes_on.is_none_or(|before| before.available > 0) {
                    let nobody_came =
                        opening && self.last.as_ref().is_none_or(|last| last.at < time.from);
                    coverage.gaps.push(Gap { time, at_opening: nobody_came, last: None });
                }
                if let Some(gap) = coverage.gaps.last_mut() {
                    gap.time.until = time.until;
                    gap.last = self.last.clone();
                }
            }
            (false, true) => {
                if goes_on.is_none_or(|before| before.available == 0) {
                    let who = BTreeSet::new();
                    coverage.off_hours.push(OffHours { time, who, last: None });
                }
                if let Some(off_hours) = coverage.off_hours.last_mut() {
                    off_hours.time.until = time.until;
                    off_hours.who.extend(self.available.keys().cloned());
                }
            }
            (_, _) => {}
        }
        // Everybody left, at the latest when the hours began.
        let left = before.is_some_and(|before| !before.open && before.available > 0);
        if left
            && available == 0
            && let Some(off_hours) = coverage.off_hours.last_mut()
        {
            off_hours.last = self.last.clone();
        }
        match coverage.pieces.last_mut() {
            Some(before) if before.open == open && before.available == available => {
                before.time.until = time.until;
            }
            _ => coverage.pieces.push(Piece { time, available, open }),
        }
    }
}
