//! The file of a `SQLite` database, and whether it is still where it was.

use crate::error::StoreError;
use sqlx::sqlite::SqliteConnectOptions;
use std::{
    io,
    path::{Path, PathBuf},
};

/// The file that was opened. `SQLite` goes on writing to one that was deleted or replaced since, and all
/// of that would be gone with the last process that has it open.
#[derive(Debug, Clone)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    id: (u64, u64),
}

impl DatabaseFile {
    /// The file behind an address; `None` where there is no file, as in memory.
    pub(super) fn of(url: &str) -> Option<Self> {
        let options: SqliteConnectOptions = url.parse().ok()?;
        let path = options.get_filename().to_owned();
        let id = id(&path).ok()?;
        Some(Self { path, id })
    }

    /// Whether the file is where it was.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let gone = match id(&self.path) {
            Ok(id) if id == self.id => return Ok(()),
            Ok(_) => io::Error::other("another file is in the place of the database's"),
            Err(error) => error,
        };
        Err(StoreError::Unavailable(gone.into()))
    }
}

/// What tells a file from every other one on this machine.
#[cfg(unix)]
fn id(path: &Path) -> io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let file = std::fs::metadata(path)?;
    Ok((file.dev(), file.ino()))
}

/// Elsewhere a file that is open cannot be deleted.
#[cfg(not(unix))]
fn id(path: &Path) -> io::Result<(u64, u64)> {
    std::fs::metadata(path).map(|_| (0, 0))
}
