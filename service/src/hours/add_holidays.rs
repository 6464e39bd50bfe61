//! A project admin adds holidays from a calendar file.

use crate::{
    Calendar, CalendarError, Failure, Identity, KeptSchedule, ScheduleChange, Service,
    error::from_failures,
    store::{audit::Act, projects, schedules},
};
use presence::{Action, Denied, ProjectKey, may};

/// Why no holidays were added. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum AddHolidaysRefused {
    /// The file was refused.
    #[error(transparent)]
    File(#[from] CalendarError),
    /// There would be too many holidays.
    #[error("there would be too many holidays")]
    TooMany,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(AddHolidaysRefused);

impl Service {
    /// Adds the days of a file to a project's holidays; dates that are there keep their names. Returns how
    /// many are new.
    pub async fn add_holidays(
        &self,
        who: &Identity,
        key: &ProjectKey,
        file: Vec<u8>,
    ) -> Result<usize, AddHolidaysRefused> {
        // Who may not is told so before a file is read for them.
        let kept = self.see_schedule(who, key).await?;
        let now = jiff::Timestamp::from_millisecond(self.now().as_millis());
        let today = kept.zone.rules().to_datetime(now.unwrap_or_default()).date();
        let read = tokio::task::spawn_blocking(move || Calendar::read(&file, today)).await;
        let calendar =
            read.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))?;

        let (mut writing, who) = self.begin_as(who).await?;
        let id = projects::id_of(writing.tx(), key).await?.ok_or(Denied::Hidden)?;
        may(&who.caller, &Action::ChangeSchedule(&id))?;
        let kept = schedules::of_project(writing.tx(), &id).await?;
        let kept = kept.unwrap_or_else(KeptSchedule::none);
        let mut holidays = calendar.days;
        holidays.extend(kept.hours.holidays().clone());
        let added = holidays.len() - kept.hours.holidays().len();
        let hours = kept.hours.with_holidays(holidays).map_err(|_| AddHolidaysRefused::TooMany)?;
        let change = ScheduleChange { zone: kept.zone, hours, seen: kept.revision };
        schedules::save_of_project(writing.tx(), &id, &change.kept(), change.seen).await?;
        writing.show_schedule(&id, who.cause()).await?;
        let act = Act::ChangeSchedule;
        writing.audit(Some(&who.caller.id), act, id.as_str(), &change.told()).await?;
        writing.commit().await?;
        Ok(added)
    }
}
