//! Server functions: what a page's own scripts ask of the server, under `/do/`.
//!
//! Each reads its context ([`Here`]), calls one function and converts. The form without scripts posts to
//! its page, which calls the very same function of [`Here`]; so there is one parser of what was typed,
//! and one table of refusals. Programs use the API instead.

// The macro makes a struct for each function, whose fields are its arguments.
#![allow(missing_docs)]

mod end_break;
mod extend;
mod fetch;
mod go_offline;
mod go_online;
#[cfg(feature = "ssr")]
mod here;
mod put_offline;
mod see_devices;
mod see_door;
mod see_header;
mod sign_out_device;
mod take_break;
mod text;

pub use end_break::{EndBreak, end_break};
pub use extend::{Extend, ExtendForm, extend};
pub use fetch::Fetch;
pub use go_offline::{GoOffline, GoOfflineForm, GoingOffline, go_offline};
pub use go_online::{GoOnline, GoOnlineForm, go_online};
#[cfg(feature = "ssr")]
pub use here::Here;
pub use put_offline::{PutOffline, PutOfflineForm, WasPutOffline, put_offline};
pub use see_devices::{SeeDevices, see_devices};
pub use see_door::{SeeDoor, see_door};
pub use see_header::{SeeHeader, see_header};
pub use sign_out_device::{SignOutDevice, sign_out_device};
pub use take_break::{BreakForm, TakeBreak, take_break};

use crate::refusal::Refusal;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// Where every function is, in order. A function that the linker dropped, or one that nobody thought of,
/// is found by comparing.
pub const PATHS: [&str; 10] = [
    "/do/break",
    "/do/end-break",
    "/do/extend",
    "/do/go-offline",
    "/do/go-online",
    "/do/put-offline",
    "/do/see-devices",
    "/do/see-door",
    "/do/see-header",
    "/do/sign-out-device",
];

impl FromServerFnError for Refusal {
    type Encoder = text::Text;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // The client says so, see `fetch.rs`.
            ServerFnErrorErr::Request(why) if why == fetch::TOO_LATE => Self::NoAnswer,
            ServerFnErrorErr::Request(_) => Self::Unreachable,
            ServerFnErrorErr::MiddlewareError(status) => {
                Self::of_status(status.parse().unwrap_or_default())
            }
            // On the server: what was sent. In the browser an answer that is none is the status's meaning.
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Unreadable,
            _ => Self::Internal,
        }
    }

    fn status_code(&self) -> http::StatusCode {
        http::StatusCode::from_u16(self.status()).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR)
    }
}
