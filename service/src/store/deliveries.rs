//! Deliveries: one message to one recipient, with its attempts.

use crate::error::StoreError;
use presence::{ProjectId, Timestamp};
use sqlx::{AnyConnection, Row, any::AnyRow};

/// A delivery as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) id: String,
    pub(crate) about: String,
    pub(crate) recipient: String,
    pub(crate) message_id: String,
    /// What it says, sealed; none once it is settled.
    pub(crate) sealed: Option<String>,
    /// `waiting`, `sent`, `failed` or `cancelled`.
    pub(crate) state: String,
    pub(crate) made_at: Timestamp,
    pub(crate) due_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) settled_at: Option<Timestamp>,
    pub(crate) tries: u32,
}

/// How the latest attempt went.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    /// `begun`, `sent` or `failed`.
    pub(crate) outcome: String,
    pub(crate) answer: String,
}

/// Adds a delivery that waits.
pub(crate) async fn add(
    connection: &mut AnyConnection,
    kind: &str,
    project: Option<&ProjectId>,
    delivery: &Delivery,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into deliveries (id, kind, about, project_id, recipient, message_id, sealed, \
         state, made_at, due_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9, $10)",
    )
    .bind(delivery.id.as_str())
    .bind(kind)
    .bind(delivery.about.as_str())
    .bind(project.map(ProjectId::as_str))
    .bind(delivery.recipient.as_str())
    .bind(delivery.message_id.as_str())
    .bind(delivery.sealed.as_deref())
    .bind(delivery.made_at.as_millis())
    .bind(delivery.due_at.as_millis())
    .bind(delivery.expires_at.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Those that wait and are due, the one that has been due for longest first.
pub(crate) async fn due(
    connection: &mut AnyConnection,
    now: Timestamp,
    at_most: u32,
) -> Result<Vec<Delivery>, StoreError> {
    sqlx::query(
        "select id, about, recipient, message_id, sealed, state, made_at, due_at, expires_at, \
         settled_at, tries from deliveries where state = 'waiting' and due_at <= $1 \
         order by due_at, id limit $2",
    )
    .bind(now.as_millis())
    .bind(i64::from(at_most))
    .fetch_all(connection)
    .await?
    .iter()
    .map(delivery_from)
    .collect()
}

/// When the next one is due that waits.
pub(crate) async fn next_due(
    connection: &mut AnyConnection,
) -> Result<Option<Timestamp>, StoreError> {
    let due: Option<i64> =
        sqlx::query_scalar("select min(due_at) from deliveries where state = 'waiting'")
            .fetch_one(connection)
            .await?;
    Ok(due.map(Timestamp::from_millis))
}

/// Notes that an attempt begins, after which the next one would be due at `next`.
pub(crate) async fn begin_attempt(
    connection: &mut AnyConnection,
    id: &str,
    nth: u32,
    now: Timestamp,
    next: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("update deliveries set tries = $1, due_at = $2 where id = $3")
        .bind(i64::from(nth))
        .bind(next.as_millis())
        .bind(id)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "insert into delivery_attempts (delivery_id, nth, at, outcome) \
         values ($1, $2, $3, 'begun')",
    )
    .bind(id)
    .bind(i64::from(nth))
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes how an attempt went.
pub(crate) async fn end_attempt(
    connection: &mut AnyConnection,
    id: &str,
    nth: u32,
    outcome: &str,
    answer: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "update delivery_attempts set outcome = $1, answer = $2 \
         where delivery_id = $3 and nth = $4",
    )
    .bind(outcome)
    .bind(answer)
    .bind(id)
    .bind(i64::from(nth))
    .execute(connection)
    .await?;
    Ok(())
}

/// Settles a delivery that waits, and forgets what it says. Returns whether it waited.
pub(crate) async fn settle(
    connection: &mut AnyConnection,
    id: &str,
    state: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let settled = sqlx::query(
        "update deliveries set state = $1, settled_at = $2, sealed = null \
         where id = $3 and state = 'waiting'",
    )
    .bind(state)
    .bind(now.as_millis())
    .bind(id)
    .execute(connection)
    .await?;
    Ok(settled.rows_affected() > 0)
}

