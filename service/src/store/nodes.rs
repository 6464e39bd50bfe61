//! Running servers.

use crate::error::StoreError;
use presence::Timestamp;
use sqlx::{AnyConnection, Row};

/// Adds a server. One that stood at the same address before has gone without saying so.
pub(crate) async fn put(
    connection: &mut AnyConnection,
    id: &str,
    address: &str,
    secret: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into nodes (id, address, secret, started_at, alive_at) \
         values ($1, $2, $3, $4, $4) on conflict (address) do update set id = excluded.id, \
         secret = excluded.secret, started_at = excluded.started_at, \
         alive_at = excluded.alive_at",
    )
    .bind(id)
    .bind(address)
    .bind(secret)
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes a server.
pub(crate) async fn delete(connection: &mut AnyConnection, id: &str) -> Result<(), StoreError> {
    sqlx::query("delete from nodes where id = $1").bind(id).execute(connection).await?;
    Ok(())
}

/// Every server: id, address and secret, in the order in which they started.
pub(crate) async fn all(
    connection: &mut AnyConnection,
) -> Result<Vec<(String, String, String)>, StoreError> {
    sqlx::query("select id, address, secret from nodes order by started_at, id")
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| Ok((row.try_get("id")?, row.try_get("address")?, row.try_get("secret")?)))
        .collect()
}

/// Says that a server is still there.
pub(crate) async fn set_alive(
    connection: &mut AnyConnection,
    id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("update nodes set alive_at = $1 where id = $2")
        .bind(now.as_millis())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether a server at another address was there at or after `since`.
pub(crate) async fn any_alive(
    connection: &mut AnyConnection,
    but: &str,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let one: Option<String> =
        sqlx::query_scalar("select id from nodes where address <> $1 and alive_at >= $2 limit 1")
            .bind(but)
            .bind(since.as_millis())
            .fetch_optional(connection)
            .await?;
    Ok(one.is_some())
}
