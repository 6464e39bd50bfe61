//! What is to be written so that changes come true together: the pure half of saving them.
//!
//! Whoever saves loads the projects that are touched, with those who are available in them, and writes
//! what a [`Record`] says in one transaction: agents, what the public sees, and the ledger's lines in
//! the order in which all of it came true.

use crate::{
    Agent, Availability, Cause, Entry, Fact, Project, ProjectId, Published, Timestamp, Transition,
    UserId,
};
use std::collections::BTreeSet;

/// A project as it was before, and who was available in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The project.
    pub project: Project,
    /// Those who were available in it.
    pub available: BTreeSet<UserId>,
}

/// What is to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Agents who changed, before and after.
    pub agents: Vec<(Agent, Agent)>,
    /// Projects of which the public sees something else, or is to be told of another opening or closing.
    pub projects: Vec<Project>,
    /// The ledger's lines, oldest first. What the public sees of a moment comes after what happened in it.
    pub entries: Vec<Entry>,
}

impl Record {
    /// The projects that transitions touch: they are to be loaded.
    pub fn touched(transitions: &[(Agent, Transition)]) -> BTreeSet<ProjectId> {
        let entries = transitions.iter().flat_map(|(_, done)| &done.entries);
        entries.map(|entry| entry.project.clone()).collect()
    }

    /// Several agents change, and projects open or close, until `now`. `before` are the projects that this
    /// touches; a project that is not among them is gone.
    pub fn of(
        transitions: Vec<(Agent, Transition)>,
        before: impl IntoIterator<Item = Before>,
        now: Timestamp,
    ) -> Self {
        let mut record = Self::default();
        for (agent, transition) in transitions {
            record.entries.extend(transition.entries.iter().cloned());
            if transition.changes(&agent) {
                record.agents.push((agent, transition.agent));
            }
        }
        record.entries.sort_by_key(|entry| entry.at);
        let mut seen = Vec::new();
        for Before { project, available } in before {
            let here = record.entries.iter().filter(|entry| entry.project == project.id);
            let shown = project.through(available, here, now);
            let last = shown.published.last().map(|last| last.availability.clone());
            if last.is_some() || shown.boundary_at != project.boundary_at {
                record.projects.push(Project {
                    boundary_at: shown.boundary_at,
                    availability: last.unwrap_or_else(|| project.availability.clone()),
                    ..project.clone()
                });
            }
            let published = shown.published.into_iter();
            seen.extend(published.map(|published| published.entry(&project.id)));
        }
        // Sorting is stable: what the public sees of a moment comes after what happened in it.
        record.entries.append(&mut seen);
        record.entries.sort_by_key(|entry| entry.at);
        record
    }

    /// Something that the public sees of a project has another rule since `at`: its hours, or what it
    /// shows. `available` agents are available.
    pub fn of_project(project: &Project, available: u32, at: Timestamp, cause: Cause) -> Self {
        let (after, differs) = project.shown_at(available, at);
        let mut record = Self::default();
        if differs {
            let published = Published { availability: after.availability.clone(), at, cause };
            record.entries.push(published.entry(&project.id));
        }
        if after != *project {
            record.projects.push(after);
        }
        record
    }
}

impl Published {
    /// The ledger's line for it.
    fn entry(self, project: &ProjectId) -> Entry {
        let Self { availability, at, cause } = self;
        let Availability { status, agents_online, revision, .. } = availability;
        let fact = Fact::Availability { status, agents_online, revision };
        Entry { at, project: project.clone(), fact, cause }
    }
}
