//! What nobody shall read in a copy of the database: links in letters that wait to be sent.
//!
//! It is encrypted (XChaCha20-Poly1305) under a key in a file of its own, beside the database and not in
//! it. The file has a key a line; the first one seals, all of them open. To change the key, put a new line
//! on top, and take the old one away when what it sealed is settled, a day later.

use super::private;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use sha2::{Digest, Sha256};
use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

const NONCE: usize = 24;

/// Why something cannot be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The file of keys cannot be read or made.
    #[error("the key file {path} cannot be used: {cause}", path = .0.display(), cause = .1)]
    File(PathBuf, io::Error),
    /// The file holds something else than keys.
    #[error("the key file {} is none: each line is a key of 32 bytes as base64", .0.display())]
    NoKeys(PathBuf),
    /// It was sealed under a key that is not here, or for something else, or it was changed.
    #[error("it was sealed under another key")]
    NotOurs,
}

/// The keys. Cloning is cheap and shares them.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    file: Option<PathBuf>,
    keys: OnceLock<Vec<[u8; 32]>>,
}

impl Vault {
    /// The keys in a file, which is read when they are first needed, and made if it is not there.
    pub fn in_file(file: &Path) -> Self {
        Self(Arc::new(Inner { file: Some(file.to_owned()), keys: OnceLock::new() }))
    }

    /// A key that nobody keeps: what it seals is lost with the process.
    pub fn ephemeral() -> Self {
        Self(Arc::new(Inner { file: None, keys: OnceLock::from(vec![rand::random()]) }))
    }

    /// Reads the file now, and makes it if it is not there: a server finds out at its start.
    pub fn ready(&self) -> Result<(), VaultError> {
        self.keys().map(|_| ())
    }

    /// Seals a text that is about something. It opens for the same thing alone.
    pub(crate) fn seal(&self, about: &str, text: &str) -> Result<String, VaultError> {
        let key = self.keys()?.first().ok_or(VaultError::NotOurs)?;
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload { msg: text.as_bytes(), aad: about.as_bytes() };
        let sealed =
            cipher(key).encrypt(&XNonce::from(nonce), payload).map_err(|_| VaultError::NotOurs)?;
        let sealed = BASE64_URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat());
        Ok(format!("1.{}.{sealed}", name(key)))
    }

    /// Opens what was sealed about something.
    pub(crate) fn open(&self, about: &str, sealed: &str) -> Result<String, VaultError> {
        let rest = sealed.strip_prefix("1.").ok_or(VaultError::NotOurs)?;
        let (named, sealed) = rest.split_once('.').ok_or(VaultError::NotOurs)?;
        let key = self.keys()?.iter().find(|key| name(key) == named).ok_or(VaultError::NotOurs)?;
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed).map_err(|_| VaultError::NotOurs)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or(VaultError::NotOurs)?;
        let payload = Payload { msg: sealed, aad: about.as_bytes() };
        let nonce = XNonce::try_from(nonce).map_err(|_| VaultError::NotOurs)?;
        let text = cipher(key).decrypt(&nonce, payload).map_err(|_| VaultError::NotOurs)?;
        String::from_utf8(text).map_err(|_| VaultError::NotOurs)
    }

    fn keys(&self) -> Result<&[[u8; 32]], VaultError> {
        if let Some(keys) = self.0.keys.get() {
            return Ok(keys);
        }
        let file = self.0.file.as_deref().unwrap_or(Path::new(""));
        let keys = read_or_make(file)?;
        Ok(self.0.keys.get_or_init(|| keys))
    }
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key))
}

/// What a key is called, which says nothing of it.
fn name(key: &[u8; 32]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(key)[..6])
}

fn read_or_make(file: &Path) -> Result<Vec<[u8; 32]>, VaultError> {
    let failed = |error| VaultError::File(file.to_owned(), error);
    let text = match fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(file).map_err(failed)?,
        read => read.map_err(failed)?,
    };
    private::warn_unless_private(file);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let keys: Option<Vec<_>> = lines.map(key_from).collect();
    keys.filter(|keys| !keys.is_empty()).ok_or_else(|| VaultError::NoKeys(file.to_owned()))
}

fn key_from(line: &str) -> Option<[u8; 32]> {
    BASE64_URL_SAFE_NO_PAD.decode(line).ok()?.try_into().ok()
}

/// Makes a file with one key, for its owner alone. Where another process was quicker, that one's.
fn make(file: &Path) -> io::Result<String> {
    let key: [u8; 32] = rand::random();
    let line = format!("{}\n", BASE64_URL_SAFE_NO_PAD.encode(key));
    // Whole or not at all, under its name.
    let beside = file.with_extension(format!("new-{}", name(&key)));
    let mut made = private::make_new(&beside)?;
    made.write_all(line.as_bytes())?;
    made.sync_all()?;
    drop(made);
    let linked = fs::hard_link(&beside, file);
    fs::remove_file(&beside)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => fs::read_to_string(file),
        linked => linked.map(|()| line),
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_the_same_thing_with_the_same_key_alone() {
        let vault = Vault::ephemeral();
        let sealed = vault.seal("letter 1", "the link").unwrap();
        assert_eq!(vault.open("letter 1", &sealed).unwrap(), "the link");
        assert!(!sealed.contains("link"));
        assert_ne!(vault.seal("letter 1", "the link").unwrap(), sealed, "never the same twice");
        assert!(matches!(vault.open("letter 2", &sealed), Err(VaultError::NotOurs)));
        assert!(matches!(Vault::ephemeral().open("letter 1", &sealed), Err(VaultError::NotOurs)));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(vault.open("letter 1", &changed).is_err(), "{at}");
        }
        for nonsense in ["", "1", "1.", "1..", "2.x.y", "1.x.", "ä"] {
            assert!(vault.open("letter 1", nonsense).is_err(), "{nonsense:?}");
        }
    }

    #[test]
    fn the_file_is_made_once_for_its_owner_alone_and_read_again() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("porchlight.key");
        let sealed = Vault::in_file(&file).seal("x", "text").unwrap();
        assert_eq!(Vault::in_file(&file).open("x", &sealed).unwrap(), "text");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn keys_are_changed_by_a_new_line_on_top() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("porchlight.key");
        let old = Vault::in_file(&file).seal("x", "old").unwrap();
        let line = fs::read_to_string(&file).unwrap();
        let other = directory.path().join("other.key");
        Vault::in_file(&other).ready().unwrap();
        fs::write(&file, fs::read_to_string(&other).unwrap() + "\n" + &line).unwrap();
        let both = Vault::in_file(&file);
        assert_eq!(both.open("x", &old).unwrap(), "old");
        let new = both.seal("x", "new").unwrap();
        assert_eq!(Vault::in_file(&other).open("x", &new).unwrap(), "new");
    }

    #[test]
    fn a_file_that_holds_no_keys_is_told_by_its_name() {
        let directory = tempfile::tempdir().unwrap();
        for text in ["", "\n", "not a key\n", "c2hvcnQ\n"] {
            let file = directory.path().join("porchlight.key");
            fs::write(&file, text).unwrap();
            let error = Vault::in_file(&file).ready().unwrap_err().to_string();
            assert!(error.contains("porchlight.key"), "{error}");
        }
        let nowhere = directory.path().join("no/such/place.key");
        let error = Vault::in_file(&nowhere).ready().unwrap_err().to_string();
        assert!(error.contains("no/such/place.key"), "{error}");
    }
}
