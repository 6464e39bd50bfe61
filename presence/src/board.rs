//! The whole site's present in memory: what pages, counters and portals read.
//!
//! A [`Board`] is a copy of what the store has committed. It never decides what a person may wish; it
//! answers what is true at a given moment, ends that are due but not yet recorded included, and says
//! when the next one falls due. Its cost for one change grows with the agents of that project alone.

use crate::{
    Agent, Availability, Caller, Entry, Lease, Opening, Presence, ProjectId, ProjectKey, Schedule,
    Shown, SiteSettings, Standing, Timestamp, UserId,
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A project as the board knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
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
    /// The first opening or closing that the public was not told of.
    pub boundary_at: Option<Timestamp>,
    /// What the public was last told.
    pub availability: Availability,
}

impl Project {
    /// What the public sees while these entries come true and time passes until `now`; see
    /// [`Availability::through`].
    pub fn through<'e>(
        &self,
        available: BTreeSet<UserId>,
        entries: impl IntoIterator<Item = &'e Entry>,
        now: Timestamp,
    ) -> Shown {
        let opening = Opening { schedule: self.schedule.as_deref(), boundary_at: self.boundary_at };
        self.availability.through(available, self.show_count, opening, entries, now)
    }

    /// The project with what the public sees of it from `at` on, where it differs: `available` agents are
    /// available, and the schedule may be another one. Tells whether the public sees a difference.
    #[must_use]
    pub fn shown_at(&self, available: u32, at: Timestamp) -> (Self, bool) {
        let next_open = self.schedule.as_ref().and_then(|schedule| schedule.next_open(at));
        let next = self.availability.after_with(available, self.show_count, next_open, at);
        let differs = next.is_some();
        let availability = next.unwrap_or_else(|| self.availability.clone());
        let boundary_at = self.schedule.as_ref().and_then(|schedule| schedule.next_boundary(at));
        (Self { boundary_at, availability, ..self.clone() }, differs)
    }
}

/// An agent whose lease covers a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered<'b> {
    /// The agent, settled.
    pub agent: Cow<'b, Agent>,
    /// Their lease.
    pub lease: Lease,
    /// How they are there: online, away or lost.
    pub presence: Presence,
    /// Online there since when without a break, absences included.
    pub since: Timestamp,
}

/// An agent, and when they next change by themselves.
#[derive(Debug, Clone)]
struct Known {
    agent: Agent,
    deadline: Option<Timestamp>,
}

impl Known {
    /// The agent as they are at `now`, recorded or not.
    fn settled(&self, now: Timestamp) -> Cow<'_, Agent> {
        match self.deadline {
            Some(deadline) if deadline <= now => Cow::Owned(self.agent.settle(now).agent),
            _ => Cow::Borrowed(&self.agent),
        }
    }
}

/// The site's present.
#[derive(Debug, Clone, Default)]
pub struct Board {
    /// People's names.
    pub names: BTreeMap<UserId, String>,
    /// The site's settings.
    pub settings: SiteSettings,
    agents: BTreeMap<UserId, Known>,
    projects: BTreeMap<ProjectId, Project>,
    keys: BTreeMap<ProjectKey, ProjectId>,
    /// Whose recorded lease covers the project.
    covered: BTreeMap<ProjectId, BTreeSet<UserId>>,
    deadlines: BTreeSet<(Timestamp, UserId)>,
    boundaries: BTreeSet<(Timestamp, ProjectId)>,
}

impl Board {
    /// Takes in an agent's committed state, in place of what was known before. What was heard of their
    /// devices meanwhile is kept.
    pub fn put_agent(&mut self, mut agent: Agent) {
        if let Some(known) = self.agents.remove(&agent.id) {
            agent.devices.keep(&known.agent.devices);
            for project in known.agent.projects.keys() {
                if let Some(agents) = self.covered.get_mut(project) {
                    agents.remove(&agent.id);
                }
            }
            if let Some(deadline) = known.deadline {
                self.deadlines.remove(&(deadline, agent.id.clone()));
            }
        }
        for project in agent.online_projects() {
            self.covered.entry(project.clone()).or_default().insert(agent.id.clone());
        }
        let deadline = agent.next_deadline();
        self.deadlines.extend(deadline.map(|at| (at, agent.id.clone())));
        self.agents.insert(agent.id.clone(), Known { agent, deadline });
    }

    /// Hears something of an agent's devices, with [`Agent::beat`] or [`Agent::seen`]. Nothing of it is to be recorded unless the agent's next
    /// deadline, which this returns, has passed.
    pub fn hear(&mut self, id: &UserId, hear: impl FnOnce(&mut Agent)) -> Option<Timestamp> {
        let known = self.agents.get_mut(id)?;
        hear(&mut known.agent);
        let deadline = known.agent.next_deadline();
        if deadline != known.deadline {
            if let Some(old) = known.deadline {
                self.deadlines.remove(&(old, id.clone()));
            }
            self.deadlines.extend(deadline.map(|at| (at, id.clone())));
            known.deadline = deadline;
        }
        deadline
    }

    /// When an agent next changes by themselves; it may have passed.
    pub fn deadline_of(&self, id: &UserId) -> Option<Timestamp> {
        self.agents.get(id)?.deadline
    }

