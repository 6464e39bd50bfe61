//! API tokens: made and revoked by their owner, revoked by a site admin too.

use crate::{
    Failure, Identity, Name, Secret, Service, StoreError,
    error::from_failures,
    store::{
        audit::Act,
        tokens::{self, Token},
    },
    values::secret::new_id,
    writing::Writing,
};
use presence::{Action, Denied, DeviceId, DeviceKind, Timestamp, UserId, may};

/// How many tokens one person may have.
pub const MAX_TOKENS: usize = 50;

/// A token that works. Its secret was shown once and is known to its owner alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenView {
    /// Its id; the device that its holder is.
    pub id: DeviceId,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When a program last used it, to the minute; `None`: never.
    pub used_at: Option<Timestamp>,
}

/// Why no token was made.
#[derive(Debug, thiserror::Error)]
pub enum AddTokenRefused {
    /// The caller has as many as one may have.
    #[error("one has at most {MAX_TOKENS} tokens")]
    TooMany,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(AddTokenRefused);

impl Service {
    /// Somebody's tokens, oldest first: one's own, or as a site admin anybody's.
    pub async fn tokens(&self, who: &Identity, owner: &UserId) -> Result<Vec<TokenView>, Failure> {
        may(&who.caller, &Action::ManageTokens { owner })?;
        let tokens = tokens::of(&mut *self.0.store.reader().await?, owner).await?;
        let used = |token: &Token| token.used_at.max(self.0.token_uses.last(&token.id));
        Ok(tokens
            .into_iter()
            .map(|token| TokenView {
                used_at: used(&token),
                id: token.id,
                name: token.name,
                created_at: token.created_at,
            })
            .collect())
    }

    /// Makes a token for the caller, who must be there as a person: a token makes no others, or one that
    /// fell into wrong hands could never be taken back. Its secret is to be shown once.
    pub async fn add_token(&self, who: &Identity, name: &Name) -> Result<Secret, AddTokenRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        let owner = &who.caller.id;
        may(&who.caller, &Action::ManageTokens { owner })?;
        if who.kind != DeviceKind::Browser {
            return Err(Denied::Forbidden.into());
        }
        if tokens::of(writing.tx(), owner).await?.len() >= MAX_TOKENS {
            return Err(AddTokenRefused::TooMany);
        }
        let (_, secret) = writing.add_token(owner, name, Some(owner)).await?;
        writing.commit().await?;
        Ok(secret)
    }

    /// Revokes a token. One that was revoked already is not known any more.
    pub async fn revoke_token(&self, who: &Identity, id: &DeviceId) -> Result<(), Failure> {
        let (mut writing, who) = self.begin_as(who).await?;
        let now = writing.now();
        let owner = tokens::owner(writing.tx(), id).await?.ok_or(Denied::Hidden)?;
        // Whether there is such a token is for nobody but its owner and site admins to know.
        may(&who.caller, &Action::ManageTokens { owner: &owner }).map_err(|_| Denied::Hidden)?;
        tokens::revoke(writing.tx(), id, now).await?;
        writing.audit(Some(&who.caller.id), Act::RevokeToken, owner.as_str(), id.as_str()).await?;
        writing.devices_ended(&owner, &who.cause()).await?;
        writing.changed.access.insert(owner);
        writing.commit().await?;
        Ok(())
    }
}

impl Writing {
    /// Makes a token for somebody.
    pub(crate) async fn add_token(
        &mut self,
        owner: &UserId,
        name: &Name,
        actor: Option<&UserId>,
    ) -> Result<(DeviceId, Secret), StoreError> {
        let secret = Secret::random();
        let token = Token {
            id: new_id(),
            name: name.as_str().to_owned(),
            created_at: self.now(),
            used_at: None,
        };
        tokens::insert(self.tx(), &token, &secret.hash(), owner).await?;
        self.add_device(&token.id, DeviceKind::Token, name.as_str(), owner).await?;
        self.audit(actor, Act::AddToken, owner.as_str(), token.id.as_str()).await?;
        Ok((token.id, secret))
    }
}
