//! Records what fell due: each end once, dated at its deadline.

use crate::{Failure, Service, StoreError};
use presence::Timestamp;

impl Service {
    /// When the next end falls due; `None` while none is known.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.board().next_deadline()
    }

    /// Records every end that is due. Idempotent; until it ran, reads show the derived truth.
    pub async fn record_due(&self) -> Result<(), StoreError> {
        self.begin().await?.commit().await
    }

    /// What is due is recorded before the ledger is read, so that it tells of it.
    pub(crate) async fn record_what_fell_due(&self) -> Result<(), Failure> {
        if self.next_deadline().is_some_and(|deadline| deadline <= self.now()) {
            self.record_due().await?;
        }
        Ok(())
    }
}
