//! `porchlight restore`: a copy is put in the place of the database, and the site of then goes on now.

use crate::{clock::SystemClock, config::DatabaseArgs};
use anyhow::{Context, bail};
use service::{Clock, Replacement, Restored, Service, Store};
use std::{path::Path, sync::Arc};

/// From a file that `porchlight backup` wrote.
#[expect(clippy::print_stdout, reason = "this is what the operator reads")]
pub(super) async fn from_file(file: &Path, database: &DatabaseArgs) -> anyhow::Result<()> {
    let address = database.database_url.reveal();
    if !address.starts_with("sqlite:") {
        bail!(
            "a file is put back in the place of an SQLite database. For Postgres: stop every server, read \
             the dump into an empty database with pg_restore or psql, and then run \
             `porchlight restore --in-place`"
        );
    }
    let replacement = Replacement::prepare(address, file).await.context("nothing was restored")?;
    let copy = Store::open(&replacement.address()).await.context("nothing was restored")?;
    let done = go_on(copy, database).await.context("nothing was restored")?;
    let now = jiff::Timestamp::from_millisecond(SystemClock.now().as_millis())?;
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let before = replacement.put_in_place(&stamp).await.context("nothing was restored")?;
    println!("{} was restored.", file.display());
    tell(&done);
    if let Some(before) = before {
        let before = before.display();
        println!("The database of before is kept as {before}; delete it when you need it no more.");
    }
    Ok(())
}

/// A database in whose place a copy is already.
#[expect(clippy::print_stdout, reason = "this is what the operator reads")]
pub(super) async fn in_place(database: &DatabaseArgs) -> anyhow::Result<()> {
    let store = Store::open_to_serve(database.database_url.reveal()).await;
    let done = go_on(store.context("the database cannot be used")?, database).await?;
    println!("The database is a copy that was put back.");
    tell(&done);
    Ok(())
}

/// Does what follows.
async fn go_on(store: Store, database: &DatabaseArgs) -> anyhow::Result<Restored> {
    let service =
        Service::start(store, database.vault(), Arc::new(SystemClock), Arc::new(())).await?;
    if service.store().engine() == service::Engine::Postgres && service.is_served().await? {
        bail!(
            "a server runs on this database: stop every one first. One that was killed counts as gone after \
             half a minute"
        );
    }
    let done = service.operator_restored().await?;
    service.store().close().await;
    Ok(done)
}

#[expect(clippy::print_stdout, reason = "this is what the operator reads")]
fn tell(done: &Restored) {
    let Restored { leases, sessions, tokens, letters } = done;
    println!("Ended: the time online of {leases} people, and {sessions} sessions.");
    println!("API tokens that rest until their owner signs in: {tokens}.");
    println!("Letters that waited and are not sent: {letters}.");
}
