//! A site admin ends every session of somebody.

use crate::{
    Failure, Identity, Service,
    store::{audit::Act, known_browsers, sessions, users},
};
use presence::{Action, Denied, UserId, may};

impl Service {
    /// Ends somebody's sessions and their time online. Their tokens rest until they sign in again.
    pub async fn force_logout(&self, who: &Identity, user: &UserId) -> Result<(), Failure> {
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::ManagePeople)?;
        let now = writing.now();
        let agent = writing.agent(user).await?.ok_or(Denied::Hidden)?;
        sessions::delete_of(writing.tx(), user, None).await?;
        known_browsers::forget_all_of(writing.tx(), user).await?;
        users::suspend_tokens(writing.tx(), user, now).await?;
        let after = agent.force_logout(&who.caller.id, &who.cause(), now);
        writing.save(&agent, after).await?;
        writing.devices_ended(user, &who.cause()).await?;
        writing.audit(Some(&who.caller.id), Act::ForceLogout, user.as_str(), "").await?;
        writing.changed.access.insert(user.clone());
        writing.commit().await?;
        Ok(())
    }
}
