//! How often somebody may fail: to sign in, to say their password again, to follow a link; and how often
//! strangers may have letters sent.
//!
//! Failures count, and what succeeds does not: a whole office may sign in behind one address at nine. Whoever
//! fails too often waits; by their address, and by the account, wherever they come from. The account takes more
//! than one address may try, so that no single one keeps its owner out; and a browser that the owner has signed
//! in with before is not held up by the failures of others at all (docs/adr/0020).

mod bucket;

use bucket::Bucket;
use presence::{MINUTE, Timestamp};
use std::net::{IpAddr, Ipv6Addr};

/// How many times as often as one address may fail on one account, all addresses together may.
const ACCOUNT_TIMES: u32 = 5;

/// Too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften;

/// What this node remembers of failures.
pub struct Tries {
    addresses: Bucket,
    accounts: Bucket,
    browsers: Bucket,
    passwords: Bucket,
    links: Bucket,
    forgotten: Bucket,
    letters: Bucket,
}

/// A try to sign in. Dropped, it has failed.
#[must_use = "a try that succeeded is to be given back"]
pub struct Try<'a> {
    from: Vec<(&'a Bucket, u64)>,
}

impl Try<'_> {
    /// It was none that failed: it does not count.
    pub fn give_back(self) {
        for (bucket, key) in self.from {
            bucket.give_back(key);
        }
    }
}

impl Tries {
    /// Lets one address fail so often a minute.
    pub fn new(a_minute: u32) -> Self {
        let a_minute = a_minute.max(1);
        let bucket = |times: u32| Bucket::new(a_minute.saturating_mul(times), MINUTE);
        Self {
            addresses: bucket(1),
            accounts: bucket(ACCOUNT_TIMES),
            browsers: bucket(1),
            passwords: bucket(1),
            links: bucket(1),
            forgotten: bucket(1),
            // Three at once, then one in five minutes.
            letters: Bucket::new(3, 15 * MINUTE),
        }
    }

    /// Begins a try to sign in to the account with this address. A browser that knows the account says what it
    /// knows it by; while it has not failed too often itself, nobody else's failures hold it up.
    pub fn sign_in(
        &self,
        from: IpAddr,
        email: &str,
        known_by: Option<&str>,
        now: Timestamp,
    ) -> Result<Try<'_>, TooOften> {
        if let Some(key) = known_by
            && let Ok(key) = self.browsers.take(&(key, email), now)
        {
            return Ok(Try { from: vec![(&self.browsers, key)] });
        }
        let address = self.addresses.take(&network(from), now)?;
        let begun = Try { from: vec![(&self.addresses, address)] };
        if let Ok(account) = self.accounts.take(&email, now) {
            let mut from = begun.from;
            from.push((&self.accounts, account));
            Ok(Try { from })
        } else {
            // Nothing was tried.
            begun.give_back();
            Err(TooOften)
        }
    }

    /// Begins a try to say one's own password again.
    pub fn password(&self, user: &str, now: Timestamp) -> Result<Try<'_>, TooOften> {
        let key = self.passwords.take(&user, now)?;
        Ok(Try { from: vec![(&self.passwords, key)] })
    }

    /// Counts a link that was not good.
    pub fn bad_link(&self, from: IpAddr, now: Timestamp) -> Result<(), TooOften> {
        self.links.take(&network(from), now).map(drop)
    }

    /// Counts somebody who says that they forgot their password.
    pub fn forgotten(&self, from: IpAddr, now: Timestamp) -> Result<(), TooOften> {
        self.forgotten.take(&network(from), now).map(drop)
    }

    /// Counts a letter that a stranger has sent to an address.
    pub fn letter(&self, email: &str, now: Timestamp) -> Result<(), TooOften> {
        self.letters.take(&email, now).map(drop)
    }
}

