//! Everybody, and those who are invited.

mod acts;
pub(super) mod everybody;
pub(super) mod invitations;
