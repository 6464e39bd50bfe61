//! Which ids the product gave to whom.

use crate::names::Numbers;
use presence::{DeviceId, ProjectId, UserId};
use std::collections::BTreeMap;

/// The ids, and whose they are.
#[derive(Debug, Default)]
pub(super) struct Ids {
    pub(super) people: BTreeMap<UserId, usize>,
    pub(super) projects: BTreeMap<ProjectId, usize>,
    /// Every device that there ever was: its number among those of its person.
    pub(super) devices: BTreeMap<DeviceId, usize>,
}

impl Ids {
    /// The id of a person.
    pub(super) fn user(&self, person: usize) -> &UserId {
        of(&self.people, person)
    }

    /// The id of a project.
    pub(super) fn project_id(&self, project: usize) -> &ProjectId {
        of(&self.projects, project)
    }
}

impl Numbers for Ids {
    fn person(&self, id: &UserId) -> Option<usize> {
        self.people.get(id).copied()
    }

    fn project(&self, id: &ProjectId) -> usize {
        self.projects[id]
    }

    fn device(&self, id: &DeviceId) -> usize {
        self.devices[id]
    }
}

fn of<T>(ids: &BTreeMap<T, usize>, number: usize) -> &T {
    match ids.iter().find(|(_, known)| **known == number) {
        Some((id, _)) => id,
        None => unreachable!("everybody and everything has an id"),
    }
}
