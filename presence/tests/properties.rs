//! What must hold under any interleaving of commands and time.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use presence::{
    Agent, Availability, Cause, Desk, DeskProject, Entry, Fact, GoOnline, GoOnlineError,
    LeaseDuration, ProjectId, Replay, Revision, Scope, Standing, Status, Timestamp, Transition,
    UserId,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const AGENTS: usize = 4;
const PROJECTS: usize = 3;

#[derive(Debug, Clone)]
enum Command {
    GoOnline { agent: usize, projects: Option<u8>, minutes: Option<u32>, knows: Knows },
    Extend { agent: usize, minutes: u32, knows: Knows },
    GoOffline { agent: usize, projects: Option<u8> },
    Door { agent: usize, projects: u8 },
    ForceLogout { agent: usize },
    Disable { agent: usize },
    Join { agent: usize, project: usize },
    Leave { agent: usize, project: usize },
    ShowCount { project: usize, show: bool },
    Record,
}

/// What a wish says of the revision.
#[derive(Debug, Clone, Copy)]
enum Knows {
    Nothing,
    ThePresent,
    ThePast,
}

fn knows() -> impl Strategy<Value = Knows> {
    prop_oneof![Just(Knows::Nothing), Just(Knows::ThePresent), Just(Knows::ThePast)]
}

fn command() -> impl Strategy<Value = Command> {
    let agent = 0..AGENTS;
    let project = 0..PROJECTS;
    let some = proptest::option::of(0_u8..8);
    prop_oneof![
        5 => (agent.clone(), some.clone(), proptest::option::of(1_u32..90), knows()).prop_map(
            |(agent, projects, minutes, knows)| Command::GoOnline { agent, projects, minutes, knows }
        ),
        2 => (agent.clone(), 1_u32..60, knows())
            .prop_map(|(agent, minutes, knows)| Command::Extend { agent, minutes, knows }),
        2 => (agent.clone(), some)
            .prop_map(|(agent, projects)| Command::GoOffline { agent, projects }),
        2 => (agent.clone(), 1_u8..8).prop_map(|(agent, projects)| Command::Door { agent, projects }),
        1 => agent.clone().prop_map(|agent| Command::ForceLogout { agent }),
        1 => agent.clone().prop_map(|agent| Command::Disable { agent }),
        2 => (agent.clone(), project.clone())
            .prop_map(|(agent, project)| Command::Join { agent, project }),
        1 => (agent, project.clone()).prop_map(|(agent, project)| Command::Leave { agent, project }),
        1 => (project, any::<bool>())
            .prop_map(|(project, show)| Command::ShowCount { project, show }),
        2 => Just(Command::Record),
    ]
}

/// A site that lives in memory and records as the store does.
struct Site {
    desk: Desk,
    now: Timestamp,
    ledger: Vec<Entry>,
    /// Agents and projects that the door closed and that no knowing wish has opened since.
    shut: BTreeSet<(UserId, ProjectId)>,
    revisions: BTreeMap<UserId, Revision>,
}

fn user(index: usize) -> UserId {
    format!("agent-{index}").parse().unwrap()
}

fn project(index: usize) -> ProjectId {
    format!("project-{index}").parse().unwrap()
}

fn projects(bits: u8) -> BTreeSet<ProjectId> {
    (0..PROJECTS).filter(|index| bits & (1 << index) != 0).map(project).collect()
}

impl Site {
    fn new() -> Self {
        let now = Timestamp::from_millis(0);
        let mut desk = Desk::default();
        for index in 0..PROJECTS {
            desk.put_project(DeskProject {
                id: project(index),
                key: format!("P{index}").parse().unwrap(),
                name: format!("Project {index}"),
                chat_enabled: true,
                show_count: false,
                availability: Availability::new(now),
            });
        }
        for index in 0..AGENTS {
            desk.put_agent(Agent::new(user(index)));
        }
        Self { desk, now, ledger: vec![], shut: BTreeSet::new(), revisions: BTreeMap::new() }
    }

    fn agent(&self, id: &UserId) -> Agent {
        self.desk.agent(id).unwrap().clone()
    }

    /// Saves a transition as the store does: the agent, the entries, and what the public sees.
    fn save(&mut self, transition: Transition) {
        let touched: BTreeSet<(Timestamp, ProjectId)> =
            transition.entries.iter().map(|entry| (entry.at, entry.project.clone())).collect();
        self.ledger.extend(transition.entries);
        self.desk.put_agent(transition.agent);
        for (at, id) in touched {
            self.publish(&id, at);
        }
    }