/// Cancels what waits about something.
pub(crate) async fn cancel(
    connection: &mut AnyConnection,
    about: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "update deliveries set state = 'cancelled', settled_at = $1, sealed = null \
         where about = $2 and state = 'waiting'",
    )
    .bind(now.as_millis())
    .bind(about)
    .execute(connection)
    .await?;
    Ok(())
}

/// The latest delivery about something.
pub(crate) async fn latest_about(
    connection: &mut AnyConnection,
    about: &str,
) -> Result<Option<Delivery>, StoreError> {
    sqlx::query(
        "select id, about, recipient, message_id, sealed, state, made_at, due_at, expires_at, \
         settled_at, tries from deliveries where about = $1 order by made_at desc, id limit 1",
    )
    .bind(about)
    .fetch_optional(connection)
    .await?
    .as_ref()
    .map(delivery_from)
    .transpose()
}

/// Deliveries about what begins so, made since a moment, in the order in which they were made.
pub(crate) async fn about_since(
    connection: &mut AnyConnection,
    prefix: &str,
    since: Timestamp,
) -> Result<Vec<Delivery>, StoreError> {
    sqlx::query(
        "select id, about, recipient, message_id, sealed, state, made_at, due_at, expires_at, \
         settled_at, tries from deliveries where about like $1 and made_at >= $2 \
         order by made_at, id",
    )
    .bind(format!("{prefix}%"))
    .bind(since.as_millis())
    .fetch_all(connection)
    .await?
    .iter()
    .map(delivery_from)
    .collect()
}

/// How many letters of a kind went to an address since a moment, or wait: about what begins so. One that was
/// cancelled before it was tried never went.
pub(crate) async fn count_to(
    connection: &mut AnyConnection,
    recipient: &str,
    prefix: &str,
    since: Timestamp,
) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(
        "select count(*) from deliveries where recipient = $1 and made_at > $2 and about like $3 \
         and (state <> 'cancelled' or tries > 0)",
    )
    .bind(recipient)
    .bind(since.as_millis())
    .bind(format!("{prefix}%"))
    .fetch_one(connection)
    .await?;
    Ok(count)
}

/// The latest attempt of a delivery.
pub(crate) async fn latest_attempt(
    connection: &mut AnyConnection,
    id: &str,
) -> Result<Option<Attempt>, StoreError> {
    let row = sqlx::query(
        "select outcome, answer from delivery_attempts where delivery_id = $1 \
         order by nth desc limit 1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok(Attempt { outcome: row.try_get("outcome")?, answer: row.try_get("answer")? }))
        .transpose()
}

/// Forgets what was settled before a moment.
pub(crate) async fn forget(
    connection: &mut AnyConnection,
    before: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "delete from delivery_attempts where delivery_id in \
         (select id from deliveries where settled_at < $1)",
    )
    .bind(before.as_millis())
    .execute(&mut *connection)
    .await?;
    sqlx::query("delete from deliveries where settled_at < $1")
        .bind(before.as_millis())
        .execute(connection)
        .await?;
    Ok(())
}

fn delivery_from(row: &AnyRow) -> Result<Delivery, StoreError> {
    let settled: Option<i64> = row.try_get("settled_at")?;
    let tries: i64 = row.try_get("tries")?;
    Ok(Delivery {
        id: row.try_get("id")?,
        about: row.try_get("about")?,
        recipient: row.try_get("recipient")?,
        message_id: row.try_get("message_id")?,
        sealed: row.try_get("sealed")?,
        state: row.try_get("state")?,
        made_at: Timestamp::from_millis(row.try_get("made_at")?),
        due_at: Timestamp::from_millis(row.try_get("due_at")?),
        expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
        settled_at: settled.map(Timestamp::from_millis),
        tries: u32::try_from(tries).unwrap_or(u32::MAX),
    })
}
