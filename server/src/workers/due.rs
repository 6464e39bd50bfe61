//! Turns the passing of time into records: what fell due is told and recorded.

use super::Worker;
use presence::Timestamp;
use service::Service;

/// Sleeps until the next end falls due.
pub(crate) struct Due(pub(crate) Service);

impl Worker for Due {
    const NAME: &'static str = "due";

    fn next_at(&self) -> Option<Timestamp> {
        self.0.next_deadline()
    }

    /// After a failure reads show the derived truth.
    async fn run(&mut self, _: Timestamp) -> anyhow::Result<()> {
        Ok(self.0.pass_time().await?)
    }
}
