//! Who is asking: a session's cookie or a token, as a person with roles and a device.

use crate::{Secret, Service, StoreError, store::identities};
use presence::{Caller, Cause, DeviceId, DeviceKind};

/// Somebody whom the server knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who, and what they may.
    pub caller: Caller,
    /// The session or token that they use.
    pub device: DeviceId,
    /// Which of both it is.
    pub kind: DeviceKind,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// The language that they chose, as a tag.
    pub language: Option<String>,
}

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

impl Identity {
    /// The cause of what they do.
    pub fn cause(&self) -> Cause {
        Cause::user(self.caller.id.clone(), Some(self.device.clone()))
    }
}

impl Service {
    /// Who holds this session cookie. Their device counts as seen.
    pub async fn session(&self, secret: &Secret) -> Result<Identity, AuthenticateError> {
        let mut connection = self.0.store.reader().await?;
        let who = identities::by_session(&mut connection, &secret.hash(), self.now())
            .await?
            .ok_or(AuthenticateError::Unknown)?;
        self.seen(&who).await;
        Ok(who)
    }

    /// Who holds this API token. It counts as seen.
    pub async fn token(&self, secret: &Secret) -> Result<Identity, AuthenticateError> {
        let mut connection = self.0.store.reader().await?;
        let who = identities::by_token(&mut connection, &secret.hash())
            .await?
            .ok_or(AuthenticateError::Unknown)?;
        self.seen(&who).await;
        Ok(who)
    }
}
