//! Places of which one network may take so many, and all together so many.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

/// Too often, or too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exceeded;

/// Places that are taken and given back.
#[derive(Debug, Clone)]
pub struct Places {
    taken: Arc<Mutex<Taken>>,
    each: u32,
    total: u32,
}

#[derive(Debug, Default)]
struct Taken {
    total: u32,
    each: HashMap<IpAddr, u32>,
}

/// A place; dropping it gives it back.
#[derive(Debug)]
pub struct Place {
    taken: Arc<Mutex<Taken>>,
    network: IpAddr,
}

impl Places {
    /// So many for each network, and so many in all.
    pub fn new(each: u32, total: u32) -> Self {
        Self { taken: Arc::default(), each, total }
    }

    /// Takes one for the network of an address.
    pub fn take(&self, address: IpAddr) -> Result<Place, Exceeded> {
        let network = network(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let each = taken.each.get(&network).copied().unwrap_or_default();
        if taken.total >= self.total || each >= self.each {
            return Err(Exceeded);
        }
        taken.total += 1;
        taken.each.insert(network, each + 1);
        Ok(Place { taken: self.taken.clone(), network })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.total -= 1;
        if let Some(each) = taken.each.get_mut(&self.network) {
            *each -= 1;
            if *each == 0 {
                taken.each.remove(&self.network);
            }
        }
    }
}

/// What one customer has: an IPv4 address, or in IPv6 a whole /64 to come from.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        v4 @ IpAddr::V4(_) => v4,
        IpAddr::V6(v6) => {
            let bits = u128::from(v6) & !u128::from(u64::MAX);
            IpAddr::V6(bits.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(places: &Places, address: &str) -> Option<Place> {
        places.take(address.parse().unwrap()).ok()
    }

    #[test]
    fn places_are_counted_and_given_back() {
        let places = Places::new(2, 3);
        let (a, b) = ("192.0.2.1", "192.0.2.2");
        let first = take(&places, a);
        let _second = take(&places, a).unwrap();
        assert!(take(&places, a).is_none(), "each");
        let third = take(&places, b).unwrap();
        assert!(take(&places, b).is_none(), "total");
        drop(first);
        let _first = take(&places, a).unwrap();
        drop(third);
        assert_eq!(places.taken.lock().unwrap().each.len(), 1, "nobody is remembered for ever");
        assert!(take(&Places::new(0, 3), a).is_none());
    }

    #[test]
    fn neighbours_in_a_network_share_its_places() {
        for (one, other, share) in [
            ("192.0.2.1", "192.0.2.2", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true),
            ("2001:db8::1", "2001:db8::ffff:0:0:1", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("::1", "127.0.0.1", false),
        ] {
            let places = Places::new(1, 10);
            let _one = take(&places, one).unwrap();
            assert_eq!(take(&places, other).is_none(), share, "{one} and {other}");
        }
    }
}