    /// Takes in a project's committed state.
    pub fn put_project(&mut self, project: Project) {
        if let Some(old) = self.projects.get(&project.id) {
            self.keys.remove(&old.key);
            if let Some(at) = old.boundary_at {
                self.boundaries.remove(&(at, project.id.clone()));
            }
        }
        self.boundaries.extend(project.boundary_at.map(|at| (at, project.id.clone())));
        self.keys.insert(project.key.clone(), project.id.clone());
        self.projects.insert(project.id.clone(), project);
    }

    /// A person's name; empty when there is no such person.
    pub fn name(&self, id: &UserId) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }

    /// The agent, as last committed.
    pub fn agent(&self, id: &UserId) -> Option<&Agent> {
        self.agents.get(id).map(|known| &known.agent)
    }

    /// Every agent, as last committed.
    pub fn agents(&self) -> impl Iterator<Item = &Agent> {
        self.agents.values().map(|known| &known.agent)
    }

    /// The project.
    pub fn project(&self, id: &ProjectId) -> Option<&Project> {
        self.projects.get(id)
    }

    /// The names of projects.
    pub fn names_of(&self, projects: &[ProjectId]) -> Vec<String> {
        projects.iter().filter_map(|id| Some(self.project(id)?.name.clone())).collect()
    }

    /// The project with this key.
    pub fn project_by_key(&self, key: &ProjectKey) -> Option<&Project> {
        self.projects.get(self.keys.get(key)?)
    }

    /// The projects that a caller may see, by key.
    pub fn projects_seen_by(&self, caller: &Caller) -> Vec<&Project> {
        let by_key = self.keys.values().filter_map(|id| self.projects.get(id));
        by_key.filter(|project| caller.sees(&project.id)).collect()
    }

    /// Every project, by id.
    pub fn projects(&self) -> impl Iterator<Item = &Project> {
        self.projects.values()
    }

    /// The agent as they are at `now`, recorded or not.
    pub fn settled(&self, id: &UserId, now: Timestamp) -> Option<Cow<'_, Agent>> {
        Some(self.agents.get(id)?.settled(now))
    }

    /// Those whose lease covers a project at `now`, by id.
    pub fn covered(&self, project: &ProjectId, now: Timestamp) -> Vec<Covered<'_>> {
        let covered = self.covered.get(project).into_iter().flatten();
        let due = self.due(now).map(|(_, id)| id);
        let ids: BTreeSet<&UserId> = covered.chain(due).collect();
        ids.into_iter()
            .filter_map(|id| {
                let agent = self.settled(id, now)?;
                let Some(Standing::Online { since }) = agent.projects.get(project) else {
                    return None;
                };
                let (since, presence) = (*since, agent.presence(project));
                Some(Covered { lease: agent.lease.clone()?, presence, since, agent })
            })
            .collect()
    }

    /// How many agents are available in a project at `now`.
    pub fn available(&self, project: &ProjectId, now: Timestamp) -> u32 {
        let covered = self.covered(project, now);
        let available = covered.iter().filter(|row| row.presence == Presence::Online).count();
        u32::try_from(available).unwrap_or(u32::MAX)
    }

    /// The counter: distinct agents available at `now` in any of `projects`.
    pub fn counter<'a>(
        &self,
        projects: impl IntoIterator<Item = &'a ProjectId>,
        now: Timestamp,
    ) -> u32 {
        let agents: BTreeSet<UserId> = projects
            .into_iter()
            .flat_map(|project| self.covered(project, now))
            .filter(|row| row.presence == Presence::Online)
            .map(|row| row.agent.id.clone())
            .collect();
        u32::try_from(agents.len()).unwrap_or(u32::MAX)
    }

    /// What the public sees of a project at `now`: what was recorded, and on top of it everything that is
    /// due and not yet recorded, with the very revisions that recording will give it.
    pub fn availability(&self, project: &ProjectId, now: Timestamp) -> Option<Availability> {
        let known = self.projects.get(project)?;
        let mut entries: Vec<Entry> = self
            .due(now)
            .filter_map(|(_, id)| self.agent(id))
            .filter(|agent| agent.projects.contains_key(project))
            .flat_map(|agent| agent.settle(now).entries)
            .filter(|entry| entry.project == *project)
            .collect();
        entries.sort_by_key(|entry| entry.at);
        let recorded = known.availability.clone();
        if entries.is_empty() && known.boundary_at.is_none_or(|at| at > now) {
            return Some(recorded);
        }
        let available = self
            .covered
            .get(project)
            .into_iter()
            .flatten()
            .filter(|id| {
                self.agent(id).is_some_and(|agent| agent.presence(project) == Presence::Online)
            })
            .cloned()
            .collect();
        let seen = known.through(available, &entries, now).published;
        Some(seen.into_iter().last().map_or(recorded, |last| last.availability))
    }

    /// When the next change falls due by itself.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let agent = self.deadlines.first().map(|(at, _)| *at);
        let project = self.boundaries.first().map(|(at, _)| *at);
        [agent, project].into_iter().flatten().min()
    }

    /// The agents for whom something is due at `now`, earliest first.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = (Timestamp, &UserId)> {
        self.deadlines.iter().take_while(move |(at, _)| *at <= now).map(|(at, id)| (*at, id))
    }

    /// The projects that open or close at `now` or before, and whose public was not told of it.
    pub fn due_projects(&self, now: Timestamp) -> impl Iterator<Item = &ProjectId> {
        self.boundaries.iter().take_while(move |(at, _)| *at <= now).map(|(_, id)| id)
    }
}
