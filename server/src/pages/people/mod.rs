//! Everybody, and those who are invited.

mod acts;
pub(super) mod everybody;
mod found;
pub(super) mod invitations;
