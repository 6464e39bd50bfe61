//! The pages through the real router: what a browser sends, and what comes back.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod support;

mod pages {
    mod account;
    mod api;
    mod find;
    mod first_visit;
    mod history;
    mod invitations;
    mod letters;
    mod members;
    mod names;
    mod people;
    mod projects;
    mod questions;
    mod refusals;
    mod reset_links;
    mod schedule;
    mod signed_out;
    mod signing_in;
    mod tokens;
}
