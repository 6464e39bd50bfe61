//! Accepts connections until the server stops.

use super::{
    Connections,
    gate::Ticket,
    refused::{Reason, Refused},
};
use std::{
    io::{self, ErrorKind},
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::TcpListener,
    sync::OwnedSemaphorePermit,
    time::{Instant, sleep_until, timeout},
};

/// How long open requests have to finish once the server is told to stop.
const DRAIN: Duration = Duration::from_secs(3);

/// So many are accepted before others have their turn. Each comes to the runtime's queue more than once, and what
/// that cannot hold (256) waits until all that came later is done: somebody else's request with it.
const AT_ONCE: usize = 64;

/// How long nothing is accepted after the system could not hand a connection over.
const PAUSE: Duration = Duration::from_millis(50);

/// How long room is waited for before those who have nothing to do are asked for it again.
const ROOM_WITHIN: Duration = Duration::from_secs(1);

/// Accepts connections until the server stops, then drains them.
pub(crate) async fn accept(listener: TcpListener, connections: Arc<Connections>) {
    let stop = connections.stop.clone();
    let work = async {
        let mut refused = Refused::default();
        loop {
            for _ in 0..AT_ONCE {
                next(&listener, &connections, &mut refused).await;
                say(&mut refused);
            }
            tokio::task::yield_now().await;
        }
    };
    stop.run_until_cancelled(work).await;
    drop(listener);
    if timeout(DRAIN, connections.ended()).await.is_err() {
        tracing::warn!("connections were still open and are cut");
    }
}

/// Accepts the next connection, unless something is to be said before it comes.
async fn next(listener: &TcpListener, connections: &Connections, refused: &mut Refused) {
    let accepted = match refused.due_at(Instant::now()) {
        None => listener.accept().await,
        Some(due_at) => tokio::select! {
            biased;
            accepted = listener.accept() => accepted,
            () = sleep_until(due_at) => return,
        },
    };
    match accepted {
        Ok((stream, peer)) => match connections.gate.place(peer.ip()) {
            Ok(place) => {
                let permit = room(connections, refused).await;
                connections.serve(stream, peer, Ticket::new(permit, place));
            }
            Err(_) => refused.count(Reason::Network),
        },
        // Whoever came has gone again.
        Err(error) if is_over(&error) => {}
        Err(error) => {
            tracing::debug!(%error, "could not accept a connection");
            refused.count(Reason::Failed);
            connections.make_room();
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Room for one that has come. Whoever has nothing to do leaves for it.
async fn room(connections: &Connections, refused: &mut Refused) -> OwnedSemaphorePermit {
    if let Some(permit) = connections.gate.room() {
        return permit;
    }
    refused.count(Reason::Full);
    loop {
        say(refused);
        connections.make_room();
        if let Ok(permit) = timeout(ROOM_WITHIN, connections.gate.wait_for_room()).await {
            return permit;
        }
    }
}

fn is_over(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::Interrupted
    )
}

fn say(refused: &mut Refused) {
    if let Some(counts) = refused.take_what_is_to_say(Instant::now()) {
        tracing::warn!(
            of_full_networks = counts.network,
            times_full = counts.full,
            failed = counts.failed,
            "connections were not taken"
        );
    }
}
