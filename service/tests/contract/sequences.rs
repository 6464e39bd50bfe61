//! What must hold after any sequence of commands, through the store.

use super::{
    database::{Database, on_postgres, on_sqlite},
    world::*,
};
use presence::{Availability, LeaseDuration, LeaseEnd, MINUTE, ProjectId, Revision, Wish};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use service::{
    Failure, GoOnlineRefused, Identity, ProjectChange, PutOffline, PutOfflineRefused,
    SetDisabledRefused, SetMemberRefused,
};
use std::collections::BTreeMap;

const AGENTS: [&str; 3] = ["marta", "jonas", "lea"];
const PROJECTS: [&str; 3] = ["SUP", "BIL", "HR"];

#[derive(Debug, Clone)]
enum Command {
    GoOnline { agent: usize, projects: Option<u8>, minutes: Option<i64>, knows: bool },
    Extend { agent: usize, minutes: i64, knows: bool },
    GoOffline { agent: usize, projects: Option<u8> },
    Door { agent: usize, projects: Option<u8>, knows: bool },
    ForceLogout { agent: usize },
    Disable { agent: usize, disabled: bool },
    SignOut { agent: usize },
    SetMember { agent: usize, project: usize, is_agent: bool, is_admin: bool },
    ChangeProject { project: usize, show_count: bool },
    Pass { minutes: i64 },
    Record,
}

fn command() -> impl Strategy<Value = Command> {
    let agent = 0..AGENTS.len();
    let project = 0..PROJECTS.len();
    let some = || proptest::option::of(1_u8..8);
    prop_oneof![
        6 => (agent.clone(), some(), proptest::option::of(1_i64..40), any::<bool>()).prop_map(
            |(agent, projects, minutes, knows)| Command::GoOnline { agent, projects, minutes, knows }
        ),
        2 => (agent.clone(), 1_i64..40, any::<bool>())
            .prop_map(|(agent, minutes, knows)| Command::Extend { agent, minutes, knows }),
        2 => (agent.clone(), some())
            .prop_map(|(agent, projects)| Command::GoOffline { agent, projects }),
        2 => (agent.clone(), some(), any::<bool>())
            .prop_map(|(agent, projects, knows)| Command::Door { agent, projects, knows }),
        1 => agent.clone().prop_map(|agent| Command::ForceLogout { agent }),
        1 => (agent.clone(), any::<bool>())
            .prop_map(|(agent, disabled)| Command::Disable { agent, disabled }),
        1 => agent.clone().prop_map(|agent| Command::SignOut { agent }),
        2 => (agent, project.clone(), any::<bool>(), any::<bool>()).prop_map(
            |(agent, project, is_agent, is_admin)| {
                Command::SetMember { agent, project, is_agent, is_admin }
            }
        ),
        1 => (project, any::<bool>())
            .prop_map(|(project, show_count)| Command::ChangeProject { project, show_count }),
        3 => (1_i64..30).prop_map(|minutes| Command::Pass { minutes }),
        1 => Just(Command::Record),
    ]
}

/// The projects that a mask names.
fn keys(mask: u8) -> Vec<presence::ProjectKey> {
    (0..).zip(PROJECTS).filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, text)| key(text)).collect()
}

/// Refusals are part of a sequence; a failure of the store is not.
fn refused(failure: &Failure) {
    assert!(!matches!(failure, Failure::Store(_)), "{failure}");
}

struct Run {
    world: World,
    priya: Identity,
    agents: Vec<Identity>,
    revisions: BTreeMap<String, Revision>,
}

impl Run {
    async fn new(db: &Database) -> Self {
        let world = World::new(db).await;
        let priya = world.priya().await;
        let mut agents = Vec::new();
        for (who, projects) in AGENTS.into_iter().zip([&["SUP", "BIL"][..], &["SUP"], &["HR"]]) {
            agents.push(world.agent(who, projects).await);
        }
        Self { world, priya, agents, revisions: BTreeMap::new() }
    }

    fn revision(&self, agent: usize, knows: bool) -> Option<Revision> {
        knows.then(|| self.world.agent_of(&self.agents[agent]).revision)
    }

