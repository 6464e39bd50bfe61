//! Projects and what the public was last told of them.

use super::{
    agents::{number, revision},
    parse, schedules, yes,
};
use crate::error::StoreError;
use presence::{Availability, DeskProject, ProjectId, ProjectKey, Revision, Status, Timestamp};
use sqlx::{AnyConnection, Row, any::AnyRow};

/// Every project.
pub(crate) async fn load_all(
    connection: &mut AnyConnection,
) -> Result<Vec<DeskProject>, StoreError> {
    sqlx::query(
        "select p.id, p.key, p.name, p.chat_enabled, p.show_count, p.status, p.status_since, \
         p.agents_online, p.revision, s.zone, s.hours \
         from projects p left join schedules s on s.project_id = p.id order by p.key",
    )
    .fetch_all(connection)
    .await?
    .iter()
    .map(project_from)
    .collect()
}

/// A project; `None` when there is none.
pub(crate) async fn load(
    connection: &mut AnyConnection,
    id: &ProjectId,
) -> Result<Option<DeskProject>, StoreError> {
    sqlx::query(
        "select p.id, p.key, p.name, p.chat_enabled, p.show_count, p.status, p.status_since, \
         p.agents_online, p.revision, s.zone, s.hours \
         from projects p left join schedules s on s.project_id = p.id where p.id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await?
    .as_ref()
    .map(project_from)
    .transpose()
}

/// Saves what the public sees from now on.
pub(crate) async fn save_availability(
    connection: &mut AnyConnection,
    id: &ProjectId,
    availability: &Availability,
) -> Result<(), StoreError> {
    sqlx::query(
        "update projects set status = $1, status_since = $2, agents_online = $3, revision = $4 \
         where id = $5",
    )
    .bind(availability.status.name())
    .bind(availability.since.as_millis())
    .bind(availability.agents_online.map(i64::from))
    .bind(number(availability.revision))
    .bind(id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds a project; `false` when its key is taken.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    project: &DeskProject,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let inserted = sqlx::query(
        "insert into projects (id, key, name, chat_enabled, show_count, created_at, status, \
         status_since, agents_online, revision) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (key) do nothing",
    )
    .bind(project.id.as_str())
    .bind(project.key.as_str())
    .bind(project.name.as_str())
    .bind(i64::from(project.chat_enabled))
    .bind(i64::from(project.show_count))
    .bind(now.as_millis())
    .bind(project.availability.status.name())
    .bind(project.availability.since.as_millis())
    .bind(project.availability.agents_online.map(i64::from))
    .bind(number(project.availability.revision))
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// Changes what an admin may change of a project.
pub(crate) async fn update(
    connection: &mut AnyConnection,
    id: &ProjectId,
    name: &str,
    chat_enabled: bool,
    show_count: bool,
) -> Result<(), StoreError> {
    sqlx::query("update projects set name = $1, chat_enabled = $2, show_count = $3 where id = $4")
        .bind(name)
        .bind(i64::from(chat_enabled))
        .bind(i64::from(show_count))
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// The id that belongs to a key.
pub(crate) async fn id_of(
    connection: &mut AnyConnection,
    key: &ProjectKey,
) -> Result<Option<ProjectId>, StoreError> {
    sqlx::query_scalar::<_, String>("select id from projects where key = $1")
        .bind(key.as_str())
        .fetch_optional(connection)
        .await?
        .map(|id| parse(&id))
        .transpose()
}

/// A status from its name.
pub(crate) fn status_from(name: &str) -> Result<Status, StoreError> {
    match name {
        "online" => Ok(Status::Online),
        "offline" => Ok(Status::Offline),
        other => Err(StoreError::Corrupt(format!("status {other:?}"))),
    }
}

fn project_from(row: &AnyRow) -> Result<DeskProject, StoreError> {
    let zone: Option<&str> = row.try_get("zone")?;
    let schedule = match (zone, row.try_get("hours")?) {
        (Some(zone), Some(hours)) => schedules::read(zone, hours, Revision::default())?.rules(),
        _ => None,
    };
    Ok(DeskProject {
        id: parse(row.try_get("id")?)?,
        key: parse(row.try_get("key")?)?,
        name: row.try_get("name")?,
        chat_enabled: yes(row.try_get("chat_enabled")?),
        show_count: yes(row.try_get("show_count")?),
        schedule,
        availability: Availability {
            status: status_from(row.try_get("status")?)?,
            since: Timestamp::from_millis(row.try_get("status_since")?),
            agents_online: row
                .try_get::<Option<i64>, _>("agents_online")?
                .map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
            revision: revision(row.try_get("revision")?),
        },
    })
}
