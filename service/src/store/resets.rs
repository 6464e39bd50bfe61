//! Links that let somebody choose a new password.

use super::columns::parse;
use crate::error::StoreError;
use presence::{Timestamp, UserId};
use sqlx::AnyConnection;

/// Makes a person's link; an older one works no more.
pub(crate) async fn put(
    connection: &mut AnyConnection,
    user: &UserId,
    secret_hash: &str,
    created_at: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into password_resets (user_id, secret_hash, created_at, expires_at) \
         values ($1, $2, $3, $4) on conflict (user_id) do update set \
         secret_hash = excluded.secret_hash, created_at = excluded.created_at, \
         expires_at = excluded.expires_at",
    )
    .bind(user.as_str())
    .bind(secret_hash)
    .bind(created_at.as_millis())
    .bind(expires_at.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Whose link it is, while it is good and their account is enabled.
pub(crate) async fn user(
    connection: &mut AnyConnection,
    secret_hash: &str,
    now: Timestamp,
) -> Result<Option<UserId>, StoreError> {
    sqlx::query_scalar::<_, String>(
        "select r.user_id from password_resets r join users u on u.id = r.user_id \
         where r.secret_hash = $1 and r.expires_at > $2 and u.disabled_at is null",
    )
    .bind(secret_hash)
    .bind(now.as_millis())
    .fetch_optional(connection)
    .await?
    .map(|id| parse(&id))
    .transpose()
}

/// Forgets a person's link.
pub(crate) async fn delete(
    connection: &mut AnyConnection,
    user: &UserId,
) -> Result<(), StoreError> {
    sqlx::query("delete from password_resets where user_id = $1")
        .bind(user.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
