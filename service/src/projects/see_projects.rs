//! The projects that one may see.

use crate::{Identity, Service};
use presence::{
    Action, Availability, Board, Denied, Project, ProjectId, ProjectKey, Roles, Timestamp, may,
};

/// A project as one of its members or a site admin sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectView {
    /// Its id.
    pub id: ProjectId,
    /// Its key.
    pub key: ProjectKey,
    /// Its name.
    pub name: String,
    /// Whether it has a header icon and a portal.
    pub chat_enabled: bool,
    /// Whether the public learns how many agents are available.
    pub show_count: bool,
    /// The caller's roles in it.
    pub roles: Roles,
    /// What the public sees.
    pub availability: Availability,
    /// How many agents are available.
    pub available: u32,
}

impl Service {
    /// Every project that the caller may see, by key.
    pub fn see_projects(&self, who: &Identity) -> Vec<ProjectView> {
        let board = self.board();
        let now = self.now();
        let mut views: Vec<ProjectView> = board
            .projects()
            .filter(|project| may(&who.caller, &Action::SeeProject(&project.id)).is_ok())
            .map(|project| view(&board, project, who, now))
            .collect();
        views.sort_by(|a, b| a.key.cmp(&b.key));
        views
    }

    /// One project.
    pub fn see_project(&self, who: &Identity, key: &ProjectKey) -> Result<ProjectView, Denied> {
        let board = self.board();
        let project = board.project_by_key(key).ok_or(Denied::Hidden)?;
        may(&who.caller, &Action::SeeProject(&project.id))?;
        Ok(view(&board, project, who, self.now()))
    }
}

fn view(board: &Board, project: &Project, who: &Identity, now: Timestamp) -> ProjectView {
    ProjectView {
        id: project.id.clone(),
        key: project.key.clone(),
        name: project.name.clone(),
        chat_enabled: project.chat_enabled,
        show_count: project.show_count,
        roles: who.caller.roles_in(&project.id),
        availability: board
            .availability(&project.id, now)
            .unwrap_or_else(|| project.availability.clone()),
        available: board.available(&project.id, now),
    }
}
