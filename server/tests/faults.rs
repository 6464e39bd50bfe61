//! The real program as a process: killed, stopped, locked out of its database, and with commands beside it.
//!
//! Nothing sleeps for a while and hopes: what is waited for is asked for, again and again, for a bounded
//! time.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

#[allow(dead_code, reason = "other suites use more of it")]
#[path = "support/mailbox.rs"]
mod mailbox;

mod faults {
    mod http;
    mod process;
    mod site;

    mod backup;
    mod commands;
    mod database;
    mod guesses;
    mod kill;
    mod letters;
    mod private;
    mod restore;
    mod start;
    mod stop;
    mod strangers;
    mod uploads;
    mod wire;
}
