//! Connections that were not taken: told in the log, at most once a minute, with their number. Whoever sends
//! thousands of them must not fill it.

use std::time::Duration;
use tokio::time::Instant;

/// How often the log says it.
const SAID_EVERY: Duration = Duration::from_mins(1);

/// Why a connection was not taken, or not at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// Its network has as many as it may.
    Network,
    /// There is room for no more at all; it waits.
    Full,
    /// The system did not hand it over.
    Failed,
}

/// How many there were since the log said so.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) network: u64,
    pub(super) full: u64,
    pub(super) failed: u64,
}

/// What was not taken, and when that was last said.
#[derive(Debug, Default)]
pub(super) struct Refused {
    counts: Counts,
    said_at: Option<Instant>,
}

impl Refused {
    /// Counts one.
    pub(super) fn count(&mut self, reason: Reason) {
        let count = match reason {
            Reason::Network => &mut self.counts.network,
            Reason::Full => &mut self.counts.full,
            Reason::Failed => &mut self.counts.failed,
        };
        *count += 1;
        metrics::counter!("porchlight_connections_refused_total", "reason" => reason.label())
            .increment(1);
    }

    /// When there is something to say; never where all is said.
    pub(super) fn due_at(&self, now: Instant) -> Option<Instant> {
        let is_told = self.counts == Counts::default();
        (!is_told).then(|| self.said_at.map_or(now, |said_at| said_at + SAID_EVERY))
    }

    /// What is to be said now, once.
    pub(super) fn take_what_is_to_say(&mut self, now: Instant) -> Option<Counts> {
        if self.due_at(now).is_none_or(|due_at| due_at > now) {
            return None;
        }
        self.said_at = Some(now);
        Some(std::mem::take(&mut self.counts))
    }
}

impl Reason {
    const fn label(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Full => "full",
            Self::Failed => "failed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_said_at_once_and_the_rest_once_a_minute() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut refused = Refused::default();
        assert_eq!(refused.take_what_is_to_say(start), None, "there is nothing to say");
        assert_eq!(refused.due_at(start), None);
        refused.count(Reason::Network);
        assert_eq!(refused.due_at(at(1)), Some(at(1)));
        let one = Counts { network: 1, ..Counts::default() };
        assert_eq!(refused.take_what_is_to_say(at(1)), Some(one));
        assert_eq!(refused.take_what_is_to_say(at(1)), None, "it is said once");
        for _ in 0..1_000 {
            refused.count(Reason::Network);
            assert_eq!(refused.take_what_is_to_say(at(2)), None);
        }
        refused.count(Reason::Full);
        refused.count(Reason::Failed);
        assert_eq!(refused.take_what_is_to_say(at(60)), None);
        assert_eq!(refused.due_at(at(60)), Some(at(61)), "and it is not left unsaid");
        let rest = Counts { network: 1_000, full: 1, failed: 1 };
        assert_eq!(refused.take_what_is_to_say(at(61)), Some(rest));
        assert_eq!(refused.due_at(at(200)), None);
    }
}
