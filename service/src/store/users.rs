//! People's accounts.

use super::columns::{parse, yes};
use crate::{Email, LoggedOut, error::StoreError};
use presence::{Timestamp, UserId};
use sqlx::{AnyConnection, Row, any::AnyRow};

/// A person's account.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) id: UserId,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) site_admin: bool,
    pub(crate) language: Option<String>,
    pub(crate) disabled: bool,
    pub(crate) created_at: Timestamp,
}

/// Whether there is anybody.
pub(crate) async fn any(connection: &mut AnyConnection) -> Result<bool, StoreError> {
    let one: Option<String> =
        sqlx::query_scalar("select id from users limit 1").fetch_optional(connection).await?;
    Ok(one.is_some())
}

/// Everybody, by name.
pub(crate) async fn all(connection: &mut AnyConnection) -> Result<Vec<User>, StoreError> {
    sqlx::query(
        "select id, email, name, password_hash, site_admin, language, disabled_at, created_at \
         from users order by name, id",
    )
    .fetch_all(connection)
    .await?
    .iter()
    .map(user_from)
    .collect()
}

/// Everybody's name.
pub(crate) async fn names(
    connection: &mut AnyConnection,
) -> Result<Vec<(UserId, String)>, StoreError> {
    sqlx::query("select id, name from users")
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| Ok((parse(row.try_get("id")?)?, row.try_get("name")?)))
        .collect()
}

/// The person.
pub(crate) async fn by_id(
    connection: &mut AnyConnection,
    id: &UserId,
) -> Result<Option<User>, StoreError> {
    sqlx::query(
        "select id, email, name, password_hash, site_admin, language, disabled_at, created_at \
         from users where id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await?
    .as_ref()
    .map(user_from)
    .transpose()
}

/// The person with this address.
pub(crate) async fn by_email(
    connection: &mut AnyConnection,
    email: &Email,
) -> Result<Option<User>, StoreError> {
    sqlx::query(
        "select id, email, name, password_hash, site_admin, language, disabled_at, created_at \
         from users where email = $1",
    )
    .bind(email.as_str())
    .fetch_optional(connection)
    .await?
    .as_ref()
    .map(user_from)
    .transpose()
}

/// Adds a person; `false` when the address is taken.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    user: &User,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into users (id, email, name, password_hash, site_admin, language, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (email) do nothing",
    )
    .bind(user.id.as_str())
    .bind(user.email.as_str())
    .bind(user.name.as_str())
    .bind(user.password_hash.as_deref())
    .bind(i64::from(user.site_admin))
    .bind(user.language.as_deref())
    .bind(user.created_at.as_millis())
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a person a password.
pub(crate) async fn set_password(
    connection: &mut AnyConnection,
    id: &UserId,
    password_hash: &str,
) -> Result<(), StoreError> {
    sqlx::query("update users set password_hash = $1 where id = $2")
        .bind(password_hash)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives a person a name and a language.
pub(crate) async fn set_account(
    connection: &mut AnyConnection,
    id: &UserId,
    name: &str,
    language: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query("update users set name = $1, language = $2 where id = $3")
        .bind(name)
        .bind(language)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes a person a site admin, or one no more.
pub(crate) async fn set_site_admin(
    connection: &mut AnyConnection,
    id: &UserId,
    site_admin: bool,
) -> Result<(), StoreError> {
    sqlx::query("update users set site_admin = $1 where id = $2")
        .bind(i64::from(site_admin))
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Disables a person's account since a moment, or enables it.
pub(crate) async fn set_disabled(
    connection: &mut AnyConnection,
    id: &UserId,
    since: Option<Timestamp>,
) -> Result<(), StoreError> {
    sqlx::query("update users set disabled_at = $1 where id = $2")
        .bind(since.map(Timestamp::as_millis))
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Suspends a person's tokens since a moment.
pub(crate) async fn suspend_tokens(
    connection: &mut AnyConnection,
    id: &UserId,
    since: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("update users set tokens_suspended_at = $1 where id = $2")
        .bind(since.as_millis())
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Lets a person's tokens work again; `false` when they did.
pub(crate) async fn resume_tokens(
    connection: &mut AnyConnection,
    id: &UserId,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update users set tokens_suspended_at = null \
         where id = $1 and tokens_suspended_at is not null",
    )
    .bind(id.as_str())
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a person was logged out: they are told when they have signed in again.
pub(crate) async fn note_logout(
    connection: &mut AnyConnection,
    id: &UserId,
    logout: &LoggedOut,
) -> Result<(), StoreError> {
    sqlx::query(
        "update users set logged_out_at = $1, logged_out_by = $2, logged_out_note = $3 where id = $4",
    )
    .bind(logout.at.as_millis())
    .bind(logout.by.as_str())
    .bind(logout.note.as_deref())
    .bind(id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets that a person was logged out: they have read it.
pub(crate) async fn forget_logout(
    connection: &mut AnyConnection,
    id: &UserId,
) -> Result<(), StoreError> {
    sqlx::query(
        "update users set logged_out_at = null, logged_out_by = null, logged_out_note = null \
         where id = $1",
    )
    .bind(id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether somebody else is an enabled site admin.
pub(crate) async fn other_site_admin(
    connection: &mut AnyConnection,
    than: &UserId,
) -> Result<bool, StoreError> {
    let one: Option<String> = sqlx::query_scalar(
        "select id from users where site_admin = 1 and disabled_at is null and id <> $1 limit 1",
    )
    .bind(than.as_str())
    .fetch_optional(connection)
    .await?;
    Ok(one.is_some())
}

fn user_from(row: &AnyRow) -> Result<User, StoreError> {
    Ok(User {
        id: parse(row.try_get("id")?)?,
        email: row.try_get("email")?,
        name: row.try_get("name")?,
        password_hash: row.try_get("password_hash")?,
        site_admin: yes(row.try_get("site_admin")?),
        language: row.try_get("language")?,
        disabled: row.try_get::<Option<i64>, _>("disabled_at")?.is_some(),
        created_at: Timestamp::from_millis(row.try_get("created_at")?),
    })
}
