//! The agent's part of presence: revision, lease, standings, devices.
//!
//! The rules of attendance are not in the rows: whoever reads an agent adds them, if this process listens.

use super::{
    columns::{number, parse, reason_from, reason_parts, revision, yes},
    devices, personal_hours,
};
use crate::error::StoreError;
use presence::{
    Absence, Absent, Agent, Break, Ending, Lease, OwnIdle, ProjectId, Standing, Timestamp, UserId,
};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::{BTreeMap, BTreeSet};

/// The agent's state, and what they chose of idleness; `None` when there is no such person.
pub(crate) async fn load(
    connection: &mut AnyConnection,
    id: &UserId,
) -> Result<Option<(Agent, OwnIdle)>, StoreError> {
    let row = sqlx::query(
        "select u.presence_revision, u.door_shut, u.idle_minutes, l.covers_all, l.since, l.until, \
         l.closed, l.attended, l.by_hours, l.absence, l.absent_since, l.limit_from, l.input_after, \
         l.break_reason, l.break_since, l.break_until, l.break_first_at, l.break_over_at \
         from users u left join leases l on l.user_id = u.id where u.id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (mut agent, idle) = agent_from(id.clone(), &row)?;
    let rows = sqlx::query(
        "select s.project_id, s.online_since, s.ended_at, s.end_reason, s.ended_by, s.end_note \
         from standings s where s.user_id = $1",
    )
    .bind(id.as_str())
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let (project, standing) = standing_from(&row)?;
        agent.projects.insert(project, standing);
    }
    agent.devices = devices::heard_of(&mut *connection, id).await?;
    agent.hours = personal_hours::rules_of(connection, id).await?;
    Ok(Some((agent, idle)))
}

/// Every agent's state, and what they chose of idleness.
pub(crate) async fn load_all(
    connection: &mut AnyConnection,
) -> Result<Vec<(Agent, OwnIdle)>, StoreError> {
    let mut agents = BTreeMap::new();
    let rows = sqlx::query(
        "select u.id, u.presence_revision, u.door_shut, u.idle_minutes, l.covers_all, l.since, \
         l.until, l.closed, l.attended, l.by_hours, l.absence, l.absent_since, l.limit_from, l.input_after, \
         l.break_reason, l.break_since, l.break_until, l.break_first_at, l.break_over_at \
         from users u left join leases l on l.user_id = u.id",
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let id: UserId = parse(row.try_get("id")?)?;
        agents.insert(id.clone(), agent_from(id, &row)?);
    }
    let rows = sqlx::query(
        "select s.user_id, s.project_id, s.online_since, s.ended_at, s.end_reason, s.ended_by, \
         s.end_note from standings s",
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let id: UserId = parse(row.try_get("user_id")?)?;
        let (project, standing) = standing_from(&row)?;
        if let Some((agent, _)) = agents.get_mut(&id) {
            agent.projects.insert(project, standing);
        }
    }
    for (id, devices) in devices::heard_of_all(&mut *connection).await? {
        if let Some((agent, _)) = agents.get_mut(&id) {
            agent.devices = devices;
        }
    }
    for (id, hours) in personal_hours::rules_of_all(connection).await? {
        if let Some((agent, _)) = agents.get_mut(&id) {
            agent.hours = Some(hours);
        }
    }
    Ok(agents.into_values().collect())
}

