//! How long a connection may let us wait for the next request's head.

use std::{
    sync::atomic::{AtomicU8, AtomicU64, Ordering},
    time::Duration,
};
use tokio::time::Instant;

/// The limits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// For a head: the first, from when the connection was made; each other, from its first byte.
    pub(crate) head: Duration,
    /// For the first byte of another request. Longer than the minute for which reverse proxies keep idle
    /// connections, so that they are the ones who close them.
    pub(crate) idle: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(10), idle: Duration::from_secs(90) }
    }
}

/// What a connection is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum At {
    /// A head is on its way.
    Head,
    /// A request is answered. How long that may take is not for the connection to say.
    Work,
    /// The answer is made; it may still be written.
    Rest,
}

/// Until when one connection is waited for. It is shared by what hyper calls within one task.
#[derive(Debug)]
pub(super) struct Waiting {
    patience: Patience,
    began: Instant,
    at: AtomicU8,
    /// Milliseconds since it began.
    until: AtomicU64,
}

impl Waiting {
    /// For the first head of a connection that was made now.
    pub(super) fn new(patience: Patience, now: Instant) -> Self {
        let waiting = Self {
            patience,
            began: now,
            at: AtomicU8::new(At::Head as u8),
            until: AtomicU64::default(),
        };
        waiting.wait(patience.head, now);
        waiting
    }

    /// A head is there whole.
    pub(super) fn asked(&self) {
        self.at.store(At::Work as u8, Ordering::Relaxed);
        self.until.store(u64::MAX, Ordering::Relaxed);
    }

    /// Its answer is made.
    pub(super) fn answered(&self, now: Instant) {
        self.at.store(At::Rest as u8, Ordering::Relaxed);
        self.wait(self.patience.idle, now);
    }

    /// Something came.
    pub(super) fn heard(&self, now: impl FnOnce() -> Instant) {
        if self.is_at(At::Rest) {
            self.at.store(At::Head as u8, Ordering::Relaxed);
            self.wait(self.patience.head, now());
        }
    }

    /// The other side took something: a long answer is still on its way.
    pub(super) fn said(&self, now: impl FnOnce() -> Instant) {
        if self.is_at(At::Rest) {
            self.wait(self.patience.idle, now());
        } else if self.is_at(At::Head) {
            self.wait(self.patience.head, now());
        }
    }

    /// Until when; nothing while it is we who are waited for.
    pub(super) fn until(&self) -> Option<Instant> {
        let until = self.until.load(Ordering::Relaxed);
        (until != u64::MAX).then(|| self.began + Duration::from_millis(until))
    }

    /// When to look again at the latest.
    pub(super) fn look_again(&self, now: Instant) -> Instant {
        self.until().unwrap_or(now + self.patience.idle)
    }

    fn is_at(&self, at: At) -> bool {
        self.at.load(Ordering::Relaxed) == at as u8
    }

    fn wait(&self, span: Duration, now: Instant) {
        let until = (now + span).saturating_duration_since(self.began).as_millis();
        self.until.store(u64::try_from(until).unwrap_or(u64::MAX - 1), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What happens to a connection, and at which second.
    #[derive(Debug, Clone, Copy)]
    enum Event {
        Asked,
        Answered(u64),
        Heard(u64),
        Said(u64),
    }

    #[test]
    fn a_head_has_ten_seconds_and_rest_has_ninety() {
        use Event::{Answered, Asked, Heard, Said};
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        for (rule, events, until) in [
            ("the first head, from the beginning", &[][..], Some(10)),
            ("byte by byte is no longer", &[Heard(1), Heard(9)], Some(10)),
            ("an answer takes its time", &[Heard(1), Asked], None),
            ("the body is not the head", &[Asked, Heard(15)], None),
            ("what is said before the answer is made", &[Asked, Said(5)], None),
            ("rest after an answer", &[Asked, Answered(2)], Some(92)),
            ("a long answer that is taken", &[Asked, Answered(2), Said(60)], Some(150)),
            ("the next head, from its first byte", &[Asked, Answered(2), Heard(50)], Some(60)),
            ("and no longer", &[Asked, Answered(2), Heard(50), Heard(59)], Some(60)),
            ("the next in time", &[Asked, Answered(2), Heard(50), Asked], None),
            (
                "two at once: the first answer is still taken",
                &[Asked, Answered(2), Heard(3), Said(9)],
                Some(19),
            ),
        ] {
            let waiting = Waiting::new(Patience::default(), start);
            for event in events {
                match *event {
                    Asked => waiting.asked(),
                    Answered(second) => waiting.answered(at(second)),
                    Heard(second) => waiting.heard(|| at(second)),
                    Said(second) => waiting.said(|| at(second)),
                }
            }
            assert_eq!(waiting.until(), until.map(at), "{rule}");
        }
    }
}
