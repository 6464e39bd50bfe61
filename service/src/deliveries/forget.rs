//! Deliveries that were settled long ago.

use crate::{Service, StoreError, store::deliveries};
use presence::MINUTE;

/// How long what was settled is kept: 90 days.
const KEEP: i64 = 90 * 24 * 60 * MINUTE;

impl Service {
    /// Forgets what was settled long ago.
    pub async fn forget_deliveries(&self) -> Result<(), StoreError> {
        let mut turn = self.turn().await?;
        let before = turn.now().plus_millis(-KEEP);
        deliveries::forget(turn.tx(), before).await?;
        turn.commit().await
    }
}
