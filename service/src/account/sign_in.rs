//! Somebody signs in with e-mail address and password.

use crate::{
    Email, Identity, Secret, Service, StoreError,
    store::{
        devices::{self, DeviceRow},
        identities, sessions, users,
    },
    values::secret::new_id,
    writing::Writing,
};
use presence::{Cause, DeviceId, DeviceKind, Timestamp, UserId};

/// How long a session lasts, in minutes: 30 days.
const SESSION_MINUTES: u32 = 30 * 24 * 60;

/// The most characters that are kept of what a browser calls itself.
const MAX_USER_AGENT_CHARS: usize = 300;

/// A session that has just begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// What the cookie holds.
    pub secret: Secret,
    /// Who signed in.
    pub identity: Identity,
    /// When the session ends by itself.
    pub expires_at: Timestamp,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInRefused {
    /// There is no such account, it has no password, it is disabled, or the password is another: which of
    /// them is not told, and takes about the same time to find out.
    #[error("e-mail address and password do not fit")]
    Wrong,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Service {
    /// Signs somebody in. `user_agent` is what their browser calls itself.
    pub async fn sign_in(
        &self,
        email: &Email,
        password: &str,
        user_agent: &str,
    ) -> Result<SignedIn, SignInRefused> {
        let user = users::by_email(&mut *self.0.store.reader().await?, email).await?;
        let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
        let fits = self.0.hasher.verify(password, stored).await;
        let Some(user) = user.filter(|user| fits && !user.disabled) else {
            return Err(SignInRefused::Wrong);
        };
        let mut writing = self.begin().await?;
        // The password took a while to verify, in which it may have been changed.
        let now = users::by_id(writing.tx(), &user.id).await?;
        if now.is_none_or(|now| now.disabled || now.password_hash != user.password_hash) {
            return Err(SignInRefused::Wrong);
        }
        let signed_in = writing.start_session(&user.id, user_agent).await?;
        writing.commit().await?;
        Ok(signed_in)
    }
}

impl Writing {
    /// Adds a device of somebody, of which this is heard: it is there.
    pub(crate) async fn add_device(
        &mut self,
        id: &DeviceId,
        kind: DeviceKind,
        name: &str,
        user: &UserId,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let device = DeviceRow { id: id.clone(), kind, name: name.to_owned() };
        devices::insert(self.tx(), &device, user, now).await?;
        if let Some(agent) = self.agent(user).await? {
            let settled = agent.settle(now);
            let agent = self.save(&agent, settled).await?;
            self.put_agent(agent);
        }
        Ok(())
    }

    /// Begins a session of somebody whose account is enabled, and lets their tokens work again.
    pub(crate) async fn start_session(
        &mut self,
        user: &UserId,
        user_agent: &str,
    ) -> Result<SignedIn, StoreError> {
        let now = self.now();
        sessions::delete_expired(self.tx(), now).await?;
        let secret = Secret::random();
        let id: DeviceId = new_id();
        let expires_at = now.plus_minutes(SESSION_MINUTES);
        let user_agent: String =
            user_agent.chars().filter(|c| !c.is_control()).take(MAX_USER_AGENT_CHARS).collect();
        sessions::insert(self.tx(), &id, &secret.hash(), user, &user_agent, now, expires_at)
            .await?;
        self.add_device(&id, DeviceKind::Browser, &user_agent, user).await?;
        // Sessions that were over long ago are devices no more.
        self.devices_ended(user, &Cause::user(user.clone(), Some(id.clone()))).await?;
        if users::resume_tokens(self.tx(), user).await? {
            self.changed.access.insert(user.clone());
        }
        let identity = identities::by_device(self.tx(), &id, now).await?.ok_or_else(|| {
            StoreError::Corrupt(format!("user {user}, who signs in while disabled"))
        })?;
        Ok(SignedIn { secret, identity, expires_at })
    }
}
