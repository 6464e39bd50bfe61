//! Browsers with which somebody has signed in before.

use crate::error::StoreError;
use presence::{Timestamp, UserId};
use sqlx::AnyConnection;

/// Whether the browser has signed in to the account with this address since a moment.
pub(crate) async fn knows(
    connection: &mut AnyConnection,
    secret_hash: &str,
    email: &str,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let known: Option<String> = sqlx::query_scalar(
        "select k.user_id from known_browsers k join users u on u.id = k.user_id \
         where k.secret_hash = $1 and u.email = $2 and k.seen_at >= $3",
    )
    .bind(secret_hash)
    .bind(email)
    .bind(since.as_millis())
    .fetch_optional(connection)
    .await?;
    Ok(known.is_some())
}

/// Gives a browser another secret.
pub(crate) async fn rename(
    connection: &mut AnyConnection,
    old_hash: &str,
    new_hash: &str,
) -> Result<(), StoreError> {
    sqlx::query("update known_browsers set secret_hash = $1 where secret_hash = $2")
        .bind(new_hash)
        .bind(old_hash)
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that somebody signed in with a browser.
pub(crate) async fn put(
    connection: &mut AnyConnection,
    secret_hash: &str,
    user: &UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into known_browsers (secret_hash, user_id, seen_at) values ($1, $2, $3) \
         on conflict (secret_hash, user_id) do update set seen_at = excluded.seen_at",
    )
    .bind(secret_hash)
    .bind(user.as_str())
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets browsers that nobody has signed in with since a moment, and of one person all but the latest `most`.
pub(crate) async fn forget(
    connection: &mut AnyConnection,
    user: &UserId,
    most: i64,
    since: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("delete from known_browsers where seen_at < $1")
        .bind(since.as_millis())
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "delete from known_browsers where user_id = $1 and secret_hash not in \
         (select secret_hash from known_browsers where user_id = $1 \
         order by seen_at desc, secret_hash limit $2)",
    )
    .bind(user.as_str())
    .bind(most)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets every browser of somebody.
pub(crate) async fn forget_all_of(
    connection: &mut AnyConnection,
    user: &UserId,
) -> Result<(), StoreError> {
    sqlx::query("delete from known_browsers where user_id = $1")
        .bind(user.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
