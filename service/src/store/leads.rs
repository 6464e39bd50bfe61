//! Who leads which work: one server at a time.

use crate::error::StoreError;
use presence::Timestamp;
use sqlx::AnyConnection;

/// Takes the lead of a work, or keeps it, and returns its term: while the one who has it has said so
/// recently and is one of the servers, nobody else gets it. A term ends when another one begins.
pub(crate) async fn take(
    connection: &mut AnyConnection,
    work: &str,
    holder: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<i64>, StoreError> {
    let term = sqlx::query_scalar(
        "insert into leads (work, holder, term, until) values ($1, $2, 1, $3) \
         on conflict (work) do update set \
         term = case when leads.holder = excluded.holder then leads.term else leads.term + 1 end, \
         holder = excluded.holder, until = excluded.until \
         where leads.holder = excluded.holder or leads.until <= $4 \
         or not exists (select 1 from nodes where nodes.id = leads.holder) \
         returning term",
    )
    .bind(work)
    .bind(holder)
    .bind(until.as_millis())
    .bind(now.as_millis())
    .fetch_optional(connection)
    .await?;
    Ok(term)
}

/// Whether the term of a lead still runs.
pub(crate) async fn runs(
    connection: &mut AnyConnection,
    work: &str,
    holder: &str,
    term: i64,
) -> Result<bool, StoreError> {
    let found: Option<i64> =
        sqlx::query_scalar("select term from leads where work = $1 and holder = $2 and term = $3")
            .bind(work)
            .bind(holder)
            .bind(term)
            .fetch_optional(connection)
            .await?;
    Ok(found.is_some())
}

/// Leaves the lead to whoever wants it next.
pub(crate) async fn give_up(
    connection: &mut AnyConnection,
    work: &str,
    holder: &str,
    term: i64,
) -> Result<(), StoreError> {
    sqlx::query("update leads set until = 0 where work = $1 and holder = $2 and term = $3")
        .bind(work)
        .bind(holder)
        .bind(term)
        .execute(connection)
        .await?;
    Ok(())
}
