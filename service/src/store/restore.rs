//! Putting a copy in the place of a `SQLite` database.
//!
//! Until the very last step the database is as it was, and that step is one renaming: a copy is made ready
//! beside it, checked, and takes its name. What `SQLite` left beside the old one, such as the log of a server
//! that was killed, is taken in by the old one first: read into the new one it would tear it to pieces. The old
//! one is kept under another name.

use super::{
    file::{BESIDE, DatabaseFile, encoded, with_ending},
    trouble::Trouble,
};
use crate::{
    error::StoreError,
    values::{private, secret::random_id},
};
use sqlx::{AnyConnection, Connection, Executor, migrate::Migrator};
use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

/// How every `SQLite` database begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// What else may stand beside one: a change under way, which the next one who opens it takes back.
const JOURNAL: &str = "-journal";

/// Why a copy was not put in the place of the database, which is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The copy cannot be read.
    #[error("{} cannot be read: {}", .0.display(), .1)]
    Unreadable(PathBuf, io::Error),
    /// The copy is something else than a database.
    #[error("{} is no SQLite database", .0.display())]
    NoDatabase(PathBuf),
    /// The copy is broken.
    #[error("{} is damaged: {}", .0.display(), .1)]
    Damaged(PathBuf, String),
    /// The copy is of another program.
    #[error("{} is a database, but none of Porchlight", .0.display())]
    NotOurs(PathBuf),
    /// A newer program wrote it.
    #[error(
        "{} was made by a newer Porchlight (its schema is {found}, this one knows {known}); restore it \
         with that one, or a newer one", .file.display()
    )]
    Newer {
        /// The copy.
        file: PathBuf,
        /// Its newest migration.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// It is the database that it should replace.
    #[error("{} is the database itself; restore a copy of it", .0.display())]
    Itself(PathBuf),
    /// A server runs on it.
    #[error("a server runs on {}; make a copy of it with `porchlight backup`, and restore that", .0.display())]
    Served(PathBuf),
    /// Something else than a server has the database open.
    #[error("another program has {} open; let it end first", .0.display())]
    Busy(PathBuf),
    /// The copy cannot be made ready, or cannot take the place.
    #[error("{} cannot be written: {}", .0.display(), .1)]
    Unwritable(PathBuf, io::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A copy that is ready to take the place of a database. Dropped before it does, it is gone, and the database
/// is as it was.
#[derive(Debug)]
pub struct Replacement {
    target: PathBuf,
    /// Whether the database was not there, and its place is held by an empty file.
    is_new: bool,
    copy: PathBuf,
    /// No server starts meanwhile.
    _claim: DatabaseFile,
}

impl Replacement {
    /// Claims the database at `address`, copies `file` beside it, and checks the copy.
    pub async fn prepare(address: &str, file: &Path) -> Result<Self, RestoreError> {
        sqlx::any::install_default_drivers();
        let mut source = open(file)?;
        let place = super::sqlite_path(address).and_then(|path| path.metadata().ok());
        let is_new = place.is_none();
        if let (Some(place), Ok(from)) = (place, source.metadata())
            && (place.dev(), place.ino()) == (from.dev(), from.ino())
        {
            return Err(RestoreError::Itself(file.to_owned()));
        }
        let (mut claim, _) = DatabaseFile::find(address)?;
        let target = claim.real().to_owned();
        let copy = with_ending(&target, &format!(".restoring-{}", random_id()));
        claim.claim()?;
        let replacement = Self { target, is_new, copy, _claim: claim };
        replacement.take(&mut source, file)?;
        replacement.check(file).await?;
        Ok(replacement)
    }

    /// The address of the copy, for what is to be done to it before it takes the place.
    pub fn address(&self) -> String {
        format!("sqlite://{}?mode=rw", encoded(&self.copy))
    }

    /// Copies the file, and what belongs to it.
    fn take(&self, source: &mut File, file: &Path) -> Result<(), RestoreError> {
        let unwritable = |error| RestoreError::Unwritable(self.copy.clone(), error);
        let mut copy = private::make_new(&self.copy).map_err(unwritable)?;
        io::copy(source, &mut copy).map_err(unwritable)?;
        // A copy that was made by hand has its log beside it.
        let real = file.canonicalize().map_err(|error| unreadable(file, error))?;
        for ending in [BESIDE[0], JOURNAL] {
            match File::open(with_ending(&real, ending)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(unreadable(&with_ending(&real, ending), error)),
                Ok(mut log) => {
                    let made = private::make_new(&with_ending(&self.copy, ending));
                    io::copy(&mut log, &mut made.map_err(unwritable)?).map_err(unwritable)?;
                }
            }
        }
        // The server's own user reads it, though root restores it.
        let theirs = if self.is_new { self.target.parent() } else { Some(self.target.as_path()) };
        let owner = theirs.unwrap_or(&self.target).metadata().map_err(unwritable)?;
        let given = std::os::unix::fs::chown(&self.copy, Some(owner.uid()), Some(owner.gid()));
        let is_theirs = copy.metadata().map_err(unwritable)?.uid() == owner.uid();
        if is_theirs { Ok(()) } else { given.map_err(unwritable) }
    }

    /// Whether the copy is whole, is ours, and is not from the future.
    async fn check(&self, file: &Path) -> Result<(), RestoreError> {
        let damaged = |error: sqlx::Error| match StoreError::from(error) {
            StoreError::Failed(error) => RestoreError::Damaged(file.to_owned(), error.to_string()),
            error => error.into(),
        };
        let mut connection = AnyConnection::connect(&self.address()).await.map_err(damaged)?;
        let found: Vec<String> = sqlx::query_scalar("pragma integrity_check(10)")
            .fetch_all(&mut connection)
            .await
            .map_err(damaged)?;
        if found != ["ok"] {
            return Err(RestoreError::Damaged(file.to_owned(), found.join("; ")));
        }
        let outcome = is_ours(&mut connection, &super::MIGRATIONS, file).await;
        connection.close().await.map_err(StoreError::from)?;
        outcome
    }

    /// Gives the copy the database's name. The old one lies under the name that is returned, if there was one.
    pub async fn put_in_place(self, stamp: &str) -> Result<Option<PathBuf>, RestoreError> {
        let unwritable = |error| RestoreError::Unwritable(self.target.clone(), error);
        let copy = take_in(&self.copy).await.map_err(|error| match error {
            Held::Busy => RestoreError::Busy(self.copy.clone()),
            Held::Broken(error) => StoreError::Failed(error).into(),
        })?;
        copy.close().await.map_err(StoreError::from)?;
        File::open(&self.copy).and_then(|copy| copy.sync_all()).map_err(unwritable)?;
        let aside = with_ending(&self.target, &format!(".replaced-{stamp}"));
        // While this is held nobody else opens the old one, and nothing is left beside it.
        let held = match take_in(&self.target).await {
            Ok(held) => Some(held),
            Err(Held::Busy) => return Err(RestoreError::Busy(self.target.clone())),
            // It is of no use any more, and what belongs to it goes where it goes.
            Err(Held::Broken(_)) => {
                for ending in [BESIDE[0], BESIDE[1], JOURNAL] {
                    let (from, to) =
                        (with_ending(&self.target, ending), with_ending(&aside, ending));
                    match fs::rename(from, to) {
                        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                        renamed => renamed.map_err(unwritable)?,
                    }
                }
                None
            }
        };
        if !self.is_new {
            fs::hard_link(&self.target, &aside).map_err(unwritable)?;
        }
        fs::rename(&self.copy, &self.target).map_err(unwritable)?;
        if let Some(folder) = self.target.parent() {
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(unwritable)?;
        }
        if let Some(held) = held {
            let _ = held.close().await;
        }
        Ok((!self.is_new).then_some(aside))
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        // What took the place has this name no more.
        for ending in ["", BESIDE[0], BESIDE[1], JOURNAL] {
            let _ = fs::remove_file(with_ending(&self.copy, ending));
        }
        let is_empty = self.target.metadata().is_ok_and(|target| target.len() == 0);
        if self.is_new && is_empty {
            let _ = fs::remove_file(&self.target);
        }
    }
}

/// The copy, if it is a database that no server runs on.
fn open(file: &Path) -> Result<File, RestoreError> {
    let mut source = File::open(file).map_err(|error| unreadable(file, error))?;
    let mut start = [0; MAGIC.len()];
    let read = source.read_exact(&mut start);
    if matches!(&read, Err(error) if error.kind() == io::ErrorKind::UnexpectedEof) {
        return Err(RestoreError::NoDatabase(file.to_owned()));
    }
    read.and_then(|()| source.seek(SeekFrom::Start(0))).map_err(|error| unreadable(file, error))?;
    if start != *MAGIC {
        return Err(RestoreError::NoDatabase(file.to_owned()));
    }
    match source.try_lock_shared() {
        Err(fs::TryLockError::WouldBlock) => Err(RestoreError::Served(file.to_owned())),
        _ => Ok(source),
    }
}

fn unreadable(file: &Path, error: io::Error) -> RestoreError {
    RestoreError::Unreadable(file.to_owned(), error)
}

async fn is_ours(
    connection: &mut AnyConnection,
    known: &Migrator,
    file: &Path,
) -> Result<(), RestoreError> {
    let not_ours = || RestoreError::NotOurs(file.to_owned());
    let applied: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("select version, checksum from _sqlx_migrations order by version")
            .fetch_all(connection)
            .await
            .map_err(|_| not_ours())?;
    let first = known.iter().next().ok_or_else(not_ours)?;
    if applied.first().is_none_or(|(_, checksum)| checksum[..] != first.checksum[..]) {
        return Err(not_ours());
    }
    let newest = |versions: &mut dyn Iterator<Item = i64>| versions.max().unwrap_or_default();
    let found = newest(&mut applied.iter().map(|(version, _)| *version));
    let known = newest(&mut known.iter().map(|migration| migration.version));
    if found > known {
        return Err(RestoreError::Newer { file: file.to_owned(), found, known });
    }
    Ok(())
}

/// Why a database cannot be held.
enum Held {
    /// Somebody else has it open.
    Busy,
    /// It cannot be opened at all.
    Broken(sqlx::Error),
}

/// Opens a database for nobody but this connection, and lets it take in what stands beside it.
async fn take_in(database: &Path) -> Result<AnyConnection, Held> {
    let held = |error| match StoreError::from(error) {
        error if Trouble::of(&error) == Some(Trouble::Locked) => Held::Busy,
        StoreError::Unavailable(error) | StoreError::Failed(error) => Held::Broken(error),
        _ => Held::Busy,
    };
    let address = format!("sqlite://{}?mode=rw", encoded(database));
    let mut connection = AnyConnection::connect(&address).await.map_err(held)?;
    connection
        .execute("pragma busy_timeout = 3000; pragma locking_mode = exclusive;")
        .await
        .map_err(held)?;
    let mode: String = sqlx::query_scalar("pragma journal_mode = delete")
        .fetch_one(&mut connection)
        .await
        .map_err(held)?;
    if mode != "delete" {
        return Err(Held::Busy);
    }
    connection.execute("begin exclusive").await.map_err(held)?;
    Ok(connection)
}
