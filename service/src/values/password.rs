//! Passwords: parsed once, kept only as argon2id, and hashed away from the threads that serve.

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use std::{
    str::FromStr,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    thread,
};
use tokio::sync::Semaphore;

/// How many passwords are hashed at once, at most. Each takes 19 MiB and a core for a while; more at once
/// than there are cores would only make everybody wait longer.
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
    params: Params,
    permits: Arc<Semaphore>,
    memory: Arc<Memory>,
    /// The hash of no password, against which one is verified when there is no account.
    dummy: Arc<OnceLock<String>>,
}

/// What was hashed in and is hashed in next: never more pieces than there are permits. Given back to the
/// allocator it would lie there, once for each thread that ever hashed, and the system would not see it again.
#[derive(Default)]
struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    /// Does something with a piece of at least so many blocks, whatever they hold.
    fn lend<T>(&self, blocks: usize, work: impl FnOnce(&mut [Block]) -> T) -> T {
        // The one that came back last: a site where one person signs in at a time has one.
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut piece = kept.unwrap_or_default();
        if piece.len() < blocks {
            piece.resize(blocks, Block::new());
        }
        let done = work(&mut piece[..blocks]);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(piece);
        done
    }
}

impl Hasher {
    pub(crate) fn new(cost: PasswordCost) -> Self {
        let (memory_kib, passes, lanes) = match cost {
            PasswordCost::Owasp => (19_456, 2, 1),
            PasswordCost::Cheap => (8, 1, 1),
        };
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self {
            params: Params::new(memory_kib, passes, lanes, None).expect("argon2 takes these"),
            permits: Arc::new(Semaphore::new(cores.min(AT_ONCE))),
            memory: Arc::default(),
            dummy: Arc::default(),
        }
    }

    /// The hash to store.
    pub(crate) async fn hash(&self, password: &Password) -> String {
        let (params, memory) = (self.params.clone(), Arc::clone(&self.memory));
        let password = password.clone();
        self.blocking(move || hash(&memory, params, password.0.as_bytes())).await
    }

    /// Whether `password` is the one that was hashed. Where there is no hash the answer is no, and takes
    /// as long.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> bool {
        let (params, memory) = (self.params.clone(), Arc::clone(&self.memory));
        let dummy = Arc::clone(&self.dummy);
        // Nothing longer was ever accepted as a password; the work is the same for it.
        let fits = password.chars().nth(Password::MAX_CHARS).is_none();
        let password: String = password.chars().take(Password::MAX_CHARS).collect();
        let stored = stored.map(str::to_owned);
        self.blocking(move || {
            let known = fits && stored.is_some();
            let nobodys = || hash(&memory, params, b"nobody's");
            let stored = stored.unwrap_or_else(|| dummy.get_or_init(nobodys).clone());
            let Some(is_same) = verify(&memory, &stored, password.as_bytes()) else {
                tracing::error!("a stored password hash is not a PHC string of argon2");
                return false;
            };
            is_same && known
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

/// The PHC string of a new hash.
fn hash(memory: &Memory, params: Params, password: &[u8]) -> String {
    let salt = Salt::generate();
    let known = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).expect("what argon2 takes, it can write"),
        salt: Some(salt),
        hash: None,
    };
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = output(memory, &argon2, password, &salt, Params::DEFAULT_OUTPUT_LEN)
        .expect("a password of at most 800 bytes and a random salt are within argon2's limits");
    PasswordHash { hash: Some(hash), ..known }.to_string()
}

/// Whether a password is the one that a PHC string tells of, with the cost that it tells; nothing where it is
/// no such string.
fn verify(memory: &Memory, stored: &str, password: &[u8]) -> Option<bool> {
    let stored = PasswordHash::new(stored).ok()?;
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
    let version = stored.version.map_or(Ok(Version::default()), Version::try_from).ok()?;
    let argon2 = Argon2::new(algorithm, version, Params::try_from(&stored).ok()?);
    let (salt, expected) = (stored.salt?, stored.hash?);
    let computed = output(memory, &argon2, password, &salt, expected.len())?;
    // Outputs are compared in constant time.
    Some(computed == expected)
}

fn output(
    memory: &Memory,
    argon2: &Argon2<'_>,
    password: &[u8],
    salt: &Salt,
    length: usize,
) -> Option<Output> {
    let mut bytes = [0; Output::MAX_LENGTH];
    let bytes = bytes.get_mut(..length)?;
    let blocks = argon2.params().block_count();
    memory
        .lend(blocks, |piece| argon2.hash_password_into_with_memory(password, salt, bytes, piece))
        .ok()?;
    Output::new(bytes).ok()
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

    #[test]
    fn what_was_hashed_before_changes_no_hash() {
        use argon2::PasswordHasher;
        let cheap = Params::new(8, 1, 1, None).unwrap();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, cheap.clone());
        // The crate itself, in fresh memory.
        let stored =
            argon2.hash_password_with_salt(b"correct horse", &[7; 16]).unwrap().to_string();
        let memory = Memory::default();
        memory.lend(16, |piece| piece.fill(Block::new()));
        for _ in 0..3 {
            assert_eq!(verify(&memory, &stored, b"correct horse"), Some(true));
            assert_eq!(verify(&memory, &stored, b"correct horsf"), Some(false));
            let own = hash(&memory, cheap.clone(), b"correct horse");
            assert_eq!(verify(&memory, &own, b"correct horse"), Some(true));
        }
        let other_cost = stored.replace("m=8", "m=64");
        assert_eq!(verify(&memory, &other_cost, b"correct horse"), Some(false));
        for none in
            ["", "plain", "$argon2id$v=19$m=8,t=1,p=1$BwcHBwcHBwcHBwcHBwcHBw", "$scrypt$x$y"]
        {
            assert_eq!(verify(&memory, none, b"correct horse"), None, "{none}");
        }
    }

    #[tokio::test]
    async fn memory_is_used_again() {
        let hasher = Arc::new(Hasher::new(PasswordCost::Cheap));
        let permits = hasher.permits.available_permits();
        let hash = |_| {
            let hasher = hasher.clone();
            tokio::spawn(async move { hasher.verify("correct horse", None).await })
        };
        for done in (0..64).map(hash).collect::<Vec<_>>() {
            done.await.unwrap();
        }
        let kept = hasher.memory.0.lock().unwrap();
        assert!((1..=permits).contains(&kept.len()), "{} pieces, {permits} permits", kept.len());
        assert!(kept.iter().all(|piece| piece.len() == 8));
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
