//! Time passes: what fell due is told, and recorded once, dated at its deadline.

use crate::{Service, StoreError};
use presence::Timestamp;

impl Service {
    /// When something falls due next; `None` while nothing is known.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.board().next_deadline()
    }

    /// Tells what fell due, ahead of its record: reads show it already. Returns whether anything did. A process
    /// that stood still tells nothing before it knows.
    pub fn tell_due(&self) -> bool {
        if self.is_asleep() {
            return false;
        }
        let is_due = self.next_deadline().is_some_and(|deadline| deadline <= self.now());
        if is_due {
            self.0.observer.fell_due(self);
        }
        is_due
    }

    /// Tells and records what fell due. Idempotent; until it ran, reads show the derived truth.
    pub async fn pass_time(&self) -> Result<(), StoreError> {
        self.wake().await?;
        if self.tell_due() { self.begin().await?.commit().await } else { Ok(()) }
    }
}
