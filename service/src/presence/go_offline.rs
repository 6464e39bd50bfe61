//! An agent goes offline by hand. It is never refused as stale, and twice is once.

use crate::{GoOnlineRefused, Identity, Service};
use presence::{Action, Agent, Denied, ProjectKey, may};

impl Service {
    /// Goes offline in `projects`, everywhere for `None`. Returns the agent after it.
    pub async fn go_offline(
        &self,
        who: &Identity,
        projects: Option<&[ProjectKey]>,
    ) -> Result<Agent, GoOnlineRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::ChangeOwnPresence)?;
        let chosen = projects
            .map(|keys| self.own_projects(&who, keys))
            .transpose()
            .map_err(GoOnlineRefused::UnknownProject)?;
        let agent = writing.agent(&who.caller.id).await?.ok_or(Denied::Hidden)?;
        let after = agent.go_offline(chosen.as_ref(), &who.cause(), writing.now());
        let after = writing.save(&agent, after).await?;
        writing.commit().await?;
        Ok(after)
    }
}
