//! A small site to test with: its service, its clock, and what its observer was told.

use super::database::Database;
use presence::{
    Agent, Availability, Board, Devices, LeaseEnd, Project, ProjectId, ProjectKey, Replay,
    Revision, Roles, SiteSettings, Standing, Status, Timestamp, UserId, Wish,
};
use service::{
    Changed, Delivery, Email, Identity, Letter, ManualClock, Name, Node, Observer, Password,
    PasswordCost, Secret, Sent, Service, Store, Vault,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    pin::Pin,
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

/// Noon, UTC, on a Monday.
pub(crate) const NOON: Timestamp = Timestamp::from_millis(1_763_985_600_000);

/// Everybody's password.
pub(crate) const PASSWORD: &str = "porch light";

pub(crate) const AGENT: Roles = Roles { agent: true, admin: false };
pub(crate) const ADMIN: Roles = Roles { agent: false, admin: true };
pub(crate) const BOTH: Roles = Roles { agent: true, admin: true };
pub(crate) const NONE: Roles = Roles { agent: false, admin: false };

/// Remembers what it was told.
#[derive(Default)]
pub(crate) struct Told(Mutex<Vec<Changed>>);

impl Observer for Told {
    fn changed(&self, _: &Service, changed: &Changed) {
        self.0.lock().unwrap().push(changed.clone());
    }

    fn due_earlier(&self) {}

    fn everything_changed(&self, _: &Service) {}

    fn fell_due(&self, _: &Service) {}
}

impl Told {
    /// What was told since the last time.
    pub(crate) fn take(&self) -> Vec<Changed> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// A site under test.
pub(crate) struct World {
    pub(crate) db: Database,
    pub(crate) service: Service,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) told: Arc<Told>,
}

impl World {
    /// A site where nobody has been yet.
    pub(crate) async fn empty(db: &Database) -> Self {
        let clock = Arc::new(ManualClock::at(NOON));
        let told = Arc::new(Told::default());
        let service = node(db, &clock, told.clone()).await;
        Self { db: db.clone(), service, clock, told }
    }

    /// A site with Priya, its admin, and the projects SUP and BIL with chat, and HR without.
    pub(crate) async fn new(db: &Database) -> Self {
        let world = Self::empty(db).await;
        world
            .service
            .operator_add_user(&email("priya"), &name("priya"), true, Some(&password(PASSWORD)))
            .await
            .unwrap();
        for (project, chat) in [("SUP", true), ("BIL", true), ("HR", false)] {
            world.service.operator_add_project(&key(project), &name(project), chat).await.unwrap();
        }
        world
    }

    /// Makes somebody, unless they are here already.
    async fn make(&self, who: &str) {
        let password = password(PASSWORD);
        self.service
            .operator_add_user(&email(who), &name(who), false, Some(&password))
            .await
            .unwrap();
    }

    /// Signs somebody in, who is made first if need be.
    pub(crate) async fn person(&self, who: &str) -> Identity {
        self.make(who).await;
        self.service.sign_in(&email(who), PASSWORD, "a test").await.unwrap().identity
    }

    /// Signs somebody in who has these roles in these projects.
    pub(crate) async fn member(&self, who: &str, projects: &[&str], roles: Roles) -> Identity {
        self.make(who).await;
        for project in projects {
            self.service.operator_add_member(&key(project), &email(who), roles).await.unwrap();
        }
        self.person(who).await
    }

    /// Signs in an agent of these projects.
    pub(crate) async fn agent(&self, who: &str, projects: &[&str]) -> Identity {
        self.member(who, projects, AGENT).await
    }

    /// The site admin.
    pub(crate) async fn priya(&self) -> Identity {
        self.person("priya").await
    }
}

impl World {
    /// What is in memory.
    pub(crate) fn memory(&self) -> Memory {
        Memory::of(&self.service.board())
    }

    /// Whether memory says what the store says.
    pub(crate) async fn check_memory(&self) {
        let memory = self.memory();
        self.service.read_again().await.unwrap();
        assert_eq!(memory, self.memory(), "memory is not what the store says");
    }

    /// Whether the ledger, replayed, tells the present of every project, once all that was due is
    /// recorded.
    pub(crate) async fn check_ledger(&self) {
        self.service.pass_time().await.unwrap();
        let priya = self.priya().await;
        let projects: Vec<Project> = self.service.board().projects().cloned().collect();
        let mut replay = Replay::default();
        for project in &projects {
            for entry in self.service.see_ledger(&priya, &project.key).await.unwrap() {
                assert_eq!(entry.project, project.id);
                replay.apply(&entry).unwrap();
            }
        }
        let board = self.service.board();
        for project in &projects {
            let told = replay.availability.get(&project.id);
            let now = (project.availability.status, project.availability.revision);
            let first = (Status::Offline, Revision::new(1));
            assert_eq!(*told.unwrap_or(&first), now, "{}", project.key);
        }
        for agent in board.agents() {
            let until = agent.lease.as_ref().and_then(|lease| lease.until);
            for (project, standing) in &agent.projects {
                let told = replay.standings.remove(&(agent.id.clone(), project.clone()));
                match (told, standing) {
                    (Some(told), standing) => {
                        let until = until.filter(|_| standing.is_online());
                        // One who left a project and joined it again starts without a past.
                        if *standing != (Standing::Offline { ended: None }) {
                            assert_eq!(
                                (&told.standing, told.until),
                                (standing, until),
                                "{}",
                                agent.id
                            );
                        }
                        assert_eq!(told.standing.is_online(), standing.is_online());
                        let absent = agent.lease.as_ref().and_then(|lease| lease.absent);
                        let absent = absent.filter(|_| standing.is_online());
                        assert_eq!(told.absent, absent.map(|absent| (absent.kind, absent.since)));
                    }
                    (None, standing) => assert_eq!(*standing, Standing::Offline { ended: None }),
                }
            }
        }
        // Whoever the ledger knows in a project where they are an agent no more has left it.
        for (place, told) in replay.standings {
            assert!(!told.standing.is_online(), "{place:?} is online in the ledger alone");
        }
    }

    /// Whether an act changes nothing, neither in the store nor in memory.
    pub(crate) fn nothing_changes<'w, T: Send + 'w>(
        &'w self,
        act: impl Future<Output = T> + Send + 'w,
    ) -> Pin<Box<dyn Future<Output = T> + Send + 'w>> {
        let act = Box::pin(act);
        Box::pin(async move {
            let before = (self.db.dump().await, self.memory());
            let outcome = act.await;
            let after = (self.db.dump().await, self.memory());
            assert_eq!(before, after);
            outcome
        })
    }

    /// Sends every letter that is due, and returns them.
    pub(crate) async fn letters(&self) -> Vec<Delivery> {
        let lead = self.service.lead_deliveries(&server("postman")).await.unwrap().unwrap();
        let letters = self.service.take_deliveries(&lead, 16, &BTreeSet::new()).await.unwrap();
        for letter in &letters {
            let sent = Sent::Yes("250 kept".into());
            self.service.settle_delivery(&lead, letter, &sent).await.unwrap();
        }
        letters
    }

    /// Asks for a new password in somebody's name, and returns the link in the letter.
    pub(crate) async fn reset_link(&self, who: &str) -> Option<Secret> {
        let language = "en".parse().unwrap();
        self.service.request_password_reset(&email(who), &language).await.unwrap();
        match self.letters().await.pop()?.letter {
            Letter::PasswordReset { link, .. } => Some(link),
            other @ Letter::Invitation { .. } => panic!("{other:?}"),
        }
    }

    /// The agent as memory has them.
    pub(crate) fn agent_of(&self, who: &Identity) -> Agent {
        self.service.board().agent(&who.caller.id).cloned().unwrap()
    }

    /// What the public sees of a project.
    pub(crate) fn availability(&self, project: &str) -> Availability {
        let board = self.service.board();
        let id = board.project_by_key(&key(project)).unwrap().id.clone();
        board.availability(&id, self.service.now()).unwrap()
    }

    /// The id of a project.
    pub(crate) fn id(&self, project: &str) -> ProjectId {
        self.service.board().project_by_key(&key(project)).unwrap().id.clone()
    }
}

