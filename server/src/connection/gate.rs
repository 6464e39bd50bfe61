//! Who gets in: so many connections in all, and so many of each network.

use crate::{
    open_files::Room,
    places::{Exceeded, Place, Places},
    proxies::Proxies,
};
use http::HeaderMap;
use std::{net::IpAddr, sync::Arc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};

/// Who gets in.
#[derive(Debug)]
pub(crate) struct Gate {
    all: Arc<Semaphore>,
    networks: Places,
    proxies: Proxies,
}

/// What a connection holds for as long as it lasts.
#[derive(Debug)]
pub(super) struct Ticket {
    _permit: OwnedSemaphorePermit,
    _place: Option<Place>,
}

impl Ticket {
    /// Room, and a place where one is needed.
    pub(super) fn new(permit: OwnedSemaphorePermit, place: Option<Place>) -> Self {
        Self { _permit: permit, _place: place }
    }
}

impl Gate {
    /// Lets in as many as there is room for.
    pub(crate) fn new(room: Room, proxies: Proxies) -> Self {
        let all = usize::try_from(room.connections).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            all: Arc::new(Semaphore::new(all.min(Semaphore::MAX_PERMITS))),
            networks: Places::new(room.each, u32::MAX),
            proxies,
        }
    }

    /// Room for a connection; nothing while there is none.
    pub(super) fn room(&self) -> Option<OwnedSemaphorePermit> {
        match self.all.clone().try_acquire_owned() {
            Ok(permit) => Some(permit),
            Err(TryAcquireError::NoPermits) => None,
            Err(TryAcquireError::Closed) => unreachable!("the semaphore is never closed"),
        }
    }

    /// Waits until there is room.
    pub(super) async fn wait_for_room(&self) -> OwnedSemaphorePermit {
        self.all.clone().acquire_owned().await.expect("the semaphore is never closed")
    }

    /// A place for a connection among those of its network, unless that has as many as it may. A trusted proxy
    /// speaks for everybody, and needs none.
    pub(super) fn place(&self, peer: IpAddr) -> Result<Option<Place>, Exceeded> {
        if self.proxies.trusts(peer) { Ok(None) } else { self.networks.take(peer).map(Some) }
    }

    /// What a request holds while it is answered: behind a trusted proxy each counts as a connection of the
    /// network that it is forwarded for. Nothing where the connection is the client's own.
    pub(super) fn let_through(
        &self,
        peer: IpAddr,
        headers: &HeaderMap,
    ) -> Result<Option<Place>, Exceeded> {
        if !self.proxies.trusts(peer) {
            return Ok(None);
        }
        let client = self.proxies.client(Some(peer), headers);
        // A proxy that asks for itself, as for `/readyz`, is nobody's client.
        if self.proxies.trusts(client) { Ok(None) } else { self.networks.take(client).map(Some) }
    }
}
