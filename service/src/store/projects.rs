//! Projects and what the public was last told of them.

use super::{
    columns::{number, parse, revision, yes},
    schedules,
};
use crate::error::StoreError;
use presence::{Availability, Project, ProjectId, ProjectKey, Revision, Status, Timestamp};
use sqlx::{AnyConnection, Row, any::AnyRow};

/// Every project.
pub(crate) async fn load_all(connection: &mut AnyConnection) -> Result<Vec<Project>, StoreError> {
    sqlx::query(
        "select p.id, p.key, p.name, p.chat_enabled, p.show_count, p.status, p.status_since, \
         p.agents_online, p.next_open, p.boundary_at, p.revision, s.zone, s.hours \
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
) -> Result<Option<Project>, StoreError> {
    sqlx::query(
        "select p.id, p.key, p.name, p.chat_enabled, p.show_count, p.status, p.status_since, \
         p.agents_online, p.next_open, p.boundary_at, p.revision, s.zone, s.hours \
         from projects p left join schedules s on s.project_id = p.id where p.id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await?
    .as_ref()
    .map(project_from)
    .transpose()
}

/// Saves what the public sees from now on, and when its schedule changes that next.
pub(crate) async fn save_availability(
    connection: &mut AnyConnection,
    project: &Project,
) -> Result<(), StoreError> {
    let availability = &project.availability;
    sqlx::query(
        "update projects set status = $1, status_since = $2, agents_online = $3, next_open = $4, \
         boundary_at = $5, revision = $6 where id = $7",
    )
    .bind(availability.status.name())
    .bind(availability.since.as_millis())
    .bind(availability.agents_online.map(i64::from))
    .bind(availability.next_open.map(Timestamp::as_millis))
    .bind(project.boundary_at.map(Timestamp::as_millis))
    .bind(number(availability.revision))
    .bind(project.id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// The projects whose schedule opened or closed at `now` or before, without a record of it.
pub(crate) async fn due(
    connection: &mut AnyConnection,
    now: Timestamp,
) -> Result<Vec<ProjectId>, StoreError> {
    sqlx::query_scalar::<_, String>("select id from projects where boundary_at <= $1")
        .bind(now.as_millis())
        .fetch_all(connection)
        .await?
        .iter()
        .map(|id| parse(id))
        .collect()
}

/// Adds a project; `false` when its key is taken.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    project: &Project,
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

fn project_from(row: &AnyRow) -> Result<Project, StoreError> {
    let moment = |name| -> Result<Option<Timestamp>, StoreError> {
        Ok(row.try_get::<Option<i64>, _>(name)?.map(Timestamp::from_millis))
    };
    let zone: Option<&str> = row.try_get("zone")?;
    let schedule = match (zone, row.try_get("hours")?) {
        (Some(zone), Some(hours)) => schedules::read(zone, hours, Revision::default())?.rules(),
        _ => None,
    };
    Ok(Project {
        id: parse(row.try_get("id")?)?,
        key: parse(row.try_get("key")?)?,
        name: row.try_get("name")?,
        chat_enabled: yes(row.try_get("chat_enabled")?),
        show_count: yes(row.try_get("show_count")?),
        schedule,
        boundary_at: moment("boundary_at")?,
        availability: Availability {
            status: status_from(row.try_get("status")?)?,
            since: Timestamp::from_millis(row.try_get("status_since")?),
            agents_online: row
                .try_get::<Option<i64>, _>("agents_online")?
                .map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
            next_open: moment("next_open")?,
            revision: revision(row.try_get("revision")?),
        },
    })
}
