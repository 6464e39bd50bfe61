//! Writes what was heard of devices. A node that is killed forgets what it heard since; its successor
//! counts that time as one in which nobody listened.

use super::Worker;
use presence::{SECOND, Timestamp};
use service::{Node, Service};

/// How often it is written, in milliseconds. A change of presence writes what was heard until then with it, and
/// must not have much to carry.
const EVERY: i64 = 2 * SECOND;

/// How often the node says that it is there, whatever it heard, in milliseconds.
const ALIVE_EVERY: i64 = 10 * SECOND;

/// Writes what was heard every few seconds.
pub(crate) struct Heard {
    service: Service,
    node: Node,
    next: Timestamp,
    alive_at: Timestamp,
}

impl Heard {
    pub(crate) const fn new(service: Service, node: Node) -> Self {
        Self { service, node, next: Timestamp::MIN, alive_at: Timestamp::MIN }
    }
}

impl Worker for Heard {
    const NAME: &'static str = "heard";

    fn next_at(&self) -> Option<Timestamp> {
        Some(self.next)
    }

    async fn run(&mut self, now: Timestamp) -> anyhow::Result<()> {
        if self.service.has_heard() || self.alive_at <= now {
            self.service.write_heard(&self.node).await?;
            self.alive_at = now.plus_millis(ALIVE_EVERY);
        }
        self.next = now.plus_millis(EVERY);
        Ok(())
    }
}
