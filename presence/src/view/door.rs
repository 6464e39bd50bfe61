//! What the door would do, before it is used.

use super::if_gone::is_last;
use crate::{Board, Caller, Denied, Revision, Timestamp, UserId, door_projects};
use serde::{Deserialize, Serialize};

/// A project by its key and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The key.
    pub key: String,
    /// The name.
    pub name: String,
}

/// What an admin is told before they put somebody offline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorView {
    /// Whom, by id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their revision: the door is used in knowledge of it.
    pub revision: Revision,
    /// Where it will happen. Empty when there is nothing left to do.
    pub projects: Vec<Place>,
    /// The names of the projects in which they stay online, of those that the admin sees.
    pub stays_in: Vec<String>,
    /// The names of the projects that will have nobody.
    pub last_in: Vec<String>,
}

impl DoorView {
    /// What the door would do at `now`, if the caller may use it on this agent at all.
    pub fn of(board: &Board, caller: &Caller, id: &UserId, now: Timestamp) -> Result<Self, Denied> {
        let agent = board.settled(id, now).ok_or(Denied::Hidden)?;
        if !agent.projects.keys().any(|project| caller.sees(project)) {
            return Err(Denied::Hidden);
        }
        let rule = board.settings.door_rule;
        let may = door_projects(caller, id, agent.projects.keys(), rule);
        if may.is_empty() {
            return Err(Denied::Forbidden);
        }
        let mut view = Self {
            id: id.to_string(),
            name: board.name(id).to_owned(),
            revision: agent.revision,
            projects: Vec::new(),
            stays_in: Vec::new(),
            last_in: Vec::new(),
        };
        for project in agent.online_projects() {
            let Some(known) = board.project(project) else { continue };
            if may.contains(project) {
                view.projects.push(Place { key: known.key.to_string(), name: known.name.clone() });
                if is_last(board, &agent, project, now) {
                    view.last_in.push(known.name.clone());
                }
            } else if caller.sees(project) {
                view.stays_in.push(known.name.clone());
            }
        }
        Ok(view)
    }
}
