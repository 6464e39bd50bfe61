//! The store: one set of SQL for SQLite and Postgres.
//!
//! SQL stands in this module alone, one query a function, columns listed, time as a bound parameter.
//! SQLite has one writing connection and many that read; a writing transaction begins as a writer, so
//! that it never fails half-way for having read first.

pub(crate) mod agents;
pub(crate) mod audit;
pub(crate) mod columns;
pub(crate) mod deliveries;
pub(crate) mod devices;
mod file;
pub(crate) mod history;
pub(crate) mod identities;
pub(crate) mod invitations;
pub(crate) mod known_browsers;
pub(crate) mod leads;
pub(crate) mod ledger;
pub(crate) mod members;
pub(crate) mod nodes;
pub(crate) mod personal_hours;
pub(crate) mod projects;
pub(crate) mod resets;
mod restore;
pub(crate) mod restored;
pub(crate) mod schedules;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod tokens;
mod trouble;
pub(crate) mod users;

use crate::{error::StoreError, values::private};
use file::DatabaseFile;
pub use file::sqlite_path;
pub use restore::{Replacement, RestoreError};
use sqlx::{
    Any, AnyConnection, AnyPool, AssertSqlSafe, Connection, Executor, Transaction,
    any::AnyPoolOptions,
    migrate::{MigrateError, Migrator},
};
use std::{path::Path, sync::Arc, time::Duration};
use tokio::sync::Mutex;
pub use trouble::Trouble;
use trouble::Writes;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, one node.
    Sqlite,
    /// Several nodes.
    Postgres,
}

/// A transaction that writes.
pub(crate) type Tx = Transaction<'static, Any>;

/// How long a writer waits for another one before the database counts as not available.
const PATIENCE: Duration = Duration::from_secs(4);

/// The connections to the database.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
    patience: Duration,
    read: AnyPool,
    write: AnyPool,
    file: Option<DatabaseFile>,
    writes: Writes,
    /// Keeps `SQLite` from deleting and making again what it has beside the database, as it does when nobody has
    /// it open: that must not look as if somebody else had.
    anchor: Arc<Mutex<Option<AnyConnection>>>,
}

impl Store {
    /// Opens the database at `url` (`sqlite://data/porchlight.db` or `postgres://…`), makes a missing
    /// `SQLite` file, and brings the schema up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, PATIENCE, Usage::Beside).await
    }

    /// As [`Store::open`], for a process that serves. An `SQLite` file has one of them at a time, for they
    /// would not hear of each other's changes.
    pub async fn open_to_serve(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, PATIENCE, Usage::Serve).await
    }

    /// As [`Store::open`], with another limit to how long a writer waits for another one.
    pub async fn open_with_patience(url: &str, patience: Duration) -> Result<Self, StoreError> {
        Self::open_with(url, patience, Usage::Beside).await
    }

    async fn open_with(url: &str, patience: Duration, usage: Usage) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let engine = engine_of(url)?;
        let (mut file, url) = match engine {
            Engine::Sqlite => {
                let (mut file, url) = DatabaseFile::find(url)?;
                if usage == Usage::Serve {
                    file.claim()?;
                }
                (Some(file), url)
            }
            Engine::Postgres => (None, url.to_owned()),
        };
        migrate(engine, &url).await?;
        let write = pool(engine, patience, Use::Write).connect(&url).await?;
        let read = pool(engine, patience, Use::Read).connect(&url).await?;
        let mut anchor = None;
        if let Some(file) = &mut file {
            anchor = Some(read.acquire().await?.detach());
            file.is_open();
        }
        let anchor = Arc::new(Mutex::new(anchor));
        Ok(Self { engine, patience, read, write, file, writes: Writes::default(), anchor })
    }

    /// Which database it is.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// A connection that only reads.
    pub(crate) async fn reader(&self) -> Result<sqlx::pool::PoolConnection<Any>, StoreError> {
        Ok(self.read.acquire().await?)
    }

    /// Begins a transaction that reads one state of the database, whatever is committed meanwhile.
    pub(crate) async fn snapshot(&self) -> Result<Tx, StoreError> {
        let begin = match self.engine {
            Engine::Sqlite => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        };
        Ok(self.read.begin_with(begin).await?)
    }

    /// How long a writer waits for another one.
    pub(crate) const fn patience(&self) -> Duration {
        self.patience
    }

    /// Begins a transaction that writes.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        let begin = match self.engine {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        self.check_file()?;
        let begun = self.write.begin_with(begin).await;
        // That it has begun says nothing yet of what it will write.
        let tx = begun.or_else(|error| self.writes.note(Err(error.into())))?;
        // Whoever waited for another writer may find that this one has put another file there.
        self.check_file()?;
        Ok(tx)
    }

    /// Commits a transaction that wrote. What is written to a file that is gone was not committed: no other
    /// process will ever read it.
    pub(crate) async fn commit(&self, tx: Tx) -> Result<(), StoreError> {
        tx.commit().await.or_else(|error| self.writes.note(Err(error.into())))?;
        self.check_file()?;
        self.writes.note(Ok(()))
    }

    /// Notes how a piece of a write went that is a write by itself.
    pub(crate) fn note<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if outcome.is_err() { self.writes.note(outcome) } else { outcome }
    }

    /// Why the database did not take the latest write; `None` when it did.
    pub fn trouble(&self) -> Option<Trouble> {
        self.writes.trouble()
    }

    /// How many writes it did not take since it was opened, and why.
    pub fn failures(&self) -> [(Trouble, u64); Trouble::ALL.len()] {
        self.writes.failures()
    }

    fn check_file(&self) -> Result<(), StoreError> {
        self.writes.note_moved(self.file.as_ref().map_or(Ok(()), DatabaseFile::check))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.check_file()?;
        self.reader().await?.ping().await?;
        Ok(())
    }

    /// Writes a consistent copy of a `SQLite` database to `file`, while it runs. The file must not exist,
    /// and will be for its owner alone. Where that does not work nothing is left of it.
    pub async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        // Not a name that SQLite takes for an address.
        let file = std::path::absolute(file)?;
        let made = private::make_new(&file)?;
        let copied = self.copy_to(&file).await.and_then(|()| Ok(made.sync_all()?));
        if copied.is_err() {
            let _ = std::fs::remove_file(&file);
        }
        copied
    }

    async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        // A connection that may write, which `vacuum into` wants, and that nobody gets after this.
        let mut connection = self.read.acquire().await?.detach();
        connection.execute("pragma query_only = off").await?;
        let name = file.to_string_lossy();
        sqlx::query("vacuum into $1").bind(&*name).execute(&mut connection).await?;
        connection.close().await?;
        Ok(())
    }

    /// Closes every connection once what they do is done.
    pub async fn close(&self) {
        if let Some(anchor) = self.anchor.lock().await.take() {
            let _ = anchor.close().await;
        }
        self.read.close().await;
        self.write.close().await;
    }
}

