//! What follows for projects where somebody's time online ends.

use crate::{Agent, Board, Presence, ProjectId, Timestamp, UserId};

/// What an admin is told before they do something that ends somebody's time online.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IfGone {
    /// The names of the projects in which they have time online, by key.
    pub online_in: Vec<String>,
    /// The names of those that will have nobody.
    pub last_in: Vec<String>,
}

impl IfGone {
    /// What follows at `now` where somebody's time online ends in those of their projects that `ends` names.
    pub fn of(
        board: &Board,
        id: &UserId,
        now: Timestamp,
        ends: impl Fn(&ProjectId) -> bool,
    ) -> Self {
        let mut view = Self::default();
        let Some(agent) = board.settled(id, now) else { return view };
        let mut projects: Vec<_> = agent
            .online_projects()
            .filter(|project| ends(project))
            .filter_map(|project| board.project(project))
            .collect();
        projects.sort_by(|a, b| a.key.cmp(&b.key));
        for project in projects {
            if is_last(board, &agent, &project.id, now) {
                view.last_in.push(project.name.clone());
            }
            view.online_in.push(project.name.clone());
        }
        view
    }
}

/// Whether a settled agent is the only one who is available in a project.
pub(super) fn is_last(board: &Board, agent: &Agent, project: &ProjectId, now: Timestamp) -> bool {
    agent.presence(project) == Presence::Online && board.available(project, now) == 1
}
