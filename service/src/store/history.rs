//! The ledger read over a range of time, and the end of what is kept.

use super::{
    columns::{device_kind, parse},
    ledger::entry_from,
};
use crate::{error::StoreError, values::user_agent};
use presence::{DeviceId, Entry, ProjectId, Stretch, Timestamp, UserId};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::BTreeMap;

/// A query for whole entries `l`: what stands before `select` and what stands after the columns.
macro_rules! entries {
    ($rest:literal) => {
        entries!("", $rest)
    };
    ($with:literal, $rest:literal) => {
        concat!(
            $with,
            "select l.id, l.at, l.project_id, l.agent_id, l.kind, l.until, l.end_reason, \
             l.ended_by, l.end_note, l.status, l.agents_online, l.revision, l.actor, l.actor_id, \
             l.device_id ",
            $rest
        )
    };
}
/// What happened to agents of a project in a range of time, oldest first.
pub(crate) async fn of_project(
    connection: &mut AnyConnection,
    project: &ProjectId,
    range: Stretch,
) -> Result<Vec<Entry>, StoreError> {
    let query = entries!(
        "from ledger l where l.project_id = $1 and l.at >= $2 and l.at < $3 \
         and l.agent_id is not null order by l.at, l.id"
    );
    let rows = sqlx::query(query)
        .bind(project.as_str())
        .bind(range.from.as_millis())
        .bind(range.until.as_millis())
        .fetch_all(connection)
        .await?;
    rows.iter().map(entry_from).collect()
}

/// The last change of presence before a moment of everybody who ever was an agent of a project, oldest
/// first. It costs a look into the index for each of them, however long the ledger is.
pub(crate) async fn before_in_project(
    connection: &mut AnyConnection,
    project: &ProjectId,
    before: Timestamp,
) -> Result<Vec<Entry>, StoreError> {
    let query = entries!(
        "with recursive seen (agent_id) as ( \
         select min(agent_id) from ledger where project_id = $1 \
         union all \
         select (select min(n.agent_id) from ledger n \
         where n.project_id = $1 and n.agent_id > seen.agent_id) \
         from seen where seen.agent_id is not null) ",
        "from seen join ledger l on l.id = (select n.id from ledger n \
         where n.project_id = $1 and n.agent_id = seen.agent_id and n.at < $2 \
         and n.kind <> 'until' order by n.at desc, n.id desc limit 1) \
         order by l.at, l.id"
    );
    let rows = sqlx::query(query)
        .bind(project.as_str())
        .bind(before.as_millis())
        .fetch_all(connection)
        .await?;
    rows.iter().map(entry_from).collect()
}

/// What happened to an agent in a range of time, oldest first.
pub(crate) async fn of_agent(
    connection: &mut AnyConnection,
    agent: &UserId,
    range: Stretch,
) -> Result<Vec<Entry>, StoreError> {
    let query = entries!(
        "from ledger l where l.agent_id = $1 and l.at >= $2 and l.at < $3 order by l.at, l.id"
    );
    let rows = sqlx::query(query)
        .bind(agent.as_str())
        .bind(range.from.as_millis())
        .bind(range.until.as_millis())
        .fetch_all(connection)
        .await?;
    rows.iter().map(entry_from).collect()
}

/// An agent's last change of presence before a moment in each project, oldest first.
pub(crate) async fn before_of_agent(
    connection: &mut AnyConnection,
    agent: &UserId,
    before: Timestamp,
) -> Result<Vec<Entry>, StoreError> {
    let query = entries!(
        "from projects p join ledger l on l.id = (select n.id from ledger n \
         where n.project_id = p.id and n.agent_id = $1 and n.at < $2 and n.kind <> 'until' \
         order by n.at desc, n.id desc limit 1) \
         order by l.at, l.id"
    );
    let rows = sqlx::query(query)
        .bind(agent.as_str())
        .bind(before.as_millis())
        .fetch_all(connection)
        .await?;
    rows.iter().map(entry_from).collect()
}

/// Where an export goes on: the last entry that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    at: i64,
    id: i64,
}

impl Place {
    /// Before everything.
    pub(crate) const START: Self = Self { at: i64::MIN, id: i64::MIN };
}

