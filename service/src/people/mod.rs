//! Everybody with an account, and those who are asked to have one.

mod accept_invitation;
mod add_user;
mod find_people;
mod force_logout;
pub(crate) mod invite;
mod see_invitations;
mod see_people;
mod see_prospect;
mod set_disabled;
mod set_site_admin;
pub(crate) mod set_up;

pub use accept_invitation::{AcceptInvitationRefused, InvitationView};
pub use find_people::{Find, Found, OfPresence, PEOPLE_A_PAGE};
pub use force_logout::ForceLogoutRefused;
pub use invite::{Asked, InvitationLink, Invite, InviteRefused, Invited};
pub use see_invitations::PendingInvitation;
pub use see_people::Person;
pub use see_prospect::Prospect;
pub use set_disabled::SetDisabledRefused;
pub use set_site_admin::SetSiteAdminRefused;
pub use set_up::SetUpRefused;