/// Which database an address is of. The address is not told: it may hold a password.
fn engine_of(url: &str) -> Result<Engine, StoreError> {
    match url.split_once(':') {
        Some(("sqlite", _)) => Ok(Engine::Sqlite),
        Some(("postgres" | "postgresql", _)) => Ok(Engine::Postgres),
        _ => Err(std::io::Error::other("its address begins with sqlite: or postgres:").into()),
    }
}

/// What a process has the database open for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Usage {
    /// To serve.
    Serve,
    /// For a command beside whoever serves.
    Beside,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Read,
    Write,
}

fn pool(engine: Engine, patience: Duration, usage: Use) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(if usage == Use::Write { 1 } else { 8 })
        .acquire_timeout(patience + Duration::from_secs(1))
        .test_before_acquire(engine == Engine::Postgres)
        // SQLite ends a transaction by itself when the disk is full. The connection then waits for its end
        // for ever, and is of no more use.
        .before_acquire(|connection, _| {
            let usable = !connection.is_in_transaction();
            Box::pin(std::future::ready(Ok(usable)))
        })
        .after_connect(move |connection, _| {
            Box::pin(async move {
                let statements = match engine {
                    Engine::Sqlite => sqlite_settings(patience, usage),
                    Engine::Postgres => postgres_settings(patience),
                };
                connection.execute(AssertSqlSafe(statements)).await?;
                Ok(())
            })
        })
}

/// `synchronous = full`: with the write-ahead log a commit is on the disk before it is acknowledged.
/// `query_only`: what is meant to read cannot write.
fn sqlite_settings(patience: Duration, usage: Use) -> String {
    let query_only = if usage == Use::Read { "on" } else { "off" };
    format!(
        "pragma busy_timeout = {}; pragma journal_mode = wal; pragma synchronous = full; \
         pragma foreign_keys = on; pragma temp_store = memory; pragma query_only = {query_only};",
        patience.as_millis()
    )
}

/// A node that waits gives up after its patience; one that stopped in the middle of a transaction, with
/// everybody's turn in its hand, loses it.
fn postgres_settings(patience: Duration) -> String {
    format!(
        "set lock_timeout = {0}; set idle_in_transaction_session_timeout = {1};",
        patience.as_millis(),
        2 * patience.as_millis()
    )
}

/// Brings the schema up to date, on a connection that waits as long as another node's migration takes.
///
/// Two processes may meet an empty `SQLite` file at once, and the one that loses finds the tables made: it
/// looks again.
async fn migrate(engine: Engine, url: &str) -> Result<(), StoreError> {
    let pool = match engine {
        Engine::Sqlite => pool(engine, PATIENCE, Use::Write),
        Engine::Postgres => AnyPoolOptions::new().max_connections(1),
    };
    let pool = pool.connect(url).await?;
    let mut attempts = 0;
    loop {
        attempts += 1;
        match MIGRATIONS.run(&pool).await {
            Ok(()) => {
                pool.close().await;
                return Ok(());
            }
            Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..)) if attempts < 20 => {
            }
            Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
                return Err(error.into());
            }
            Err(other) => return Err(StoreError::Failed(sqlx::Error::Migrate(Box::new(other)))),
        }
    }
}
