//! The `porchlight` binary as a library, so that tests drive the real router.
//!
//! Here everything is wired: the command line, HTTP, event streams, workers, mail and the one real clock.
//! Nothing depends on this crate.

pub mod clock;
pub mod commands;
pub mod config;
pub mod serve;

mod api;
mod assets;
mod auth;
mod connection;
mod http;
mod hub;
mod letters;
mod limits;
mod mail;
mod nonce;
mod pages;
mod problem;
mod state;
mod user_agent;
mod worker;

pub use crate::{
    http::router,
    hub::Hub,
    state::{Server, ServerState},
};
pub use limits::Limits;
pub use mail::Mailer;
