//! A site admin ends every session of somebody.

use crate::{
    Failure, Identity, LoggedOut, Service, SessionEnd,
    error::from_failures,
    store::{audit::Act, known_browsers, sessions, users},
    values::{ReasonError, reason::reason},
};
use presence::{Action, Agent, Denied, UserId, may};

/// Why nobody was logged out.
#[derive(Debug, thiserror::Error)]
pub enum ForceLogoutRefused {
    /// Oneself: that is signing out.
    #[error("this is your own account")]
    Yourself,
    /// The reason is none.
    #[error(transparent)]
    Reason(#[from] ReasonError),
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(ForceLogoutRefused);

impl Service {
    /// Ends somebody's sessions and their time online; `why` is for them to read, in the admin's words.
    /// Their tokens rest until they sign in again. Returns the agent after it, also of a person who is an
    /// agent nowhere.
    pub async fn force_logout(
        &self,
        who: &Identity,
        user: &UserId,
        why: Option<&str>,
    ) -> Result<Agent, ForceLogoutRefused> {
        // Before anything is said about the rest: what may be asked is not for everybody.
        may(&who.caller, &Action::ManagePeople)?;
        let note = reason(why)?;
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::ManagePeople)?;
        if who.caller.id == *user {
            return Err(ForceLogoutRefused::Yourself);
        }
        let now = writing.now();
        let agent = writing.agent(user).await?.ok_or(Denied::Hidden)?;
        sessions::end_of(writing.tx(), user, None, SessionEnd::ForcedLogout).await?;
        known_browsers::forget_all_of(writing.tx(), user).await?;
        users::suspend_tokens(writing.tx(), user, now).await?;
        let logout = LoggedOut { at: now, by: who.caller.id.clone(), note: note.clone() };
        users::note_logout(writing.tx(), user, &logout).await?;
        let after = agent.force_logout(note.clone(), &who.caller.id, &who.cause(), now);
        writing.save(&agent, after).await?;
        writing.devices_ended(user, &who.cause()).await?;
        let detail = note.as_deref().unwrap_or("");
        writing.audit(Some(&who.caller.id), Act::ForceLogout, user.as_str(), detail).await?;
        writing.changed.access.insert(user.clone());
        let after = writing.agent(user).await?.ok_or(Denied::Hidden)?;
        writing.commit().await?;
        Ok(after)
    }
}
