//! Invitations that wait for an answer: one an address, with the roles that it brings.

use super::columns::{parse, yes};
use crate::{Email, error::StoreError};
use presence::{ProjectId, Roles, Timestamp, UserId};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::BTreeMap;

/// An invitation.
#[derive(Debug, Clone)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) site_admin: bool,
    pub(crate) invited_by: UserId,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) roles: BTreeMap<ProjectId, Roles>,
}

/// Every invitation, newest first, those that are over included.
pub(crate) async fn all(connection: &mut AnyConnection) -> Result<Vec<Invitation>, StoreError> {
    let rows = sqlx::query(
        "select id, email, site_admin, invited_by, created_at, expires_at from invitations \
         order by created_at desc, id",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut invitations = Vec::with_capacity(rows.len());
    for row in rows {
        invitations.push(invitation_from(connection, &row).await?);
    }
    Ok(invitations)
}

/// The invitation with this id.
pub(crate) async fn by_id(
    connection: &mut AnyConnection,
    id: &str,
) -> Result<Option<Invitation>, StoreError> {
    let row = sqlx::query(
        "select id, email, site_admin, invited_by, created_at, expires_at from invitations \
         where id = $1",
    )
    .bind(id)
    .fetch_optional(&mut *connection)
    .await?;
    match row {
        Some(row) => Ok(Some(invitation_from(connection, &row).await?)),
        None => Ok(None),
    }
}

/// The invitation of this address.
pub(crate) async fn by_email(
    connection: &mut AnyConnection,
    email: &Email,
) -> Result<Option<Invitation>, StoreError> {
    let row = sqlx::query(
        "select id, email, site_admin, invited_by, created_at, expires_at from invitations \
         where email = $1",
    )
    .bind(email.as_str())
    .fetch_optional(&mut *connection)
    .await?;
    match row {
        Some(row) => Ok(Some(invitation_from(connection, &row).await?)),
        None => Ok(None),
    }
}

/// The invitation that a link belongs to.
pub(crate) async fn by_secret(
    connection: &mut AnyConnection,
    secret_hash: &str,
) -> Result<Option<Invitation>, StoreError> {
    let row = sqlx::query(
        "select id, email, site_admin, invited_by, created_at, expires_at from invitations \
         where secret_hash = $1",
    )
    .bind(secret_hash)
    .fetch_optional(&mut *connection)
    .await?;
    match row {
        Some(row) => Ok(Some(invitation_from(connection, &row).await?)),
        None => Ok(None),
    }
}

/// Saves an invitation under a new link, in place of whatever there was for its address.
pub(crate) async fn put(
    connection: &mut AnyConnection,
    invitation: &Invitation,
    secret_hash: &str,
) -> Result<(), StoreError> {
    delete_of(connection, &invitation.email).await?;
    sqlx::query(
        "insert into invitations (id, secret_hash, email, site_admin, invited_by, created_at, \
         expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(invitation.id.as_str())
    .bind(secret_hash)
    .bind(invitation.email.as_str())
    .bind(i64::from(invitation.site_admin))
    .bind(invitation.invited_by.as_str())
    .bind(invitation.created_at.as_millis())
    .bind(invitation.expires_at.as_millis())
    .execute(&mut *connection)
    .await?;
    for (project, roles) in &invitation.roles {
        sqlx::query(
            "insert into invitation_roles (invitation_id, project_id, is_agent, is_admin) \
             values ($1, $2, $3, $4)",
        )
        .bind(invitation.id.as_str())
        .bind(project.as_str())
        .bind(i64::from(roles.agent))
        .bind(i64::from(roles.admin))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Takes the roles of one project out of an invitation.
pub(crate) async fn delete_role(
    connection: &mut AnyConnection,
    id: &str,
    project: &ProjectId,
) -> Result<(), StoreError> {
    sqlx::query("delete from invitation_roles where invitation_id = $1 and project_id = $2")
        .bind(id)
        .bind(project.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets the invitation of an address.
pub(crate) async fn delete_of(
    connection: &mut AnyConnection,
    email: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "delete from invitation_roles where invitation_id in \
         (select id from invitations where email = $1)",
    )
    .bind(email)
    .execute(&mut *connection)
    .await?;
    sqlx::query("delete from invitations where email = $1").bind(email).execute(connection).await?;
    Ok(())
}

async fn invitation_from(
    connection: &mut AnyConnection,
    row: &AnyRow,
) -> Result<Invitation, StoreError> {
    let id: String = row.try_get("id")?;
    let roles = sqlx::query(
        "select project_id, is_agent, is_admin from invitation_roles where invitation_id = $1",
    )
    .bind(id.as_str())
    .fetch_all(connection)
    .await?
    .iter()
    .map(|row| {
        let roles =
            Roles { agent: yes(row.try_get("is_agent")?), admin: yes(row.try_get("is_admin")?) };
        Ok((parse(row.try_get("project_id")?)?, roles))
    })
    .collect::<Result<_, StoreError>>()?;
    Ok(Invitation {
        id,
        email: row.try_get("email")?,
        site_admin: yes(row.try_get("site_admin")?),
        invited_by: parse(row.try_get("invited_by")?)?,
        created_at: Timestamp::from_millis(row.try_get("created_at")?),
        expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
        roles,
    })
}
