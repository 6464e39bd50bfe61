//! A browser with which somebody has signed in before is remembered by a secret of its own, beyond the session.
//! It lets nobody in: whoever tries to sign in with it is not held up by the failures of others, and nothing else.

use crate::{Email, Secret, Service, StoreError, store::known_browsers};
use presence::{MINUTE, Timestamp, UserId};

/// For how long a browser is remembered after somebody last signed in with it, in minutes: 180 days.
const REMEMBERED_MINUTES: u32 = 180 * 24 * 60;

/// How many browsers of one person are remembered.
const MOST_BROWSERS: i64 = 20;

impl Service {
    /// For how long a browser is remembered, in seconds.
    pub const fn known_browser_seconds() -> i64 {
        REMEMBERED_MINUTES as i64 * 60
    }

    /// Whether somebody has signed in to the account with this address before, with the browser that has this
    /// secret.
    pub async fn knows_browser(&self, secret: &Secret, email: &Email) -> Result<bool, StoreError> {
        let mut reader = self.0.store.reader().await?;
        known_browsers::knows(&mut reader, &secret.hash(), email.as_str(), self.known_since()).await
    }

    /// Remembers that somebody signed in with a browser, by a new secret, which is returned. Whom else it knew
    /// by the secret that it had, it still knows.
    ///
    /// A new one each time: whoever had put a secret of theirs into the browser before learns nothing.
    pub async fn know_browser(
        &self,
        user: &UserId,
        before: Option<&Secret>,
    ) -> Result<Secret, StoreError> {
        let secret = Secret::random();
        let hash = secret.hash();
        let since = self.known_since();
        let mut turn = self.turn().await?;
        let now = turn.now();
        if let Some(before) = before {
            known_browsers::rename(turn.tx(), &before.hash(), &hash).await?;
        }
        known_browsers::put(turn.tx(), &hash, user, now).await?;
        known_browsers::forget(turn.tx(), user, MOST_BROWSERS, since).await?;
        turn.commit().await?;
        Ok(secret)
    }

    fn known_since(&self) -> Timestamp {
        self.now().plus_millis(-i64::from(REMEMBERED_MINUTES) * MINUTE)
    }
}
