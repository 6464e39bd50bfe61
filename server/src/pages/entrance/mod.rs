//! The way in, and out.

pub(super) mod accept_invitation;
pub(super) mod enter;
pub(super) mod forgot_password;
pub(super) mod logout_read;
pub(super) mod reset_password;
pub(super) mod setup;
pub(super) mod sign_in;
pub(super) mod sign_out;
