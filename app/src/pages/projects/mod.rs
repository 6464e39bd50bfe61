//! The projects, and what there is of one: its desk, its members, its settings.

mod all;
mod desk;
mod head;
mod members;
mod settings;

pub use all::{AddProject, ProjectRow, ProjectsPage};
pub use desk::ProjectPage;
pub use head::{ProjectHead, ProjectTab};
pub use members::{Member, ProjectMembersPage};
pub use settings::ProjectSettingsPage;
