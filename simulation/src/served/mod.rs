//! The product itself: `service`, with its use cases and its store, on a clock that is moved by hand.
//!
//! It is driven as the running server drives it: a request is asked for whom it speaks and heard before it
//! does anything, workers come when they come, and a process that is killed takes with it what it had not
//! written. What the public sees must be the same twice: as a reader finds it, and as it was told.

mod act;
mod database;
mod ids;
mod look;
mod told;

pub use database::{Database, Engine};

use crate::happening::{Moment, PEOPLE, PROJECTS, SECOND};
use crate::names;
use ids::Ids;
use presence::ProjectKey;
use service::{
    Email, Identity, ManualClock, Name, Node, Password, PasswordCost, Secret, Service, Store, Vault,
};
use std::{collections::BTreeMap, fmt::Display, str::FromStr, sync::Arc};
use tokio::runtime::Runtime;
use told::Told;

/// Everybody's password.
const PASSWORD: &str = "porch light";
/// How often a server ticks here, in milliseconds: not as often as it does, and often enough.
const TICK: Moment = 5 * SECOND;
/// Where the server listens, as far as its database knows.
const ADDRESS: &str = "http://simulated";

/// A server that runs.
struct Running {
    service: Service,
    node: Node,
    told: Arc<Told>,
}

/// The site.
pub struct Served {
    runtime: Runtime,
    database: Database,
    vault: Vault,
    clock: Arc<ManualClock>,
    running: Option<Running>,
    is_suspended: bool,
    admin: Identity,
    /// What people are known by on their devices: cookies and tokens.
    signed_in: BTreeMap<(usize, usize), Secret>,
    ids: Ids,
    /// How much of each project's ledger was read.
    read: [usize; PROJECTS],
    /// Commits since the ledger was read.
    unread: usize,
}

impl Served {
    /// A site that was set up at `start`.
    pub fn new(start: Moment, engine: Engine) -> Self {
        let runtime = unwrap(tokio::runtime::Builder::new_current_thread().enable_all().build());
        let database = runtime.block_on(Database::new(engine));
        let clock = Arc::new(ManualClock::at(names::moment(start)));
        let vault = Vault::ephemeral();
        let (running, admin, ids) = runtime.block_on(async {
            let running = run(&database, &vault, &clock).await;
            let (admin, ids) = set_up(&running.service).await;
            running.told.everything(&running.service);
            (running, admin, ids)
        });
        Self {
            runtime,
            database,
            vault,
            clock,
            running: Some(running),
            is_suspended: false,
            admin,
            signed_in: BTreeMap::new(),
            ids,
            read: [0; PROJECTS],
            unread: 0,
        }
    }

    fn running(&self) -> &Running {
        match &self.running {
            Some(running) => running,
            None => panic!("the server is down"),
        }
    }

    /// Time passes. A server that runs ticks all the while.
    fn turn_clock(&self, at: Moment) {
        let mut now = service::Clock::now(&*self.clock).as_millis();
        while let Some(running) = self.running.as_ref().filter(|_| !self.is_suspended)
            && at - now > TICK
        {
            self.clock.advance(TICK);
            now += TICK;
            unwrap(self.runtime.block_on(running.service.tick()));
        }
        self.clock.advance(at - now);
        if let Some(running) = self.running.as_ref().filter(|_| !self.is_suspended) {
            unwrap(self.runtime.block_on(running.service.tick()));
        }
    }

    /// A server that was suspended goes on: whichever of its workers comes first.
    fn go_on(&mut self, at: Moment) {
        let running = self.running();
        let (service, node) = (&running.service, &running.node);
        self.runtime.block_on(async {
            match at % 3 {
                0 => unwrap(service.pass_time().await),
                1 => unwrap(service.tick().await),
                _ => {}
            }
            unwrap(service.write_heard(node).await);
            unwrap(service.tick().await);
        });
        self.unread += 1;
    }

    fn start(&mut self) {
        let running = self.runtime.block_on(run(&self.database, &self.vault, &self.clock));
        running.told.everything(&running.service);
        self.running = Some(running);
        self.unread += 1;
    }

    /// The server is told to stop: it writes what it heard and says goodbye.
    fn stop(&mut self) {
        let Some(running) = self.running.take() else { return };
        self.runtime.block_on(async {
            unwrap(running.service.leave(&running.node).await);
            running.service.store().close().await;
        });
        self.unread += 1;
    }
}

/// Starts a server.
async fn run(database: &Database, vault: &Vault, clock: &Arc<ManualClock>) -> Running {
    let store = unwrap(Store::open(database.url()).await);
    let told = Arc::new(Told::default());
    let cost = PasswordCost::Cheap;
    let started =
        Service::start_with(store, vault.clone(), clock.clone(), told.clone(), cost).await;
    let service = unwrap(started);
    let node = unwrap(service.listen(ADDRESS).await);
    unwrap(service.reckon_schedules().await);
    Running { service, node, told }
}

/// Makes the admin, the agents and the projects.
async fn set_up(service: &Service) -> (Identity, Ids) {
    let password: Password = parse(PASSWORD);
    let admin = email("admin");
    let name: Name = parse("Admin");
    unwrap(service.operator_add_user(&admin, &name, true, Some(&password)).await);
    for person in 0..PEOPLE {
        let (email, name) = (email_of(person), parse(&format!("Agent {person}")));
        unwrap(service.operator_add_user(&email, &name, false, Some(&password)).await);
    }
    let admin = unwrap(service.sign_in(&admin, PASSWORD, "simulated").await).identity;
    let mut ids = Ids::default();
    for person in unwrap(service.see_people(&admin).await) {
        if let Some(number) = (0..PEOPLE).find(|number| email_of(*number).as_str() == person.email)
        {
            ids.people.insert(person.id, number);
        }
    }
    for project in 0..PROJECTS {
        let name: Name = parse(&format!("Project {project}"));
        let id = unwrap(service.add_project(&admin, &key(project), &name, true).await);
        ids.projects.insert(id, project);
    }
    (admin, ids)
}

fn key(project: usize) -> ProjectKey {
    parse(&format!("P{project}"))
}

fn email(name: &str) -> Email {
    parse(&format!("{name}@example.com"))
}

fn email_of(person: usize) -> Email {
    email(&format!("agent-{person}"))
}

fn parse<T: FromStr>(text: &str) -> T {
    match text.parse() {
        Ok(value) => value,
        Err(_) => unreachable!("{text} is written as it should be"),
    }
}

/// What cannot fail here: a failure is a find.
fn unwrap<T, E: Display>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("the store or the site failed: {error}"),
    }
}
