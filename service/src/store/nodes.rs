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
        "insert into nodes (id, address, secret, started_at) values ($1, $2, $3, $4) \
         on conflict (address) do update set id = excluded.id, secret = excluded.secret, \
         started_at = excluded.started_at",
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
