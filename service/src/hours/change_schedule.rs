//! A project admin says when the project means to be there.

use crate::{
    Failure, Identity, KeptSchedule, ScheduleChange, Service, StoreError,
    error::from_failures,
    store::{audit::Act, projects, schedules},
    writing::Writing,
};
use presence::{Action, Cause, Denied, ProjectId, ProjectKey, may};

/// Why a schedule was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeScheduleRefused {
    /// Somebody changed it since it was opened.
    #[error("the schedule has changed since it was opened")]
    Stale,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(ChangeScheduleRefused);

impl Service {
    /// A project's schedule, for those who may change it.
    pub async fn see_schedule(
        &self,
        who: &Identity,
        key: &ProjectKey,
    ) -> Result<KeptSchedule, Failure> {
        let id = {
            let board = self.board();
            let project = board.project_by_key(key).ok_or(Denied::Hidden)?;
            may(&who.caller, &Action::ChangeSchedule(&project.id))?;
            project.id.clone()
        };
        let kept = schedules::of_project(&mut *self.0.store.reader().await?, &id).await?;
        Ok(kept.unwrap_or_else(KeptSchedule::none))
    }

    /// Changes a project's schedule. Time online that runs keeps the end that it has.
    pub async fn change_schedule(
        &self,
        who: &Identity,
        key: &ProjectKey,
        change: &ScheduleChange,
    ) -> Result<(), ChangeScheduleRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        let id = projects::id_of(writing.tx(), key).await?.ok_or(Denied::Hidden)?;
        may(&who.caller, &Action::ChangeSchedule(&id))?;
        if !schedules::save_of_project(writing.tx(), &id, &change.kept(), change.seen).await? {
            return Err(ChangeScheduleRefused::Stale);
        }
        writing.show_schedule(&id, who.cause()).await?;
        let act = Act::ChangeSchedule;
        writing.audit(Some(&who.caller.id), act, id.as_str(), &change.told()).await?;
        writing.commit().await?;
        Ok(())
    }
}

impl Writing {
    /// The project has another schedule from now on, and the public sees what it says.
    pub(crate) async fn show_schedule(
        &mut self,
        id: &ProjectId,
        cause: Cause,
    ) -> Result<(), StoreError> {
        if let Some(project) = projects::load(self.tx(), id).await? {
            self.put_project(project);
        }
        self.publish(id, self.now(), cause).await
    }
}
