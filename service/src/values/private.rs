//! Files that their owner alone may read: they hold hashes of passwords, addresses, or keys.

use std::{
    fs::{File, OpenOptions},
    io,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

/// What the owner may do, and nobody else.
const OWNER_ALONE: u32 = 0o600;

/// Makes a file that must not exist, whatever the process's umask says.
pub(crate) fn make_new(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(OWNER_ALONE).open(path)
}

/// Makes a file that is empty if it was not there; behind a link that leads to nothing yet, too.
pub(crate) fn make(path: &Path) -> io::Result<()> {
    OpenOptions::new().append(true).create(true).mode(OWNER_ALONE).open(path).map(drop)
}

/// Says in the log when others on this machine may read or write the file. It may be meant so, and is left.
pub(crate) fn warn_unless_private(path: &Path) {
    let Ok(file) = path.metadata() else { return };
    let mode = file.permissions().mode() & 0o777;
    if mode & !OWNER_ALONE != 0 {
        tracing::warn!(
            path = %path.display(),
            mode = format!("{mode:03o}"),
            "others on this machine may read this file or write to it; chmod 600 keeps it private"
        );
    }
}
