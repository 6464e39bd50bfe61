//! A whole server without a network: the real router over `SQLite` in a directory of its own, a clock that
//! stands still until a test moves it, and clients that keep cookies as a browser does.
//!
//! ```ignore
//! let world = TestServer::new().await;
//! let mut marta = world.agent("marta", "SUP").await;
//! let answer = marta.get("/projects").await;
//! assert_eq!(answer.status, 200);
//! ```

#![allow(dead_code, unused_imports, reason = "no suite of tests uses all of it")]

mod answer;
mod client;
mod mailbox;

pub use answer::Answer;
pub use client::Client;
pub use mailbox::{Mailbox, Manners};

use axum::Router;
use clap::Parser;
use presence::{Entry, ProjectKey, Roles, Timestamp, UserId};
use server::{
    Hub, Limits, Mailer, Postman, Server, ServerState, Tries,
    config::{Cli, Command, ServeArgs},
};
use service::{
    Email, Identity, ManualClock, Name, Node, Observer, Password, PasswordCost, ProjectChange,
    Secret, Service, Store, Vault,
};
use std::{fmt::Write, sync::Arc};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// Noon, UTC, on a Monday.
pub const NOON: Timestamp = Timestamp::from_millis(1_763_985_600_000);

/// How long a mail server may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(300);

/// Everybody's password.
pub const PASSWORD: &str = "porch light";

pub const AGENT: Roles = Roles { agent: true, admin: false };
pub const ADMIN: Roles = Roles { agent: false, admin: true };
pub const BOTH: Roles = Roles { agent: true, admin: true };

/// A site and its server.
pub struct TestServer {
    pub server: Server,
    pub service: Service,
    pub clock: Arc<ManualClock>,
    router: Router,
    directory: TempDir,
}

impl TestServer {
    /// A site with the projects SUP and BIL with chat and HR without, and Priya, its admin.
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// The same, with these flags of `porchlight serve`.
    pub async fn with(flags: &[&str]) -> Self {
        let world = Self::empty(flags).await;
        world.add_person("priya", true).await;
        for (project, chat) in [("SUP", true), ("BIL", true), ("HR", false)] {
            let name = format!("Project {project}");
            world.service.operator_add_project(&key(project), &named(&name), chat).await.unwrap();
        }
        world
    }

    /// A site where nobody has been yet.
    pub async fn empty(flags: &[&str]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let config = config(flags);
        let path = directory.path().join("porchlight.db");
        let store = Store::open(&format!("sqlite://{}", path.display())).await.unwrap();
        let clock = Arc::new(ManualClock::at(NOON));
        let hub = Arc::new(Hub::default());
        let service = Service::start_with(
            store,
            Vault::ephemeral(),
            clock.clone(),
            hub.clone(),
            PasswordCost::Cheap,
        )
        .await
        .unwrap();
        hub.everything_changed(&service);
        let mailer =
            config.smtp_url.as_ref().map(|url| Mailer::new(url.reveal(), &config.mail_from));
        let server = Server::new(ServerState {
            limits: Limits::new(&config),
            tries: Tries::new(config.sign_in_limit),
            service: service.clone(),
            hub,
            site: config.public_url_at(config.listen).unwrap(),
            mailer: mailer.transpose().unwrap(),
            stop: CancellationToken::new(),
            node_secret: Secret::random().reveal().to_owned(),
            config,
        });
        let router = server::router(server.clone());
        Self { server, service, clock, router, directory }
    }

    /// Where its database is.
    pub fn database_url(&self) -> String {
        format!("sqlite://{}", self.directory.path().join("porchlight.db").display())
    }

    /// Somebody whom the site does not know, at an address of their own.
    pub fn stranger(&self) -> Client {
        Client::new(self.router.clone(), self.server.site.as_url().clone())
    }

    /// Somebody who has an account, signed in through the page.
    pub async fn signed_in(&self, name: &str) -> Client {
        let mut client = self.stranger();
        let fields = [("email", email(name).to_string()), ("password", PASSWORD.to_owned())];
        let answer = client.post("/sign-in", &fields).await;
        assert_eq!(answer.status, 303, "{name} signs in: {}", answer.body);
        client
    }

    /// Priya, who may change the site.
    pub async fn priya(&self) -> Client {
        self.signed_in("priya").await
    }

    /// Somebody with these roles in a project, signed in. They are made unless they are here.
    pub async fn member(&self, name: &str, project: &str, roles: Roles) -> Client {
        self.add_member(name, project, roles).await;
        self.signed_in(name).await
    }

