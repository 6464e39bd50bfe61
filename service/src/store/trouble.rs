//! Whether the database takes writes, as the latest one found it.
//!
//! A database that answers reads may take no writes: its disk is full, another program holds it locked, or it
//! may only be read. Nobody has to try: a running server writes every few seconds that it is there.

use crate::error::StoreError;
use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

/// Why the latest write was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Another program holds it locked.
    Locked,
    /// Its disk is full.
    Full,
    /// It may only be read.
    ReadOnly,
    /// Its files were moved, deleted or replaced.
    Moved,
    /// Anything else: it cannot be reached, or its disk fails.
    Failing,
}

impl Trouble {
    /// Every one that there is.
    pub const ALL: [Self; 5] =
        [Self::Locked, Self::Full, Self::ReadOnly, Self::Moved, Self::Failing];

    /// Its name in metrics and in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Full => "full",
            Self::ReadOnly => "read_only",
            Self::Moved => "moved",
            Self::Failing => "failing",
        }
    }

    /// What a failed write tells of the database; `None` for a failure that is not the database's.
    pub(super) fn of(error: &StoreError) -> Option<Self> {
        let (StoreError::Unavailable(error) | StoreError::Failed(error)) = error else {
            return None;
        };
        let sqlx::Error::Database(error) = error else { return Some(Self::Failing) };
        let code = error.code().unwrap_or_default();
        Some(match code.as_ref() {
            "55P03" => Self::Locked,
            "53100" => Self::Full,
            "25006" => Self::ReadOnly,
            code if code.len() < 5 => Self::of_sqlite(code.parse().unwrap_or_default()),
            _ => Self::Failing,
        })
    }

    /// SQLite's extended codes carry the primary one in their low byte.
    const fn of_sqlite(code: u32) -> Self {
        /// `SQLITE_READONLY_DBMOVED`
        const MOVED: u32 = 1032;
        match code {
            MOVED => Self::Moved,
            _ => match code & 0xff {
                5 | 6 => Self::Locked,
                13 => Self::Full,
                8 => Self::ReadOnly,
                _ => Self::Failing,
            },
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Locked => "another program holds it locked",
            Self::Full => "its disk is full",
            Self::ReadOnly => "it may only be read",
            Self::Moved => "its files were moved, deleted or replaced",
            Self::Failing => "it cannot be reached, or its disk fails",
        })
    }
}

/// How the latest write went, and how many did not go.
#[derive(Debug, Clone, Default)]
pub(super) struct Writes(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    now: Option<Trouble>,
    failures: [u64; Trouble::ALL.len()],
}

impl Writes {
    /// Notes how a write went, and says in the log when that is news.
    pub(super) fn note<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        match &outcome {
            Ok(_) => self.turn_out(None),
            Err(error) => self.turn_out_with(Trouble::of(error)),
        }
        outcome
    }

    /// Notes that the files of the database are not where they were.
    pub(super) fn note_moved<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if outcome.is_err() {
            self.turn_out_with(Some(Trouble::Moved));
        }
        outcome
    }

    fn turn_out_with(&self, trouble: Option<Trouble>) {
        if trouble.is_some() {
            self.turn_out(trouble);
        }
    }

    fn turn_out(&self, trouble: Option<Trouble>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = Trouble::ALL.iter().position(|one| Some(*one) == trouble) {
            state.failures[at] += 1;
        }
        let before = std::mem::replace(&mut state.now, trouble);
        drop(state);
        match trouble {
            _ if before == trouble => {}
            Some(why) => tracing::error!(why = why.name(), "the database takes no writes: {why}"),
            None => tracing::info!("the database takes writes again"),
        }
    }

    /// Why the latest write was not taken; `None` when it was.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).now
    }

    /// How many writes were not taken, and why.
    pub(super) fn failures(&self) -> [(Trouble, u64); Trouble::ALL.len()] {
        let failures = self.0.lock().unwrap_or_else(PoisonError::into_inner).failures;
        std::array::from_fn(|at| (Trouble::ALL[at], failures[at]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_what_is_the_matter() {
        for (code, trouble) in [
            (5, Trouble::Locked),    // busy
            (517, Trouble::Locked),  // busy, snapshot
            (6, Trouble::Locked),    // locked
            (13, Trouble::Full),     // full
            (8, Trouble::ReadOnly),  // read-only
            (1032, Trouble::Moved),  // read-only, for it was moved
            (10, Trouble::Failing),  // I/O
            (778, Trouble::Failing), // I/O, write
            (11, Trouble::Failing),  // malformed
        ] {
            assert_eq!(Trouble::of_sqlite(code), trouble, "{code}");
        }
    }

    #[test]
    fn the_latest_write_counts_and_what_is_not_the_databases_fault_does_not() {
        let writes = Writes::default();
        let failed = || StoreError::Unavailable(sqlx::Error::PoolTimedOut);
        assert!(writes.note(Err::<(), _>(failed())).is_err());
        assert_eq!(writes.trouble(), Some(Trouble::Failing));
        assert!(writes.note(Err::<(), _>(StoreError::Conflict)).is_err());
        assert_eq!(writes.trouble(), Some(Trouble::Failing), "another writer came first");
        writes.note(Ok(())).unwrap();
        assert_eq!(writes.trouble(), None);
        assert!(writes.note(Err::<(), _>(StoreError::Conflict)).is_err());
        assert_eq!(writes.trouble(), None);
        writes.note_moved(Ok(())).unwrap();
        assert!(writes.note_moved(Err::<(), _>(failed())).is_err());
        assert_eq!(writes.trouble(), Some(Trouble::Moved));
        let counted: Vec<u64> = writes.failures().iter().map(|(_, count)| *count).collect();
        assert_eq!(counted, [0, 0, 0, 1, 1]);
    }
}
