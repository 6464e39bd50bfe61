//! The API through the real router: what a program, a portal or the header sends, and what comes back.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod support;

mod api {
    mod stream;
    mod tools;

    mod agents;
    mod availability;
    mod availability_events;
    mod beat;
    mod cross_site;
    mod description;
    mod door;
    mod force_logout;
    mod hours;
    mod limits;
    mod my_break;
    mod my_events;
    mod my_presence;
    mod operation;
    mod problems;
    mod tokens;
}
