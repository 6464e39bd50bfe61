//! Deletes what is older than the site keeps it: a little at a time, and then again after a while.

use super::Worker;
use presence::{MINUTE, Timestamp};
use service::Service;

/// How often it is looked for what is too old, in milliseconds.
const EVERY: i64 = 60 * MINUTE;
/// Between two steps of deleting it others have their turn, in milliseconds.
const BREATH: i64 = 200;

/// Deletes what is too old every hour.
pub(crate) struct Forget {
    service: Service,
    next: Timestamp,
}

impl Forget {
    pub(crate) const fn new(service: Service) -> Self {
        Self { service, next: Timestamp::MIN }
    }
}

impl Worker for Forget {
    const NAME: &'static str = "forget";

    fn next_at(&self) -> Option<Timestamp> {
        Some(self.next)
    }

    async fn run(&mut self, now: Timestamp) -> anyhow::Result<()> {
        // Who fails here comes again in an hour: nothing is lost by it but room.
        self.next = now.plus_millis(EVERY);
        if self.service.forget_history().await? > 0 {
            self.next = now.plus_millis(BREATH);
        } else {
            self.service.forget_deliveries().await?;
        }
        Ok(())
    }
}
