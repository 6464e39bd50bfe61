//! API tokens: made and revoked by their owner, revoked by a site admin too.

use crate::{
    Failure, Identity, Name, Secret, Service, StoreError,
    store::{
        audit::Act,
        tokens::{self, Token},
    },
    values::secret::new_id,
    writing::Writing,
};
use presence::{Action, Denied, DeviceId, DeviceKind, Timestamp, UserId, may};

/// A token that works. Its secret was shown once and is known to its owner alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenView {
    /// Its id; the device that its holder is.
    pub id: DeviceId,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Service {
    /// Somebody's tokens, oldest first: one's own, or as a site admin anybody's.
    pub async fn tokens(&self, who: &Identity, owner: &UserId) -> Result<Vec<TokenView>, Failure> {
        if who.caller.id != *owner {
            may(&who.caller, &Action::ManagePeople)?;
        }
        let tokens = tokens::of(&mut *self.0.store.reader().await?, owner).await?;
        Ok(tokens
            .into_iter()
            .map(|Token { id, name, created_at }| TokenView { id, name, created_at })
            .collect())
    }

    /// Makes a token for the caller. Its secret is to be shown once.
    pub async fn add_token(&self, who: &Identity, name: &Name) -> Result<Secret, Failure> {
        let (mut writing, who) = self.begin_as(who).await?;
        let owner = &who.caller.id;
        let (_, secret) = writing.add_token(owner, name, Some(owner)).await?;
        writing.commit().await?;
        Ok(secret)
    }

    /// Revokes a token. One that was revoked already is not known any more.
    pub async fn revoke_token(&self, who: &Identity, id: &DeviceId) -> Result<(), Failure> {
        let (mut writing, who) = self.begin_as(who).await?;
        let now = writing.now();
        let owner = tokens::owner(writing.tx(), id).await?;
        // Whether there is such a token is for nobody but its owner and site admins to know.
        let owner = owner
            .filter(|owner| who.caller.id == *owner || who.caller.site_admin)
            .ok_or(Denied::Hidden)?;
        if owner != who.caller.id {
            may(&who.caller, &Action::ManagePeople)?;
        }
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
        let token = Token { id: new_id(), name: name.as_str().to_owned(), created_at: self.now() };
        tokens::insert(self.tx(), &token, &secret.hash(), owner).await?;
        self.add_device(&token.id, DeviceKind::Token, name.as_str(), owner).await?;
        self.audit(actor, Act::AddToken, owner.as_str(), token.id.as_str()).await?;
        Ok((token.id, secret))
    }
}
