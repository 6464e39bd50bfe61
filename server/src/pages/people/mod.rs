//! Everybody, and those who are invited.

pub(super) mod everybody;
pub(super) mod invitations;
