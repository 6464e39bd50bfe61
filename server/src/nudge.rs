//! How somebody who sleeps until a moment is woken before it.

use std::sync::Arc;
use tokio::sync::Notify;

/// Wakes a worker before its time.
#[derive(Debug, Clone, Default)]
pub struct Nudge(Arc<Notify>);

impl Nudge {
    /// Wakes it. Nudged while it works, it looks again afterwards.
    pub fn nudge(&self) {
        self.0.notify_one();
    }

    /// Resolves when it was nudged.
    pub async fn nudged(&self) {
        self.0.notified().await;
    }
}
