//! Somebody signs out.

use crate::{Identity, Service, StoreError, store::sessions};

impl Service {
    /// Ends the session. Signed out of the last one, a person's time online ends at once, as signed off.
    pub async fn sign_out(&self, who: &Identity) -> Result<(), StoreError> {
        let mut writing = self.begin().await?;
        let now = writing.now();
        let user = &who.caller.id;
        if sessions::delete(writing.tx(), &who.device).await? {
            writing.changed.access.insert(user.clone());
            if !sessions::any_of(writing.tx(), user, now).await?
                && let Some(agent) = writing.agent(user).await?
            {
                let after = agent.go_offline(None, &who.cause(), now);
                writing.save(&agent, after).await?;
            }
        }
        writing.commit().await
    }
}
