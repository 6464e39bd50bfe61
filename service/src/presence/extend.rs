//! An agent adds to the end of their time online.

use crate::{Failure, Identity, Service, error::from_failures};
use presence::{Action, Agent, ExtendError, LeaseDuration, Revision, may};

/// Why an extension was refused. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ExtendRefused {
    /// By the rules.
    #[error(transparent)]
    Refused(#[from] ExtendError),
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(ExtendRefused);

impl Service {
    /// Adds to the end of the time online.
    pub async fn extend(
        &self,
        who: &Identity,
        by: LeaseDuration,
        revision: Option<Revision>,
    ) -> Result<Agent, ExtendRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::ChangeOwnPresence)?;
        let agent = writing.active_agent(&who).await?;
        let after = agent.extend(by, revision, &who.cause(), writing.now())?;
        let after = writing.save(&agent, after).await?;
        writing.commit().await?;
        Ok(after)
    }
}
