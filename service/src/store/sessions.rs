//! Signed-in browsers.

use crate::{error::StoreError, values::SessionEnd};
use presence::{DeviceId, Timestamp, UserId};
use sqlx::AnyConnection;

/// Adds a session.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    id: &DeviceId,
    secret_hash: &str,
    user: &UserId,
    user_agent: &str,
    created_at: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into sessions (id, secret_hash, user_id, user_agent, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.as_str())
    .bind(secret_hash)
    .bind(user.as_str())
    .bind(user_agent)
    .bind(created_at.as_millis())
    .bind(expires_at.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a session; `false` when there was none.
pub(crate) async fn delete(
    connection: &mut AnyConnection,
    id: &DeviceId,
) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from sessions where id = $1")
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a session on another device than its own, and remembers why.
pub(crate) async fn end(
    connection: &mut AnyConnection,
    id: &DeviceId,
    why: SessionEnd,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into ended_sessions (secret_hash, user_id, why, expires_at) \
         select secret_hash, user_id, $1, expires_at from sessions where id = $2",
    )
    .bind(why.name())
    .bind(id.as_str())
    .execute(&mut *connection)
    .await?;
    delete(connection, id).await?;
    Ok(())
}

/// Ends a person's sessions, all but `keep`, and remembers why.
pub(crate) async fn end_of(
    connection: &mut AnyConnection,
    user: &UserId,
    keep: Option<&DeviceId>,
    why: SessionEnd,
) -> Result<(), StoreError> {
    // No id is empty.
    let keep = keep.map_or("", DeviceId::as_str);
    sqlx::query(
        "insert into ended_sessions (secret_hash, user_id, why, expires_at) \
         select secret_hash, user_id, $1, expires_at from sessions \
         where user_id = $2 and id <> $3",
    )
    .bind(why.name())
    .bind(user.as_str())
    .bind(keep)
    .execute(&mut *connection)
    .await?;
    sqlx::query("delete from sessions where user_id = $1 and id <> $2")
        .bind(user.as_str())
        .bind(keep)
        .execute(connection)
        .await?;
    Ok(())
}

/// Why a session was ended that would still last.
pub(crate) async fn why_ended(
    connection: &mut AnyConnection,
    secret_hash: &str,
    now: Timestamp,
) -> Result<Option<SessionEnd>, StoreError> {
    let why = sqlx::query_scalar::<_, String>(
        "select why from ended_sessions where secret_hash = $1 and expires_at > $2",
    )
    .bind(secret_hash)
    .bind(now.as_millis())
    .fetch_optional(connection)
    .await?;
    let known = |why: String| {
        SessionEnd::from_name(&why)
            .ok_or_else(|| StoreError::Corrupt(format!("end of a session {why:?}")))
    };
    why.map(known).transpose()
}

/// Forgets that a person's sessions ended so: it is true no more.
pub(crate) async fn forget_ended(
    connection: &mut AnyConnection,
    user: &UserId,
    why: SessionEnd,
) -> Result<(), StoreError> {
    sqlx::query("delete from ended_sessions where user_id = $1 and why = $2")
        .bind(user.as_str())
        .bind(why.name())
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets sessions that are over.
pub(crate) async fn delete_expired(
    connection: &mut AnyConnection,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("delete from sessions where expires_at <= $1")
        .bind(now.as_millis())
        .execute(&mut *connection)
        .await?;
    sqlx::query("delete from ended_sessions where expires_at <= $1")
        .bind(now.as_millis())
        .execute(connection)
        .await?;
    Ok(())
}