/// The next entries of a project after a place, oldest first, with the place of the last of them.
pub(crate) async fn page_of_project(
    connection: &mut AnyConnection,
    project: &ProjectId,
    range: Stretch,
    after: Place,
    most: i64,
) -> Result<Vec<(Place, Entry)>, StoreError> {
    let query = entries!(
        "from ledger l where l.project_id = $1 and l.at >= $2 and l.at < $3 \
         and (l.at > $4 or (l.at = $4 and l.id > $5)) order by l.at, l.id limit $6"
    );
    let rows = sqlx::query(query)
        .bind(project.as_str())
        .bind(range.from.as_millis().max(after.at))
        .bind(range.until.as_millis())
        .bind(after.at)
        .bind(after.id)
        .bind(most)
        .fetch_all(connection)
        .await?;
    rows.iter().map(placed).collect()
}

/// The next entries of an agent after a place, oldest first, with the place of the last of them.
pub(crate) async fn page_of_agent(
    connection: &mut AnyConnection,
    agent: &UserId,
    range: Stretch,
    after: Place,
    most: i64,
) -> Result<Vec<(Place, Entry)>, StoreError> {
    let query = entries!(
        "from ledger l where l.agent_id = $1 and l.at >= $2 and l.at < $3 \
         and (l.at > $4 or (l.at = $4 and l.id > $5)) order by l.at, l.id limit $6"
    );
    let rows = sqlx::query(query)
        .bind(agent.as_str())
        .bind(range.from.as_millis().max(after.at))
        .bind(range.until.as_millis())
        .bind(after.at)
        .bind(after.id)
        .bind(most)
        .fetch_all(connection)
        .await?;
    rows.iter().map(placed).collect()
}

fn placed(row: &AnyRow) -> Result<(Place, Entry), StoreError> {
    let place = Place { at: row.try_get("at")?, id: row.try_get("id")? };
    Ok((place, entry_from(row)?))
}

/// Since when there is a project.
pub(crate) async fn project_since(
    connection: &mut AnyConnection,
    project: &ProjectId,
) -> Result<Option<Timestamp>, StoreError> {
    let since = sqlx::query_scalar::<_, i64>("select created_at from projects where id = $1")
        .bind(project.as_str())
        .fetch_optional(connection)
        .await?;
    Ok(since.map(Timestamp::from_millis))
}

/// What a person's devices are called, those that have ended included.
pub(crate) async fn device_names(
    connection: &mut AnyConnection,
    user: &UserId,
) -> Result<BTreeMap<DeviceId, String>, StoreError> {
    sqlx::query("select id, kind, name from devices where user_id = $1")
        .bind(user.as_str())
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| {
            let kind = device_kind(row.try_get("kind")?)?;
            Ok((parse(row.try_get("id")?)?, user_agent::device_name(kind, row.try_get("name")?)))
        })
        .collect()
}

/// Deletes at most `most` entries from before `cut`, oldest first, and says how many.
///
/// For each agent and project the last coming or going before the cut stays, with what followed it, so
/// that it stays known how they were at the cut; and for each project what the public saw then.
pub(crate) async fn forget_before(
    connection: &mut AnyConnection,
    cut: Timestamp,
    most: i64,
) -> Result<u64, StoreError> {
    let of_agents = sqlx::query(
        "delete from ledger where id in (select l.id from ledger l \
         where l.at < $1 and l.agent_id is not null and exists (select 1 from ledger n \
         where n.project_id = l.project_id and n.agent_id = l.agent_id and n.at < $1 \
         and n.kind in ('online', 'offline') and (n.at > l.at or (n.at = l.at and n.id > l.id))) \
         order by l.at limit $2)",
    )
    .bind(cut.as_millis())
    .bind(most)
    .execute(&mut *connection)
    .await?;
    let of_projects = sqlx::query(
        "delete from ledger where id in (select l.id from ledger l \
         where l.at < $1 and l.agent_id is null and exists (select 1 from ledger n \
         where n.project_id = l.project_id and n.agent_id is null and n.at < $1 \
         and (n.at > l.at or (n.at = l.at and n.id > l.id))) \
         order by l.at limit $2)",
    )
    .bind(cut.as_millis())
    .bind(most)
    .execute(connection)
    .await?;
    Ok(of_agents.rows_affected() + of_projects.rows_affected())
}
