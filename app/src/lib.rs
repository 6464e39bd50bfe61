//! What people see: pages, the header's icon and its dialog, their words and how they are drawn; and the
//! server functions that their scripts call.
//!
//! Pages are whole documents, drawn once on the server from plain data (`shell::render`). Nothing here
//! loads or decides anything, and nothing asks for the time: it is handed in. What the browser needs as
//! well (words, icons, small parts) builds for wasm; the pages do not.

// A view's type nests as deep as its HTML.
#![recursion_limit = "256"]
#![allow(clippy::needless_pass_by_value, reason = "a component owns its props")]

pub mod actions;
mod browser;
#[cfg(feature = "ssr")]
mod chart;
#[cfg(feature = "ssr")]
pub mod flash;
pub mod format;
pub mod header;
pub mod icons;
pub mod language;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod paths;
pub mod presence;
pub mod refusal;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
mod signed_out;
pub mod ui;

pub use language::Language;
#[cfg(feature = "ssr")]
pub use shell::{Page, PageContext, Viewer, render};
#[cfg(feature = "ssr")]
pub use signed_out::LoggedOut;
