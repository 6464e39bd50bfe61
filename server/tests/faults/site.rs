//! A site on the disk, and what is true of it when it is read without the program.

use super::{http::Client, process::Server};
use presence::{Change, Fact, Replay, Standing, Timestamp, UserId};
use serde_json::{Value, json};
use server::clock::SystemClock;
use service::{PasswordCost, Secret, Service, Store, Vault};
use std::{
    collections::BTreeMap,
    future::Future,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
};
use tempfile::TempDir;

/// One's own presence.
pub(super) const MINE: &str = "/api/v1/me/presence";

/// A site with Priya, its admin, the project SUP with chat, and agents of it.
pub(super) struct Site {
    directory: TempDir,
    pub(super) url: String,
    /// Everybody's token, by name.
    pub(super) tokens: BTreeMap<String, String>,
}

/// Waits for something asynchronous.
pub(super) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

impl Site {
    /// Makes one.
    pub(super) fn with(agents: &[&str]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/porchlight.db", directory.path().display());
        let tokens = wait(async {
            let service = open(&url).await;
            let key = "SUP".parse().unwrap();
            service.operator_add_project(&key, &"Support".parse().unwrap(), true).await.unwrap();
            let mut tokens = BTreeMap::new();
            for name in agents.iter().chain([&"priya"]) {
                let email = format!("{name}@example.com").parse().unwrap();
                let named = name.parse().unwrap();
                service.operator_add_user(&email, &named, *name == "priya", None).await.unwrap();
                if *name != "priya" {
                    let agent = presence::Roles { agent: true, admin: false };
                    service.operator_add_member(&key, &email, agent).await.unwrap();
                }
                let token = service.operator_add_token(&email, &named).await.unwrap();
                tokens.insert((*name).to_owned(), token.reveal().to_owned());
            }
            service.store().close().await;
            tokens
        });
        Self { directory, url, tokens }
    }

    /// A file beside the database.
    pub(super) fn file(&self, name: &str) -> String {
        self.directory.path().join(name).display().to_string()
    }

    /// The files of the database.
    pub(super) fn database_files(&self) -> [String; 3] {
        ["porchlight.db", "porchlight.db-wal", "porchlight.db-shm"].map(|name| self.file(name))
    }

    /// A program of one of the agents.
    pub(super) fn client(&self, server: &Server, name: &str) -> Client {
        server.client(&self.tokens[name])
    }

    /// What the database at `url` holds: every acknowledged change must be among it, and the ledger,
    /// replayed, must be the present.
    pub(super) fn check(&self, url: &str, acknowledged: &[Acknowledged]) {
        let priya = Secret::presented(&self.tokens["priya"]);
        wait(async {
            let service = open(url).await;
            service.pass_time().await.unwrap();
            let priya = service.token(&priya).await.unwrap();
            let key = "SUP".parse().unwrap();
            let ledger = service.see_ledger(&priya, &key).await.unwrap();
            let mut replay = Replay::default();
            for entry in &ledger {
                replay.apply(entry).unwrap();
            }
            {
                let board = service.board();
                let project = board.project_by_key(&key).unwrap();
                let now = (project.availability.status, project.availability.revision);
                assert_eq!(replay.availability.get(&project.id).copied().unwrap_or(now), now);
                for agent in board.agents() {
                    let Some(standing) = agent.projects.get(&project.id) else { continue };
                    let until = agent.lease.as_ref().and_then(|lease| lease.until);
                    match replay.standings.get(&(agent.id.clone(), project.id.clone())) {
                        Some(told) => {
                            assert_eq!((&told.standing, told.until), (standing, until));
                        }
                        None => assert_eq!(*standing, Standing::Offline { ended: None }),
                    }
                }
                for one in acknowledged {
                    let id = board.names.iter().find(|(_, name)| **name == one.name).unwrap().0;
                    let agent = board.agent(id).unwrap();
                    let last = one.changes.last().map_or(0, |change| change.revision);
                    let now = agent.revision.get();
                    assert!(now == last || now == last + 1, "{}: {now} after {last}", one.name);
                    one.is_in(&ledger, id);
                }
            }
            service.store().close().await;
        });
    }
}

/// What somebody was told that they had done.
pub(super) struct Acknowledged {
    name: String,
    changes: Vec<Done>,
}

struct Done {
    revision: u64,
    /// Online until then, or offline.
    until: Option<Timestamp>,
}

impl Acknowledged {
    /// How many.
    pub(super) fn len(&self) -> usize {
        self.changes.len()
    }

    /// Whether the ledger has them all, in their order.
    fn is_in(&self, ledger: &[presence::Entry], id: &UserId) {
        let mut recorded = ledger.iter().filter_map(|entry| match &entry.fact {
            Fact::Presence {
                agent,
                change: Change::Absent(_) | Change::Break { .. } | Change::Back,
            } if agent == id => None,
            Fact::Presence { agent, change } if agent == id => Some(match change {
                Change::Online { until } | Change::Until { until } => *until,
                Change::Absent(_) | Change::Break { .. } | Change::Back | Change::Offline(_) => {
                    None
                }
            }),
            _ => None,
        });
        for done in &self.changes {
            assert!(
                recorded.any(|until| until == done.until),
                "revision {} of {} was acknowledged and is not there",
                done.revision,
                self.name
            );
        }
    }
}

/// Agents who go online, extend and go offline as fast as they can, until the server does not answer or
/// refuses.
pub(super) struct Busy {
    threads: Vec<JoinHandle<Acknowledged>>,
    done: Arc<AtomicUsize>,
}

impl Busy {
    /// Sets them to work.
    pub(super) fn start(site: &Site, server: &Server, names: &[&str]) -> Self {
        let done = Arc::new(AtomicUsize::new(0));
        let start = |name: &&str| {
            let (name, token) = ((*name).to_owned(), site.tokens[*name].clone());
            let (address, done) = (server.address, done.clone());
            thread::spawn(move || work(address, name, &token, &done))
        };
        Self { threads: names.iter().map(start).collect(), done }
    }

    /// How many changes were acknowledged so far.
    pub(super) fn done(&self) -> usize {
        self.done.load(Ordering::SeqCst)
    }

    /// What each of them was told, once they have all ended.
    pub(super) fn acknowledged(self) -> Vec<Acknowledged> {
        self.threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    }
}

fn work(address: SocketAddr, name: String, token: &str, done: &AtomicUsize) -> Acknowledged {
    let mut told = Acknowledged { name, changes: Vec::new() };
    let Ok(mut client) = Client::connect(address, token) else { return told };
    for turn in 1_u32.. {
        let wish = match turn % 5 {
            0 => json!({ "status": "offline" }),
            rest => json!({ "status": "online", "minutes": 100 + rest }),
        };
        match client.ask("PUT", MINE, &wish.to_string()) {
            Ok(reply) if reply.status == 200 => told.changes.push(understand(&reply.json())),
            _ => break,
        }
        done.fetch_add(1, Ordering::SeqCst);
    }
    told
}

fn understand(presence: &Value) -> Done {
    let until = presence["until"].as_str().map(|until| {
        let until: jiff::Timestamp = until.parse().unwrap();
        Timestamp::from_millis(until.as_millisecond())
    });
    Done { revision: presence["revision"].as_u64().unwrap(), until }
}

async fn open(url: &str) -> Service {
    let store = Store::open(url).await.unwrap();
    let clock = Arc::new(SystemClock);
    Service::start_with(store, Vault::ephemeral(), clock, Arc::new(()), PasswordCost::Cheap)
        .await
        .unwrap()
}