    /// An agent of a project, signed in.
    pub async fn agent(&self, name: &str, project: &str) -> Client {
        self.member(name, project, AGENT).await
    }

    /// A program with an API token of somebody who has an account.
    pub async fn program(&self, name: &str) -> Client {
        let token = self.service.operator_add_token(&email(name), &named("program")).await.unwrap();
        self.stranger().with_token(&token)
    }

    /// Gives somebody an account, unless they have one.
    pub async fn add_person(&self, name: &str, site_admin: bool) -> UserId {
        let password: Password = PASSWORD.parse().unwrap();
        self.service
            .operator_add_user(&email(name), &named(name), site_admin, Some(&password))
            .await
            .unwrap();
        self.id(name)
    }

    /// Gives somebody an account, unless they have one, and roles in a project.
    pub async fn add_member(&self, name: &str, project: &str, roles: Roles) -> UserId {
        let id = self.add_person(name, false).await;
        self.service.operator_add_member(&key(project), &email(name), roles).await.unwrap();
        id
    }

    /// What sends letters, with little patience.
    pub fn postman(&self) -> Postman {
        let patient = self.patient_postman();
        Postman { mailer: patient.mailer.map(|mailer| mailer.within(PATIENCE)), ..patient }
    }

    /// What sends letters.
    pub fn patient_postman(&self) -> Postman {
        Postman {
            service: self.service.clone(),
            mailer: self.server.mailer.clone(),
            site: self.server.site.clone(),
            node: Node {
                id: "postman".into(),
                address: "http://postman".into(),
                secret: Secret::random(),
            },
        }
    }

    /// Waits until a letter waits, and tries to send all that are due.
    pub async fn send_letters(&self) {
        let waits = async {
            while self.service.next_delivery().await.unwrap().is_none() {
                tokio::task::yield_now().await;
            }
        };
        let limit = std::time::Duration::from_secs(10);
        tokio::time::timeout(limit, waits).await.expect("a letter within ten seconds");
        self.postman().send_due().await.unwrap();
    }

    /// Somebody as the use cases know them.
    pub async fn identity(&self, name: &str) -> Identity {
        self.service.sign_in(&email(name), PASSWORD, "a test").await.unwrap().identity
    }

    /// Gives a project other settings.
    pub async fn change_project(&self, project: &str, chat: bool, count: bool) {
        let priya = self.identity("priya").await;
        let name = named(&format!("Project {project}"));
        let change = ProjectChange { name, chat_enabled: chat, show_count: count };
        self.service.change_project(&priya, &key(project), &change).await.unwrap();
    }

    /// What was recorded in a project.
    pub async fn ledger(&self, project: &str) -> Vec<Entry> {
        let priya = self.identity("priya").await;
        self.service.see_ledger(&priya, &key(project)).await.unwrap()
    }

    /// Everything that presence and availability are, recorded and in memory, to be compared.
    pub async fn truth(&self) -> String {
        let mut truth = String::new();
        for project in ["SUP", "BIL", "HR"] {
            write!(truth, "{:?}", self.ledger(project).await).unwrap();
        }
        let board = self.service.board();
        let agents: Vec<_> = board.agents().filter(|agent| !agent.projects.is_empty()).collect();
        let projects: Vec<_> = board.projects().collect();
        write!(truth, "{agents:?}{projects:?}").unwrap();
        truth
    }

    /// The id of the person with this name.
    pub fn id(&self, name: &str) -> UserId {
        let board = self.service.board();
        let found = board.names.iter().find(|(_, known)| *known == name);
        found.unwrap_or_else(|| panic!("nobody is called {name}")).0.clone()
    }
}

/// Somebody's address, `name@example.com`.
pub fn email(name: &str) -> Email {
    format!("{name}@example.com").parse().unwrap()
}

/// A name.
pub fn named(name: &str) -> Name {
    name.parse().unwrap()
}

/// A project's key.
pub fn key(key: &str) -> ProjectKey {
    key.parse().unwrap()
}

fn config(flags: &[&str]) -> ServeArgs {
    let limits = ["--sign-in-limit", "1000"];
    let limits = if flags.contains(&"--sign-in-limit") { &[][..] } else { &limits[..] };
    let cli = Cli::parse_from(["porchlight", "serve"].iter().chain(limits).chain(flags));
    match cli.command {
        Command::Serve(config) => config,
        _ => unreachable!("serve was asked for"),
    }
}
