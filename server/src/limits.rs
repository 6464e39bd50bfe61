//! Where requests come from, and how many streams each address may have open.

use axum::extract::ConnectInfo;
use http::{HeaderMap, request::Parts};
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

/// The limits of this node.
pub struct Limits {
    trusted: Vec<IpAddr>,
    streams: Arc<Mutex<Streams>>,
    streams_each: u32,
    streams_total: u32,
}

#[derive(Default)]
struct Streams {
    total: u32,
    each: HashMap<IpAddr, u32>,
}

/// A place among the open streams; dropping it gives it back.
pub struct StreamPlace {
    streams: Arc<Mutex<Streams>>,
    address: IpAddr,
}

/// Too often, or too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exceeded;

impl Limits {
    /// Limits with these settings.
    pub fn new(config: &crate::config::ServeArgs) -> Self {
        Self {
            trusted: config.trusted_proxy.clone(),
            streams: Arc::default(),
            streams_each: config.stream_limit,
            streams_total: config.total_stream_limit,
        }
    }

    /// The address that a request comes from. A forwarded one is believed from a trusted proxy alone:
    /// the rightmost that is no trusted proxy itself. What stands to the left of it, or of anything that is
    /// no address, may be the client's own invention.
    pub fn address(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> IpAddr {
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip().to_canonical());
        if !self.trusted.contains(&peer) {
            return peer;
        }
        headers
            .get_all("x-forwarded-for")
            .iter()
            .flat_map(|value| value.to_str().unwrap_or_default().split(','))
            .map(forwarded)
            .rfind(|address| address.is_none_or(|address| !self.trusted.contains(&address)))
            .flatten()
            .unwrap_or(peer)
    }

    /// The same for a request whose parts are at hand.
    pub fn address_of(&self, parts: &Parts) -> IpAddr {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
        self.address(peer, &parts.headers)
    }

    /// Whether a request came through a trusted proxy.
    pub fn is_proxied(&self, parts: &Parts) -> bool {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        peer.is_some_and(|ConnectInfo(peer)| self.trusted.contains(&peer.ip().to_canonical()))
    }

    /// Takes a place for an event stream.
    pub fn stream(&self, address: IpAddr) -> Result<StreamPlace, Exceeded> {
        let address = network(address);
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if streams.total >= self.streams_total {
            return Err(Exceeded);
        }
        let each = streams.each.entry(address).or_default();
        if *each >= self.streams_each {
            return Err(Exceeded);
        }
        *each += 1;
        streams.total += 1;
        Ok(StreamPlace { streams: self.streams.clone(), address })
    }
}

impl Drop for StreamPlace {
    fn drop(&mut self) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams.total = streams.total.saturating_sub(1);
        if let Some(each) = streams.each.get_mut(&self.address) {
            *each -= 1;
            if *each == 0 {
                streams.each.remove(&self.address);
            }
        }
    }
}

/// An address as proxies forward it; some write the port too.
fn forwarded(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address =
        text.parse().or_else(|_| text.parse().map(|with_port: SocketAddr| with_port.ip()));
    address.ok().map(|address| address.to_canonical())
}

/// An IPv6 customer has a whole /64 to come from, so that is what is counted.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let bits = u128::from(v6) & !u128::from(u64::MAX);
            IpAddr::V6(bits.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Cli, Command};
    use clap::Parser;

    fn limits(arguments: &[&str]) -> Limits {
        let cli = Cli::parse_from(["porchlight", "serve"].iter().chain(arguments));
        let Command::Serve(config) = cli.command else { unreachable!("serve was asked for") };
        Limits::new(&config)
    }

    #[test]
    fn a_forwarded_address_is_believed_from_a_trusted_proxy_alone() {
        let limits = limits(&["--trusted-proxy", "10.0.0.1,10.0.0.2"]);
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.1.1.1, 203.0.113.9, 10.0.0.2".parse().unwrap());
        for (peer, expected) in [
            ("10.0.0.1:80", "203.0.113.9"),
            ("198.51.100.7:80", "198.51.100.7"),
            ("[::ffff:10.0.0.1]:80", "203.0.113.9"),
        ] {
            let peer: SocketAddr = peer.parse().unwrap();
            let expected: IpAddr = expected.parse().unwrap();
            assert_eq!(limits.address(Some(peer), &headers), expected, "{peer}");
        }
    }

    #[test]
    fn what_a_client_invents_is_not_believed() {
        let limits = limits(&["--trusted-proxy", "10.0.0.1"]);
        let proxy: SocketAddr = "10.0.0.1:80".parse().unwrap();
        for (forwarded, expected) in [
            ("1.1.1.1, 203.0.113.9", "203.0.113.9"),
            ("1.1.1.1, 203.0.113.9:5001", "203.0.113.9"),
            ("1.1.1.1, [2001:db8::1]:5001", "2001:db8::1"),
            ("1.1.1.1, unknown", "10.0.0.1"),
            ("1.1.1.1, unknown, 10.0.0.1", "10.0.0.1"),
            ("", "10.0.0.1"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            let expected: IpAddr = expected.parse().unwrap();
            assert_eq!(limits.address(Some(proxy), &headers), expected, "{forwarded}");
        }
    }

    #[test]
    fn streams_are_counted_and_given_back() {
        let limits = limits(&["--stream-limit", "2", "--total-stream-limit", "3"]);
        let (a, b): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let first = limits.stream(a).unwrap_or_else(|_| panic!("room for one"));
        let _second = limits.stream(a).unwrap_or_else(|_| panic!("room for two"));
        assert!(limits.stream(a).is_err(), "each");
        let _third = limits.stream(b).unwrap_or_else(|_| panic!("room for another"));
        assert!(limits.stream(b).is_err(), "total");
        drop(first);
        assert!(limits.stream(a).is_ok());
    }
}
