//! What must hold under any interleaving of commands and time.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use jiff::tz::TimeZone;
use presence::{
    Absence, Agent, AttendanceSettings, Availability, Beat, Board, Cause, DeviceId, Entry, Fact,
    GoOnline, GoOnlineError, Hours, LeaseDuration, OwnIdle, Page, Presence, Project, ProjectId,
    Replay, Replayed, Revision, Schedule, Scope, Span, Standing, Status, TimeOfDay, Timestamp,
    Transition, UserId,
};
use proptest::{option, prelude::*};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

const AGENTS: usize = 4;
const PROJECTS: usize = 3;
const DEVICES: usize = 2;

#[derive(Debug, Clone)]
enum Command {
    GoOnline {
        agent: usize,
        projects: Option<u8>,
        minutes: Option<u32>,
        knows: Knows,
        attended: bool,
    },
    Extend {
        agent: usize,
        minutes: u32,
        knows: Knows,
    },
    GoOffline {
        agent: usize,
        projects: Option<u8>,
    },
    Door {
        agent: usize,
        projects: u8,
    },
    ForceLogout {
        agent: usize,
    },
    Disable {
        agent: usize,
    },
    Join {
        agent: usize,
        project: usize,
    },
    Leave {
        agent: usize,
        project: usize,
    },
    ShowCount {
        project: usize,
        show: bool,
    },
    Beat {
        agent: usize,
        device: usize,
        idle: i64,
        page: Page,
    },
    Seen {
        agent: usize,
        device: usize,
    },
    SignOut {
        agent: usize,
        device: usize,
    },
    Rules {
        agent: usize,
        minutes: Option<u32>,
        lost: bool,
        limit: Option<u32>,
    },
    TakeBreak {
        agent: usize,
        minutes: Option<u32>,
    },
    EndBreak {
        agent: usize,
    },
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
    let device = 0..DEVICES;
    let page = prop_oneof![4 => Just(Page::Shown), 1 => Just(Page::Hidden), 1 => Just(Page::Left)];
    let some = option::of(0_u8..8);
    prop_oneof![
        5 => (agent.clone(), some.clone(), option::of(1_u32..90), knows(), 0_u8..4).prop_map(
            |(agent, projects, minutes, knows, kind)| Command::GoOnline {
                agent, projects, minutes, knows, attended: kind > 0
            }
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
        1 => (agent.clone(), project.clone())
            .prop_map(|(agent, project)| Command::Leave { agent, project }),
        1 => (project, any::<bool>())
            .prop_map(|(project, show)| Command::ShowCount { project, show }),
        8 => (agent.clone(), device.clone(), 0_i64..20 * 60_000, page)
            .prop_map(|(agent, device, idle, page)| Command::Beat { agent, device, idle, page }),
        3 => (agent.clone(), device.clone())
            .prop_map(|(agent, device)| Command::Seen { agent, device }),
        1 => (agent.clone(), device)
            .prop_map(|(agent, device)| Command::SignOut { agent, device }),
        1 => (agent.clone(), option::of(1_u32..30), any::<bool>(), option::of(1_u32..40)).prop_map(
            |(agent, minutes, lost, limit)| Command::Rules { agent, minutes, lost, limit }
        ),
        2 => (agent.clone(), option::of(1_u32..60))
            .prop_map(|(agent, minutes)| Command::TakeBreak { agent, minutes }),
        1 => agent.prop_map(|agent| Command::EndBreak { agent }),
        2 => Just(Command::Record),
    ]
}

/// A site that lives in memory and records as the store does.
struct Site {
    board: Board,
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

fn device(index: usize) -> DeviceId {
    format!("device-{index}").parse().unwrap()
}

/// Open for a quarter of an hour, closed for the next.
fn schedule() -> Arc<Schedule> {
    let span = |index: u16| {
        let time = |minutes| TimeOfDay::from_minutes(minutes).unwrap();
        Span::new(time(index * 30 + 7), time(index * 30 + 22)).unwrap()
    };
    let week = std::array::from_fn(|_| (0..12).map(span).collect());
    let hours = Hours::new(week, BTreeMap::new(), BTreeMap::new()).unwrap();
    Arc::new(Schedule::new(TimeZone::UTC, hours))
}

fn projects(bits: u8) -> BTreeSet<ProjectId> {
    (0..PROJECTS).filter(|index| bits & (1 << index) != 0).map(project).collect()
}

impl Site {
    fn new() -> Self {
        let now = Timestamp::from_millis(0);
        let mut board = Board::default();
        for index in 0..PROJECTS {
            let project = Project {
                id: project(index),
                key: format!("P{index}").parse().unwrap(),
                name: format!("Project {index}"),
                chat_enabled: true,
                show_count: false,
                // One of them opens and closes all the time.
                schedule: (index == 0).then(schedule),
                boundary_at: None,
                availability: Availability::new(now),
            };
            board.put_project(project.shown_at(0, now).0);
        }
        for index in 0..AGENTS {
            board.put_agent(Agent::new(user(index)));
        }
        Self { board, now, ledger: vec![], shut: BTreeSet::new(), revisions: BTreeMap::new() }
    }

