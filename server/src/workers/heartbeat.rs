//! Keeps silent streams alive.

use super::Worker;
use crate::hub::{HEARTBEAT, Hub};
use presence::Timestamp;
use std::sync::Arc;

/// Sends a heartbeat to every stream.
pub(crate) struct Heartbeat {
    hub: Arc<Hub>,
    next: Timestamp,
}

impl Heartbeat {
    pub(crate) const fn new(hub: Arc<Hub>) -> Self {
        Self { hub, next: Timestamp::MIN }
    }
}

impl Worker for Heartbeat {
    const NAME: &'static str = "heartbeat";

    fn next_at(&self) -> Option<Timestamp> {
        Some(self.next)
    }

    async fn run(&mut self, now: Timestamp) -> anyhow::Result<()> {
        self.hub.beat();
        let millis = i64::try_from(HEARTBEAT.as_millis()).unwrap_or(i64::MAX);
        self.next = now.plus_millis(millis);
        Ok(())
    }
}
