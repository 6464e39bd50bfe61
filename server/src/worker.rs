//! The worker that turns the passing of time into records, and the heartbeat of the streams.

use crate::{hub, state::App};
use std::time::Duration;

/// After a failure the record is tried again; reads show the derived truth meanwhile.
const RETRY: Duration = Duration::from_secs(1);

/// Sleeps until the next end falls due or something changed, tells it, records it, and so on until the
/// server stops.
pub async fn record_due(app: App) {
    loop {
        let wait = app.hub.deadline().map(|deadline| {
            let millis = deadline.millis_since(app.service.now());
            Duration::from_millis(u64::try_from(millis).unwrap_or(0))
        });
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = app.hub.nudged() => continue,
            () = sleep(wait) => {}
        }
        if let Err(error) = run_once(&app).await {
            tracing::warn!(%error, "ends that are due could not be recorded; trying again");
            tokio::select! {
                () = app.stop.cancelled() => return,
                () = tokio::time::sleep(RETRY) => {}
            }
        }
    }
}

/// Tells and records what is due now. Idempotent.
async fn run_once(app: &App) -> Result<(), service::StoreError> {
    let now = app.service.now();
    if app.hub.deadline().is_none_or(|deadline| deadline > now) {
        return Ok(());
    }
    app.hub.publish_due(&app.service.site(), now);
    app.service.record_due().await
}

async fn sleep(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}

/// Keeps silent streams alive.
pub async fn heartbeat(app: App) {
    let mut beat = tokio::time::interval(hub::HEARTBEAT);
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = beat.tick() => app.hub.beat(),
        }
    }
}
