//! A fresh database for each test, on either engine.

use service::Engine;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, PgConnection};
use std::future::Future;

/// Makes of each test two: `<test>::sqlite` and `<test>::postgres`.
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($db:ident) $body:block)+) => {$(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($db: $crate::contract::database::Database) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::contract::database::on_sqlite(test).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $crate::contract::database::on_postgres(test).await;
            }
        }
    )+};
}
pub(crate) use on_both;

/// A database that is empty when the test starts, and gone when it is over.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) engine: Engine,
}

impl Database {
    /// A connection beside the service, to look at what the tables say.
    pub(crate) async fn connect(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.url).await.unwrap()
    }

    /// The one number that a query answers.
    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.connect().await).await.unwrap()
    }

    /// The texts that a query answers.
    pub(crate) async fn texts(&self, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(sql).fetch_all(&mut self.connect().await).await.unwrap()
    }
}

/// Runs a test on a `SQLite` file.
pub(crate) async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(
    test: impl FnOnce(Database) -> F,
) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("porchlight.db").display());
    test(Database { url, engine: Engine::Sqlite }).await;
}

/// Runs a test on a Postgres database of its own. Without a server there is nothing to run it on, which
/// only a developer's machine may get away with.
pub(crate) async fn on_postgres<F: Future<Output = ()> + Send + 'static>(
    test: impl FnOnce(Database) -> F,
) {
    let Ok(server) = std::env::var("PORCHLIGHT_TEST_POSTGRES_URL") else {
        let required = ["CI", "PORCHLIGHT_REQUIRE_POSTGRES"];
        assert!(
            required.iter().all(|name| std::env::var_os(name).is_none()),
            "PORCHLIGHT_TEST_POSTGRES_URL must name a Postgres server here"
        );
        eprintln!("skipped: PORCHLIGHT_TEST_POSTGRES_URL names no server");
        return;
    };
    let name = format!("porchlight_test_{:016x}", rand::random::<u64>());
    command(&server, format!("create database {name}")).await;
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    // In a task of its own, so that the database goes even when the test panics.
    let outcome = tokio::spawn(test(Database { url: url.into(), engine: Engine::Postgres })).await;
    command(&server, format!("drop database {name} with (force)")).await;
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic.into_panic());
    }
}

async fn command(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}
