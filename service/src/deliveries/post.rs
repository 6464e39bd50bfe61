//! Posting a letter: it is written in the transaction of what causes it.

use super::Letter;
use crate::{
    StoreError,
    store::deliveries::{self, Delivery},
    values::secret::random_id,
    writing::Turn,
};
use presence::{MINUTE, Timestamp};

/// A letter to be posted.
pub(crate) struct Post<'a> {
    /// What it is about; what waited about the same is cancelled.
    pub(crate) about: String,
    /// To which address.
    pub(crate) to: &'a str,
    /// What it says.
    pub(crate) letter: &'a Letter,
    /// When it is of no use any more.
    pub(crate) expires_at: Timestamp,
}

/// How many letters one address gets within an hour for one reason.
const LETTERS_AN_HOUR: i64 = 5;

/// How everything begins that a letter of an invitation is about.
pub(crate) const INVITATION: &str = "invitation ";
/// How everything begins that a letter about a password is about.
pub(crate) const PASSWORD: &str = "password ";

/// What a letter of this invitation is about.
pub(crate) fn invitation_of(id: &str) -> String {
    format!("{INVITATION}{id}")
}

/// What a letter about this person's password is about.
pub(crate) fn password_of(user: &str) -> String {
    format!("{PASSWORD}{user}")
}

impl Turn {
    /// Lets a letter wait to be sent.
    pub(crate) async fn post(&mut self, post: Post<'_>) -> Result<(), StoreError> {
        let now = self.now();
        self.cancel_post(&post.about).await?;
        let id = random_id();
        let text = serde_json::to_string(post.letter)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let sealed = self.service().vault().seal(&id, &text)?;
        let delivery = Delivery {
            message_id: format!("letter.{id}"),
            id,
            about: post.about,
            recipient: post.to.to_owned(),
            sealed: Some(sealed),
            state: String::new(),
            made_at: now,
            due_at: now,
            expires_at: post.expires_at,
            settled_at: None,
            tries: 0,
        };
        deliveries::add(self.tx(), "letter", None, &delivery).await?;
        self.changed.deliveries = true;
        Ok(())
    }

    /// Whether another letter may go to an address for this reason: what it would be about begins so. Nobody's
    /// letter box is filled, whoever presses a button again and again.
    pub(crate) async fn may_write_to(
        &mut self,
        address: &str,
        prefix: &str,
    ) -> Result<bool, StoreError> {
        let since = self.now().plus_millis(-60 * MINUTE);
        Ok(deliveries::count_to(self.tx(), address, prefix, since).await? < LETTERS_AN_HOUR)
    }

    /// What waits about something is not sent any more.
    pub(crate) async fn cancel_post(&mut self, about: &str) -> Result<(), StoreError> {
        let now = self.now();
        deliveries::cancel(self.tx(), about, now).await
    }
}
