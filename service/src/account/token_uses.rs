//! When programs last used their tokens, for their owners to see which ones nobody needs.
//!
//! Noted in memory, and written with what is heard of devices: at most once a minute for each token.

use presence::{DeviceId, MINUTE, Timestamp};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// How exact it is, in milliseconds.
const EVERY: i64 = MINUTE;

/// What is known of uses since this process began.
#[derive(Debug, Default)]
pub(crate) struct TokenUses(Mutex<BTreeMap<DeviceId, Use>>);

#[derive(Debug, Clone, Copy)]
struct Use {
    at: Timestamp,
    written: bool,
}

impl TokenUses {
    /// A program used a token.
    pub(crate) fn note(&self, token: &DeviceId, now: Timestamp) {
        let mut uses = self.lock();
        match uses.get_mut(token) {
            Some(known) if now.millis_since(known.at) < EVERY => {}
            Some(known) => *known = Use { at: now, written: false },
            None => drop(uses.insert(token.clone(), Use { at: now, written: false })),
        }
    }

    /// When it was last used, as far as this process knows.
    pub(crate) fn last(&self, token: &DeviceId) -> Option<Timestamp> {
        self.lock().get(token).map(|known| known.at)
    }

    /// What is not written yet.
    pub(crate) fn unwritten(&self) -> Vec<(DeviceId, Timestamp)> {
        let uses = self.lock();
        let unwritten = uses.iter().filter(|(_, known)| !known.written);
        unwritten.map(|(token, known)| (token.clone(), known.at)).collect()
    }

    /// Notes what has been written.
    pub(crate) fn are_written(&self, written: &[(DeviceId, Timestamp)]) {
        let mut uses = self.lock();
        for (token, at) in written {
            if let Some(known) = uses.get_mut(token).filter(|known| known.at == *at) {
                known.written = true;
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<DeviceId, Use>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_is_written_once_a_minute() {
        let uses = TokenUses::default();
        let token: DeviceId = "robot".parse().unwrap();
        let at = Timestamp::from_millis;
        for (now, last, unwritten) in [
            (0, 0, true),
            (1_000, 0, false),
            (EVERY - 1, 0, false),
            (EVERY, EVERY, true),
            (EVERY + 1, EVERY, false),
            (10 * EVERY, 10 * EVERY, true),
        ] {
            uses.note(&token, at(now));
            assert_eq!(uses.last(&token), Some(at(last)), "{now}");
            let found = uses.unwritten();
            assert_eq!(found.len(), usize::from(unwritten), "{now}");
            uses.are_written(&found);
        }
        // What was noted while it was written is written next.
        uses.note(&token, at(20 * EVERY));
        let found = uses.unwritten();
        uses.note(&token, at(30 * EVERY));
        uses.are_written(&found);
        assert_eq!(uses.unwritten(), [(token, at(30 * EVERY))]);
    }
}
