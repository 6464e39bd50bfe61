//! What a use case may answer besides success.

use presence::Denied;
use std::path::PathBuf;

/// The database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It is locked, full, gone or overloaded. Trying again later may help; nothing was changed.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// Another writer came first; nothing was changed. Writers take turns, so this is rare, and the same
    /// request made again finds the new state.
    #[error("another writer came first")]
    Conflict,
    /// A row says something that the rules do not know.
    #[error("the database holds something unknown: {0}")]
    Corrupt(String),
    /// Another process serves from the same `SQLite` file.
    #[error(
        "a server runs on {} already, or the file is being restored; one file has one server (several \
         servers of one site share a Postgres database)",
        .0.display()
    )]
    Claimed(PathBuf),
    /// What shall not be read in the database cannot be sealed.
    #[error(transparent)]
    Vault(#[from] crate::VaultError),
    /// Anything else: a fault in the code or in the schema.
    #[error("the database failed: {0}")]
    Failed(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::BeginFailed
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            sqlx::Error::Database(database) => match database.code().as_deref() {
                // SQLite's primary codes: 5 busy, 6 locked, 8 read-only, 10 I/O, 13 full, 14 cannot open.
                // Extended codes carry the primary one in their low byte.
                Some(code) if is_sqlite_unavailable(code) => Self::Unavailable(error),
                // Postgres classes: 08 connection, 53 resources, 55 locks, 57 operator, 40 serialisation;
                // 25006 is a standby that only reads, 25P03 a transaction that took too long.
                Some(code) if code.len() == 5 && code.starts_with("40") => Self::Conflict,
                Some(code)
                    if code.len() == 5
                        && ["08", "53", "55", "57", "25006", "25P03"]
                            .iter()
                            .any(|class| code.starts_with(class)) =>
                {
                    Self::Unavailable(error)
                }
                _ => Self::Failed(error),
            },
            _ => Self::Failed(error),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(error.into())
    }
}

fn is_sqlite_unavailable(code: &str) -> bool {
    code.len() < 5
        && code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14))
}

/// Failures that any use case may meet.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The session or token that the caller was known by has ended since.
    #[error("not signed in any more")]
    SignedOut,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lets `?` carry a refusal by the policy, and a failure of the store, into a use case's own error.
macro_rules! from_failures {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$crate::StoreError> for $error {
            fn from(error: $crate::StoreError) -> Self {
                Self::Failure(error.into())
            }
        }

        impl From<presence::Denied> for $error {
            fn from(denied: presence::Denied) -> Self {
                Self::Failure(denied.into())
            }
        }
    )+};
}
pub(crate) use from_failures;

#[cfg(test)]
mod tests {
    use super::is_sqlite_unavailable;

    #[test]
    fn what_may_work_later_is_unavailable() {
        for (code, unavailable) in [
            ("5", true),     // busy
            ("517", true),   // busy, snapshot
            ("6", true),     // locked
            ("8", true),     // read-only
            ("1544", true),  // read-only, database was moved
            ("10", true),    // I/O
            ("778", true),   // I/O, write
            ("13", true),    // full
            ("14", true),    // cannot open
            ("1", false),    // an error in the SQL
            ("19", false),   // a constraint
            ("2067", false), // a constraint, unique
            ("", false),
            ("23505", false), // Postgres: unique
        ] {
            assert_eq!(is_sqlite_unavailable(code), unavailable, "{code}");
        }
    }
}
