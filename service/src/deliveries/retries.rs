//! When what could not be sent is tried again.

use presence::{MINUTE, SECOND, Timestamp};

/// The pauses after the first attempts, in milliseconds.
const FIRST: [i64; 5] = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE];
/// The pause after each later one.
const LATER: i64 = 60 * MINUTE;
/// By how much a pause is longer or shorter than that, in percent: many that failed together must not come
/// together again.
const JITTER: i64 = 20;

/// When an attempt follows on the `nth` one, which begins at `now`. `chance` is any number.
pub(super) fn next_try(nth: u32, now: Timestamp, chance: u32) -> Timestamp {
    let index = usize::try_from(nth.saturating_sub(1)).unwrap_or(usize::MAX);
    let pause = FIRST.get(index).copied().unwrap_or(LATER);
    let percent = 100 - JITTER + i64::from(chance) % (2 * JITTER + 1);
    now.plus_millis(pause * percent / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour_and_differ_by_a_fifth() {
        let now = Timestamp::from_millis(1_000_000);
        for (nth, pause) in [
            (1, 5 * SECOND),
            (2, 30 * SECOND),
            (3, 2 * MINUTE),
            (4, 10 * MINUTE),
            (5, 30 * MINUTE),
            (6, 60 * MINUTE),
            (29, 60 * MINUTE),
            (u32::MAX, 60 * MINUTE),
        ] {
            let pauses: Vec<i64> =
                (0..=1_000).map(|chance| next_try(nth, now, chance).millis_since(now)).collect();
            assert_eq!(pauses.iter().min(), Some(&(pause * 80 / 100)), "{nth}");
            assert_eq!(pauses.iter().max(), Some(&(pause * 120 / 100)), "{nth}");
        }
    }
}
