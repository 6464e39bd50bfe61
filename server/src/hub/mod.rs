//! Fan-out: what changed, to everybody who follows it.
//!
//! Each project has one channel for its public availability and one for its roster; each person has one
//! for what is theirs. A channel is a `watch` that holds the latest frame, serialised once and shared by
//! all who follow: a slow reader skips to the newest and can never miss the last. Nothing is locked while
//! a stream writes, and a stream wakes for nothing but a new frame or the heartbeat, which travel the
//! same channel.

mod channel;
mod frame;

pub use channel::{Channel, Follow, HEARTBEAT};
pub use frame::{Event, PublicFrame};

use crate::views;
use presence::{Board, ProjectId, ProjectKey, Timestamp, UserId};
use service::{Changed, Observer};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};
use tokio::sync::Notify;

/// The channels of one project.
#[derive(Debug)]
struct Channels {
    key: ProjectKey,
    name: Mutex<String>,
    chat_enabled: bool,
    public: Channel<PublicFrame>,
    roster: Channel<Event>,
}

/// All channels of the site.
#[derive(Debug)]
pub struct Hub {
    projects: RwLock<HashMap<ProjectId, Arc<Channels>>>,
    keys: RwLock<HashMap<ProjectKey, Arc<Channels>>>,
    people: Mutex<HashMap<UserId, Channel<Event>>>,
    /// Nudges the worker that sleeps until the next deadline.
    nudge: Notify,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            projects: RwLock::default(),
            keys: RwLock::default(),
            people: Mutex::default(),
            nudge: Notify::new(),
        }
    }
}

impl Hub {
    /// The public availability of a project with a portal, as last serialised.
    pub fn public(&self, key: &ProjectKey) -> Option<Arc<PublicFrame>> {
        self.with_portal(key, |project| project.public.latest())
    }

    /// Follows the public availability of a project with a portal.
    pub fn follow_public(&self, key: &ProjectKey) -> Option<Follow<PublicFrame>> {
        self.with_portal(key, |project| project.public.follow())
    }

    /// Follows who is online in a project.
    pub fn follow_roster(&self, id: &ProjectId) -> Option<Follow<Event>> {
        let projects = self.projects.read().unwrap_or_else(PoisonError::into_inner);
        projects.get(id).map(|project| project.roster.follow())
    }

    /// Follows a person's own presence. `present` is what the channel begins with, if it is new.
    pub fn follow_person(&self, id: &UserId, present: Event) -> Follow<Event> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.retain(|_, channel| channel.is_followed());
        people.entry(id.clone()).or_insert_with(|| Channel::new(present)).follow()
    }

    /// Resolves when the deadline may have moved.
    pub async fn nudged(&self) {
        self.nudge.notified().await;
    }

    /// Publishes what the passing of time alone has made of the projects: the truth that a read derives,
    /// ahead of its record.
    pub fn publish_due(&self, board: &Board, now: Timestamp) {
        let projects: std::collections::BTreeSet<&ProjectId> = board
            .due(now)
            .filter_map(|(_, id)| board.agent(id))
            .flat_map(|agent| agent.projects.keys())
            .chain(board.due_projects(now))
            .collect();
        for id in projects {
            self.publish_project(board, id, now);
        }
    }

    /// Sends the heartbeat to every stream.
    pub fn beat(&self) {
        for project in self.projects.read().unwrap_or_else(PoisonError::into_inner).values() {
            project.public.beat();
        }
        for channel in self.people.lock().unwrap_or_else(PoisonError::into_inner).values() {
            channel.beat();
        }
    }

    /// Ends every stream: the server stops.
    pub fn end_all(&self) {
        for project in self.projects.read().unwrap_or_else(PoisonError::into_inner).values() {
            project.public.end();
            project.roster.end();
        }
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        for channel in people.drain().map(|(_, channel)| channel) {
            channel.end();
        }
    }

    /// How many streams follow something, for the metrics: portals and people.
    pub fn streams(&self) -> (usize, usize) {
        let projects = self.projects.read().unwrap_or_else(PoisonError::into_inner);
        let people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        (
            projects.values().map(|project| project.public.followers()).sum(),
            people.values().map(Channel::followers).sum(),
        )
    }

    fn with_portal<T>(&self, key: &ProjectKey, read: impl FnOnce(&Channels) -> T) -> Option<T> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.get(key).filter(|project| project.chat_enabled).map(|project| read(project))
    }

    /// Serialises a project's frames once, and hands them to all who follow it. Tells whether the project
    /// is new, or has another key, name or chat than it had.
    fn publish_project(&self, board: &Board, id: &ProjectId, now: Timestamp) -> bool {
        let Some(known) = board.project(id) else { return false };
        let Some(public) = views::public_frame(board, known, now) else { return false };
        let roster = views::roster_event(board, known, now);
        let existing = {
            let projects = self.projects.read().unwrap_or_else(PoisonError::into_inner);
            projects.get(id).cloned()
        };
        match existing {
            Some(project)
                if project.key == known.key && project.chat_enabled == known.chat_enabled =>
            {
                project.public.send_if_newer(public, |old, new| old.revision < new.revision);
                project.roster.send_if_newer(roster, |old, new| old != new);
                let mut name = project.name.lock().unwrap_or_else(PoisonError::into_inner);
                std::mem::replace(&mut *name, known.name.clone()) != known.name
            }
            existing => {
                // New, or its key or chat changed: those who followed the old one ask again.
                if let Some(old) = existing {
                    old.public.end();
                    old.roster.end();
                    self.keys.write().unwrap_or_else(PoisonError::into_inner).remove(&old.key);
                }
                let project = Arc::new(Channels {
                    key: known.key.clone(),
                    name: Mutex::new(known.name.clone()),
                    chat_enabled: known.chat_enabled,
                    public: Channel::new(public),
                    roster: Channel::new(roster),
                });
                self.projects
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(id.clone(), project.clone());
                self.keys
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(known.key.clone(), project);
                true
            }
        }
    }
}

impl Observer for Hub {
    fn changed(&self, board: &Board, changed: &Changed, now: Timestamp) {
        let mut projects: Vec<&ProjectId> =
            changed.projects.iter().map(|project| &project.id).collect();
        for agent in &changed.agents {
            projects.extend(agent.projects.keys());
        }
        for (id, _) in &changed.names {
            if let Some(agent) = board.agent(id) {
                projects.extend(agent.projects.keys());
            }
        }
        projects.sort_unstable();
        projects.dedup();
        let mut another_desk = false;
        for id in projects {
            another_desk |= self.publish_project(board, id, now);
        }
        {
            let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
            for agent in &changed.agents {
                if let Some(channel) = people.get(&agent.id) {
                    channel.send(views::presence_event(board, agent, now));
                }
            }
            // Who may see and do what has changed: these streams end, and their pages ask again.
            if changed.settings.is_some() || another_desk {
                for channel in people.drain().map(|(_, channel)| channel) {
                    channel.end();
                }
            }
            for id in &changed.access {
                if let Some(channel) = people.remove(id) {
                    channel.end();
                }
            }
        }
        self.nudge.notify_one();
    }

    fn everything_changed(&self, board: &Board, now: Timestamp) {
        for project in board.projects() {
            self.publish_project(board, &project.id, now);
        }
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        for channel in people.drain().map(|(_, channel)| channel) {
            channel.end();
        }
        drop(people);
        self.nudge.notify_one();
    }

    fn due_earlier(&self) {
        self.nudge.notify_one();
    }
}
