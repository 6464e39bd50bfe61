//! Signed-in browsers.

use crate::error::StoreError;
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

/// Ends a person's sessions, all but `keep`.
pub(crate) async fn delete_of(
    connection: &mut AnyConnection,
    user: &UserId,
    keep: Option<&DeviceId>,
) -> Result<(), StoreError> {
    sqlx::query("delete from sessions where user_id = $1 and id <> $2")
        .bind(user.as_str())
        // No id is empty.
        .bind(keep.map_or("", DeviceId::as_str))
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
        .execute(connection)
        .await?;
    Ok(())
}
