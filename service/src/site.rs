//! The site's present in memory, and who is told when it changes.

use crate::{
    error::StoreError,
    store::{agents, projects, settings, users},
};
use presence::{Agent, Desk, DeskProject, SiteSettings, Timestamp, UserId};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

/// What pages, counters and portals read. A copy of what was committed, never ahead of it.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Presence and availability.
    pub desk: Desk,
    /// People's names.
    pub names: BTreeMap<UserId, String>,
    /// The site's settings.
    pub settings: SiteSettings,
}

/// What one commit changed.
#[derive(Debug, Clone, Default)]
pub struct Changed {
    /// Agents whose presence changed, as they are now.
    pub agents: Vec<Agent>,
    /// Projects whose settings or availability changed, as they are now.
    pub projects: Vec<DeskProject>,
    /// People whose name changed or who are new.
    pub names: Vec<(UserId, String)>,
    /// New settings of the site.
    pub settings: Option<SiteSettings>,
    /// People whose sessions, tokens or roles changed: what is open in their name asks again who they
    /// are.
    pub access: BTreeSet<UserId>,
}

impl Changed {
    /// Whether there is anything to tell.
    pub fn is_empty(&self) -> bool {
        self.agents.is_empty()
            && self.projects.is_empty()
            && self.names.is_empty()
            && self.settings.is_none()
            && self.access.is_empty()
    }
}

/// Somebody who is told of every change after its commit, in the order of the commits.
///
/// Both calls happen while the site is locked: they must be quick and must not block.
pub trait Observer: Send + Sync + 'static {
    /// A commit changed this; `site` is the present after it.
    fn changed(&self, site: &Site, changed: &Changed, now: Timestamp);
    /// Anything may have changed.
    fn everything_changed(&self, site: &Site, now: Timestamp);
    /// Something was heard that falls due earlier than all that was known.
    fn due_earlier(&self);
}

/// Nobody is told.
impl Observer for () {
    fn changed(&self, _: &Site, _: &Changed, _: Timestamp) {}
    fn everything_changed(&self, _: &Site, _: Timestamp) {}
    fn due_earlier(&self) {}
}

impl Site {
    /// Reads the present. Hand it a snapshot: what is read in several steps must be of one state.
    /// `listens` tells whether this process hears devices, and so may tell silence.
    pub(crate) async fn read(
        connection: &mut AnyConnection,
        listens: bool,
    ) -> Result<Self, StoreError> {
        let mut site = Self { settings: settings::load_site(connection).await?, ..Self::default() };
        for project in projects::load_all(connection).await? {
            site.desk.put_project(project);
        }
        for (mut agent, idle) in agents::load_all(connection).await? {
            agent.rules = listens.then(|| site.settings.attendance.rules_for(idle));
            site.desk.put_agent(agent);
        }
        site.names.extend(users::names(connection).await?);
        Ok(site)
    }

    /// Keeps what was heard of devices before everything was read again. What follows from other rules is
    /// not dated before `now`.
    pub(crate) fn keep_heard(&mut self, before: &Self, now: Timestamp) {
        let rules = before.settings.attendance != self.settings.attendance;
        let agents: Vec<Agent> = self.desk.agents().cloned().collect();
        for mut agent in agents {
            if let Some(known) = before.desk.agent(&agent.id) {
                agent.devices.merge(&known.devices);
            }
            if rules {
                agent.devices.not_before(now);
            }
            self.desk.put_agent(agent);
        }
    }

    /// Takes in what a commit changed.
    pub(crate) fn apply(&mut self, changed: &Changed) {
        for project in &changed.projects {
            self.desk.put_project(project.clone());
        }
        for agent in &changed.agents {
            self.desk.put_agent(agent.clone());
        }
        self.names.extend(changed.names.iter().cloned());
        if let Some(settings) = &changed.settings {
            self.settings = settings.clone();
        }
    }

    /// A person's name; empty when there is no such person.
    pub fn name(&self, id: &UserId) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }
}
