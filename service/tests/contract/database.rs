//! A fresh database for each test, on either engine.

use service::{Engine, Store};
use sqlx::{
    AnyConnection, AssertSqlSafe, Connection, Executor, PgConnection, Row, any::AnyRow,
    migrate::Migrator,
};
use std::{
    fmt::Write,
    future::Future,
    hash::{DefaultHasher, Hash, Hasher},
};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

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

/// A database whose tables are empty when the test starts, and that is gone when it is over.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) engine: Engine,
}

impl Database {
    /// A connection beside the service.
    pub(crate) async fn connect(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.url).await.unwrap()
    }

    /// Runs statements beside the service.
    pub(crate) async fn run(&self, sql: &str) {
        self.connect().await.execute(AssertSqlSafe(sql)).await.unwrap();
    }

    /// The texts that a query answers.
    pub(crate) async fn texts(&self, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(sql).fetch_all(&mut self.connect().await).await.unwrap()
    }

    /// Everything that the tables say, to be compared.
    pub(crate) async fn dump(&self) -> String {
        const TABLES: [&str; 21] = [
            "settings",
            "users",
            "projects",
            "members",
            "schedules",
            "personal_hours",
            "leases",
            "standings",
            "ledger",
            "sessions",
            "known_browsers",
            "ended_sessions",
            "tokens",
            "invitations",
            "invitation_roles",
            "password_resets",
            "audit",
            "nodes",
            "leads",
            "deliveries",
            "delivery_attempts",
        ];
        let mut connection = self.connect().await;
        let mut dump = String::new();
        for table in TABLES {
            let rows = sqlx::query(AssertSqlSafe(format!("select * from {table}")))
                .fetch_all(&mut connection)
                .await
                .unwrap();
            let mut lines: Vec<String> = rows.iter().map(line).collect();
            lines.sort();
            writeln!(dump, "{table}:\n{}", lines.join("\n")).unwrap();
        }
        dump
    }
}

fn line(row: &AnyRow) -> String {
    let cells = (0..row.len()).map(|column| {
        row.try_get::<Option<i64>, _>(column)
            .map(|number| number.map_or("-".to_owned(), |number| number.to_string()))
            .or_else(|_| row.try_get::<String, _>(column))
            .unwrap()
    });
    cells.collect::<Vec<_>>().join(" | ")
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
    let template = template(&server).await;
    let name = format!("porchlight_test_{:016x}", rand::random::<u64>());
    command(&server, format!("create database {name} template {template}")).await;
    let url = of_name(&server, &name);
    // In a task of its own, so that the database goes even when the test panics.
    let outcome = tokio::spawn(test(Database { url, engine: Engine::Postgres })).await;
    command(&server, format!("drop database {name} with (force)")).await;
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic.into_panic());
    }
}

/// The name of a database in which the tables are made and empty, to be copied. The first test makes it.
async fn template(server: &str) -> String {
    let mut fingerprint = DefaultHasher::new();
    for migration in MIGRATIONS.iter() {
        migration.checksum.hash(&mut fingerprint);
    }
    let name = format!("porchlight_template_{:016x}", fingerprint.finish());
    let mut connection = PgConnection::connect(server).await.unwrap();
    // Until the connection closes.
    connection.execute("select pg_advisory_lock(1)").await.unwrap();
    let known = sqlx::query("select 1 from pg_database where datname = $1").bind(&name);
    if known.fetch_optional(&mut connection).await.unwrap().is_none() {
        let made = format!("{name}_new");
        command(server, format!("drop database if exists {made} with (force)")).await;
        command(server, format!("create database {made}")).await;
        Store::open(&of_name(server, &made)).await.unwrap().close().await;
        command(server, format!("alter database {made} rename to {name}")).await;
    }
    connection.close().await.unwrap();
    name
}

fn of_name(server: &str, database: &str) -> String {
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(database);
    url.into()
}

async fn command(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}
