//! The pages: what a page shows as a plain struct, and how it is drawn; one file each, in a folder a subject.
//!
//! Every form posts to the page's own address. Where a page has several forms, the field `action` says
//! which one was sent. Each file's first lines list the fields that it sends; a checkbox that is on
//! sends `yes`. The pages of one's own time online and of the door are drawn from the parts of the dialog
//! (`presence/`).

mod account;
mod api;
mod door;
mod entrance;
mod error;
mod history;
mod hours;
mod people;
mod portal;
mod presence;
mod projects;
mod question;
mod site;
mod tokens;

pub use self::presence::PresencePage;
pub use account::{AccountPage, OwnIdleChoice};
pub use api::{ApiAnswer, ApiCall, ApiContent, ApiField, ApiGroup, ApiKind, ApiPage, ApiShape};
pub use door::DoorPage;
pub use entrance::{
    AcceptInvitationForm, AcceptInvitationPage, ForgotPasswordPage, ForgotPasswordStep,
    PASSWORD_MIN, ResetPasswordPage, SetupLinkPage, SetupPage, SignInPage,
};
pub use error::{ErrorKind, ErrorPage, ErrorReader};
pub use history::{CoveragePage, HistoryPage};
pub use hours::{DAYS, ExceptionLine, Now, ScheduleForm, SchedulePage, SpanLine};
pub use people::{Invitation, PeoplePage, PersonRow, ResetLink};
pub use portal::PortalPage;
pub use projects::{
    AddProject, Member, ProjectHead, ProjectMembersPage, ProjectPage, ProjectRow,
    ProjectSettingsPage, ProjectTab, ProjectsPage,
};
pub use question::{HeavyAct, QuestionPage};
pub use site::{AttendanceNumbers, SiteSettingsPage};
pub use tokens::{MadeToken, TokensPage};
