//! An agent chooses after how much idleness they are away.

use crate::{Failure, Identity, Service, error::from_failures, store::agents};
use presence::{Action, AttendanceSettings, Denied, OwnIdle, may};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeOwnIdleRefused {
    /// The site decides for everybody.
    #[error("the site decides after how much idleness one is away")]
    Enforced,
    /// Fewer minutes than the site's, or more than there may be.
    #[error("minutes are a whole number from {from} to {to}")]
    OutOfRange {
        /// The fewest.
        from: u32,
        /// The most.
        to: u32,
    },
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(ChangeOwnIdleRefused);

impl Service {
    /// Lets the caller be away later than the site says, or never.
    pub async fn change_own_idle(
        &self,
        who: &Identity,
        idle: OwnIdle,
    ) -> Result<(), ChangeOwnIdleRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::ChangeOwnPresence)?;
        let site = self.board().settings.attendance;
        if site.idle_enforced && idle != OwnIdle::AsTheSite {
            return Err(ChangeOwnIdleRefused::Enforced);
        }
        if let OwnIdle::Minutes(minutes) = idle {
            let to = *AttendanceSettings::IDLE_MINUTES.end();
            let from = site.idle_minutes.unwrap_or(*AttendanceSettings::IDLE_MINUTES.start());
            if !(from..=to).contains(&minutes) {
                return Err(ChangeOwnIdleRefused::OutOfRange { from, to });
            }
        }
        agents::save_idle(writing.tx(), &who.caller.id, idle).await?;
        writing.other_rules(&who.caller.id).await?.ok_or(Denied::Hidden)?;
        writing.commit().await?;
        Ok(())
    }

    /// What the caller chose.
    pub async fn own_idle(&self, who: &Identity) -> Result<OwnIdle, Failure> {
        let mut reader = self.0.store.reader().await?;
        let found = agents::load(&mut reader, &who.caller.id).await?;
        Ok(found.map_or(OwnIdle::AsTheSite, |(_, idle)| idle))
    }
}
