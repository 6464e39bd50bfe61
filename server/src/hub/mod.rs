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
pub use frame::{Event, PublicFrame, PublicObject};

use crate::nudge::Nudge;
use presence::{
    Availability, Board, Caller, DoorRule, Project, ProjectId, ProjectKey, Timestamp, UserId,
    view::{MyPresence, Roster},
};
use service::{Changed, Observer, Service};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

/// The channels of one project.
#[derive(Debug)]
struct ProjectChannels {
    key: ProjectKey,
    name: Mutex<String>,
    chat_enabled: bool,
    public: Channel<PublicFrame>,
    roster: Channel<Event>,
}

/// The channel of one person, and what they might do when they began to follow. Whoever may do something
/// else asks again.
#[derive(Debug)]
struct PersonChannel {
    caller: Caller,
    channel: Channel<Event>,
}

/// All channels of the site.
#[derive(Debug, Default)]
pub struct Hub {
    projects: RwLock<HashMap<ProjectId, Arc<ProjectChannels>>>,
    keys: RwLock<HashMap<ProjectKey, Arc<ProjectChannels>>>,
    people: Mutex<HashMap<UserId, PersonChannel>>,
    /// Held while something is looked at and told: what is told later was looked at later. The board is
    /// locked for the look alone; nobody who reads it waits for frames.
    telling: Mutex<()>,
    /// The rule by which streams were told at their beginning who may use the door.
    door_rule: Mutex<DoorRule>,
    /// Nudges the worker that sleeps until the next deadline.
    pub due: Nudge,
    /// Nudges the worker that sends.
    pub deliveries: Nudge,
}

/// A project as its followers are to see it.
struct Picture {
    project: Project,
    availability: Availability,
    roster: Roster,
}

impl Picture {
    fn of(board: &Board, id: &ProjectId, now: Timestamp) -> Option<Self> {
        let project = board.project(id)?;
        Some(Self {
            availability: board.availability(id, now)?,
            roster: Roster::of(board, project, now),
            project: project.clone(),
        })
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
    pub fn follow_person(&self, caller: &Caller, present: &MyPresence) -> Follow<Event> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.retain(|_, person| person.channel.is_followed());
        let person = people.entry(caller.id.clone()).or_insert_with(|| PersonChannel {
            caller: caller.clone(),
            channel: Channel::new(Event::presence(present)),
        });
        // Roles that changed since have ended the streams of then.
        person.caller.clone_from(caller);
        person.channel.follow()
    }

    /// Sends the heartbeat to every stream.
    pub fn beat(&self) {
        for project in self.projects.read().unwrap_or_else(PoisonError::into_inner).values() {
            project.public.beat();
        }
        for person in self.people.lock().unwrap_or_else(PoisonError::into_inner).values() {
            person.channel.beat();
        }
    }

    /// Ends every stream: the server stops.
    pub fn end_all(&self) {
        for project in self.projects.read().unwrap_or_else(PoisonError::into_inner).values() {
            project.public.end();
            project.roster.end();
        }
        self.end_people(|_| true);
    }

    /// Ends the streams of some people: their pages ask again.
    fn end_people(&self, whose: impl Fn(&Caller) -> bool) {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.retain(|_, person| {
            let goes = whose(&person.caller);
            if goes {
                person.channel.end();
            }
            !goes
        });
    }

    /// How many streams follow something, for the metrics: portals and people.
    pub fn streams(&self) -> (usize, usize) {
        let projects = self.projects.read().unwrap_or_else(PoisonError::into_inner);
        let people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        (
            projects.values().map(|project| project.public.followers()).sum(),
            people.values().map(|person| person.channel.followers()).sum(),
        )
    }

