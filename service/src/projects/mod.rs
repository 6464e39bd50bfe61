//! Projects and their members.

mod add_project;
mod change_project;
mod see_members;
mod see_projects;
mod see_removal;
mod set_member;

pub use add_project::AddProjectRefused;
pub use change_project::ProjectChange;
pub use see_members::Member;
pub use see_projects::ProjectView;
pub use see_removal::Removal;
pub use set_member::SetMemberRefused;
