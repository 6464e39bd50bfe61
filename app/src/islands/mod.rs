//! The header's islands: what stays alive in the browser.
//!
//! [`StatusIcon`] is one island: the icon in the bar, and the dialog that it opens. It draws what the
//! server last said, and nothing looks done before the server has said so.

// The island macro makes a struct without documentation.
#![allow(missing_docs)]

mod dialog;
mod door;
mod head;
mod header;
mod icon;
mod last_one_out;
mod notice;
mod picker;
mod world;

pub use icon::*;
