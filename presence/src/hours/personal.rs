//! Hours that start and end an agent's time online by themselves.

use crate::{Schedule, Stretch, Timestamp};

/// An agent's own hours, and how far they were acted on.
///
/// A start is an event and not a state: whoever goes offline by hand stays offline until the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalHours {
    /// The hours.
    pub schedule: Schedule,
    /// Starts up to this moment, itself included, have been acted on, or are none of our business.
    pub acted_until: Timestamp,
}

impl PersonalHours {
    /// Hours that start to matter at `now`: what has begun already is not started any more.
    pub const fn from(schedule: Schedule, now: Timestamp) -> Self {
        Self { schedule, acted_until: now }
    }

    /// The next hours to act on.
    pub fn next(&self) -> Option<Stretch> {
        self.schedule.next_start(self.acted_until)
    }
}
