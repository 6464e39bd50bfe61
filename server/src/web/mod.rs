//! What everything that answers requests is made with: who asks, and how an error is told.

pub(crate) mod auth;
pub(crate) mod heard;
pub(crate) mod nonce;
pub(crate) mod problem;