    fn agent(&self, id: &UserId) -> Agent {
        self.board.agent(id).unwrap().clone()
    }

    /// Saves a transition as the store does: the agent, the entries, and what the public sees.
    fn save(&mut self, transition: Transition) {
        self.save_all(vec![transition]);
    }

    fn save_all(&mut self, transitions: Vec<Transition>) {
        let mut entries: Vec<Entry> =
            transitions.iter().flat_map(|done| done.entries.iter().cloned()).collect();
        entries.sort_by_key(|entry| entry.at);
        for index in 0..PROJECTS {
            let id = project(index);
            let mut known = self.board.project(&id).unwrap().clone();
            let available = self
                .board
                .agents()
                .filter(|agent| agent.presence(&id) == Presence::Online)
                .map(|agent| agent.id.clone())
                .collect();
            let here = entries.iter().filter(|entry| entry.project == id);
            let shown = known.through(available, here, self.now);
            known.boundary_at = shown.boundary_at;
            for seen in shown.published {
                entries.push(availability_entry(&id, &seen.availability, seen.at));
                known.availability = seen.availability;
            }
            self.board.put_project(known);
        }
        entries.sort_by_key(|entry| entry.at);
        if let (Some(last), Some(first)) = (self.ledger.last(), entries.first()) {
            assert!(last.at <= first.at, "the ledger went back in time");
        }
        self.ledger.extend(entries);
        for done in transitions {
            self.board.put_agent(done.agent);
        }
    }

    fn publish(&mut self, id: &ProjectId, at: Timestamp) {
        let mut known = self.board.project(id).unwrap().clone();
        let available = self.board.available(id, at);
        let (after, differs) = known.shown_at(available, at);
        if differs {
            self.ledger.push(availability_entry(id, &after.availability, at));
        }
        known = after;
        self.board.put_project(known);
    }

    /// Records everything that fell due.
    fn record_due(&mut self) {
        let due: Vec<UserId> = self.board.due(self.now).map(|(_, id)| id.clone()).collect();
        let settled = due.iter().map(|id| self.agent(id).settle(self.now)).collect();
        self.save_all(settled);
        assert!(self.board.next_deadline().is_none_or(|at| at > self.now), "settled is settled");
    }

    fn run(&mut self, command: &Command) {
        // Writing settles first, as in the store.
        self.record_due();
        let now = self.now;
        match command {
            Command::Record => {}
            Command::GoOnline { agent, projects: bits, minutes, knows, attended } => {
                self.go_online(&user(*agent), *bits, *minutes, *knows, *attended);
            }
            Command::Beat { agent, device: index, idle, page } => {
                let beat = Beat { idle: *idle, page: *page };
                self.hear(&user(*agent), |agent| agent.beat(&device(*index), beat, now));
            }
            Command::Seen { agent, device: index } => {
                self.hear(&user(*agent), |agent| agent.seen(&device(*index), now));
            }
            Command::SignOut { agent, device: index } => {
                let mut state = self.agent(&user(*agent));
                state.devices.remove(&device(*index), now);
                self.save(state.settle(now));
            }
            Command::Rules { agent, minutes, lost, limit } => {
                let mut state = self.agent(&user(*agent));
                let settings = AttendanceSettings {
                    idle_minutes: *minutes,
                    lost: *lost,
                    limit_minutes: *limit,
                    ..AttendanceSettings::default()
                };
                state.rules = Some(settings.rules_for(OwnIdle::AsTheSite));
                state.devices.not_before(now);
                self.save(state.settle(now));
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
                let done = state.force_logout(None, &user(99), &Cause::CLOCK, now);
                self.shut.extend(reached.into_iter().map(|project| (state.id.clone(), project)));
                self.save(done);
            }
            Command::TakeBreak { agent, minutes } => {
                let state = self.agent(&user(*agent));
                let cause = Cause::user(state.id.clone(), None);
                let until = minutes.map(|minutes| now.plus_minutes(minutes));
                if let Ok(done) = state.take_break("lunch", until, &cause, now) {
                    assert_eq!(done.agent.revision, state.revision, "a break moved the revision");
                    self.save(done);
                }
            }
            Command::EndBreak { agent } => {
                let state = self.agent(&user(*agent));
                let done = state.end_break(&Cause::user(state.id.clone(), None), now);
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
                let mut known = self.board.project(&project(*index)).unwrap().clone();
                known.show_count = *show;
                self.board.put_project(known);
                self.publish(&project(*index), now);
            }
        }
    }

    /// Hears something of a device, and records what follows.
    fn hear(&mut self, id: &UserId, hear: impl FnOnce(&mut Agent)) {
        let before = self.agent(id).revision;
        self.board.hear(id, hear);
        self.record_due();
        assert_eq!(self.agent(id).revision, before, "a beat moved the revision");
    }

