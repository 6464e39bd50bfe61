//! API tokens.

use super::columns::parse;
use crate::error::StoreError;
use presence::{DeviceId, Timestamp, UserId};
use sqlx::{AnyConnection, Row};

/// A token that works, without its secret.
pub(crate) struct Token {
    pub(crate) id: DeviceId,
    pub(crate) name: String,
    pub(crate) created_at: Timestamp,
    /// When a program last used it, as far as written.
    pub(crate) used_at: Option<Timestamp>,
}

/// Adds a token.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    token: &Token,
    secret_hash: &str,
    user: &UserId,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into tokens (id, secret_hash, user_id, name, created_at) \
         values ($1, $2, $3, $4, $5)",
    )
    .bind(token.id.as_str())
    .bind(secret_hash)
    .bind(user.as_str())
    .bind(token.name.as_str())
    .bind(token.created_at.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// A person's tokens that were not revoked, oldest first.
pub(crate) async fn of(
    connection: &mut AnyConnection,
    user: &UserId,
) -> Result<Vec<Token>, StoreError> {
    sqlx::query(
        "select id, name, created_at, used_at from tokens where user_id = $1 and revoked_at is null \
         order by created_at, id",
    )
    .bind(user.as_str())
    .fetch_all(connection)
    .await?
    .iter()
    .map(|row| {
        Ok(Token {
            id: parse(row.try_get("id")?)?,
            name: row.try_get("name")?,
            created_at: Timestamp::from_millis(row.try_get("created_at")?),
            used_at: row.try_get::<Option<i64>, _>("used_at")?.map(Timestamp::from_millis),
        })
    })
    .collect()
}

/// Whose token it is, unless it was revoked.
pub(crate) async fn owner(
    connection: &mut AnyConnection,
    id: &DeviceId,
) -> Result<Option<UserId>, StoreError> {
    sqlx::query_scalar::<_, String>(
        "select user_id from tokens where id = $1 and revoked_at is null",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await?
    .map(|id| parse(&id))
    .transpose()
}

/// Notes when a token was used, unless a later use is known.
pub(crate) async fn save_use(
    connection: &mut AnyConnection,
    id: &DeviceId,
    used_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "update tokens set used_at = $1 where id = $2 and (used_at is null or used_at < $1)",
    )
    .bind(used_at.as_millis())
    .bind(id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Revokes a token.
pub(crate) async fn revoke(
    connection: &mut AnyConnection,
    id: &DeviceId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("update tokens set revoked_at = $1 where id = $2")
        .bind(now.as_millis())
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
