//! Who stands behind a session or a token.

use super::columns::{device_kind, parse, yes};
use crate::{Identity, LoggedOut, error::StoreError};
use presence::{Caller, DeviceId, ProjectId, Roles, Timestamp, UserId};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::BTreeMap;

/// The holder of a session's cookie, while it lasts and their account is enabled.
pub(crate) async fn by_session(
    connection: &mut AnyConnection,
    secret_hash: &str,
    now: Timestamp,
) -> Result<Option<Identity>, StoreError> {
    let row = sqlx::query(
        "select s.id as device_id, 'browser' as kind, u.id as user_id, u.name, u.email, u.language, u.site_admin, \
         u.logged_out_at, u.logged_out_by, u.logged_out_note \
         from sessions s join users u on u.id = s.user_id \
         where s.secret_hash = $1 and s.expires_at > $2 and u.disabled_at is null",
    )
    .bind(secret_hash)
    .bind(now.as_millis())
    .fetch_optional(&mut *connection)
    .await?;
    identity(connection, row).await
}

/// The holder of an API token, while neither it nor they are out of use.
pub(crate) async fn by_token(
    connection: &mut AnyConnection,
    secret_hash: &str,
) -> Result<Option<Identity>, StoreError> {
    let row = sqlx::query(
        "select t.id as device_id, 'token' as kind, u.id as user_id, u.name, u.email, u.language, u.site_admin, \
         u.logged_out_at, u.logged_out_by, u.logged_out_note \
         from tokens t join users u on u.id = t.user_id \
         where t.secret_hash = $1 and t.revoked_at is null \
         and u.disabled_at is null and u.tokens_suspended_at is null",
    )
    .bind(secret_hash)
    .fetch_optional(&mut *connection)
    .await?;
    identity(connection, row).await
}

/// Whoever is behind a session or token now; `None` when it has ended since they were let in.
pub(crate) async fn by_device(
    connection: &mut AnyConnection,
    device: &DeviceId,
    now: Timestamp,
) -> Result<Option<Identity>, StoreError> {
    let row = sqlx::query(
        "select s.id as device_id, 'browser' as kind, u.id as user_id, u.name, u.email, u.language, u.site_admin, \
         u.logged_out_at, u.logged_out_by, u.logged_out_note \
         from sessions s join users u on u.id = s.user_id \
         where s.id = $1 and s.expires_at > $2 and u.disabled_at is null \
         union all \
         select t.id as device_id, 'token' as kind, u.id as user_id, u.name, u.email, u.language, u.site_admin, \
         u.logged_out_at, u.logged_out_by, u.logged_out_note \
         from tokens t join users u on u.id = t.user_id \
         where t.id = $1 and t.revoked_at is null \
         and u.disabled_at is null and u.tokens_suspended_at is null",
    )
    .bind(device.as_str())
    .bind(now.as_millis())
    .fetch_optional(&mut *connection)
    .await?;
    identity(connection, row).await
}

async fn identity(
    connection: &mut AnyConnection,
    row: Option<AnyRow>,
) -> Result<Option<Identity>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let id: UserId = parse(row.try_get("user_id")?)?;
    Ok(Some(Identity {
        kind: device_kind(row.try_get("kind")?)?,
        caller: Caller {
            roles: roles(connection, &id).await?,
            id,
            site_admin: yes(row.try_get("site_admin")?),
        },
        device: parse(row.try_get("device_id")?)?,
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        language: row.try_get("language")?,
        logged_out: logged_out(&row)?,
    }))
}

fn logged_out(row: &AnyRow) -> Result<Option<LoggedOut>, StoreError> {
    let at: Option<i64> = row.try_get("logged_out_at")?;
    let by: Option<String> = row.try_get("logged_out_by")?;
    let Some((at, by)) = at.zip(by) else { return Ok(None) };
    let note = row.try_get("logged_out_note")?;
    Ok(Some(LoggedOut { at: Timestamp::from_millis(at), by: parse(&by)?, note }))
}

/// A person's roles, by project.
async fn roles(
    connection: &mut AnyConnection,
    user: &UserId,
) -> Result<BTreeMap<ProjectId, Roles>, StoreError> {
    sqlx::query("select project_id, is_agent, is_admin from members where user_id = $1")
        .bind(user.as_str())
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| {
            let roles = Roles {
                agent: yes(row.try_get("is_agent")?),
                admin: yes(row.try_get("is_admin")?),
            };
            Ok((parse(row.try_get("project_id")?)?, roles))
        })
        .collect()
}
