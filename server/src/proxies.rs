//! The reverse proxies whose word is believed.

use http::HeaderMap;
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

/// The reverse proxies whose `X-Forwarded-For` is believed.
#[derive(Debug, Clone)]
pub struct Proxies(Arc<[IpAddr]>);

impl Proxies {
    /// Those at these addresses.
    pub fn new(trusted: &[IpAddr]) -> Self {
        Self(trusted.iter().map(IpAddr::to_canonical).collect())
    }

    /// Whether one of them is at this address.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// The address that a request comes from. A forwarded one is believed from a trusted proxy alone:
    /// the rightmost that is no trusted proxy itself. What stands to the left of it, or of anything that is
    /// no address, may be the client's own invention.
    pub fn client(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> IpAddr {
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.to_canonical());
        if !self.trusts(peer) {
            return peer;
        }
        headers
            .get_all("x-forwarded-for")
            .iter()
            .flat_map(|value| value.to_str().unwrap_or_default().split(','))
            .map(forwarded)
            .rfind(|address| address.is_none_or(|address| !self.trusts(address)))
            .flatten()
            .unwrap_or(peer)
    }
}

/// An address as proxies forward it; some write the port too.
fn forwarded(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address =
        text.parse().or_else(|_| text.parse().map(|with_port: SocketAddr| with_port.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &[&str], peer: &str, forwarded: &str) -> String {
        let trusted: Vec<IpAddr> = trusted.iter().map(|address| address.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        Proxies::new(&trusted).client(Some(peer.parse().unwrap()), &headers).to_string()
    }

    #[test]
    fn a_forwarded_address_is_believed_from_a_trusted_proxy_alone() {
        for (peer, expected) in [
            ("10.0.0.1", "203.0.113.9"),
            ("198.51.100.7", "198.51.100.7"),
            ("::ffff:10.0.0.1", "203.0.113.9"),
        ] {
            let forwarded = "1.1.1.1, 203.0.113.9, 10.0.0.2";
            assert_eq!(client(&["10.0.0.1", "10.0.0.2"], peer, forwarded), expected, "{peer}");
        }
        assert_eq!(client(&["::ffff:10.0.0.1"], "10.0.0.1", "203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn what_a_client_invents_is_not_believed() {
        for (forwarded, expected) in [
            ("1.1.1.1, 203.0.113.9", "203.0.113.9"),
            ("1.1.1.1, 203.0.113.9:5001", "203.0.113.9"),
            ("1.1.1.1, [2001:db8::1]:5001", "2001:db8::1"),
            ("1.1.1.1, unknown", "10.0.0.1"),
            ("1.1.1.1, unknown, 10.0.0.1", "10.0.0.1"),
            ("", "10.0.0.1"),
        ] {
            assert_eq!(client(&["10.0.0.1"], "10.0.0.1", forwarded), expected, "{forwarded}");
        }
    }
}
