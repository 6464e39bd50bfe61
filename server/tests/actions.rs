//! Server functions through the real router: what a page's own scripts send, and what comes back.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod support;

mod actions {
    mod tools;

    mod bad_input;
    mod dialog;
    mod registered;
    mod roles;
    mod walls;
}