    async fn apply(&mut self, command: &Command) {
        let service = &self.world.service;
        match *command {
            Command::GoOnline { agent, projects, minutes, knows } => {
                let end = minutes.map_or(LeaseEnd::Never, |minutes| {
                    LeaseEnd::After(LeaseDuration::from_minutes(minutes).unwrap())
                });
                let revision = self.revision(agent, knows);
                let wish = Wish { projects: projects.map(keys), end, attended: true, revision };
                if let Err(GoOnlineRefused::Failure(failure)) =
                    service.go_online(&self.agents[agent], &wish).await
                {
                    refused(&failure);
                }
            }
            Command::Extend { agent, minutes, knows } => {
                let by = LeaseDuration::from_minutes(minutes).unwrap();
                let revision = self.revision(agent, knows);
                let extended = service.extend(&self.agents[agent], by, revision).await;
                if let Err(service::ExtendRefused::Failure(failure)) = extended {
                    refused(&failure);
                }
            }
            Command::GoOffline { agent, projects } => {
                let projects = projects.map(keys);
                if let Err(GoOnlineRefused::Failure(failure)) =
                    service.go_offline(&self.agents[agent], projects.as_deref()).await
                {
                    refused(&failure);
                }
            }
            Command::Door { agent, projects, knows } => {
                let asked = PutOffline {
                    reason: knows.then(|| "Please ask Tomás.".to_owned()),
                    projects: projects.map(keys),
                    revision: self.revision(agent, knows),
                };
                let id = &self.agents[agent].caller.id;
                if let Err(PutOfflineRefused::Failure(failure)) =
                    service.put_offline(&self.priya, id, &asked).await
                {
                    refused(&failure);
                }
            }
            Command::ForceLogout { agent } => {
                service
                    .force_logout(&self.priya, &self.agents[agent].caller.id, None)
                    .await
                    .unwrap();
                self.sign_in(agent).await;
            }
            Command::Disable { agent, disabled } => {
                let id = &self.agents[agent].caller.id;
                let done = service.set_disabled(&self.priya, id, disabled).await;
                // Whether somebody is the only admin is the store's to know.
                if !matches!(done, Err(SetDisabledRefused::OnlyAdmin(_))) {
                    done.unwrap();
                }
                if !disabled {
                    self.sign_in(agent).await;
                }
            }
            Command::SignOut { agent } => {
                service.sign_out(&self.agents[agent]).await.unwrap();
                self.sign_in(agent).await;
            }
            Command::SetMember { agent, project, is_agent, is_admin } => {
                let roles = presence::Roles { agent: is_agent, admin: is_admin };
                let id = &self.agents[agent].caller.id;
                let key = key(PROJECTS[project]);
                let done = service.set_member(&self.priya, &key, id, roles).await;
                if !matches!(done, Err(SetMemberRefused::OnlyAdmin)) {
                    done.unwrap();
                }
            }
            Command::ChangeProject { project, show_count } => {
                let name = name(PROJECTS[project]);
                let change = ProjectChange { name, chat_enabled: true, show_count };
                let key = key(PROJECTS[project]);
                service.change_project(&self.priya, &key, &change).await.unwrap();
            }
            Command::Pass { minutes } => self.world.clock.advance(minutes * MINUTE),
            Command::Record => service.pass_time().await.unwrap(),
        }
        self.check();
    }

    /// Signs an agent in again, unless their account is disabled.
    async fn sign_in(&mut self, agent: usize) {
        let signed_in = self.world.service.sign_in(&email(AGENTS[agent]), PASSWORD, "a test").await;
        if let Ok(signed_in) = signed_in {
            self.agents[agent] = signed_in.identity;
        }
    }

    /// What holds after each command.
    fn check(&mut self) {
        let now = self.world.service.now();
        let board = self.world.service.board();
        for agent in board.agents() {
            let before = self.revisions.insert(agent.id.to_string(), agent.revision);
            assert!(before.is_none_or(|before| before <= agent.revision), "a revision fell");
            assert_eq!(agent.lease.is_some(), agent.online_projects().next().is_some());
        }
        for project in board.projects() {
            let seen = board.availability(&project.id, now).unwrap();
            let before = self.revisions.insert(project.key.to_string(), seen.revision);
            assert!(before.is_none_or(|before| before <= seen.revision), "a revision fell");
            let online = board.agents().filter(|agent| agent.is_online(&project.id, now)).count();
            assert_eq!(board.available(&project.id, now) as usize, online);
            assert_eq!(seen.status == presence::Status::Online, online > 0);
            let shown = project.show_count.then_some(u32::try_from(online).unwrap());
            assert_eq!(seen.agents_online, shown);
        }
    }

    /// What holds at the end.
    async fn finish(self) {
        let derived = self.availability();
        self.world.service.pass_time().await.unwrap();
        assert_eq!(self.availability(), derived, "recorded is not what was derived");
        self.world.check_memory().await;
        self.world.check_ledger().await;
        let restarted = node(&self.world.db, &self.world.clock, std::sync::Arc::default()).await;
        assert_eq!(Memory::of(&restarted.board()), self.world.memory());
    }

    fn availability(&self) -> BTreeMap<ProjectId, Availability> {
        let now = self.world.service.now();
        let board = self.world.service.board();
        let ids = board.projects().map(|project| &project.id);
        ids.map(|id| (id.clone(), board.availability(id, now).unwrap())).collect()
    }
}

async fn run(db: Database, commands: Vec<Command>) {
    let mut run = Run::new(&db).await;
    for command in &commands {
        run.apply(command).await;
    }
    run.finish().await;
}

/// Runs sequences on databases of their own. A failing one is made smaller before it is shown.
fn sequences(cases: u32, on: impl Fn(&tokio::runtime::Runtime, Vec<Command>)) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let config =
        Config { cases, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let commands = proptest::collection::vec(command(), 1..40);
    let outcome = TestRunner::new(config).run(&commands, |commands| {
        on(&runtime, commands);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

mod memory_store_and_ledger_agree_after_any_sequence {
    use super::*;

    #[test]
    fn sqlite() {
        sequences(48, |runtime, commands| {
            runtime.block_on(on_sqlite(|db| run(db, commands)));
        });
    }

    #[test]
    fn postgres() {
        sequences(8, |runtime, commands| {
            runtime.block_on(on_postgres(|db| run(db, commands)));
        });
    }
}
