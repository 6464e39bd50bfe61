//! Everybody with an account, and those who are invited.

mod everybody;
mod invitations;
mod letter;

pub use everybody::{PeoplePage, PersonRow, ResetLink};
pub use invitations::Invitation;
pub(in crate::pages) use invitations::invitation_list;