/// Saves what became of `before`, unless somebody else changed it meanwhile.
pub(crate) async fn save(
    connection: &mut AnyConnection,
    before: &Agent,
    after: &Agent,
) -> Result<(), StoreError> {
    let guarded = sqlx::query(
        "update users set presence_revision = $1, door_shut = $2 \
         where id = $3 and presence_revision = $4",
    )
    .bind(number(after.revision))
    .bind(i64::from(after.door_shut))
    .bind(after.id.as_str())
    .bind(number(before.revision))
    .execute(&mut *connection)
    .await?;
    if guarded.rows_affected() == 0 {
        return Err(StoreError::Conflict);
    }
    if let Some(hours) = after.hours.as_ref().filter(|_| before.hours != after.hours) {
        personal_hours::save_acted_until(&mut *connection, &after.id, hours.acted_until).await?;
    }
    if before.lease != after.lease {
        save_lease(connection, after).await?;
    }
    for (project, standing) in &after.projects {
        if before.projects.get(project) != Some(standing) {
            save_standing(connection, &after.id, project, standing).await?;
        }
    }
    for project in before.projects.keys().filter(|id| !after.projects.contains_key(id)) {
        sqlx::query("delete from standings where user_id = $1 and project_id = $2")
            .bind(after.id.as_str())
            .bind(project.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The agents whose lease is over at `now` and not yet recorded so, earliest end first.
pub(crate) async fn due(
    connection: &mut AnyConnection,
    now: Timestamp,
) -> Result<Vec<UserId>, StoreError> {
    sqlx::query_scalar::<_, String>(
        "select user_id from leases where until <= $1 order by until, user_id",
    )
    .bind(now.as_millis())
    .fetch_all(connection)
    .await?
    .iter()
    .map(|id| parse(id))
    .collect()
}

/// Who is available in `project`, as recorded.
pub(crate) async fn available(
    connection: &mut AnyConnection,
    project: &ProjectId,
) -> Result<BTreeSet<UserId>, StoreError> {
    sqlx::query_scalar::<_, String>(
        "select s.user_id from standings s join leases l on l.user_id = s.user_id \
         where s.project_id = $1 and s.online_since is not null and l.absence is null",
    )
    .bind(project.as_str())
    .fetch_all(connection)
    .await?
    .iter()
    .map(|id| parse(id))
    .collect()
}

/// Saves what somebody chose of idleness.
pub(crate) async fn save_idle(
    connection: &mut AnyConnection,
    id: &UserId,
    idle: OwnIdle,
) -> Result<(), StoreError> {
    let minutes = match idle {
        OwnIdle::AsTheSite => None,
        OwnIdle::Never => Some(0),
        OwnIdle::Minutes(minutes) => Some(i64::from(minutes)),
    };
    sqlx::query("update users set idle_minutes = $1 where id = $2")
        .bind(minutes)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

async fn save_lease(connection: &mut AnyConnection, agent: &Agent) -> Result<(), StoreError> {
    let Some(lease) = &agent.lease else {
        sqlx::query("delete from leases where user_id = $1")
            .bind(agent.id.as_str())
            .execute(connection)
            .await?;
        return Ok(());
    };
    let last_break = lease.last_break.as_ref();
    let closed: Vec<&str> = lease.closed.iter().map(ProjectId::as_str).collect();
    sqlx::query(
        "insert into leases (user_id, covers_all, since, until, closed, attended, by_hours, \
         absence, absent_since, limit_from, input_after, break_reason, break_since, break_until, \
         break_first_at, break_over_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         on conflict (user_id) do update set \
         covers_all = excluded.covers_all, since = excluded.since, until = excluded.until, \
         closed = excluded.closed, attended = excluded.attended, by_hours = excluded.by_hours, \
         absence = excluded.absence, absent_since = excluded.absent_since, \
         limit_from = excluded.limit_from, input_after = excluded.input_after, \
         break_reason = excluded.break_reason, break_since = excluded.break_since, \
         break_until = excluded.break_until, break_first_at = excluded.break_first_at, \
         break_over_at = excluded.break_over_at",
    )
    .bind(agent.id.as_str())
    .bind(i64::from(lease.all))
    .bind(lease.since.as_millis())
    .bind(lease.until.map(Timestamp::as_millis))
    .bind(closed.join(" "))
    .bind(i64::from(lease.attended))
    .bind(i64::from(lease.by_hours))
    .bind(lease.absent.map(|absent| absent.kind.name()))
    .bind(lease.absent.map(|absent| absent.since.as_millis()))
    .bind(lease.absent.and_then(|absent| absent.limit_from).map(Timestamp::as_millis))
    .bind(lease.absent.and_then(|absent| absent.input_after).map(Timestamp::as_millis))
    .bind(last_break.map(|last| last.reason.as_str()))
    .bind(last_break.map(|last| last.since.as_millis()))
    .bind(last_break.and_then(|last| last.until).map(Timestamp::as_millis))
    .bind(last_break.map(|last| last.first_at.as_millis()))
    .bind(last_break.and_then(|last| last.over_at).map(Timestamp::as_millis))
    .execute(connection)
    .await?;
    Ok(())
}

async fn save_standing(
    connection: &mut AnyConnection,
    agent: &UserId,
    project: &ProjectId,
    standing: &Standing,
) -> Result<(), StoreError> {
    let (since, ended) = match standing {
        Standing::Online { since } => (Some(since.as_millis()), None),
        Standing::Offline { ended } => (None, ended.as_ref()),
    };
    let (by, note) = ended.map_or((None, None), |ending| reason_parts(&ending.reason));
    sqlx::query(
        "insert into standings (user_id, project_id, online_since, ended_at, end_reason, ended_by, \
         end_note) values ($1, $2, $3, $4, $5, $6, $7) \
         on conflict (user_id, project_id) do update set online_since = excluded.online_since, \
         ended_at = excluded.ended_at, end_reason = excluded.end_reason, \
         ended_by = excluded.ended_by, end_note = excluded.end_note",
    )
    .bind(agent.as_str())
    .bind(project.as_str())
    .bind(since)
    .bind(ended.map(|ending| ending.ended_at.as_millis()))
    .bind(ended.map(|ending| ending.reason.name()))
    .bind(by)
    .bind(note)
    .execute(connection)
    .await?;
    Ok(())
}

fn agent_from(id: UserId, row: &AnyRow) -> Result<(Agent, OwnIdle), StoreError> {
    let moment = |name| -> Result<Option<Timestamp>, StoreError> {
        Ok(row.try_get::<Option<i64>, _>(name)?.map(Timestamp::from_millis))
    };
    let mut agent = Agent::new(id);
    agent.revision = revision(row.try_get("presence_revision")?);
    agent.door_shut = yes(row.try_get("door_shut")?);
    if let Some(since) = moment("since")? {
        agent.lease = Some(Lease {
            closed: row
                .try_get::<String, _>("closed")?
                .split_whitespace()
                .map(parse)
                .collect::<Result<_, _>>()?,
            attended: yes(row.try_get("attended")?),
            by_hours: yes(row.try_get("by_hours")?),
            absent: match (row.try_get("absence")?, moment("absent_since")?) {
                (Some(kind), Some(since)) => Some(Absent {
                    kind: Absence::from_name(kind)
                        .ok_or_else(|| StoreError::Corrupt(format!("absence {kind:?}")))?,
                    since,
                    limit_from: moment("limit_from")?,
                    input_after: moment("input_after")?,
                }),
                _ => None,
            },
            last_break: match (row.try_get("break_reason")?, moment("break_since")?) {
                (Some(reason), Some(since)) => Some(Break {
                    reason,
                    since,
                    until: moment("break_until")?,
                    first_at: moment("break_first_at")?.unwrap_or(since),
                    over_at: moment("break_over_at")?,
                }),
                _ => None,
            },
            ..Lease::new(yes(row.try_get("covers_all")?), since, moment("until")?)
        });
    }
    let idle = match row.try_get::<Option<i64>, _>("idle_minutes")? {
        None => OwnIdle::AsTheSite,
        Some(0) => OwnIdle::Never,
        Some(minutes) => OwnIdle::Minutes(u32::try_from(minutes).unwrap_or(u32::MAX)),
    };
    Ok((agent, idle))
}

fn standing_from(row: &AnyRow) -> Result<(ProjectId, Standing), StoreError> {
    let project = parse(row.try_get("project_id")?)?;
    if let Some(since) = row.try_get::<Option<i64>, _>("online_since")? {
        return Ok((project, Standing::Online { since: Timestamp::from_millis(since) }));
    }
    let ended = match row.try_get::<Option<i64>, _>("ended_at")? {
        Some(at) => Some(Ending {
            ended_at: Timestamp::from_millis(at),
            reason: reason_from(
                row.try_get("end_reason")?,
                row.try_get("ended_by")?,
                row.try_get("end_note")?,
            )?,
        }),
        None => None,
    };
    Ok((project, Standing::Offline { ended }))
}