    fn go_online(
        &mut self,
        id: &UserId,
        bits: Option<u8>,
        minutes: Option<u32>,
        knows: Knows,
        attended: bool,
    ) {
        let mut state = self.agent(id);
        state.beat(&device(0), Beat::ACTIVE, self.now);
        let wish = GoOnline {
            scope: bits.map_or(Scope::All, |bits| Scope::Only(projects(bits))),
            until: minutes.map(|minutes| self.now.plus_minutes(minutes)),
            attended,
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
                .filter(|agent| {
                    self.agent(agent).settle(now).agent.presence(&id) == Presence::Online
                })
                .collect();
            assert_eq!(self.board.available(&id, now) as usize, available.len(), "the count");
            let public = self.board.availability(&id, now).unwrap();
            assert_eq!(public.status == Status::Online, !available.is_empty(), "the light");
            let known = self.board.project(&id).unwrap();
            let opens = known.schedule.as_ref().and_then(|schedule| schedule.next_open(now));
            assert_eq!(public.next_open, opens, "when it opens next");
            counted.extend(available);
        }
        let all: Vec<ProjectId> = (0..PROJECTS).map(project).collect();
        assert_eq!(self.board.counter(&all, now) as usize, counted.len(), "the counter");
        for (agent, id) in &self.shut {
            assert!(!self.board.agent(agent).unwrap().is_online(id, now), "the door sticks");
        }
        for agent in self.board.agents() {
            let before = self.revisions.insert(agent.id.clone(), agent.revision);
            assert!(before.is_none_or(|before| before <= agent.revision), "a revision fell");
            let settled = agent.settle(now).agent;
            if let Some(lease) = &settled.lease {
                let until = lease.running_break().and_then(|running| running.until);
                assert!(until.is_none_or(|until| until > now), "a break outlived its end");
                if until.is_some() {
                    assert_eq!(settled.best_presence(), Presence::Away, "a break is away");
                }
                assert_eq!(
                    lease.absent.is_some_and(|absent| absent.kind == Absence::Break),
                    lease.running_break().is_some() && settled.best_presence() == Presence::Away,
                    "a break runs, or it does not"
                );
            }
            assert_eq!(
                agent.lease.is_some(),
                agent.online_projects().next().is_some(),
                "a lease is over when no project is left"
            );
        }
        // What a read derives is what recording makes of it.
        let derived: Vec<_> =
            all.iter().map(|id| self.board.availability(id, now).unwrap()).collect();
        let mut recorded = Site {
            board: self.board.clone(),
            now,
            ledger: self.ledger.clone(),
            shut: BTreeSet::new(),
            revisions: BTreeMap::new(),
        };
        recorded.record_due();
        for (id, derived) in all.iter().zip(derived) {
            assert_eq!(
                recorded.board.project(id).unwrap().availability,
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
        for agent in self.board.agents() {
            for (id, standing) in &agent.projects {
                let place = (agent.id.clone(), id.clone());
                let told = replay.standings.get(&place);
                let lease = agent.lease.as_ref().filter(|_| standing.is_online());
                let present = Replayed {
                    standing: standing.clone(),
                    until: lease.and_then(|lease| lease.until),
                    absent: lease.and_then(|lease| lease.absent).map(|it| (it.kind, it.since)),
                    break_until: lease
                        .filter(|lease| {
                            lease.absent.is_some_and(|absent| absent.kind == Absence::Break)
                        })
                        .and_then(|lease| lease.running_break()?.until),
                };
                match (standing, told) {
                    (Standing::Offline { ended: None }, told) => {
                        let left = told.is_none_or(|told| !told.standing.is_online());
                        assert!(left, "left and joined again");
                    }
                    (_, Some(told)) if told.absent.is_some() && present.absent.is_some() => {
                        // Who joins a project while away is told so from then on.
                        let (told_kind, told_since) = told.absent.unwrap();
                        let (kind, since) = present.absent.unwrap();
                        assert!(told_kind == kind && told_since >= since);
                        assert_eq!(
                            (&told.standing, told.until),
                            (&present.standing, present.until)
                        );
                    }
                    (_, told) => assert_eq!(told, Some(&present)),
                }
            }
        }
        for known in self.board.projects() {
            if let Some((status, revision)) = replay.availability.get(&known.id) {
                assert_eq!(known.availability.status, *status);
                assert_eq!(known.availability.revision, *revision);
            }
        }
    }
}

fn availability_entry(id: &ProjectId, next: &Availability, at: Timestamp) -> Entry {
    Entry {
        at,
        project: id.clone(),
        fact: Fact::Availability {
            status: next.status,
            agents_online: next.agents_online,
            revision: next.revision,
        },
        cause: Cause::CLOCK,
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
            let (minutes, limit) = (Some(15), Some(30));
            site.run(&Command::Rules { agent, minutes, lost: true, limit });
        }
        for (command, pause) in steps {
            site.run(&command);
            site.check();
            // To the exact millisecond of the next end, and one before it.
            if let Some(deadline) = site.board.next_deadline()
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
