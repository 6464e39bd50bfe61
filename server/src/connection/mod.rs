//! One connection: HTTP/1.1 by hyper, until an answer is an event stream.
//!
//! A portal waits for hours. hyper keeps a read buffer of 8 KiB and the state of a whole protocol for it, of
//! which a stream that only ever writes needs nothing. So once the head of such an answer is out, the
//! socket is taken out of hyper, and a small task of its own writes what follows (docs/benchmarks.md).
//!
//! Each connection is an open file, and whoever makes one says nothing yet. So there are so many in all and so
//! many of one network, and a head must come soon (docs/adr/0019).

mod accept;
mod events;
mod gate;
mod handover;
mod http;
mod linger;
mod listen;
mod patience;
mod refused;

#[cfg(test)]
mod tests;

pub(crate) use accept::accept;
pub(crate) use gate::Gate;
pub(crate) use listen::{listen, queue};
pub(crate) use patience::Patience;

use axum::routing::RouterIntoService;
use events::write_events;
use gate::Ticket;
use http::{Ended, serve_http};
use hyper::body::Incoming;
use linger::linger;
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::net::TcpStream;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Every open connection, and how they end.
pub(crate) struct Connections {
    router: RouterIntoService<Incoming>,
    gate: Arc<Gate>,
    patience: Patience,
    tasks: TaskTracker,
    stop: CancellationToken,
    /// Ends those that speak HTTP and have nothing to do; then there is another one for those who come next.
    leave: Mutex<CancellationToken>,
}

impl Connections {
    /// Connections that `gate` lets in and whose requests `router` answers, until `stop`.
    pub(crate) fn new(
        router: RouterIntoService<Incoming>,
        gate: Gate,
        patience: Patience,
        stop: CancellationToken,
    ) -> Self {
        let leave = Mutex::new(stop.child_token());
        Self { router, gate: Arc::new(gate), patience, tasks: TaskTracker::new(), stop, leave }
    }

    /// Serves a connection that was accepted.
    fn serve(&self, stream: TcpStream, peer: SocketAddr, ticket: Ticket) {
        let (router, gate, patience) = (self.router.clone(), self.gate.clone(), self.patience);
        let tasks = self.tasks.clone();
        let leave = self.leave.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.tasks.spawn(async move {
            // After the next look at what has come: most often that is the whole request.
            tokio::task::yield_now().await;
            match serve_http(stream, peer, router, &gate, patience, &leave).await {
                // In a task of its own, because this one keeps the memory that HTTP needed.
                Ended::Events(stream, events) => {
                    tasks.spawn(async move {
                        write_events(stream, events).await;
                        drop(ticket);
                    });
                }
                Ended::Unread(stream) => linger(stream, &leave).await,
                Ended::Over => {}
            }
        });
    }

    /// Ends the connections on which nothing is asked at the moment: others wait for their room.
    fn make_room(&self) {
        let mut leave = self.leave.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *leave, self.stop.child_token()).cancel();
    }

    /// Waits until every connection is over. They end by themselves once told to stop, when what is under
    /// way is done.
    async fn ended(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}
