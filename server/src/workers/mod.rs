//! Work beside the requests, each piece a [`Worker`], all of them under one driver: it sleeps until the next
//! deadline or a nudge, runs what is due, tries again after a failure, and ends when the server stops.

pub(crate) mod deliveries;
pub(crate) mod due;
pub(crate) mod forget;
pub(crate) mod heard;
pub(crate) mod heartbeat;
pub(crate) mod tick;

use crate::nudge::Nudge;
use presence::Timestamp;
use service::Clock;
use std::{future::Future, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// After a failure the work is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// A piece of work that comes again and again.
pub(crate) trait Worker: Send + 'static {
    /// What it is called in the log and in the metrics.
    const NAME: &'static str;

    /// When there is something to do next, by the server's clock. `None`: not before it is nudged.
    fn next_at(&self) -> Option<Timestamp>;

    /// Something changed that may be its business.
    fn nudged(&mut self) {}

    /// Does what is due at `now`. What an error tells of is tried again.
    fn run(&mut self, now: Timestamp) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// Lets a worker work until it is told to stop.
pub(crate) async fn drive<W: Worker>(
    mut worker: W,
    clock: Arc<dyn Clock>,
    nudge: Nudge,
    stop: CancellationToken,
) {
    // What goes on failing is told once, and then counted.
    let mut is_failing = false;
    loop {
        let wait = worker.next_at().map(|at| {
            let millis = at.millis_since(clock.now());
            Duration::from_millis(u64::try_from(millis).unwrap_or(0))
        });
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = nudge.nudged() => {
                worker.nudged();
                continue;
            }
            () = sleep(wait) => {}
        }
        let outcome = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            outcome = worker.run(clock.now()) => outcome,
        };
        let named = [("worker", W::NAME)];
        metrics::counter!("porchlight_worker_runs_total", &named).increment(1);
        let failed_before = std::mem::replace(&mut is_failing, outcome.is_err());
        if let Err(error) = outcome {
            metrics::counter!("porchlight_worker_failures_total", &named).increment(1);
            let error = format!("{error:#}");
            if failed_before {
                tracing::debug!(worker = W::NAME, error, "failed again");
            } else {
                tracing::warn!(worker = W::NAME, error, "failed; trying again every second");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(RETRY) => {}
            }
        }
    }
}

async fn sleep(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;
    use std::sync::Mutex;

    /// The paused time of tokio, as the site's clock.
    struct Paused(tokio::time::Instant);

    impl Clock for Paused {
        fn now(&self) -> Timestamp {
            let millis = self.0.elapsed().as_millis();
            Timestamp::from_millis(i64::try_from(millis).unwrap())
        }
    }

    /// Runs at 10 s, fails once, and then only when it is nudged.
    struct Diary {
        next: Option<i64>,
        fails: u32,
        runs: Arc<Mutex<Vec<i64>>>,
    }

    impl Worker for Diary {
        const NAME: &'static str = "diary";

        fn next_at(&self) -> Option<Timestamp> {
            self.next.map(Timestamp::from_millis)
        }

        fn nudged(&mut self) {
            self.next = Some(0);
        }

        async fn run(&mut self, now: Timestamp) -> anyhow::Result<()> {
            self.runs.lock().unwrap().push(now.as_millis());
            if self.fails > 0 {
                self.fails -= 1;
                bail!("not today");
            }
            self.next = None;
            Ok(())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_worker_runs_when_it_is_due_again_after_a_failure_and_when_it_is_nudged() {
        let (runs, nudge, stop) = (Arc::default(), Nudge::default(), CancellationToken::new());
        let diary = Diary { next: Some(10_000), fails: 1, runs: Arc::clone(&runs) };
        let clock = Arc::new(Paused(tokio::time::Instant::now()));
        let driven = tokio::spawn(drive(diary, clock, nudge.clone(), stop.clone()));
        tokio::time::sleep(Duration::from_mins(1)).await;
        assert_eq!(*runs.lock().unwrap(), [10_000, 11_000], "and then it has nothing to do");
        nudge.nudge();
        tokio::time::sleep(Duration::from_mins(1)).await;
        assert_eq!(*runs.lock().unwrap(), [10_000, 11_000, 60_000]);
        stop.cancel();
        driven.await.unwrap();
        nudge.nudge();
        assert_eq!(runs.lock().unwrap().len(), 3);
    }
}
