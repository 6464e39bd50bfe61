//! The whole site's present in memory: what pages, counters and portals read.
//!
//! A [`Desk`] is a copy of what the store has committed. It never decides what a person may wish; it
//! answers what is true at a given moment, ends that are due but not yet recorded included, and says
//! when the next one falls due. Its cost for one change grows with the agents of that project alone.

use crate::{
    Agent, Availability, Lease, ProjectId, ProjectKey, Schedule, Standing, Timestamp, UserId,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A project as the desk knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskProject {
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
    /// When it means to be there; without, it has no hours.
    pub schedule: Option<Arc<Schedule>>,
    /// What the public was last told.
    pub availability: Availability,
}

/// An agent who is online in a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Who.
    pub agent: UserId,
    /// Since when without a break.
    pub since: Timestamp,
    /// Until when; `None` is "no end".
    pub until: Option<Timestamp>,
}

/// The site's present.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    agents: BTreeMap<UserId, Agent>,
    projects: BTreeMap<ProjectId, DeskProject>,
    keys: BTreeMap<ProjectKey, ProjectId>,
    online: BTreeMap<ProjectId, BTreeMap<UserId, Row>>,
    deadlines: BTreeSet<(Timestamp, UserId)>,
}

impl Desk {
    /// Takes in an agent's committed state, in place of what was known before.
    pub fn put_agent(&mut self, agent: Agent) {
        self.remove_agent(&agent.id);
        if let Some(lease) = &agent.lease {
            for (project, standing) in &agent.projects {
                if let Standing::Online { since } = standing {
                    let row = Row { agent: agent.id.clone(), since: *since, until: lease.until };
                    self.online.entry(project.clone()).or_default().insert(agent.id.clone(), row);
                }
            }
            if let Some(until) = lease.until {
                self.deadlines.insert((until, agent.id.clone()));
            }
        }
        self.agents.insert(agent.id.clone(), agent);
    }

    fn remove_agent(&mut self, id: &UserId) {
        let Some(old) = self.agents.remove(id) else { return };
        for project in old.projects.keys() {
            if let Some(rows) = self.online.get_mut(project) {
                rows.remove(id);
            }
        }
        if let Some(Lease { until: Some(until), .. }) = old.lease {
            self.deadlines.remove(&(until, id.clone()));
        }
    }

    /// Takes in a project's committed state.
    pub fn put_project(&mut self, project: DeskProject) {
        if let Some(old) = self.projects.get(&project.id) {
            self.keys.remove(&old.key);
        }
        self.keys.insert(project.key.clone(), project.id.clone());
        self.projects.insert(project.id.clone(), project);
    }

    /// The agent, as last committed.
    pub fn agent(&self, id: &UserId) -> Option<&Agent> {
        self.agents.get(id)
    }

    /// Every agent, as last committed.
    pub fn agents(&self) -> impl Iterator<Item = &Agent> {
        self.agents.values()
    }

    /// The project.
    pub fn project(&self, id: &ProjectId) -> Option<&DeskProject> {
        self.projects.get(id)
    }

    /// The project with this key.
    pub fn project_by_key(&self, key: &ProjectKey) -> Option<&DeskProject> {
        self.projects.get(self.keys.get(key)?)
    }

    /// Every project, by id.
    pub fn projects(&self) -> impl Iterator<Item = &DeskProject> {
        self.projects.values()
    }

    /// Those who are online in a project at `now`.
    pub fn online(&self, project: &ProjectId, now: Timestamp) -> impl Iterator<Item = &Row> {
        self.online
            .get(project)
            .into_iter()
            .flat_map(BTreeMap::values)
            .filter(move |row| row.until.is_none_or(|until| until > now))
    }

    /// How many agents are available in a project at `now`.
    pub fn available(&self, project: &ProjectId, now: Timestamp) -> u32 {
        u32::try_from(self.online(project, now).count()).unwrap_or(u32::MAX)
    }

    /// The counter: distinct agents available at `now` in any of `projects`.
    pub fn counter<'a>(
        &self,
        projects: impl IntoIterator<Item = &'a ProjectId>,
        now: Timestamp,
    ) -> u32 {
        let agents: BTreeSet<&UserId> = projects
            .into_iter()
            .flat_map(|project| self.online(project, now))
            .map(|row| &row.agent)
            .collect();
        u32::try_from(agents.len()).unwrap_or(u32::MAX)
    }

    /// What the public sees of a project at `now`: what was recorded, and on top of it each end that is
    /// due and not yet recorded, with the very revisions that recording will give them.
    pub fn availability(&self, project: &ProjectId, now: Timestamp) -> Option<Availability> {
        let known = self.projects.get(project)?;
        let mut dues: Vec<Timestamp> = self
            .online
            .get(project)
            .into_iter()
            .flat_map(BTreeMap::values)
            .filter_map(|row| row.until.filter(|until| *until <= now))
            .collect();
        dues.sort_unstable();
        dues.dedup();
        let mut availability = known.availability.clone();
        for at in dues {
            if let Some(next) =
                availability.after(self.available(project, at), known.show_count, at)
            {
                availability = next;
            }
        }
        Some(availability)
    }

    /// When the next end falls due.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.deadlines.first().map(|(at, _)| *at)
    }

    /// The agents whose end is due at `now`, earliest first.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = (Timestamp, &UserId)> {
        self.deadlines.iter().take_while(move |(at, _)| *at <= now).map(|(at, id)| (*at, id))
    }
}
