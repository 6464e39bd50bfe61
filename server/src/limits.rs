//! Where requests come from, and how many streams each address may have open.

use crate::{
    places::{Exceeded, Place, Places},
    proxies::Proxies,
};
use axum::extract::ConnectInfo;
use http::request::Parts;
use std::net::{IpAddr, SocketAddr};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How many event streams begin at once. Others wait while their requests are known already: between them there is
/// a turn for whoever asks for something else, and is answered in a fraction of the time.
const BEGIN_AT_ONCE: usize = 8;

/// The limits of this node.
pub struct Limits {
    proxies: Proxies,
    streams: Places,
    begins: Semaphore,
}

impl Limits {
    /// Limits with these settings.
    pub fn new(config: &crate::config::ServeArgs) -> Self {
        Self {
            proxies: Proxies::new(&config.trusted_proxy),
            streams: Places::new(config.stream_limit, config.total_stream_limit),
            begins: Semaphore::new(BEGIN_AT_ONCE),
        }
    }

    /// The address that a request comes from.
    pub fn address_of(&self, parts: &Parts) -> IpAddr {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        self.proxies.client(peer, &parts.headers)
    }

    /// Whether a request came through a trusted proxy.
    pub fn is_proxied(&self, parts: &Parts) -> bool {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        peer.is_some_and(|ConnectInfo(peer)| self.proxies.trusts(peer.ip()))
    }

    /// Waits for a turn to begin an event stream; it is over when this is dropped.
    pub async fn begin_stream(&self) -> SemaphorePermit<'_> {
        self.begins.acquire().await.expect("the semaphore is never closed")
    }

    /// Takes a place for an event stream.
    pub fn stream(&self, address: IpAddr) -> Result<Place, Exceeded> {
        self.streams.take(address)
    }
}
