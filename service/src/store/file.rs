//! The file of a `SQLite` database: where it is, who made it, and whether it is still where it was.

use crate::{error::StoreError, values::private};
use sqlx::sqlite::SqliteConnectOptions;
use std::{
    fmt::Write,
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// What tells a file from every other one on this machine: its device and number there.
type Id = (u64, u64);

/// The file that was opened. `SQLite` goes on writing to one that was deleted or replaced since, and all
/// of that would be gone with the last process that has it open.
#[derive(Debug, Clone)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    id: Id,
    /// Where it lies behind every link.
    real: PathBuf,
    /// The same for the log of what was written and its index, which `SQLite` keeps beside the database while
    /// anybody has it open: what was acknowledged last is nowhere else.
    beside: Vec<(PathBuf, Id)>,
    /// Holds the claim of a process that serves from it, for as long as that process lives.
    claim: Option<Arc<File>>,
}

impl DatabaseFile {
    /// The file that an address names, and the address that opens just that file, whatever links led to it
    /// and wherever the process goes. A missing one is made, for its owner alone, unless it is only to be
    /// read; what `SQLite` puts beside it takes after it.
    pub(super) fn find(address: &str) -> Result<(Self, String), StoreError> {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let parameters: Vec<&str> = query.split('&').filter(|text| !text.is_empty()).collect();
        let path = path_of(address)?;
        let is_read_only = parameters.contains(&"mode=ro");
        if !is_read_only && !path.exists() {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            folder.map_or(Ok(()), std::fs::create_dir_all)?;
            private::make(&path)?;
        }
        let real = path.canonicalize()?;
        let mut opens = format!("sqlite://{}?mode=", encoded(&real));
        opens.push_str(if is_read_only { "ro" } else { "rw" });
        for other in parameters.iter().filter(|text| !text.starts_with("mode=")) {
            let _ = write!(opens, "&{other}");
        }
        let id = id(&real)?;
        Ok((Self { path, id, real, beside: Vec::new(), claim: None }, opens))
    }

    /// Claims the file for this process, unless another one has. The claim is on the file itself, whichever of
    /// its names led to it, and ends with the process, however that ends. Commands need none.
    ///
    /// To be called before this process opens the database: whoever closes a file drops the locks that `SQLite`
    /// has on it in the same process.
    pub(super) fn claim(&mut self) -> Result<(), StoreError> {
        let file = File::open(&self.path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Claimed(self.path.clone())),
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "this file system keeps no second server away");
            }
        }
        // Between finding and claiming it a copy may have been put in its place.
        self.check()?;
        self.claim = Some(Arc::new(file));
        Ok(())
    }

    /// Where it lies behind every link.
    pub(super) fn real(&self) -> &Path {
        &self.real
    }

    /// Notes what stands beside the file now that the database is open.
    pub(super) fn is_open(&mut self) {
        let paths = BESIDE.map(|ending| with_ending(&self.real, ending));
        let known = paths.into_iter().filter_map(|path| Some((id(&path).ok()?, path)));
        self.beside = known.map(|(id, path)| (path, id)).collect();
    }

    /// Whether the file, and what belongs to it, is where it was.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        is_still(&self.path, self.id)?;
        self.beside.iter().try_for_each(|(path, id)| is_still(path, *id))?;
        Ok(())
    }
}

fn is_still(path: &Path, known: Id) -> io::Result<()> {
    match id(path) {
        Ok(id) if id == known => Ok(()),
        Ok(_) => {
            let words = format!("{} is another file than the one that was opened", path.display());
            Err(io::Error::other(words))
        }
        Err(error) => Err(io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
    }
}

/// What `SQLite` keeps beside a database.
pub(super) const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// The path of what stands beside a file.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Where the file of a `SQLite` database lies that an address names; `None` for another database.
pub fn sqlite_path(address: &str) -> Option<PathBuf> {
    address.starts_with("sqlite:").then(|| path_of(address).ok()).flatten()
}

/// The path in an address such as `sqlite://data/porchlight.db` or `sqlite:file:/srv/porchlight.db`.
fn path_of(address: &str) -> Result<PathBuf, StoreError> {
    let options: SqliteConnectOptions = address.parse()?;
    let name = options.get_filename();
    if name.as_os_str().is_empty() || is_in_memory(address) {
        let error = io::Error::other("the address of the database names no file");
        return Err(StoreError::Unavailable(error.into()));
    }
    let path = match name.to_str().and_then(|name| name.strip_prefix("file:")) {
        // What SQLite itself takes for an address; between // and / stands a host, which is this one.
        Some(rest) => match rest.strip_prefix("//").and_then(|rest| rest.find('/')) {
            Some(root) => Path::new(&rest[2 + root..]),
            None => Path::new(rest),
        },
        None => name,
    };
    Ok(std::path::absolute(path)?)
}

fn is_in_memory(address: &str) -> bool {
    address.contains(":memory:") || address.contains("mode=memory")
}

/// A path as it stands in an address: `?`, `#` and `%` have a meaning there.
pub(super) fn encoded(path: &Path) -> String {
    let mut text = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            text.push(char::from(*byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn id(path: &Path) -> io::Result<Id> {
    use std::os::unix::fs::MetadataExt;
    let file = std::fs::metadata(path)?;
    Ok((file.dev(), file.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_write_an_address_names_the_same_file() {
        for address in [
            "sqlite:///srv/a/porchlight.db",
            "sqlite:/srv/a/porchlight.db",
            "sqlite:///srv/a/porchlight.db?mode=rwc",
            "sqlite:///srv/a/porchlight.db?cache=private&mode=rwc",
            "sqlite:///srv/a/porch%6cight.db",
            "sqlite:file:/srv/a/porchlight.db",
            "sqlite:file:///srv/a/porchlight.db?mode=ro",
            "sqlite:file://localhost/srv/a/porchlight.db",
        ] {
            let path = sqlite_path(address);
            assert_eq!(path.as_deref(), Some(Path::new("/srv/a/porchlight.db")), "{address}");
        }
        for address in ["postgres://a/b", "sqlite::memory:", "sqlite://x?mode=memory", "sqlite:"] {
            assert_eq!(sqlite_path(address), None, "{address}");
        }
    }

    #[test]
    fn an_address_opens_the_file_whatever_its_name() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a b.db", "100%41?.db", "#1.db", "ü.db", "&mode=ro.db"] {
            let path = folder.path().join(name);
            let (_, opens) =
                DatabaseFile::find(&format!("sqlite://{}?mode=rwc", encoded(&path))).unwrap();
            let opened: SqliteConnectOptions = opens.parse().unwrap();
            assert_eq!(opened.get_filename(), path.canonicalize().unwrap(), "{opens}");
            assert!(opens.ends_with("?mode=rw"), "it is there now: {opens}");
        }
    }
}
