//! Secrets that are handed out once and kept only as their SHA-256: cookies, tokens, links.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A secret of 256 random bits, to be shown or sent once. It has no `Debug` that tells it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one.
    pub fn random() -> Self {
        let bytes: [u8; 32] = rand::random();
        Self(BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }

    /// One that somebody presents.
    pub fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The secret itself, for the one who may have it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored in its place. The secret has 256 random bits, so a plain hash is enough.
    pub fn hash(&self) -> String {
        Sha256::digest(self.0.as_bytes()).iter().fold(
            String::with_capacity(64),
            |mut text, byte| {
                use std::fmt::Write;
                write!(text, "{byte:02x}").expect("a string takes whatever is written");
                text
            },
        )
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A new id: 80 random bits as lower-case base 32.
pub(crate) fn random_id() -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let bytes: [u8; 16] = rand::random();
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// A new id of some type.
pub(crate) fn new_id<T: std::str::FromStr>() -> T {
    random_id().parse().unwrap_or_else(|_| unreachable!("letters and digits are an id"))
}
