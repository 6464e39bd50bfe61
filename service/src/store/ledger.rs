//! The ledger's rows. Nothing updates one, and nothing but the end of its keeping deletes one.

use super::{
    columns::{number, parse, reason_from, reason_parts, revision},
    projects::status_from,
};
use crate::error::StoreError;
use presence::{Absence, Actor, Cause, Change, Entry, Fact, ProjectId, Timestamp};
use sqlx::{AnyConnection, Row, any::AnyRow};

/// Appends an entry. Writers take turns, so the next id is the highest one and 1.
pub(crate) async fn append(
    connection: &mut AnyConnection,
    entry: &Entry,
) -> Result<(), StoreError> {
    let mut row = Columns::default();
    let mut agent_id = None;
    match &entry.fact {
        Fact::Presence { agent, change } => {
            agent_id = Some(agent.as_str());
            match change {
                Change::Online { until } => {
                    (row.kind, row.until) = ("online", until.map(Timestamp::as_millis));
                }
                Change::Until { until } => {
                    (row.kind, row.until) = ("until", until.map(Timestamp::as_millis));
                }
                Change::Absent(absence) => row.kind = absence.name(),
                Change::Break { reason, until } => {
                    row.kind = Absence::Break.name();
                    row.until = until.map(Timestamp::as_millis);
                    row.end_note = Some(reason);
                }
                Change::Back => row.kind = "back",
                Change::Offline(reason) => {
                    row.kind = "offline";
                    row.end_reason = Some(reason.name());
                    (row.ended_by, row.end_note) = reason_parts(reason);
                }
            }
        }
        Fact::Availability { status, agents_online, revision } => {
            row.kind = "availability";
            row.status = Some(status.name());
            row.agents_online = agents_online.map(i64::from);
            row.revision = Some(number(*revision));
        }
    }
    let (actor, actor_id) = match &entry.cause.actor {
        Actor::User(id) => ("user", Some(id.as_str())),
        Actor::Clock => ("clock", None),
        Actor::Operator => ("operator", None),
    };
    sqlx::query(
        "insert into ledger (id, at, project_id, agent_id, kind, until, end_reason, ended_by, \
         end_note, status, agents_online, revision, actor, actor_id, device_id) \
         values ((select coalesce(max(id), 0) + 1 from ledger), \
         $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(entry.at.as_millis())
    .bind(entry.project.as_str())
    .bind(agent_id)
    .bind(row.kind)
    .bind(row.until)
    .bind(row.end_reason)
    .bind(row.ended_by)
    .bind(row.end_note)
    .bind(row.status)
    .bind(row.agents_online)
    .bind(row.revision)
    .bind(actor)
    .bind(actor_id)
    .bind(entry.cause.device.as_ref().map(presence::DeviceId::as_str))
    .execute(connection)
    .await?;
    Ok(())
}

/// The moment of the latest entry, or the first moment that there is.
pub(crate) async fn latest(connection: &mut AnyConnection) -> Result<Timestamp, StoreError> {
    let at: Option<i64> =
        sqlx::query_scalar("select max(at) from ledger").fetch_one(connection).await?;
    Ok(at.map_or(Timestamp::MIN, Timestamp::from_millis))
}

/// Every entry of a project, in the order in which they were recorded.
pub(crate) async fn of_project(
    connection: &mut AnyConnection,
    project: &ProjectId,
) -> Result<Vec<Entry>, StoreError> {
    sqlx::query(
        "select at, project_id, agent_id, kind, until, end_reason, ended_by, end_note, status, \
         agents_online, revision, actor, actor_id, device_id from ledger \
         where project_id = $1 order by id",
    )
    .bind(project.as_str())
    .fetch_all(connection)
    .await?
    .iter()
    .map(entry_from)
    .collect()
}

#[derive(Default)]
struct Columns<'a> {
    kind: &'static str,
    until: Option<i64>,
    end_reason: Option<&'static str>,
    ended_by: Option<&'a str>,
    end_note: Option<&'a str>,
    status: Option<&'static str>,
    agents_online: Option<i64>,
    revision: Option<i64>,
}

pub(super) fn entry_from(row: &AnyRow) -> Result<Entry, StoreError> {
    let until = || -> Result<Option<Timestamp>, StoreError> {
        Ok(row.try_get::<Option<i64>, _>("until")?.map(Timestamp::from_millis))
    };
    let kind: String = row.try_get("kind")?;
    let change = match kind.as_str() {
        "availability" => None,
        "online" => Some(Change::Online { until: until()? }),
        "until" => Some(Change::Until { until: until()? }),
        "idle" => Some(Change::Absent(Absence::Idle)),
        "lost" => Some(Change::Absent(Absence::Lost)),
        "break" => Some(Change::Break { reason: row.try_get("end_note")?, until: until()? }),
        "back" => Some(Change::Back),
        "offline" => Some(Change::Offline(reason_from(
            row.try_get("end_reason")?,
            row.try_get("ended_by")?,
            row.try_get("end_note")?,
        )?)),
        other => return Err(StoreError::Corrupt(format!("ledger kind {other:?}"))),
    };
    let fact = match change {
        Some(change) => Fact::Presence { agent: parse(row.try_get("agent_id")?)?, change },
        None => Fact::Availability {
            status: status_from(row.try_get("status")?)?,
            agents_online: row
                .try_get::<Option<i64>, _>("agents_online")?
                .map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
            revision: revision(row.try_get("revision")?),
        },
    };
    let actor = match row.try_get("actor")? {
        "user" => Actor::User(parse(row.try_get("actor_id")?)?),
        "clock" => Actor::Clock,
        "operator" => Actor::Operator,
        other => return Err(StoreError::Corrupt(format!("ledger actor {other:?}"))),
    };
    let device = row.try_get::<Option<String>, _>("device_id")?;
    Ok(Entry {
        at: Timestamp::from_millis(row.try_get("at")?),
        project: parse(row.try_get("project_id")?)?,
        fact,
        cause: Cause { actor, device: device.as_deref().map(parse).transpose()? },
    })
}
