//! One contract for both databases: every test runs on `SQLite`, and on Postgres when
//! `PORCHLIGHT_TEST_POSTGRES_URL` names a server on which databases may be made.
//!
//! Time stands still unless a test moves it. Nothing sleeps.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod contract {
    pub(crate) mod database;
    pub(crate) mod world;

    mod accounts;
    mod attendance;
    mod command_line;
    mod deliveries;
    mod failures;
    mod found;
    mod history;
    mod invitations;
    mod presence;
    mod projects;
    mod races;
    mod restored;
    mod schedules;
    mod sequences;
    mod signed_out;
}
