//! A site in memory: the crate `presence`, with a store that keeps what it is given and nothing else.

mod look;

use crate::{
    happening::{Answer, Happening, Knows, Moment, SiteRules},
    names,
    product::Product,
    reference::Said,
};
use presence::{
    Agent, Availability, Beat, Before, Board, Cause, Entry, ExtendError, GoOnline, GoOnlineError,
    LeaseDuration, OwnIdle, Presence, Project, Record, Replay, Revision, Scope, Timestamp,
    Transition, UserId,
};
use std::collections::{BTreeMap, BTreeSet};

/// The site.
pub struct Site {
    board: Board,
    said: Vec<Said>,
    replay: Replay,
    last_entry_at: Timestamp,
    recorded_until: Moment,
    signed_in: BTreeSet<(usize, usize)>,
    rules: SiteRules,
    own_idle: BTreeMap<UserId, OwnIdle>,
    down_since: Option<Timestamp>,
}

impl Site {
    /// A site that was set up at `start`.
    pub fn new(start: Moment) -> Self {
        let mut board = Board::default();
        for index in names::projects() {
            board.put_project(Project {
                id: names::project(index),
                key: match format!("P{index}").parse() {
                    Ok(key) => key,
                    Err(_) => unreachable!("a letter and a digit are a key"),
                },
                name: format!("Project {index}"),
                chat_enabled: true,
                show_count: false,
                schedule: None,
                boundary_at: None,
                availability: Availability::new(names::moment(start)),
            });
        }
        let mut site = Self {
            board,
            said: vec![],
            replay: Replay::default(),
            last_entry_at: Timestamp::MIN,
            recorded_until: start,
            signed_in: BTreeSet::new(),
            rules: SiteRules::DEFAULT,
            own_idle: BTreeMap::new(),
            down_since: None,
        };
        for person in names::people() {
            let mut agent = Agent::new(names::user(person));
            agent.rules = Some(site.rules_of(&agent.id));
            site.board.put_agent(agent);
        }
        site
    }

    fn rules_of(&self, id: &UserId) -> presence::AttendanceRules {
        let own = self.own_idle.get(id).copied().unwrap_or_default();
        names::settings(&self.rules).rules_for(own)
    }

    fn agent(&self, person: usize) -> Agent {
        match self.board.agent(&names::user(person)) {
            Some(agent) => agent.clone(),
            None => unreachable!("every agent is on the board"),
        }
    }

    fn known(&self, project: usize) -> Project {
        match self.board.project(&names::project(project)) {
            Some(known) => known.clone(),
            None => unreachable!("every project is on the board"),
        }
    }

    /// Saves transitions as the store does: what there is to write, the rules say.
    fn save(&mut self, transitions: Vec<Transition>) {
        let transitions: Vec<(Agent, Transition)> = transitions
            .into_iter()
            .filter_map(|done| Some((self.board.agent(&done.agent.id)?.clone(), done)))
            .collect();
        let before: Vec<Before> = Record::touched(&transitions)
            .iter()
            .filter_map(|id| self.board.project(id))
            .map(|project| Before { available: self.available(project), project: project.clone() })
            .collect();
        // Without a schedule nothing opens or closes, whatever the time.
        let entries = transitions.iter().flat_map(|(_, done)| &done.entries);
        let now = entries.map(|entry| entry.at).max().unwrap_or(self.last_entry_at);
        // What was heard of devices changes with every beat, and is kept too.
        let agents: Vec<Agent> = transitions.iter().map(|(_, done)| done.agent.clone()).collect();
        self.write(Record::of(transitions, before, now));
        for agent in agents {
            self.check_replay(&agent);
            self.board.put_agent(agent);
        }
    }

    /// Those who are available in a project, as far as recorded.
    fn available(&self, project: &Project) -> BTreeSet<UserId> {
        let online = |agent: &&Agent| agent.presence(&project.id) == Presence::Online;
        self.board.agents().filter(online).map(|agent| agent.id.clone()).collect()
    }

    fn write(&mut self, record: Record) {
        if let Some(first) = record.entries.first() {
            assert!(self.last_entry_at <= first.at, "the ledger went back in time");
        }
        self.last_entry_at = record.entries.last().map_or(self.last_entry_at, |last| last.at);
        for entry in &record.entries {
            self.append(entry);
        }
        for project in record.projects {
            self.board.put_project(project);
        }
    }

