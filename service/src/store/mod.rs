//! The store: one set of SQL for SQLite and Postgres.
//!
//! SQL stands in this module alone, one query a function, columns listed, time as a bound parameter.
//! SQLite has one writing connection and many that read; a writing transaction begins as a writer, so
//! that it never fails half-way for having read first.

pub(crate) mod agents;
pub(crate) mod ledger;
pub(crate) mod projects;
pub(crate) mod settings;

use crate::error::StoreError;
use sqlx::{
    Any, AnyConnection, AnyPool, Connection, Executor, Transaction, any::AnyPoolOptions,
    migrate::Migrator,
};
use std::{path::Path, time::Duration};

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

/// The connections to the database.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
    read: AnyPool,
    write: AnyPool,
}

impl Store {
    /// Opens the database at `url` (`sqlite://data/porchlight.db` or `postgres://…`), makes a missing
    /// `SQLite` file, and brings the schema up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let engine = if url.starts_with("sqlite:") { Engine::Sqlite } else { Engine::Postgres };
        let url = match engine {
            Engine::Sqlite => sqlite_url(url)?,
            Engine::Postgres => url.to_owned(),
        };
        let write = pool(engine, 1).connect(&url).await?;
        MIGRATIONS.run(&write).await.map_err(|error| match error {
            sqlx::migrate::MigrateError::Execute(error) => StoreError::from(error),
            other => StoreError::Failed(sqlx::Error::Migrate(Box::new(other))),
        })?;
        let read = pool(engine, 8).connect(&url).await?;
        Ok(Self { engine, read, write })
    }

    /// Which database it is.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// A connection that only reads.
    pub(crate) async fn reader(&self) -> Result<sqlx::pool::PoolConnection<Any>, StoreError> {
        Ok(self.read.acquire().await?)
    }

    /// Begins a transaction that writes.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        let begin = match self.engine {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        Ok(self.write.begin_with(begin).await?)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.reader().await?.ping().await?;
        Ok(())
    }

    /// Writes a consistent copy of a `SQLite` database to `file`, while it runs. The file must not exist.
    pub async fn backup(&self, file: &str) -> Result<(), StoreError> {
        sqlx::query("vacuum into $1").bind(file).execute(&mut *self.reader().await?).await?;
        Ok(())
    }

    /// Closes every connection once what they do is done.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

fn pool(engine: Engine, connections: u32) -> AnyPoolOptions {
    let options = AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(engine == Engine::Postgres);
    match engine {
        Engine::Postgres => options,
        Engine::Sqlite => {
            options.after_connect(|connection, _| Box::pin(sqlite_pragmas(connection)))
        }
    }
}

/// `synchronous = full`: with the write-ahead log a commit is on the disk before it is acknowledged.
async fn sqlite_pragmas(connection: &mut AnyConnection) -> sqlx::Result<()> {
    connection
        .execute(
            "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
             pragma busy_timeout = 4000; pragma temp_store = memory;",
        )
        .await?;
    Ok(())
}

fn sqlite_url(url: &str) -> Result<String, StoreError> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let path = path.split('?').next().unwrap_or(path);
    if let Some(folder) = Path::new(path).parent()
        && !folder.as_os_str().is_empty()
    {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::Unavailable(error.into()))?;
    }
    Ok(if url.contains('?') { url.to_owned() } else { format!("{url}?mode=rwc") })
}

/// A 0 or 1 as the yes or no that it stands for.
pub(crate) const fn yes(number: i64) -> bool {
    number != 0
}

/// A text of the database as the type that it must be.
pub(crate) fn parse<T: std::str::FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt(format!("{:?}", text)))
}
