//! What the public learns of a project.

use crate::{Revision, Timestamp};
use serde::{Deserialize, Serialize};

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
