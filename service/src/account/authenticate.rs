//! Who is asking: a session's cookie or a token, as a person with roles and a device. Asking changes
//! nothing: that the device is there is heard by [`Service::seen`]. When a token was last used is noted.

use crate::{Identity, Secret, Service, StoreError, store::identities};

/// Nobody is known by this cookie or token.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// Unknown, ended, revoked, suspended, expired, or the account is disabled.
    #[error("not signed in")]
    Unknown,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Service {
    /// Who holds this session cookie.
    pub async fn session(&self, secret: &Secret) -> Result<Identity, AuthenticateError> {
        let mut connection = self.0.store.reader().await?;
        identities::by_session(&mut connection, &secret.hash(), self.now())
            .await?
            .ok_or(AuthenticateError::Unknown)
    }

    /// Who holds this API token.
    pub async fn token(&self, secret: &Secret) -> Result<Identity, AuthenticateError> {
        let mut connection = self.0.store.reader().await?;
        let found = identities::by_token(&mut connection, &secret.hash()).await?;
        let who = found.ok_or(AuthenticateError::Unknown)?;
        self.0.token_uses.note(&who.device, self.now());
        Ok(who)
    }
}
