//! Records what fell due: each end once, dated at its deadline.

use crate::{Service, StoreError};
use presence::Timestamp;

impl Service {
    /// When the next end falls due; `None` while none is known.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.site().desk.next_deadline()
    }

    /// Records every end that is due. Idempotent; until it ran, reads show the derived truth.
    pub async fn record_due(&self) -> Result<(), StoreError> {
        self.begin().await?.commit().await
    }
}
