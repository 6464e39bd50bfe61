//! An agent takes a break inside their time online, and ends it.

use crate::{Failure, Identity, Service, error::from_failures, values::zone::zone_or_utc};
use presence::{Action, Agent, BreakError, LeaseEnd, WishedBreak, may, next_time_of_day};

/// Why a break was refused. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum BreakRefused {
    /// By the rules.
    #[error(transparent)]
    Refused(#[from] BreakError),
    /// The site's list has no such reason.
    #[error("no reason of this site")]
    UnknownReason,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(BreakRefused);

impl Service {
    /// Takes a break, or gives the one that runs another reason and end. Returns the agent after it.
    pub async fn take_break(
        &self,
        who: &Identity,
        wish: &WishedBreak,
    ) -> Result<Agent, BreakRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::ChangeOwnPresence)?;
        let agent = writing.seen_agent(&who).await?;
        if agent.lease.is_some()
            && !self.board().settings.break_reasons.all().contains(&wish.reason)
        {
            return Err(BreakRefused::UnknownReason);
        }
        let now = writing.now();
        let until = match &wish.end {
            LeaseEnd::Never | LeaseEnd::Shift => None,
            LeaseEnd::After(length) => Some(now.plus_minutes(length.minutes())),
            LeaseEnd::At(until) => Some(*until),
            LeaseEnd::TimeOfDay { time, zone } => {
                let until = next_time_of_day(&zone_or_utc(zone), *time, now);
                Some(until.ok_or(BreakError::EndPassed)?)
            }
        };
        let after = agent.take_break(&wish.reason, until, &who.cause(), now)?;
        let after = writing.save(&agent, after).await?;
        writing.commit().await?;
        Ok(after)
    }

    /// Ends the break; without one, nothing changes. Returns the agent after it.
    pub async fn end_break(&self, who: &Identity) -> Result<Agent, Failure> {
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::ChangeOwnPresence)?;
        // Whoever ends it in a browser is at it; during a break that was no news.
        let agent = writing.active_agent(&who).await?;
        let after = agent.end_break(&who.cause(), writing.now());
        let after = writing.save(&agent, after).await?;
        writing.commit().await?;
        Ok(after)
    }
}
