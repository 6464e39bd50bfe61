//! Passwords: parsed once, kept only as argon2id, and hashed away from the threads that serve.

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::phc::PasswordHash,
};
use std::{
    str::FromStr,
    sync::{Arc, OnceLock},
};
use tokio::sync::Semaphore;

/// How many passwords are hashed at once. Each takes 19 MiB and a core for a while; more at once would
/// only make everybody wait longer.
const AT_ONCE: usize = 4;

/// A new password of 10 to 200 characters. It has no `Debug` that tells it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a text is no new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// It has fewer than 10 characters.
    #[error("a password has at least {} characters", Password::MIN_CHARS)]
    TooShort,
    /// It has more than 200 characters.
    #[error("a password has at most {} characters", Password::MAX_CHARS)]
    TooLong,
}

impl Password {
    /// The fewest characters.
    pub const MIN_CHARS: usize = 10;
    /// The most characters.
    pub const MAX_CHARS: usize = 200;
}

impl FromStr for Password {
    type Err = PasswordError;

    fn from_str(text: &str) -> Result<Self, PasswordError> {
        if text.chars().nth(Self::MIN_CHARS - 1).is_none() {
            return Err(PasswordError::TooShort);
        }
        if text.chars().nth(Self::MAX_CHARS).is_some() {
            return Err(PasswordError::TooLong);
        }
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// How much work a password's hash is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PasswordCost {
    /// What OWASP recommends for argon2id: 19 MiB, two passes, one lane.
    #[default]
    Owasp,
    /// Next to nothing, for tests that sign in a lot.
    Cheap,
}

/// Hashes and verifies.
pub(crate) struct Hasher {
    argon2: Argon2<'static>,
    permits: Arc<Semaphore>,
    /// The hash of no password, against which one is verified when there is no account.
    dummy: Arc<OnceLock<String>>,
}

impl Hasher {
    pub(crate) fn new(cost: PasswordCost) -> Self {
        let (memory_kib, passes, lanes) = match cost {
            PasswordCost::Owasp => (19_456, 2, 1),
            PasswordCost::Cheap => (8, 1, 1),
        };
        let params = Params::new(memory_kib, passes, lanes, None).expect("argon2 takes these");
        Self {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            dummy: Arc::default(),
        }
    }

    /// The hash to store.
    pub(crate) async fn hash(&self, password: &Password) -> String {
        let argon2 = self.argon2.clone();
        let password = password.clone();
        self.blocking(move || hash(&argon2, password.0.as_bytes())).await
    }

    /// Whether `password` is the one that was hashed. Where there is no hash the answer is no, and takes
    /// as long.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> bool {
        let argon2 = self.argon2.clone();
        let dummy = Arc::clone(&self.dummy);
        // Nothing longer was ever accepted as a password; the work is the same for it.
        let fits = password.chars().nth(Password::MAX_CHARS).is_none();
        let password: String = password.chars().take(Password::MAX_CHARS).collect();
        let stored = stored.map(str::to_owned);
        self.blocking(move || {
            let known = fits && stored.is_some();
            let stored =
                stored.unwrap_or_else(|| dummy.get_or_init(|| hash(&argon2, b"nobody's")).clone());
            let Ok(stored) = PasswordHash::new(&stored) else {
                tracing::error!("a stored password hash is not a PHC string");
                return false;
            };
            argon2.verify_password(password.as_bytes(), &stored).is_ok() && known
        })
        .await
    }

    /// The permit lives as long as the work, not as the one who waits for it: a caller who goes away
    /// does not make room for another hash.
    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let permit =
            Arc::clone(&self.permits).acquire_owned().await.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        })
        .await
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
    }
}

fn hash(argon2: &Argon2<'_>, password: &[u8]) -> String {
    argon2
        .hash_password(password)
        .expect("a password of at most 800 bytes and a random salt are within argon2's limits")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_10_to_200_characters() {
        for (text, parsed) in [
            ("123456789", Some(PasswordError::TooShort)),
            ("1234567890", None),
            ("äöüäöüäöü", Some(PasswordError::TooShort)),
            (&"ä".repeat(200), None),
            (&"ä".repeat(201), Some(PasswordError::TooLong)),
        ] {
            assert_eq!(text.parse::<Password>().err(), parsed, "{text:?}");
        }
    }

    #[tokio::test]
    async fn only_the_password_itself_verifies() {
        let hasher = Hasher::new(PasswordCost::Cheap);
        let stored = hasher.hash(&"correct horse".parse().unwrap()).await;
        assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{stored}");
        assert!(hasher.verify("correct horse", Some(&stored)).await);
        assert!(!hasher.verify("correct horsf", Some(&stored)).await);
        assert!(!hasher.verify("correct horse", None).await);
        assert!(!hasher.verify("nobody's", None).await);
        assert!(!hasher.verify("correct horse", Some("plain")).await);
    }

    #[tokio::test]
    async fn what_is_longer_than_any_password_is_wrong() {
        let hasher = Hasher::new(PasswordCost::Cheap);
        let longest = "x".repeat(Password::MAX_CHARS);
        let stored = hasher.hash(&longest.parse().unwrap()).await;
        assert!(hasher.verify(&longest, Some(&stored)).await);
        assert!(!hasher.verify(&format!("{longest}y"), Some(&stored)).await);
    }
}