    /// What the ledger tells of somebody is how they are.
    fn check_replay(&self, agent: &Agent) {
        for (project, standing) in &agent.projects {
            let place = (agent.id.clone(), project.clone());
            let told = self.replay.standings.get(&place);
            let lease = agent.lease.as_ref().filter(|_| standing.is_online());
            let told_online = told.filter(|told| told.standing.is_online());
            assert_eq!(
                told_online.map(|told| (&told.standing, told.until)),
                lease.map(|lease| (standing, lease.until)),
                "what the ledger tells of {place:?}"
            );
            assert_eq!(
                told_online.and_then(|told| told.absent).map(|(kind, _)| kind),
                lease.and_then(|lease| lease.absent).map(|absent| absent.kind),
                "what the ledger tells of the absence of {place:?}"
            );
        }
    }

    /// Appends to the ledger. An entry that contradicts what stands there already is a disagreement.
    fn append(&mut self, entry: &Entry) {
        if let Err(error) = self.replay.apply(entry) {
            panic!("the ledger contradicts itself: {error}: {entry:?}");
        }
        self.said.push(names::said(entry));
    }

    fn publish(&mut self, project: usize, at: Timestamp) {
        let known = self.known(project);
        let available = self.board.available(&known.id, at);
        self.write(Record::of_project(&known, available, at, Cause::CLOCK));
    }

    /// Hears something of a device, and records what follows.
    fn hear(&mut self, person: usize, now: Moment, hear: impl FnOnce(&mut Agent)) -> Answer {
        let id = names::user(person);
        let before = self.board.agent(&id).map(|agent| agent.revision);
        if self.board.hear(&id, hear).is_some_and(|deadline| deadline.as_millis() <= now) {
            self.record(now);
        }
        assert_eq!(
            self.board.agent(&id).map(|agent| agent.revision),
            before,
            "a beat moved the revision"
        );
        Answer::Done
    }

    fn change_rules(&mut self, people: impl Iterator<Item = usize>, now: Timestamp) {
        let settled = people.map(|person| {
            let mut agent = self.agent(person);
            agent.rules = Some(self.rules_of(&agent.id));
            agent.devices.not_before(now);
            agent.settle(now)
        });
        let settled = settled.collect();
        self.save(settled);
    }

    /// Ends devices. Of the last one the lease has been ended before.
    fn forget(&mut self, person: usize, devices: &[usize], now: Timestamp) {
        let mut agent = self.agent(person);
        for device in devices {
            self.signed_in.remove(&(person, *device));
            agent.devices.remove(&names::device(person, *device), now);
        }
        let settled = agent.settle(now);
        self.save(vec![settled]);
    }

    fn devices_of(&self, person: usize) -> Vec<usize> {
        self.signed_in.iter().filter(|(who, _)| *who == person).map(|(_, device)| *device).collect()
    }

    fn go_online(
        &mut self,
        person: usize,
        cause: &Cause,
        wish: &GoOnline,
        now: Timestamp,
    ) -> Answer {
        let agent = self.agent(person);
        match agent.go_online(wish, cause, now) {
            Ok(done) => {
                assert_eq!(done.agent.revision, agent.revision.next(), "one wish, one revision");
                self.save(vec![done]);
                Answer::Done
            }
            Err(GoOnlineError::Stale(revision)) => {
                assert_eq!(revision, agent.revision, "told another revision than the present");
                Answer::Stale
            }
            Err(_) => Answer::Refused,
        }
    }

