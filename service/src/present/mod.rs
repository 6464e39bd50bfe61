//! The site's present in memory ([`Board`]): reading it, changing it after a commit, and telling of it.

use crate::{
    Service,
    error::StoreError,
    store::{agents, projects, settings, users},
};
use presence::{Agent, Board, Project, SiteSettings, Timestamp, UserId};
use sqlx::AnyConnection;
use std::collections::BTreeSet;

/// What one commit changed.
#[derive(Debug, Clone, Default)]
pub struct Changed {
    /// Agents whose presence changed, as they are now.
    pub agents: Vec<Agent>,
    /// Projects whose settings or availability changed, as they are now.
    pub projects: Vec<Project>,
    /// People whose name changed or who are new.
    pub names: Vec<(UserId, String)>,
    /// New settings of the site.
    pub settings: Option<SiteSettings>,
    /// People whose sessions, tokens or roles changed: what is open in their name asks again who they
    /// are.
    pub access: BTreeSet<UserId>,
    /// Something waits to be sent.
    pub deliveries: bool,
}

impl Changed {
    /// Whether there is anything to tell.
    pub fn is_empty(&self) -> bool {
        self.agents.is_empty()
            && self.projects.is_empty()
            && self.names.is_empty()
            && self.settings.is_none()
            && self.access.is_empty()
            && !self.deliveries
    }

    /// Takes it into the present in memory.
    pub(crate) fn apply(&self, board: &mut Board) {
        for project in &self.projects {
            board.put_project(project.clone());
        }
        for agent in &self.agents {
            board.put_agent(agent.clone());
        }
        board.names.extend(self.names.iter().cloned());
        if let Some(settings) = &self.settings {
            board.settings = settings.clone();
        }
    }
}

/// Somebody who is told of every change after its commit, in the order of the commits.
///
/// The calls must be quick and must not block: a turn is held while a change is told. The board is not
/// locked; who looks at it ([`Service::board`]) sees what was told, or newer.
pub trait Observer: Send + Sync + 'static {
    /// A commit changed this.
    fn changed(&self, service: &Service, changed: &Changed);
    /// Anything may have changed.
    fn everything_changed(&self, service: &Service);
    /// Something fell due. Reads derive what follows from it; it may not be recorded yet.
    fn fell_due(&self, service: &Service);
    /// Something was heard that falls due earlier than all that was known.
    fn due_earlier(&self);
}

/// Nobody is told.
impl Observer for () {
    fn changed(&self, _: &Service, _: &Changed) {}
    fn everything_changed(&self, _: &Service) {}
    fn fell_due(&self, _: &Service) {}
    fn due_earlier(&self) {}
}

/// Reads the present. Hand it a snapshot: what is read in several steps must be of one state.
/// `listens` tells whether this process hears devices, and so may tell silence.
pub(crate) async fn read(
    connection: &mut AnyConnection,
    listens: bool,
) -> Result<Board, StoreError> {
    let mut board = Board::default();
    board.settings = settings::load_site(connection).await?;
    for project in projects::load_all(connection).await? {
        board.put_project(project);
    }
    for (mut agent, idle) in agents::load_all(connection).await? {
        agent.rules = listens.then(|| board.settings.attendance.rules_for(idle));
        board.put_agent(agent);
    }
    board.names.extend(users::names(connection).await?);
    Ok(board)
}

/// Keeps what was heard of devices before everything was read again. What follows from other rules is
/// not dated before `now`.
pub(crate) fn keep_heard(board: &mut Board, before: &Board, now: Timestamp) {
    let rules = before.settings.attendance != board.settings.attendance;
    let agents: Vec<Agent> = board.agents().cloned().collect();
    for mut agent in agents {
        if let Some(known) = before.agent(&agent.id) {
            agent.devices.merge(&known.devices);
        }
        if rules {
            agent.devices.not_before(now);
        }
        board.put_agent(agent);
    }
}
