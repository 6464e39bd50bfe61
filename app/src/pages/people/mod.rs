//! Everybody with an account, and those who are invited.

mod everybody;
mod find;
mod invitations;
mod letter;
mod row;

pub use everybody::{PeoplePage, ResetLink};
pub use invitations::Invitation;
pub(in crate::pages) use invitations::invitation_list;
pub use row::PersonRow;
