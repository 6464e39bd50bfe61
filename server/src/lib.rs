//! The `porchlight` binary as a library, so that tests drive the real router.
//!
//! Here everything is wired: the command line, HTTP, event streams, workers, mail and the one real clock.
//! Nothing depends on this crate.

pub mod clock;
pub mod commands;
pub mod config;
pub mod serve;

mod actions;
mod api;
mod assets;
mod connection;
mod hub;
mod limits;
mod metrics_listener;
mod nudge;
mod open_files;
mod pages;
mod places;
mod post;
mod proxies;
mod router;
mod site_url;
mod state;
mod tries;
mod web;
mod workers;

pub use crate::{
    hub::Hub,
    limits::Limits,
    post::mail::Mailer,
    router::router,
    site_url::SiteUrl,
    state::{Server, ServerState},
    tries::Tries,
    workers::deliveries::Postman,
};