    fn act(&mut self, at: Moment, happening: &Happening) -> Answer {
        use Happening::{
            Disable, Door, Extend, ForceLogout, GoOffline, Join, Leave, Seen, ShowCount, SignIn,
            SignOut, Start, Stop,
        };
        let now = names::moment(at);
        let cause = match happening.asks() {
            Some(asks) if !self.signed_in.contains(&asks) => return Answer::Unknown,
            Some((person, device)) => {
                Cause::user(names::user(person), Some(names::device(person, device)))
            }
            None => Cause::user(names::admin(), None),
        };
        match happening {
            SignIn(person, device) => {
                self.signed_in.insert((*person, *device));
                self.hear(*person, at, |agent| agent.seen(&names::device(*person, *device), now))
            }
            Seen(person, device) => {
                self.hear(*person, at, |agent| agent.seen(&names::device(*person, *device), now))
            }
            Happening::Beat { person, device, idle, page } => {
                let beat = Beat { idle: *idle, page: names::page(*page) };
                let device = names::device(*person, *device);
                self.hear(*person, at, |agent| agent.beat(&device, beat, now))
            }
            SignOut(person, device) => {
                if self.devices_of(*person) == [*device] {
                    let offline = self.agent(*person).go_offline(None, &cause, now);
                    self.save(vec![offline]);
                }
                self.forget(*person, &[*device], now);
                Answer::Done
            }
            Happening::GoOnline { person, projects, minutes, attended, knows, .. } => {
                let wish = GoOnline {
                    scope: projects.as_ref().map_or(Scope::All, |projects| {
                        Scope::Only(projects.iter().copied().map(names::project).collect())
                    }),
                    until: minutes.map(|minutes| now.plus_minutes(minutes)),
                    attended: *attended,
                    revision: seen(&self.agent(*person), *knows),
                };
                self.go_online(*person, &cause, &wish, now)
            }
            Extend { person, minutes, knows, .. } => {
                let agent = self.agent(*person);
                let Ok(by) = LeaseDuration::from_minutes(i64::from(*minutes)) else {
                    return Answer::Refused;
                };
                match agent.extend(by, seen(&agent, *knows), &cause, now) {
                    Ok(done) => {
                        self.save(vec![done]);
                        Answer::Done
                    }
                    Err(ExtendError::Stale(_)) => Answer::Stale,
                    Err(_) => Answer::Refused,
                }
            }
            GoOffline { person, projects, .. } => {
                let projects = projects
                    .as_ref()
                    .map(|projects| projects.iter().copied().map(names::project).collect());
                let done = self.agent(*person).go_offline(projects.as_ref(), &cause, now);
                let twice = done.agent.go_offline(projects.as_ref(), &cause, now);
                assert_eq!(twice.agent, done.agent, "offline twice is offline once");
                self.save(vec![done]);
                Answer::Done
            }
            Door { person, projects, knows } => {
                let agent = self.agent(*person);
                let projects = projects.iter().copied().map(names::project).collect();
                let revision = seen(&agent, *knows);
                match agent.put_offline(&projects, None, revision, &names::admin(), &cause, now) {
                    Ok(done) => {
                        self.save(vec![done]);
                        Answer::Done
                    }
                    Err(_) => Answer::Stale,
                }
            }
            ForceLogout(person) => {
                let done = self.agent(*person).force_logout(&names::admin(), &cause, now);
                self.save(vec![done]);
                self.forget(*person, &self.devices_of(*person), now);
                Answer::Done
            }
            Disable(person) => {
                let done = self.agent(*person).disable(&cause, now);
                self.save(vec![done]);
                self.forget(*person, &self.devices_of(*person), now);
                Answer::Done
            }
            Join(person, project) => {
                let done = self.agent(*person).join(&names::project(*project), &cause, now);
                self.save(vec![done]);
                Answer::Done
            }
            Leave(person, project) => {
                let done = self.agent(*person).leave(&names::project(*project), &cause, now);
                self.save(vec![done]);
                Answer::Done
            }
            ShowCount(project, show) => {
                let known = Project { show_count: *show, ..self.known(*project) };
                self.board.put_project(known);
                self.publish(*project, now);
                Answer::Done
            }
            Happening::SiteRules(rules) => {
                self.rules = *rules;
                self.change_rules(names::people(), now);
                Answer::Done
            }
            Happening::OwnIdle(person, own) => {
                self.own_idle.insert(names::user(*person), names::own_idle(*own));
                self.change_rules(std::iter::once(*person), now);
                Answer::Done
            }
            Stop => {
                self.down_since = Some(now);
                Answer::Done
            }
            Start => {
                if let Some(down) = self.down_since.take() {
                    let agents: Vec<Agent> = self.board.agents().cloned().collect();
                    let resumed = agents.iter().map(|agent| agent.resume(down, now)).collect();
                    self.save(resumed);
                    self.recorded_until = at;
                }
                Answer::Done
            }
        }
    }
}

fn seen(agent: &Agent, knows: Knows) -> Option<Revision> {
    match knows {
        Knows::Nothing => None,
        Knows::Present => Some(agent.revision),
        Knows::Past => Some(Revision::new(agent.revision.get().wrapping_sub(1))),
    }
}
