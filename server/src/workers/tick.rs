//! Says every second that this process runs. A gap tells that it was suspended, with its machine or alone.

use super::Worker;
use presence::{SECOND, Timestamp};
use service::Service;

/// How often it ticks, in milliseconds.
const EVERY: i64 = SECOND;

/// Ticks.
pub(crate) struct Tick {
    service: Service,
    next: Timestamp,
}

impl Tick {
    pub(crate) const fn new(service: Service) -> Self {
        Self { service, next: Timestamp::MIN }
    }
}

impl Worker for Tick {
    const NAME: &'static str = "tick";

    fn next_at(&self) -> Option<Timestamp> {
        Some(self.next)
    }

    async fn run(&mut self, now: Timestamp) -> anyhow::Result<()> {
        self.service.tick().await?;
        self.next = now.plus_millis(EVERY);
        Ok(())
    }
}
