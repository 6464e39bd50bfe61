//! What the public learns of a project.

use crate::{Cause, Change, Entry, Fact, Revision, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Whether somebody is home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// At least one agent is available.
    Online,
    /// Nobody is.
    Offline,
}

impl Status {
    /// The name that the API and the store use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Offline => "offline",
        }
    }
}

/// A project's public availability. Its revision grows by exactly 1 for each change that the public may
/// see, and by nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// Whether somebody is home.
    pub status: Status,
    /// Since when.
    pub since: Timestamp,
    /// How many agents are available, where the project shows it.
    pub agents_online: Option<u32>,
    /// The public revision.
    pub revision: Revision,
}

impl Availability {
    /// A project that has just been made: nobody is home.
    pub const fn new(at: Timestamp) -> Self {
        Self { status: Status::Offline, since: at, agents_online: None, revision: Revision::new(1) }
    }

    /// What the public sees once `available` agents are available at `at`; `None` when it sees no
    /// difference. `show_count` is the project's privacy setting.
    pub fn after(&self, available: u32, show_count: bool, at: Timestamp) -> Option<Self> {
        let status = if available > 0 { Status::Online } else { Status::Offline };
        let agents_online = show_count.then_some(available);
        if status == self.status && agents_online == self.agents_online {
            return None;
        }
        let since = if status == self.status { self.since } else { at };
        Some(Self { status, since, agents_online, revision: self.revision.next() })
    }
}

/// A change of what the public sees, and what brought it about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// What it sees from then on.
    pub availability: Availability,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub cause: Cause,
}

impl Availability {
    /// What the public sees of a project while these entries of its ledger, oldest first, come true.
    /// `available` are the agents who are available before the first of them. What happens at one
    /// moment is seen as one change.
    pub fn through<'e>(
        &self,
        mut available: BTreeSet<UserId>,
        show_count: bool,
        entries: impl IntoIterator<Item = &'e Entry>,
    ) -> Vec<Published> {
        let mut published: Vec<Published> = Vec::new();
        let mut present = self.clone();
        let mut entries = entries.into_iter().peekable();
        while let Some(entry) = entries.next() {
            if let Fact::Presence { agent, change } = &entry.fact {
                match change {
                    Change::Online { .. } | Change::Back => {
                        available.insert(agent.clone());
                    }
                    Change::Absent(_) | Change::Offline(_) => {
                        available.remove(agent);
                    }
                    Change::Until { .. } => {}
                }
            }
            if entries.peek().is_some_and(|next| next.at == entry.at) {
                continue;
            }
            let count = u32::try_from(available.len()).unwrap_or(u32::MAX);
            if let Some(next) = present.after(count, show_count, entry.at) {
                present = next.clone();
                let cause = entry.cause.clone();
                published.push(Published { availability: next, at: entry.at, cause });
            }
        }
        published
    }
}
