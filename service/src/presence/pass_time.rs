//! Time passes: what fell due is told, and recorded once, dated at its deadline.

use crate::{Service, StoreError};
use presence::Timestamp;
use std::time::Duration;

/// A record that takes longer is waited for by nobody: what fell due is told ahead of it.
const RECORD_WITHIN: Duration = Duration::from_millis(250);

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
        let is_due = self.is_due();
        if is_due {
            self.0.observer.fell_due(self);
        }
        is_due
    }

    /// Whether something fell due that is not recorded.
    pub(super) fn is_due(&self) -> bool {
        self.next_deadline().is_some_and(|deadline| deadline <= self.now())
    }

    /// Records and tells what fell due. Idempotent; until it ran, reads show the derived truth. Told is what is
    /// recorded; where that takes long or fails, what is true is told all the same.
    pub async fn pass_time(&self) -> Result<(), StoreError> {
        self.wake().await?;
        if !self.is_due() {
            return Ok(());
        }
        let record = async { self.begin().await?.commit().await };
        let mut record = std::pin::pin!(record);
        let in_time = tokio::time::timeout(RECORD_WITHIN, &mut record).await;
        let recorded = if let Ok(recorded) = in_time {
            recorded
        } else {
            self.tell_due();
            record.await
        };
        if recorded.is_err() {
            self.tell_due();
        }
        recorded
    }
}
