//! Somebody changes their own password.

use crate::{
    Failure, Identity, Password, Service, SessionEnd,
    error::from_failures,
    store::{known_browsers, resets, sessions, users},
};

/// Why the password is still the old one.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordRefused {
    /// The current password is another.
    #[error("this is not the current password")]
    WrongCurrent,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(ChangePasswordRefused);

impl Service {
    /// Changes the caller's password and ends every other session of theirs. No browser is known as theirs any
    /// more.
    pub async fn change_password(
        &self,
        who: &Identity,
        current: &str,
        new: &Password,
    ) -> Result<(), ChangePasswordRefused> {
        let id = &who.caller.id;
        let user = users::by_id(&mut *self.0.store.reader().await?, id).await?;
        let stored = user.and_then(|user| user.password_hash);
        if !self.0.hasher.verify(current, stored.as_deref()).await {
            return Err(ChangePasswordRefused::WrongCurrent);
        }
        let hash = self.0.hasher.hash(new).await;
        let (mut writing, who) = self.begin_as(who).await?;
        // Both took a while, in which the password may have been changed by somebody who knows it.
        let now = users::by_id(writing.tx(), id).await?;
        if now.is_none_or(|now| now.password_hash != stored) {
            return Err(ChangePasswordRefused::WrongCurrent);
        }
        users::set_password(writing.tx(), id, &hash).await?;
        resets::delete(writing.tx(), id).await?;
        sessions::end_of(writing.tx(), id, Some(&who.device), SessionEnd::NewPassword).await?;
        known_browsers::forget_all_of(writing.tx(), id).await?;
        writing.devices_ended(id, &who.cause()).await?;
        writing.changed.access.insert(id.clone());
        writing.commit().await?;
        Ok(())
    }
}
