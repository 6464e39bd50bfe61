//! Whether this process ran all the while. One that was suspended, with its machine or alone, heard nobody and
//! did not know it: a gap between two ticks tells.

use presence::{SECOND, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};

/// A gap of so long counts, in milliseconds, unless the operator says otherwise.
const GAP: i64 = 10 * SECOND;
/// No tick yet: nothing is known of any gap.
const NEVER: i64 = i64::MIN;

/// The ticks of this process.
#[derive(Debug)]
pub(crate) struct Pulse {
    last: AtomicI64,
    gap: AtomicI64,
}

impl Default for Pulse {
    fn default() -> Self {
        Self { last: AtomicI64::new(NEVER), gap: AtomicI64::new(GAP) }
    }
}

impl Pulse {
    /// Lets gaps of so many milliseconds count; 0 is none.
    pub(crate) fn count_gaps_of(&self, millis: i64) {
        self.gap.store(millis, Ordering::Relaxed);
    }

    /// Since when the process stood still, if it did so for long enough to count.
    pub(crate) fn stood_still_since(&self, now: Timestamp) -> Option<Timestamp> {
        let gap = self.gap.load(Ordering::Relaxed);
        let last = self.last.load(Ordering::Acquire);
        let last_at = Timestamp::from_millis(last);
        (gap > 0 && last != NEVER && now.millis_since(last_at) >= gap).then_some(last_at)
    }

    /// The process runs.
    pub(crate) fn tick(&self, now: Timestamp) {
        self.last.store(now.as_millis(), Ordering::Release);
    }
}
