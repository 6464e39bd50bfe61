//! What ends, and what leaps, when a copy of the database is put back.

use super::{columns::parse, projects};
use crate::error::StoreError;
use presence::{Project, Timestamp, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

/// The numbers that grow with every change of one thing, or with every term.
const REVISIONS: [(&str, &str); 5] = [
    ("users", "presence_revision"),
    ("projects", "revision"),
    ("schedules", "revision"),
    ("personal_hours", "revision"),
    ("leads", "term"),
];

/// Lets every revision leap.
pub(crate) async fn leap(connection: &mut AnyConnection, by: i64) -> Result<(), StoreError> {
    for (table, column) in REVISIONS {
        let query = format!("update {table} set {column} = {column} + $1");
        sqlx::query(AssertSqlSafe(query)).bind(by).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Every project.
pub(crate) async fn projects(connection: &mut AnyConnection) -> Result<Vec<Project>, StoreError> {
    projects::load_all(connection).await
}

/// Everybody whose time online runs.
pub(crate) async fn online(connection: &mut AnyConnection) -> Result<Vec<UserId>, StoreError> {
    sqlx::query_scalar::<_, String>("select user_id from leases order by user_id")
        .fetch_all(connection)
        .await?
        .iter()
        .map(|id| parse(id))
        .collect()
}

/// Ends every session; returns how many there were.
pub(crate) async fn end_sessions(
    connection: &mut AnyConnection,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let ended = sqlx::query("delete from sessions").execute(&mut *connection).await?;
    sqlx::query("update devices set ended_at = $1 where kind = 'browser' and ended_at is null")
        .bind(now.as_millis())
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "delete from heard where device_id in \
         (select id from devices where ended_at is not null)",
    )
    .execute(connection)
    .await?;
    Ok(ended.rows_affected())
}

/// Lets every token rest until its owner signs in; returns how many there are.
pub(crate) async fn suspend_tokens(
    connection: &mut AnyConnection,
    now: Timestamp,
) -> Result<u64, StoreError> {
    sqlx::query(
        "update users set tokens_suspended_at = $1 where tokens_suspended_at is null \
         and id in (select user_id from tokens where revoked_at is null)",
    )
    .bind(now.as_millis())
    .execute(&mut *connection)
    .await?;
    let tokens: i64 = sqlx::query_scalar("select count(*) from tokens where revoked_at is null")
        .fetch_one(connection)
        .await?;
    Ok(tokens.unsigned_abs())
}

/// Ends the links by which somebody chooses a new password, and those of invitations: these are asked anew.
pub(crate) async fn end_links(
    connection: &mut AnyConnection,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("delete from password_resets").execute(&mut *connection).await?;
    sqlx::query("update invitations set expires_at = $1 where expires_at > $1")
        .bind(now.as_millis())
        .execute(connection)
        .await?;
    Ok(())
}

/// Cancels what was not delivered; returns how much.
pub(crate) async fn cancel_deliveries(
    connection: &mut AnyConnection,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let cancelled = sqlx::query(
        "update deliveries set state = 'cancelled', settled_at = $1, sealed = null \
         where state = 'waiting'",
    )
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(cancelled.rows_affected())
}

/// Forgets the servers of then.
pub(crate) async fn forget_nodes(connection: &mut AnyConnection) -> Result<(), StoreError> {
    sqlx::query("delete from nodes").execute(connection).await?;
    Ok(())
}