    fn with_portal<T>(
        &self,
        key: &ProjectKey,
        read: impl FnOnce(&ProjectChannels) -> T,
    ) -> Option<T> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.get(key).filter(|project| project.chat_enabled).map(|project| read(project))
    }

    /// Looks at projects, and tells what is seen: each frame is made once, for all who follow. Whoever sees
    /// a project that is new, or has another key, name or chat than it had, asks again.
    fn tell_projects(&self, service: &Service, choose: impl Fn(&Board) -> BTreeSet<ProjectId>) {
        let _telling = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        let pictures: Vec<Picture> = {
            let board = service.board();
            let now = service.now();
            choose(&board).iter().filter_map(|id| Picture::of(&board, id, now)).collect()
        };
        for picture in pictures {
            let id = picture.project.id.clone();
            if self.tell_project(picture) {
                self.end_people(|caller| caller.sees(&id));
            }
        }
    }

    /// Tells those who follow a project. Returns whether it is new, or has another key, name or chat.
    fn tell_project(&self, Picture { project, availability, roster }: Picture) -> bool {
        let public = PublicFrame::of(&project, &availability);
        let roster = Event::roster(&roster);
        let existing = {
            let projects = self.projects.read().unwrap_or_else(PoisonError::into_inner);
            projects.get(&project.id).cloned()
        };
        match existing {
            Some(channels)
                if channels.key == project.key && channels.chat_enabled == project.chat_enabled =>
            {
                channels.public.send_if_newer(public, |old, new| old.revision < new.revision);
                channels.roster.send_if_newer(roster, |old, new| old != new);
                let mut name = channels.name.lock().unwrap_or_else(PoisonError::into_inner);
                std::mem::replace(&mut *name, project.name.clone()) != project.name
            }
            existing => {
                // New, or its key or chat changed: those who followed the old one ask again.
                if let Some(old) = existing {
                    old.public.end();
                    old.roster.end();
                    self.keys.write().unwrap_or_else(PoisonError::into_inner).remove(&old.key);
                }
                let channels = Arc::new(ProjectChannels {
                    key: project.key.clone(),
                    name: Mutex::new(project.name),
                    chat_enabled: project.chat_enabled,
                    public: Channel::new(public),
                    roster: Channel::new(roster),
                });
                self.projects
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(project.id, channels.clone());
                self.keys
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(project.key, channels);
                true
            }
        }
    }

    /// Tells people what is theirs, if they follow it.
    fn tell_people<'a>(&self, service: &Service, whom: impl Iterator<Item = &'a UserId>) {
        let _telling = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        let followed: Vec<&UserId> = {
            let people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
            whom.filter(|id| people.contains_key(id)).collect()
        };
        let seen: Vec<(&UserId, MyPresence)> = {
            let board = service.board();
            let now = service.now();
            let seen = followed
                .into_iter()
                .filter_map(|id| Some((id, MyPresence::of(&board, board.agent(id)?, now))));
            seen.collect()
        };
        for (id, presence) in seen {
            let event = Event::presence(&presence);
            let people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(person) = people.get(id) {
                person.channel.send(event);
            }
        }
    }
}

impl Observer for Hub {
    fn changed(&self, service: &Service, changed: &Changed) {
        self.tell_projects(service, |board| {
            let renamed = changed.names.iter().filter_map(|(id, _)| board.agent(id));
            changed
                .projects
                .iter()
                .map(|project| &project.id)
                .chain(changed.agents.iter().chain(renamed).flat_map(|agent| agent.projects.keys()))
                .cloned()
                .collect()
        });
        self.tell_people(service, changed.agents.iter().map(|agent| &agent.id));
        if let Some(settings) = &changed.settings {
            // Who may use the door is told at the beginning of a stream; to agents it makes no difference.
            let mut door_rule = self.door_rule.lock().unwrap_or_else(PoisonError::into_inner);
            if std::mem::replace(&mut *door_rule, settings.door_rule) != settings.door_rule {
                self.end_people(|caller| caller.site_admin || caller.is_admin());
            }
        }
        if !changed.access.is_empty() {
            self.end_people(|caller| changed.access.contains(&caller.id));
        }
        if changed.deliveries {
            self.deliveries.nudge();
        }
        self.due.nudge();
    }

    fn everything_changed(&self, service: &Service) {
        self.tell_projects(service, |board| {
            board.projects().map(|project| project.id.clone()).collect()
        });
        *self.door_rule.lock().unwrap_or_else(PoisonError::into_inner) =
            service.board().settings.door_rule;
        self.end_people(|_| true);
        self.due.nudge();
    }

    fn fell_due(&self, service: &Service) {
        self.tell_projects(service, |board| {
            let now = service.now();
            board
                .due(now)
                .filter_map(|(_, id)| board.agent(id))
                .flat_map(|agent| agent.projects.keys())
                .chain(board.due_projects(now))
                .cloned()
                .collect()
        });
    }

    fn due_earlier(&self) {
        self.due.nudge();
    }
}