    fn publish(&mut self, id: &ProjectId, at: Timestamp) {
        let mut known = self.desk.project(id).unwrap().clone();
        let available = self.desk.available(id, at);
        if let Some(next) = known.availability.after(available, known.show_count, at) {
            self.ledger.push(Entry {
                at,
                project: id.clone(),
                fact: Fact::Availability {
                    status: next.status,
                    agents_online: next.agents_online,
                    revision: next.revision,
                },
                cause: Cause::CLOCK,
            });
            known.availability = next;
            self.desk.put_project(known);
        }
    }

    /// Records every end that fell due, earliest first.
    fn record_due(&mut self) {
        loop {
            let next = self.desk.due(self.now).next().map(|(_, id)| id.clone());
            let Some(id) = next else { break };
            let settled = self.agent(&id).settle(self.now);
            self.save(settled);
        }
    }

    fn run(&mut self, command: &Command) {
        // Writing settles first, as in the store.
        self.record_due();
        let now = self.now;
        match command {
            Command::Record => {}
            Command::GoOnline { agent, projects: bits, minutes, knows } => {
                self.go_online(&user(*agent), *bits, *minutes, *knows);
            }
            Command::Extend { agent, minutes, knows } => {
                let state = self.agent(&user(*agent));
                let by = LeaseDuration::from_minutes(i64::from(*minutes)).unwrap();
                let cause = Cause::user(state.id.clone(), None);
                if let Ok(done) = state.extend(by, seen(&state, *knows), &cause, now) {
                    assert!(matches!(knows, Knows::ThePresent), "extended without knowledge");
                    self.save(done);
                }
            }
            Command::GoOffline { agent, projects: bits } => {
                let state = self.agent(&user(*agent));
                let cause = Cause::user(state.id.clone(), None);
                let chosen = bits.map(projects);
                let done = state.go_offline(chosen.as_ref(), &cause, now);
                let twice = done.agent.go_offline(chosen.as_ref(), &cause, now);
                assert_eq!(twice.agent, done.agent, "offline twice is offline once");
                self.save(done);
            }
            Command::Door { agent, projects: bits } => {
                let state = self.agent(&user(*agent));
                let by = user(99);
                let cause = Cause::user(by.clone(), None);
                let reached: Vec<_> = projects(*bits)
                    .into_iter()
                    .filter(|project| state.is_online(project, now))
                    .collect();
                let done =
                    state.put_offline(&projects(*bits), None, None, &by, &cause, now).unwrap();
                self.shut.extend(reached.into_iter().map(|project| (state.id.clone(), project)));
                self.save(done);
            }
            Command::ForceLogout { agent } => {
                let state = self.agent(&user(*agent));
                let reached: Vec<_> = state.online_projects().cloned().collect();
                let done = state.force_logout(&user(99), &Cause::CLOCK, now);
                self.shut.extend(reached.into_iter().map(|project| (state.id.clone(), project)));
                self.save(done);
            }
            Command::Disable { agent } => {
                let done = self.agent(&user(*agent)).disable(&Cause::CLOCK, now);
                self.save(done);
            }
            Command::Join { agent, project: index } => {
                let done = self.agent(&user(*agent)).join(&project(*index), &Cause::CLOCK, now);
                self.save(done);
            }
            Command::Leave { agent, project: index } => {
                let done = self.agent(&user(*agent)).leave(&project(*index), &Cause::CLOCK, now);
                self.save(done);
            }
            Command::ShowCount { project: index, show } => {
                let mut known = self.desk.project(&project(*index)).unwrap().clone();
                known.show_count = *show;
                self.desk.put_project(known);
                self.publish(&project(*index), now);
            }
        }
    }

    fn go_online(&mut self, id: &UserId, bits: Option<u8>, minutes: Option<u32>, knows: Knows) {
        let state = self.agent(id);
        let wish = GoOnline {
            scope: bits.map_or(Scope::All, |bits| Scope::Only(projects(bits))),
            until: minutes.map(|minutes| self.now.plus_minutes(minutes)),
            revision: seen(&state, knows),
        };
        let cause = Cause::user(id.clone(), None);
        match state.go_online(&wish, &cause, self.now) {
            Ok(done) => {
                if self.shut.iter().any(|(agent, _)| agent == id) {
                    assert!(
                        matches!(knows, Knows::ThePresent),
                        "the door gave way to a blind wish"
                    );
                }
                self.shut.retain(|(agent, _)| agent != id);
                self.save(done);
            }
            Err(GoOnlineError::Stale(revision)) => assert_eq!(revision, state.revision),
            Err(_) => {}
        }
    }

