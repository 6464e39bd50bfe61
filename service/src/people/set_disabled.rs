//! A site admin disables somebody's account, or enables it again.

use crate::{
    Failure, Identity, Service, SessionEnd,
    deliveries::password_of,
    error::from_failures,
    store::{audit::Act, known_browsers, members, personal_hours, resets, sessions, users},
};
use presence::{Action, Denied, UserId, may};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SetDisabledRefused {
    /// One's own account: nobody locks themselves out, and so one site admin is always left.
    #[error("this is your own account")]
    Yourself,
    /// Nobody who can sign in would be left to change these projects, which are named.
    #[error("this is the only admin of {0:?}")]
    OnlyAdmin(Vec<String>),
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(SetDisabledRefused);

impl Service {
    /// Disables an account: its sessions and its time online end, its tokens rest. Enabled again, the
    /// person has the roles and tokens that they had.
    pub async fn set_disabled(
        &self,
        who: &Identity,
        user: &UserId,
        disabled: bool,
    ) -> Result<(), SetDisabledRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::ManagePeople)?;
        if who.caller.id == *user {
            return Err(SetDisabledRefused::Yourself);
        }
        let now = writing.now();
        let before = users::by_id(writing.tx(), user).await?.ok_or(Denied::Hidden)?;
        if before.disabled == disabled {
            return Ok(());
        }
        if disabled {
            let only = members::only_admin_of(writing.tx(), user).await?;
            if !only.is_empty() {
                return Err(SetDisabledRefused::OnlyAdmin(self.board().names_of(&only)));
            }
        }
        users::set_disabled(writing.tx(), user, disabled.then_some(now)).await?;
        if disabled {
            sessions::end_of(writing.tx(), user, None, SessionEnd::AccountDisabled).await?;
            known_browsers::forget_all_of(writing.tx(), user).await?;
            resets::delete(writing.tx(), user).await?;
            writing.cancel_post(&password_of(user.as_str())).await?;
            if let Some(agent) = writing.agent(user).await? {
                writing.save(&agent, agent.disable(&who.cause(), now)).await?;
            }
            writing.devices_ended(user, &who.cause()).await?;
        } else {
            sessions::forget_ended(writing.tx(), user, SessionEnd::AccountDisabled).await?;
            // Hours of their own that began meanwhile are past.
            personal_hours::save_acted_until(writing.tx(), user, now).await?;
        }
        // Whether their own hours count has changed too.
        if let Some(agent) = writing.agent(user).await? {
            writing.put_agent(agent);
        }
        let detail = if disabled { "yes" } else { "no" };
        writing.audit(Some(&who.caller.id), Act::SetDisabled, user.as_str(), detail).await?;
        writing.changed.access.insert(user.clone());
        writing.commit().await?;
        Ok(())
    }
}
