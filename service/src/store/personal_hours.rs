//! Agents' own hours, and how far they were acted on.

use super::{
    columns::{number, parse, revision},
    schedules::{read, written},
};
use crate::{KeptSchedule, error::StoreError};
use presence::{PersonalHours, Revision, Schedule, Timestamp, UserId};
use sqlx::{AnyConnection, Row, any::AnyRow};

/// Somebody's own hours; `None` when they never had any.
pub(crate) async fn of(
    connection: &mut AnyConnection,
    id: &UserId,
) -> Result<Option<KeptSchedule>, StoreError> {
    Ok(row_of(connection, id).await?.map(|(kept, _)| kept))
}

/// The same as the rules read it. Who may not sign in has none.
pub(crate) async fn rules_of(
    connection: &mut AnyConnection,
    id: &UserId,
) -> Result<Option<PersonalHours>, StoreError> {
    let row = sqlx::query(
        "select h.zone, h.hours, h.revision, h.acted_until from personal_hours h \
         join users u on u.id = h.user_id where h.user_id = $1 and u.disabled_at is null",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await?;
    Ok(row.as_ref().map(kept_from).transpose()?.and_then(rules))
}

/// Everybody's own hours, as the rules read them. Who may not sign in has none.
pub(crate) async fn rules_of_all(
    connection: &mut AnyConnection,
) -> Result<Vec<(UserId, PersonalHours)>, StoreError> {
    let rows = sqlx::query(
        "select h.user_id, h.zone, h.hours, h.revision, h.acted_until from personal_hours h \
         join users u on u.id = h.user_id where u.disabled_at is null",
    )
    .fetch_all(connection)
    .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let id = parse(row.try_get("user_id")?)?;
        all.extend(rules(kept_from(&row)?).map(|hours| (id, hours)));
    }
    Ok(all)
}

/// Saves somebody's own hours in place of those that were seen, to be acted on from `now`; `false` when
/// there are others by now.
pub(crate) async fn save(
    connection: &mut AnyConnection,
    id: &UserId,
    hours: &KeptSchedule,
    seen: Revision,
    now: Timestamp,
) -> Result<bool, StoreError> {
    // Where there are none yet, whoever saw some is mistaken.
    let saved = sqlx::query(
        "insert into personal_hours (user_id, zone, hours, revision, acted_until) \
         select $1, $2, $3, $4, $5 where $6 = 0 \
         or exists (select 1 from personal_hours where user_id = $1) \
         on conflict (user_id) do update \
         set zone = excluded.zone, hours = excluded.hours, revision = excluded.revision, \
         acted_until = excluded.acted_until where personal_hours.revision = $6",
    )
    .bind(id.as_str())
    .bind(hours.zone.name())
    .bind(written(hours)?)
    .bind(number(hours.revision))
    .bind(now.as_millis())
    .bind(number(seen))
    .execute(connection)
    .await?;
    Ok(saved.rows_affected() == 1)
}

/// Notes up to when somebody's hours have been acted on.
pub(crate) async fn save_acted_until(
    connection: &mut AnyConnection,
    id: &UserId,
    acted_until: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("update personal_hours set acted_until = $1 where user_id = $2")
        .bind(acted_until.as_millis())
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

async fn row_of(
    connection: &mut AnyConnection,
    id: &UserId,
) -> Result<Option<(KeptSchedule, Timestamp)>, StoreError> {
    sqlx::query("select zone, hours, revision, acted_until from personal_hours where user_id = $1")
        .bind(id.as_str())
        .fetch_optional(connection)
        .await?
        .as_ref()
        .map(kept_from)
        .transpose()
}

fn kept_from(row: &AnyRow) -> Result<(KeptSchedule, Timestamp), StoreError> {
    let kept =
        read(row.try_get("zone")?, row.try_get("hours")?, revision(row.try_get("revision")?))?;
    Ok((kept, Timestamp::from_millis(row.try_get("acted_until")?)))
}

fn rules((kept, acted_until): (KeptSchedule, Timestamp)) -> Option<PersonalHours> {
    let schedule = || Schedule::new(kept.zone.rules().clone(), kept.hours.clone());
    (!kept.hours.is_empty()).then(|| PersonalHours { schedule: schedule(), acted_until })
}
