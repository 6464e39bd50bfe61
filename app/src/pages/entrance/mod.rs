//! The way in: signing in, a forgotten password, an invitation, the first site admin.

mod accept_invitation;
mod forgot_password;
mod new_password;
mod reset_password;
mod setup;
mod sign_in;

pub use accept_invitation::{AcceptInvitationForm, AcceptInvitationPage};
pub use forgot_password::{ForgotPasswordPage, ForgotPasswordStep};
pub use new_password::PASSWORD_MIN;
pub(super) use new_password::new_password;
pub use reset_password::ResetPasswordPage;
pub use setup::{SetupLinkPage, SetupPage};
pub use sign_in::SignInPage;