/// An IPv6 customer has a whole /64 to come from, so that is what is counted.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use presence::SECOND;

    const NOON: Timestamp = Timestamp::from_millis(1_763_985_600_000);

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// How many of a hundred tries that fail are let through.
    fn fails(tries: &Tries, from: &str, email: &str, known_by: Option<&str>) -> usize {
        let from = address(from);
        (0..100).filter(|_| tries.sign_in(from, email, known_by, NOON).is_ok()).count()
    }

    #[test]
    fn failures_count_by_address_by_account_and_by_browser() {
        let tries = Tries::new(4);
        assert_eq!(fails(&tries, "192.0.2.1", "marta", None), 4, "one address");
        assert_eq!(fails(&tries, "192.0.2.1", "jonas", None), 0, "whichever the account");
        for (nth, from) in ["192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"].iter().enumerate() {
            assert_eq!(fails(&tries, from, "marta", None), 4, "address {nth}");
        }
        assert_eq!(fails(&tries, "192.0.2.6", "marta", None), 0, "the account has had enough");
        assert_eq!(fails(&tries, "192.0.2.6", "jonas", None), 4, "which cost that address nothing");
        assert_eq!(fails(&tries, "192.0.2.1", "marta", Some("a secret")), 4, "its own browser");
        assert_eq!(fails(&tries, "192.0.2.7", "marta", Some("another")), 4);
        // Of another account, which has tries of its own: the browser's, and then the address's.
        assert_eq!(fails(&tries, "192.0.2.7", "lea", Some("a secret")), 8);
    }

    #[test]
    fn a_browser_that_fails_too_often_is_one_of_many() {
        let tries = Tries::new(2);
        // Its own two, and the two of its address.
        assert_eq!(fails(&tries, "192.0.2.1", "marta", Some("a secret")), 4);
    }

    #[test]
    fn what_succeeds_does_not_count() {
        let tries = Tries::new(2);
        for _ in 0..1_000 {
            let begun = tries.sign_in(address("192.0.2.1"), "marta", None, NOON);
            begun.unwrap_or_else(|_| panic!("nobody failed")).give_back();
        }
        // Those under way count until it is known that they did not fail.
        let under_way: Vec<_> =
            (0..2).map(|_| tries.sign_in(address("192.0.2.1"), "marta", None, NOON)).collect();
        assert!(tries.sign_in(address("192.0.2.1"), "marta", None, NOON).is_err());
        for begun in under_way {
            begun.unwrap_or_else(|_| panic!("nobody failed")).give_back();
        }
        assert_eq!(fails(&tries, "192.0.2.1", "marta", None), 2);
    }

    #[test]
    fn each_kind_has_a_bucket_of_its_own() {
        let tries = Tries::new(1);
        let here = address("192.0.2.1");
        assert_eq!(fails(&tries, "192.0.2.1", "marta", None), 1);
        assert!(tries.password("marta", NOON).is_ok());
        assert!(tries.password("marta", NOON).is_err());
        assert!(tries.bad_link(here, NOON).is_ok());
        assert!(tries.bad_link(here, NOON).is_err());
        assert!(tries.forgotten(here, NOON).is_ok());
        assert!(tries.forgotten(here, NOON).is_err());
        assert_eq!((0..9).filter(|_| tries.letter("marta", NOON).is_ok()).count(), 3);
        let later = NOON.plus_millis(60 * SECOND);
        assert!(tries.letter("marta", later).is_err(), "letters take longer");
        assert!(tries.password("marta", later).is_ok());
    }

    #[test]
    fn an_ipv6_customer_is_one_however_many_addresses_they_have() {
        let tries = Tries::new(3);
        assert_eq!(fails(&tries, "2001:db8:1:2::1", "a", None), 3);
        assert_eq!(fails(&tries, "2001:db8:1:2:ffff::9", "b", None), 0, "the same /64");
        assert_eq!(fails(&tries, "2001:db8:1:3::1", "c", None), 3, "the neighbour");
        assert_eq!(fails(&tries, "::ffff:192.0.2.1", "d", None), 3);
        assert_eq!(fails(&tries, "192.0.2.1", "e", None), 0, "an IPv4 address in another dress");
        assert_eq!(fails(&tries, "192.0.2.2", "f", None), 3);
    }
}
