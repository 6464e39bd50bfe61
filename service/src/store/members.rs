//! Who has which roles in a project.

use super::columns::{parse, yes};
use crate::error::StoreError;
use presence::{ProjectId, Roles, Timestamp, UserId};
use sqlx::{AnyConnection, Row};

/// A person's roles in a project; none where they have none.
pub(crate) async fn roles(
    connection: &mut AnyConnection,
    project: &ProjectId,
    user: &UserId,
) -> Result<Roles, StoreError> {
    let row = sqlx::query(
        "select is_agent, is_admin from members where project_id = $1 and user_id = $2",
    )
    .bind(project.as_str())
    .bind(user.as_str())
    .fetch_optional(connection)
    .await?;
    match row {
        Some(row) => {
            Ok(Roles { agent: yes(row.try_get("is_agent")?), admin: yes(row.try_get("is_admin")?) })
        }
        None => Ok(Roles::default()),
    }
}

/// Gives a person roles in a project; without any, they are no member.
pub(crate) async fn set(
    connection: &mut AnyConnection,
    project: &ProjectId,
    user: &UserId,
    roles: Roles,
    now: Timestamp,
) -> Result<(), StoreError> {
    if !roles.any() {
        sqlx::query("delete from members where project_id = $1 and user_id = $2")
            .bind(project.as_str())
            .bind(user.as_str())
            .execute(connection)
            .await?;
        return Ok(());
    }
    sqlx::query(
        "insert into members (project_id, user_id, is_agent, is_admin, joined_at) \
         values ($1, $2, $3, $4, $5) on conflict (project_id, user_id) do update set \
         is_agent = excluded.is_agent, is_admin = excluded.is_admin",
    )
    .bind(project.as_str())
    .bind(user.as_str())
    .bind(i64::from(roles.agent))
    .bind(i64::from(roles.admin))
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// A member of a project, with their account.
pub(crate) struct MemberRow {
    pub(crate) user: UserId,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) roles: Roles,
    pub(crate) has_password: bool,
    pub(crate) disabled: bool,
}

/// The members of a project, by name.
pub(crate) async fn of_project(
    connection: &mut AnyConnection,
    project: &ProjectId,
) -> Result<Vec<MemberRow>, StoreError> {
    sqlx::query(
        "select u.id, u.name, u.email, m.is_agent, m.is_admin, u.password_hash, u.disabled_at \
         from members m join users u on u.id = m.user_id where m.project_id = $1 \
         order by u.name, u.id",
    )
    .bind(project.as_str())
    .fetch_all(connection)
    .await?
    .iter()
    .map(|row| {
        Ok(MemberRow {
            user: parse(row.try_get("id")?)?,
            name: row.try_get("name")?,
            email: row.try_get("email")?,
            roles: Roles {
                agent: yes(row.try_get("is_agent")?),
                admin: yes(row.try_get("is_admin")?),
            },
            has_password: row.try_get::<Option<String>, _>("password_hash")?.is_some(),
            disabled: row.try_get::<Option<i64>, _>("disabled_at")?.is_some(),
        })
    })
    .collect()
}

/// The projects whose only admin a person is: there is no other whose account is enabled, as theirs is.
pub(crate) async fn only_admin_of(
    connection: &mut AnyConnection,
    user: &UserId,
) -> Result<Vec<ProjectId>, StoreError> {
    sqlx::query_scalar::<_, String>(
        "select m.project_id from members m join users u on u.id = m.user_id \
         join projects p on p.id = m.project_id \
         where m.user_id = $1 and m.is_admin = 1 and u.disabled_at is null \
         and not exists (select 1 from members o join users v on v.id = o.user_id \
         where o.project_id = m.project_id and o.user_id <> m.user_id and o.is_admin = 1 \
         and v.disabled_at is null) order by p.key",
    )
    .bind(user.as_str())
    .fetch_all(connection)
    .await?
    .iter()
    .map(|id| parse(id))
    .collect()
}

/// Every membership of the site.
pub(crate) async fn all(
    connection: &mut AnyConnection,
) -> Result<Vec<(UserId, ProjectId, Roles)>, StoreError> {
    sqlx::query("select user_id, project_id, is_agent, is_admin from members")
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| {
            let roles = Roles {
                agent: yes(row.try_get("is_agent")?),
                admin: yes(row.try_get("is_admin")?),
            };
            Ok((parse(row.try_get("user_id")?)?, parse(row.try_get("project_id")?)?, roles))
        })
        .collect()
}
