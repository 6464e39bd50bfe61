//! A database of its own for each run, on either engine.

use super::unwrap;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in a directory that goes with the run.
    Sqlite,
    /// A database on the server that `PORCHLIGHT_TEST_POSTGRES_URL` names.
    Postgres,
}

impl Engine {
    /// Whether it can be had here.
    pub fn is_here(self) -> bool {
        self == Self::Sqlite || server().is_some()
    }
}

/// A database that is empty at first, and gone when it is dropped; of one that found something on Postgres
/// the rest is left for whoever looks.
pub struct Database {
    url: String,
    _folder: Option<TempDir>,
}

impl Database {
    /// Makes one.
    ///
    /// # Panics
    ///
    /// Where there is no such database.
    pub(super) async fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = unwrap(tempfile::tempdir());
                let url = format!("sqlite://{}", folder.path().join("porchlight.db").display());
                Self { url, _folder: Some(folder) }
            }
            Engine::Postgres => {
                let Some(server) = server() else {
                    panic!("PORCHLIGHT_TEST_POSTGRES_URL names no server")
                };
                Self { url: make(&server).await, _folder: None }
            }
        }
    }

    /// Its address.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

fn server() -> Option<String> {
    std::env::var("PORCHLIGHT_TEST_POSTGRES_URL").ok()
}

/// Makes an empty database beside the one that the address names.
async fn make(server: &str) -> String {
    let name = format!("porchlight_simulation_{}", service::Secret::random().hash());
    let name = &name[..40];
    let mut connection = unwrap(PgConnection::connect(server).await);
    unwrap(connection.execute(AssertSqlSafe(format!("create database \"{name}\""))).await);
    unwrap(connection.close().await);
    match server.rsplit_once('/') {
        Some((front, _)) => format!("{front}/{name}"),
        None => panic!("{server} is the address of no database"),
    }
}