    fn check(&mut self) {
        let now = self.now;
        let mut counted = BTreeSet::new();
        for index in 0..PROJECTS {
            let id = project(index);
            let available: Vec<UserId> = (0..AGENTS)
                .map(user)
                .filter(|agent| self.desk.agent(agent).unwrap().is_online(&id, now))
                .collect();
            assert_eq!(self.desk.available(&id, now) as usize, available.len(), "the count");
            let public = self.desk.availability(&id, now).unwrap();
            assert_eq!(public.status == Status::Online, !available.is_empty(), "the light");
            counted.extend(available);
        }
        let all: Vec<ProjectId> = (0..PROJECTS).map(project).collect();
        assert_eq!(self.desk.counter(&all, now) as usize, counted.len(), "the counter");
        for (agent, id) in &self.shut {
            assert!(!self.desk.agent(agent).unwrap().is_online(id, now), "the door sticks");
        }
        for agent in self.desk.agents() {
            let before = self.revisions.insert(agent.id.clone(), agent.revision);
            assert!(before.is_none_or(|before| before <= agent.revision), "a revision fell");
            assert_eq!(
                agent.lease.is_some(),
                agent.online_projects().next().is_some(),
                "a lease is over when no project is left"
            );
        }
        // What a read derives is what recording makes of it.
        let derived: Vec<_> =
            all.iter().map(|id| self.desk.availability(id, now).unwrap()).collect();
        let mut recorded = Site {
            desk: self.desk.clone(),
            now,
            ledger: self.ledger.clone(),
            shut: BTreeSet::new(),
            revisions: BTreeMap::new(),
        };
        recorded.record_due();
        for (id, derived) in all.iter().zip(derived) {
            assert_eq!(
                recorded.desk.project(id).unwrap().availability,
                derived,
                "derived = recorded"
            );
        }
        recorded.check_replay();
    }

    fn check_replay(&self) {
        let mut replay = Replay::default();
        for entry in &self.ledger {
            replay.apply(entry).unwrap();
        }
        for agent in self.desk.agents() {
            for (id, standing) in &agent.projects {
                let place = (agent.id.clone(), id.clone());
                match (standing, replay.standings.get(&place)) {
                    (Standing::Online { .. }, told) => {
                        let until = agent.lease.as_ref().unwrap().until;
                        assert_eq!(told, Some(&(standing.clone(), until)));
                    }
                    (Standing::Offline { ended: Some(_) }, told) => {
                        assert_eq!(told, Some(&(standing.clone(), None)));
                    }
                    (Standing::Offline { ended: None }, Some((told, _))) => {
                        assert!(!told.is_online(), "left and joined again");
                    }
                    (Standing::Offline { ended: None }, None) => {}
                }
            }
        }
        for known in self.desk.projects() {
            if let Some((status, revision)) = replay.availability.get(&known.id) {
                assert_eq!(known.availability.status, *status);
                assert_eq!(known.availability.revision, *revision);
            }
        }
    }
}

fn seen(agent: &Agent, knows: Knows) -> Option<Revision> {
    match knows {
        Knows::Nothing => None,
        Knows::ThePresent => Some(agent.revision),
        Knows::ThePast => Some(Revision::new(agent.revision.get().wrapping_sub(1))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_interleaving_of_commands_and_time(
        steps in prop::collection::vec((command(), 0_i64..40 * 60_000), 1..60)
    ) {
        let mut site = Site::new();
        for agent in 0..AGENTS {
            site.run(&Command::Join { agent, project: agent % PROJECTS });
        }
        for (command, pause) in steps {
            site.run(&command);
            site.check();
            // To the exact millisecond of the next end, and one before it.
            if let Some(deadline) = site.desk.next_deadline()
                && deadline.millis_since(site.now) <= pause
            {
                let resting = site.now;
                site.now = deadline.plus_millis(-1).max(resting);
                site.check();
                site.now = deadline.max(resting);
                site.check();
            }
            site.now = site.now.plus_millis(pause);
            site.check();
        }
    }
}
