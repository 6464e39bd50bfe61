//! Schedules: a zone by name, and hours as JSON.

use super::columns::{number, revision};
use crate::{KeptSchedule, error::StoreError};
use presence::{ProjectId, Revision};
use sqlx::{AnyConnection, Row, any::AnyRow};

/// The schedule of a project; `None` when it never had one.
pub(crate) async fn of_project(
    connection: &mut AnyConnection,
    id: &ProjectId,
) -> Result<Option<KeptSchedule>, StoreError> {
    sqlx::query("select zone, hours, revision from schedules where project_id = $1")
        .bind(id.as_str())
        .fetch_optional(connection)
        .await?
        .as_ref()
        .map(kept_from)
        .transpose()
}

/// Saves the schedule of a project in place of the one that was seen; `false` when there is another one
/// by now.
pub(crate) async fn save_of_project(
    connection: &mut AnyConnection,
    id: &ProjectId,
    schedule: &KeptSchedule,
    seen: Revision,
) -> Result<bool, StoreError> {
    // Where there is none yet, whoever saw one is mistaken.
    let saved = sqlx::query(
        "insert into schedules (project_id, zone, hours, revision) \
         select $1, $2, $3, $4 where $5 = 0 \
         or exists (select 1 from schedules where project_id = $1) \
         on conflict (project_id) do update \
         set zone = excluded.zone, hours = excluded.hours, revision = excluded.revision \
         where schedules.revision = $5",
    )
    .bind(id.as_str())
    .bind(schedule.zone.name())
    .bind(written(schedule)?)
    .bind(number(schedule.revision))
    .bind(number(seen))
    .execute(connection)
    .await?;
    Ok(saved.rows_affected() == 1)
}

/// Hours as their column has them.
pub(crate) fn written(schedule: &KeptSchedule) -> Result<String, StoreError> {
    serde_json::to_string(&schedule.hours).map_err(|error| StoreError::Corrupt(error.to_string()))
}

fn kept_from(row: &AnyRow) -> Result<KeptSchedule, StoreError> {
    read(row.try_get("zone")?, row.try_get("hours")?, revision(row.try_get("revision")?))
}

/// A schedule from its columns.
///
/// A zone that this machine does not know (any more) is read as UTC and told in the log: hours that are
/// off are better than a site that does not start.
pub(crate) fn read(
    zone: &str,
    hours: &str,
    revision: Revision,
) -> Result<KeptSchedule, StoreError> {
    let hours = serde_json::from_str(hours)
        .map_err(|error| StoreError::Corrupt(format!("hours: {error}")))?;
    let zone = zone.parse().unwrap_or_else(|_| {
        tracing::warn!(zone, "no rules for the time zone of a schedule; it is read as UTC");
        crate::Zone::UTC
    });
    Ok(KeptSchedule { zone, hours, revision })
}
