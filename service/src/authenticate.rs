//! Who is asking: a session's cookie or a token, as a person with roles and a device.

use crate::{
    Secret, Service, StoreError,
    store::{parse, yes},
};
use presence::{Caller, Cause, DeviceId, ProjectId, Roles, Timestamp, UserId};
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

/// Somebody whom the server knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who, and what they may.
    pub caller: Caller,
    /// The session or token that they use.
    pub device: DeviceId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// The language that they chose, as a tag.
    pub language: Option<String>,
}

/// Nobody is known by this cookie or token.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// Unknown, ended, revoked, expired, or the account is disabled.
    #[error("not signed in")]
    Unknown,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for AuthenticateError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Identity {
    /// The cause of what they do.
    pub fn cause(&self) -> Cause {
        Cause::user(self.caller.id.clone(), Some(self.device.clone()))
    }
}

impl Service {
    /// Who holds this session cookie.
    pub async fn session(&self, secret: &Secret) -> Result<Identity, AuthenticateError> {
        let mut connection = self.0.store.reader().await?;
        let row = sqlx::query(
            "select s.id, s.expires_at, u.id as user_id, u.name, u.email, u.language, u.site_admin \
             from sessions s join users u on u.id = s.user_id \
             where s.secret_hash = $1 and u.disabled_at is null",
        )
        .bind(secret.hash())
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(AuthenticateError::Unknown)?;
        if Timestamp::from_millis(row.try_get("expires_at")?) <= self.now() {
            return Err(AuthenticateError::Unknown);
        }
        identity(&mut connection, &row).await
    }

    /// Who holds this API token.
    pub async fn token(&self, secret: &Secret) -> Result<Identity, AuthenticateError> {
        let mut connection = self.0.store.reader().await?;
        let row = sqlx::query(
            "select t.id, u.id as user_id, u.name, u.email, u.language, u.site_admin \
             from tokens t join users u on u.id = t.user_id \
             where t.secret_hash = $1 and t.revoked_at is null and u.disabled_at is null",
        )
        .bind(secret.hash())
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(AuthenticateError::Unknown)?;
        identity(&mut connection, &row).await
    }
}

async fn identity(
    connection: &mut AnyConnection,
    row: &sqlx::any::AnyRow,
) -> Result<Identity, AuthenticateError> {
    let id: UserId = parse(row.try_get("user_id")?)?;
    Ok(Identity {
        caller: Caller {
            roles: roles(connection, &id).await?,
            id,
            site_admin: yes(row.try_get("site_admin")?),
        },
        device: parse(row.try_get("id")?)?,
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        language: row.try_get("language")?,
    })
}

/// A person's roles, by project.
pub(crate) async fn roles(
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
