//! One's own account: signing in and out, password, devices and tokens.

mod authenticate;
mod change_account;
mod change_own_idle;
mod change_password;
mod know_browser;
mod reset_password;
mod see_devices;
mod sign_in;
mod sign_out;
mod sign_out_device;
mod signed_out;
pub(crate) mod token_uses;
mod tokens;

pub use authenticate::AuthenticateError;
pub use change_own_idle::ChangeOwnIdleRefused;
pub use change_password::ChangePasswordRefused;
pub use reset_password::{MakeResetLinkRefused, ResetLink, ResetPasswordRefused};
pub use sign_in::{SignInRefused, SignedIn};
pub use tokens::{AddTokenRefused, MAX_TOKENS, TokenView};
