//! A link by which somebody who does not know their password chooses a new one.

use crate::{
    Email, Failure, Identity, LanguageTag, Letter, Password, Secret, Service, SessionEnd, SignedIn,
    StoreError,
    deliveries::{PASSWORD, Post, password_of},
    error::from_failures,
    store::{
        audit::Act,
        known_browsers, resets, sessions,
        users::{self, User},
    },
    writing::Turn,
};
use presence::{Action, Denied, Timestamp, UserId, may};

/// How long a link lasts, in minutes.
const LINK_MINUTES: u32 = 2 * 60;

/// How a link comes to whom it is for. Only the newest one of a person works, and only once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResetLink {
    /// In a letter to the person with this name, which waits to be sent.
    ByLetter(String),
    /// By the hand of the admin.
    ByLink {
        /// Whose it is.
        name: String,
        /// What the link holds.
        secret: Secret,
        /// When it ends by itself.
        expires_at: Timestamp,
    },
}

/// Why a password was not reset.
#[derive(Debug, thiserror::Error)]
pub enum ResetPasswordRefused {
    /// The link was used, has been replaced, is over, or never was.
    #[error("the link is not good any more")]
    LinkNotGood,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why no link was made.
#[derive(Debug, thiserror::Error)]
pub enum MakeResetLinkRefused {
    /// The account is disabled: a new password would not let them in.
    #[error("the account is disabled")]
    Disabled,
    /// The address was written to too often within an hour.
    #[error("many letters went to this address lately")]
    TooManyLetters,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(MakeResetLinkRefused);

impl Service {
    /// Posts a link to the person with this address, if there is an enabled account; in their language, or
    /// else in the one in which it was asked for.
    ///
    /// The caller must answer alike, and as soon, in both cases: whether somebody has an account is not
    /// for everybody to know.
    pub async fn request_password_reset(
        &self,
        email: &Email,
        asked_in: &LanguageTag,
    ) -> Result<(), StoreError> {
        let known = users::by_email(&mut *self.0.store.reader().await?, email).await?;
        // An address that nobody has costs no turn.
        if known.is_none_or(|user| user.disabled) {
            return Ok(());
        }
        let mut turn = self.turn().await?;
        let user = users::by_email(turn.tx(), email).await?;
        let Some(user) = user.filter(|user| !user.disabled) else { return Ok(()) };
        // The link of the last letter still works.
        if !turn.may_write_to(&user.email, PASSWORD).await? {
            return Ok(());
        }
        turn.reset_link(user, Some(asked_in)).await?;
        turn.commit().await
    }

    /// A link from a site admin: posted where a letter has a language, else to be handed over.
    pub async fn make_reset_link(
        &self,
        who: &Identity,
        user: &UserId,
        letter: Option<&LanguageTag>,
    ) -> Result<ResetLink, MakeResetLinkRefused> {
        let (mut turn, who) = self.turn_as(who).await?;
        may(&who.caller, &Action::ManagePeople)?;
        let user = users::by_id(turn.tx(), user).await?.ok_or(Denied::Hidden)?;
        if user.disabled {
            return Err(MakeResetLinkRefused::Disabled);
        }
        if letter.is_some() && !turn.may_write_to(&user.email, PASSWORD).await? {
            return Err(MakeResetLinkRefused::TooManyLetters);
        }
        turn.audit(Some(&who.caller.id), Act::MakeResetLink, user.id.as_str(), "").await?;
        let link = turn.reset_link(user, letter).await?;
        turn.commit().await?;
        Ok(link)
    }

    /// The address of the person whose link this is; `None` when it is not good any more.
    pub async fn password_reset(&self, link: &Secret) -> Result<Option<String>, StoreError> {
        let mut connection = self.0.store.reader().await?;
        let Some(id) = resets::user(&mut connection, &link.hash(), self.now()).await? else {
            return Ok(None);
        };
        Ok(users::by_id(&mut connection, &id).await?.map(|user| user.email))
    }

    /// Gives the person whose link this is a new password, ends every session of theirs, and signs them
    /// in. The link works once.
    pub async fn reset_password(
        &self,
        link: &Secret,
        new: &Password,
        user_agent: &str,
    ) -> Result<SignedIn, ResetPasswordRefused> {
        // Before the work of hashing, which is not for everybody to ask for.
        if self.password_reset(link).await?.is_none() {
            return Err(ResetPasswordRefused::LinkNotGood);
        }
        let hash = self.0.hasher.hash(new).await;
        let mut writing = self.begin().await?;
        let now = writing.now();
        let id = resets::user(writing.tx(), &link.hash(), now)
            .await?
            .ok_or(ResetPasswordRefused::LinkNotGood)?;
        users::set_password(writing.tx(), &id, &hash).await?;
        resets::delete(writing.tx(), &id).await?;
        writing.cancel_post(&password_of(id.as_str())).await?;
        sessions::end_of(writing.tx(), &id, None, SessionEnd::NewPassword).await?;
        known_browsers::forget_all_of(writing.tx(), &id).await?;
        writing.changed.access.insert(id.clone());
        let signed_in = writing.start_session(&id, user_agent).await?;
        writing.devices_ended(&id, &signed_in.identity.cause()).await?;
        writing.commit().await?;
        Ok(signed_in)
    }
}

impl Turn {
    async fn reset_link(
        &mut self,
        user: User,
        letter: Option<&LanguageTag>,
    ) -> Result<ResetLink, StoreError> {
        let now = self.now();
        let secret = Secret::random();
        let expires_at = now.plus_minutes(LINK_MINUTES);
        resets::put(self.tx(), &user.id, &secret.hash(), now, expires_at).await?;
        let about = password_of(user.id.as_str());
        let User { email, name, language, .. } = user;
        let Some(asked_in) = letter else {
            self.cancel_post(&about).await?;
            return Ok(ResetLink::ByLink { name, secret, expires_at });
        };
        let language = language.unwrap_or_else(|| asked_in.to_string());
        let letter = Letter::PasswordReset { name, link: secret, until: expires_at, language };
        self.post(Post { about, to: &email, letter: &letter, expires_at }).await?;
        let Letter::PasswordReset { name, .. } = letter else { unreachable!("made above") };
        Ok(ResetLink::ByLetter(name))
    }
}
