//! A number of tries for each key, which comes back evenly.

use super::TooOften;
use presence::Timestamp;
use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, RandomState},
    sync::{Mutex, PoisonError},
};

/// How many keys are remembered at most, in some hundred KiB. Each costs whoever fails a password's hash, so
/// that nobody fills this to be forgotten.
const MOST: usize = 20_000;

/// What is left for each key. A key that has all it may have is not remembered.
pub(super) struct Bucket {
    /// In how many microseconds one comes back.
    interval: i64,
    /// In how many all of them do.
    whole: i64,
    hasher: RandomState,
    /// When all have come back, by key, in epoch microseconds.
    whole_at: Mutex<HashMap<u64, i64>>,
}

impl Bucket {
    /// So many at once, which have all come back after so many milliseconds.
    pub(super) fn new(at_once: u32, within: i64) -> Self {
        let interval = (within * 1_000 / i64::from(at_once)).max(1);
        Self {
            interval,
            whole: interval * i64::from(at_once),
            hasher: RandomState::new(),
            whole_at: Mutex::default(),
        }
    }

    /// Takes one, and returns by what name it is given back.
    pub(super) fn take(&self, key: &impl Hash, now: Timestamp) -> Result<u64, TooOften> {
        // With a seed of this process: nobody finds two keys that share one.
        let key = self.hasher.hash_one(key);
        let now = now.as_millis() * 1_000;
        let mut all = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back makes nobody wait for longer than this takes.
        let before = all.get_mut(&key).map_or(now, |at| {
            *at = (*at).clamp(now, now + self.whole);
            *at
        });
        if before + self.interval > now + self.whole {
            return Err(TooOften);
        }
        if all.len() >= MOST && !all.contains_key(&key) {
            forget(&mut all, now);
        }
        all.insert(key, before + self.interval);
        Ok(key)
    }

    /// Gives one back.
    pub(super) fn give_back(&self, key: u64) {
        let mut all = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = all.get_mut(&key) {
            *at -= self.interval;
        }
    }

    #[cfg(test)]
    fn remembered(&self) -> usize {
        self.whole_at.lock().unwrap().len()
    }
}

/// Makes room: forgets those who have all back, and where that is not enough, the half that is nearest to it.
fn forget(all: &mut HashMap<u64, i64>, now: i64) {
    all.retain(|_, at| *at > now);
    if all.len() >= MOST {
        let mut moments: Vec<i64> = all.values().copied().collect();
        let (_, middle, _) = moments.select_nth_unstable(MOST / 2);
        let middle = *middle;
        all.retain(|_, at| *at > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use presence::{MINUTE, SECOND};

    const NOON: Timestamp = Timestamp::from_millis(1_763_985_600_000);

    #[test]
    fn they_come_back_evenly() {
        let bucket = Bucket::new(4, MINUTE);
        let left =
            |at| std::iter::from_fn(|| bucket.take(&"marta", NOON.plus_millis(at)).ok()).count();
        for (after, expected) in [
            (0, 4),
            (0, 0),
            (15 * SECOND - 1, 0),
            (15 * SECOND, 1),
            (45 * SECOND, 2),
            // All of them, and never more.
            (60 * MINUTE, 4),
            // Set back by an hour, the clock keeps nobody out for an hour.
            (0, 0),
            (15 * SECOND, 1),
        ] {
            assert_eq!(left(after), expected, "after {after} ms");
        }
    }

    #[test]
    fn what_is_given_back_may_be_taken_again() {
        let bucket = Bucket::new(1, MINUTE);
        for _ in 0..100 {
            let key = bucket.take(&1, NOON).unwrap();
            assert!(bucket.take(&1, NOON).is_err());
            bucket.give_back(key);
        }
        bucket.give_back(7);
        assert!(bucket.take(&1, NOON).is_ok());
    }

    #[test]
    fn it_never_remembers_more_than_fit_and_those_who_fail_most_last() {
        let bucket = Bucket::new(20, MINUTE);
        let fail = |key: u64, times: usize| {
            for _ in 0..times {
                let _ = bucket.take(&key, NOON);
            }
        };
        fail(0, 20);
        for key in 1..200_000 {
            fail(key, 1);
            assert!(bucket.remembered() <= MOST, "{key}");
        }
        assert!(bucket.take(&0_u64, NOON).is_err(), "who failed most is not forgotten for others");
        // Later, all of them have theirs back, and the next one makes room.
        let later = NOON.plus_millis(MINUTE);
        for key in 300_000..300_000 + u64::try_from(MOST).unwrap() {
            bucket.take(&key, later).unwrap();
        }
        assert!(bucket.remembered() <= MOST);
    }
}
