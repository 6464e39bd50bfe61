//! The end of what is kept: entries older than the site keeps them are deleted, a few at a time.

use crate::{Service, StoreError, store::history};

/// How many entries one transaction deletes at most, so that nobody waits for it.
const BATCH: i64 = 500;

impl Service {
    /// Deletes some of what is older than the site keeps it, and says how many entries that was: 0 when
    /// nothing is left to do. Idempotent; several nodes may do it at once.
    pub async fn forget_history(&self) -> Result<u64, StoreError> {
        let cut = self.board().settings.keep_history.cut(self.now());
        let mut tx = self.0.store.begin().await?;
        let forgotten = history::forget_before(&mut tx, cut, BATCH).await?;
        self.0.store.commit(tx).await?;
        Ok(forgotten)
    }
}
