//! The pages, one file each: what a page shows as a plain struct, and how it is drawn.
//!
//! Every form posts to the page's own address. Where a page has several forms, the field `action` says
//! which one was sent. Each file's first lines list the fields that it sends; a checkbox that is on
//! sends `yes`.

mod accept_invitation;
mod account;
mod coverage;
mod devices;
mod door;
mod error;
mod forgot_password;
mod history;
mod invitations;
mod people;
mod portal;
mod presence;
mod project;
mod project_head;
mod project_members;
mod project_settings;
mod projects;
mod reset_password;
mod schedule;
mod setup;
mod sign_in;
mod site_settings;

pub use accept_invitation::{AcceptInvitationForm, AcceptInvitationPage};
pub use account::{AccountPage, OwnIdleChoice};
pub use coverage::CoveragePage;
pub use devices::DeviceRow;
pub use door::DoorPage;
pub use error::{ErrorKind, ErrorPage};
pub use forgot_password::{ForgotPasswordPage, ForgotPasswordStep};
pub use history::HistoryPage;
pub use invitations::Invitation;
pub use people::{PeoplePage, PersonRow, ResetLink};
pub use portal::PortalPage;
pub use presence::{AgentRow, EndedIn, PresencePage, ProjectChoice, YourTimeOnline};
pub use project::ProjectPage;
pub use project_head::{ProjectHead, ProjectTab};
pub use project_members::{Member, ProjectMembersPage};
pub use project_settings::ProjectSettingsPage;
pub use projects::{AddProject, ProjectRow, ProjectsPage};
pub use reset_password::ResetPasswordPage;
pub use schedule::{DAYS, ExceptionLine, Now, ScheduleForm, SchedulePage, SpanLine};
pub use setup::{SetupLinkPage, SetupPage};
pub use sign_in::SignInPage;
pub use site_settings::{AttendanceNumbers, SiteSettingsPage};

/// The shortest password that the pages ask for, in characters; the server checks that the service takes it.
pub const PASSWORD_MIN: u32 = 10;
