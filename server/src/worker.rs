//! The worker that turns the passing of time into records, and the heartbeat of the streams.

use crate::{hub, state::Server};
use std::time::Duration;

/// After a failure the record is tried again; reads show the derived truth meanwhile.
const RETRY: Duration = Duration::from_secs(1);

/// How often it is looked for history that is too old.
const FORGET: Duration = Duration::from_hours(1);

/// Between two steps of deleting it others have their turn.
const BREATH: Duration = Duration::from_millis(200);

/// How often what was heard is written.
const WRITE_HEARD: Duration = Duration::from_secs(10);

/// Sleeps until the next end falls due or something changed, tells it, records it, and so on until the
/// server stops.
pub async fn record_due(server: Server) {
    loop {
        let wait = server.service.next_deadline().map(|deadline| {
            let millis = deadline.millis_since(server.service.now());
            Duration::from_millis(u64::try_from(millis).unwrap_or(0))
        });
        tokio::select! {
            () = server.stop.cancelled() => return,
            () = server.hub.nudged() => continue,
            () = sleep(wait) => {}
        }
        if let Err(error) = server.service.pass_time().await {
            tracing::warn!(%error, "ends that are due could not be recorded; trying again");
            tokio::select! {
                () = server.stop.cancelled() => return,
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

/// Writes what was heard of devices every few seconds. A node that is killed forgets what it heard since;
/// its successor counts that time as one in which nobody listened.
pub async fn write_heard(server: Server, node: service::Node) {
    let mut turn = tokio::time::interval(WRITE_HEARD);
    turn.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = server.stop.cancelled() => return,
            _ = turn.tick() => {}
        }
        if let Err(error) = server.service.write_heard(&node).await {
            tracing::warn!(%error, "what was heard of devices could not be written; trying again");
        }
    }
}

/// Deletes what is older than the site keeps it: a little at a time, and then again after a while.
pub async fn forget_history(server: Server) {
    loop {
        let wait = match server.service.forget_history().await {
            Ok(0) => FORGET,
            Ok(_) => BREATH,
            Err(error) => {
                tracing::warn!(%error, "old history could not be deleted; trying again");
                FORGET
            }
        };
        tokio::select! {
            () = server.stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Keeps silent streams alive.
pub async fn heartbeat(server: Server) {
    let mut beat = tokio::time::interval(hub::HEARTBEAT);
    loop {
        tokio::select! {
            () = server.stop.cancelled() => return,
            _ = beat.tick() => server.hub.beat(),
        }
    }
}