/// A site's memory, to be compared.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Memory {
    agents: Vec<Agent>,
    projects: Vec<Project>,
    available: Vec<u32>,
    next_deadline: Option<Timestamp>,
    names: BTreeMap<UserId, String>,
    settings: SiteSettings,
}

impl Memory {
    pub(crate) fn of(board: &Board) -> Self {
        let projects: Vec<Project> = board.projects().cloned().collect();
        for project in &projects {
            let found = board.project_by_key(&project.key);
            assert_eq!(found, Some(project), "a key that finds another project");
        }
        Self {
            // What was heard of devices is written later.
            agents: board
                .agents()
                .map(|agent| Agent { devices: Devices::default(), ..agent.clone() })
                .collect(),
            available: projects
                .iter()
                .map(|project| board.available(&project.id, Timestamp::from_millis(0)))
                .collect(),
            projects,
            next_deadline: board.next_deadline(),
            names: board.names.clone(),
            settings: board.settings.clone(),
        }
    }
}

/// Another node, or the same one after a restart.
pub(crate) async fn node(db: &Database, clock: &Arc<ManualClock>, told: Arc<Told>) -> Service {
    let store = Store::open_with_patience(&db.url, Duration::from_secs(4)).await.unwrap();
    Service::start_with(store, VAULT.clone(), clock.clone(), told, PasswordCost::Cheap)
        .await
        .unwrap()
}

/// All nodes of a site share their keys.
pub(crate) static VAULT: LazyLock<Vault> = LazyLock::new(Vault::ephemeral);

/// A server by this name, as far as leading goes.
pub(crate) fn server(id: &str) -> Node {
    Node { id: id.to_owned(), address: format!("http://{id}"), secret: Secret::random() }
}

/// Everywhere, without an end, with no word of what was seen.
pub(crate) fn everywhere() -> Wish {
    Wish { projects: None, end: LeaseEnd::Never, attended: true, revision: None }
}

pub(crate) fn key(text: &str) -> ProjectKey {
    text.parse().unwrap()
}

pub(crate) fn email(who: &str) -> Email {
    format!("{who}@example.com").parse().unwrap()
}

pub(crate) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

pub(crate) fn password(text: &str) -> Password {
    text.parse().unwrap()
}
