//! An agent says when they go online and offline by themselves.

use crate::{
    ChangeScheduleRefused, Failure, Identity, KeptSchedule, ScheduleChange, Service,
    store::personal_hours,
};
use presence::{Action, may};

impl Service {
    /// The caller's own hours.
    pub async fn see_own_hours(&self, who: &Identity) -> Result<KeptSchedule, Failure> {
        may(&who.caller, &Action::ChangeOwnPresence)?;
        let id = &who.caller.id;
        let kept = personal_hours::of(&mut *self.0.store.reader().await?, id).await?;
        Ok(kept.unwrap_or_else(KeptSchedule::none))
    }

    /// Changes the caller's own hours. They count from their next start; time online that runs keeps the
    /// end that it has.
    pub async fn change_own_hours(
        &self,
        who: &Identity,
        change: &ScheduleChange,
    ) -> Result<(), ChangeScheduleRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::ChangeOwnPresence)?;
        let (id, now) = (&who.caller.id, writing.now());
        let saved =
            personal_hours::save(writing.tx(), id, &change.kept(), change.seen, now).await?;
        if !saved {
            return Err(ChangeScheduleRefused::Stale);
        }
        if let Some(agent) = writing.agent(id).await? {
            writing.put_agent(agent);
        }
        writing.commit().await?;
        Ok(())
    }
}
