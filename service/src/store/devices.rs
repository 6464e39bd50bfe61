//! Devices: sessions and tokens as people recognise them, and what was last heard of each.

use super::columns::{device_kind, parse};
use crate::error::StoreError;
use presence::{Device, DeviceId, DeviceKind, Devices, Page, Timestamp, UserId};
use sqlx::{AnyConnection, AssertSqlSafe, Row, any::AnyRow};
use std::collections::BTreeMap;

/// How many rows one statement writes: databases limit its parameters.
const ROWS_AT_ONCE: usize = 500;

/// A device that is signed in.
pub(crate) struct DeviceRow {
    pub(crate) id: DeviceId,
    pub(crate) kind: DeviceKind,
    pub(crate) name: String,
}

/// Adds a device of which something was heard at `now`.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    device: &DeviceRow,
    user: &UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into devices (id, user_id, kind, name, created_at) values ($1, $2, $3, $4, $5)",
    )
    .bind(device.id.as_str())
    .bind(user.as_str())
    .bind(device.kind.name())
    .bind(device.name.as_str())
    .bind(now.as_millis())
    .execute(&mut *connection)
    .await?;
    hear(connection, &[(device.id.clone(), Device::new(now))]).await
}

/// Writes what was heard of devices. What is known to be later stays.
pub(crate) async fn hear(
    connection: &mut AnyConnection,
    heard: &[(DeviceId, Device)],
) -> Result<(), StoreError> {
    for rows in heard.chunks(ROWS_AT_ONCE) {
        // Numbered, as both databases understand it; a builder for any database would write `?`.
        let places: Vec<String> = (0..rows.len())
            .map(|row| row * 4)
            .map(|n| format!("(${}, ${}, ${}, ${})", n + 1, n + 2, n + 3, n + 4))
            .collect();
        let sql = format!(
            "insert into heard (device_id, seen_at, active_at, page) values {} \
             on conflict (device_id) do update set seen_at = excluded.seen_at, \
             active_at = excluded.active_at, page = excluded.page \
             where excluded.seen_at >= heard.seen_at",
            places.join(", ")
        );
        // Numbers are all that is put into the text.
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (id, device) in rows {
            query = query
                .bind(id.as_str())
                .bind(device.seen_at.as_millis())
                .bind(device.active_at.as_millis())
                .bind(device.page.name());
        }
        query.persistent(rows.len() == ROWS_AT_ONCE).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Ends the devices of a person whose session or token has ended; returns which.
pub(crate) async fn end_those_without(
    connection: &mut AnyConnection,
    user: &UserId,
    now: Timestamp,
) -> Result<Vec<DeviceId>, StoreError> {
    let ended: Vec<DeviceId> = sqlx::query_scalar::<_, String>(
        "select id from devices where user_id = $1 and ended_at is null \
         and id not in (select id from sessions where user_id = $1 and expires_at > $2) \
         and id not in (select id from tokens where user_id = $1 and revoked_at is null)",
    )
    .bind(user.as_str())
    .bind(now.as_millis())
    .fetch_all(&mut *connection)
    .await?
    .iter()
    .map(|id| parse(id))
    .collect::<Result<_, _>>()?;
    for id in &ended {
        sqlx::query("update devices set ended_at = $1 where id = $2")
            .bind(now.as_millis())
            .bind(id.as_str())
            .execute(&mut *connection)
            .await?;
        sqlx::query("delete from heard where device_id = $1")
            .bind(id.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(ended)
}

/// A person's devices that are signed in, oldest first.
pub(crate) async fn of(
    connection: &mut AnyConnection,
    user: &UserId,
) -> Result<Vec<DeviceRow>, StoreError> {
    sqlx::query(
        "select id, kind, name from devices where user_id = $1 and ended_at is null \
         order by created_at, id",
    )
    .bind(user.as_str())
    .fetch_all(connection)
    .await?
    .iter()
    .map(|row| {
        Ok(DeviceRow {
            id: parse(row.try_get("id")?)?,
            kind: device_kind(row.try_get("kind")?)?,
            name: row.try_get("name")?,
        })
    })
    .collect()
}

/// Whose device it is, and what it is, while it is signed in.
pub(crate) async fn owner(
    connection: &mut AnyConnection,
    id: &DeviceId,
) -> Result<Option<(UserId, DeviceKind)>, StoreError> {
    sqlx::query("select user_id, kind from devices where id = $1 and ended_at is null")
        .bind(id.as_str())
        .fetch_optional(connection)
        .await?
        .map(|row| {
            let kind = device_kind(row.try_get("kind")?)?;
            Ok((parse(row.try_get("user_id")?)?, kind))
        })
        .transpose()
}

/// What was last heard of a person's devices.
pub(crate) async fn heard_of(
    connection: &mut AnyConnection,
    user: &UserId,
) -> Result<Devices, StoreError> {
    let mut devices = Devices::default();
    let rows = sqlx::query(
        "select d.id, h.seen_at, h.active_at, h.page, d.created_at \
         from devices d left join heard h on h.device_id = d.id \
         where d.user_id = $1 and d.ended_at is null",
    )
    .bind(user.as_str())
    .fetch_all(connection)
    .await?;
    for row in rows {
        let (id, device) = device_from(&row)?;
        devices.put(id, device);
    }
    Ok(devices)
}

/// What was last heard of everybody's devices.
pub(crate) async fn heard_of_all(
    connection: &mut AnyConnection,
) -> Result<BTreeMap<UserId, Devices>, StoreError> {
    let mut all: BTreeMap<UserId, Devices> = BTreeMap::new();
    let rows = sqlx::query(
        "select d.user_id, d.id, h.seen_at, h.active_at, h.page, d.created_at \
         from devices d left join heard h on h.device_id = d.id where d.ended_at is null",
    )
    .fetch_all(connection)
    .await?;
    for row in rows {
        let (id, device) = device_from(&row)?;
        all.entry(parse(row.try_get("user_id")?)?).or_default().put(id, device);
    }
    Ok(all)
}

fn device_from(row: &AnyRow) -> Result<(DeviceId, Device), StoreError> {
    let id = parse(row.try_get("id")?)?;
    let moment = |name| -> Result<Option<Timestamp>, StoreError> {
        Ok(row.try_get::<Option<i64>, _>(name)?.map(Timestamp::from_millis))
    };
    let mut device = Device::new(Timestamp::from_millis(row.try_get("created_at")?));
    if let (Some(seen_at), Some(active_at)) = (moment("seen_at")?, moment("active_at")?) {
        let page: &str = row.try_get("page")?;
        let page =
            Page::from_name(page).ok_or_else(|| StoreError::Corrupt(format!("page {page:?}")))?;
        device = Device { seen_at, active_at, page };
    }
    Ok((id, device))
}
