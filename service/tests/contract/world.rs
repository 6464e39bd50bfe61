//! A small site to test with: its service, its clock, and what its observer was told.

use super::database::Database;
use presence::{ProjectKey, Roles, Timestamp};
use service::{
    Changed, Email, Identity, LeaseEnd, ManualClock, Name, Observer, Password, PasswordCost,
    Service, Site, Store, Wish,
};
use std::{
    sync::{Arc, Mutex},
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
    fn changed(&self, _: &Site, changed: &Changed, _: Timestamp) {
        self.0.lock().unwrap().push(changed.clone());
    }

    fn everything_changed(&self, _: &Site, _: Timestamp) {}
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

    /// Signs somebody in, who is made first if need be.
    pub(crate) async fn person(&self, who: &str) -> Identity {
        self.service
            .operator_add_user(&email(who), &name(who), false, Some(&password(PASSWORD)))
            .await
            .unwrap();
        self.service.sign_in(&email(who), PASSWORD, "a test").await.unwrap().identity
    }

    /// Signs somebody in who has these roles in these projects.
    pub(crate) async fn member(&self, who: &str, projects: &[&str], roles: Roles) -> Identity {
        self.person(who).await;
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

/// Another node, or the same one after a restart.
pub(crate) async fn node(db: &Database, clock: &Arc<ManualClock>, told: Arc<Told>) -> Service {
    let store = Store::open_with_patience(&db.url, Duration::from_secs(4)).await.unwrap();
    Service::start_with(store, clock.clone(), told, PasswordCost::Cheap).await.unwrap()
}

/// Everywhere, without an end, with no word of what was seen.
pub(crate) fn everywhere() -> Wish {
    Wish { projects: None, end: LeaseEnd::Never, revision: None }
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
