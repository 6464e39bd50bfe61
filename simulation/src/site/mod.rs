//! A site in memory: the crate `presence`, with a store that keeps what it is given and nothing else.

mod act;
mod look;

use crate::{
    happening::{Moment, SiteRules},
    names,
    reference::Said,
    week::Week,
};
use presence::{
    Agent, Availability, Before, Board, Entry, OwnIdle, Presence, Project, ProjectId, Record,
    Replay, Schedule, Timestamp, Transition, UserId,
};
use std::collections::{BTreeMap, BTreeSet};

/// The site.
#[derive(Clone)]
pub struct Site {
    board: Board,
    said: Vec<Said>,
    replay: Replay,
    last_entry_at: Timestamp,
    signed_in: BTreeSet<(usize, usize)>,
    /// Whose account is disabled.
    disabled: BTreeSet<usize>,
    /// Whose tokens rest until they sign in again.
    resting: BTreeSet<usize>,
    rules: SiteRules,
    own_idle: BTreeMap<UserId, OwnIdle>,
    weeks: BTreeMap<usize, Week>,
    own_hours: BTreeMap<usize, Schedule>,
    down_since: Option<Timestamp>,
    /// The board as it was last written, and when. A server that is killed finds that again.
    written: (Board, Timestamp),
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
            signed_in: BTreeSet::new(),
            disabled: BTreeSet::new(),
            resting: BTreeSet::new(),
            rules: SiteRules::DEFAULT,
            own_idle: BTreeMap::new(),
            weeks: BTreeMap::new(),
            own_hours: BTreeMap::new(),
            down_since: None,
            written: (Board::default(), names::moment(start)),
        };
        for person in names::people() {
            let mut agent = Agent::new(names::user(person));
            agent.rules = Some(site.rules_of(&agent.id));
            site.board.put_agent(agent);
        }
        site.written.0 = site.board.clone();
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
    fn save(&mut self, transitions: Vec<Transition>, now: Timestamp) {
        self.save_all(transitions, [], now);
    }

    /// The same, where projects opened or closed.
    fn save_all(
        &mut self,
        transitions: Vec<Transition>,
        opened: impl IntoIterator<Item = ProjectId>,
        now: Timestamp,
    ) {
        let transitions: Vec<(Agent, Transition)> = transitions
            .into_iter()
            .filter_map(|done| Some((self.board.agent(&done.agent.id)?.clone(), done)))
            .collect();
        let mut touched = Record::touched(&transitions);
        touched.extend(opened);
        let before: Vec<Before> = touched
            .iter()
            .filter_map(|id| self.board.project(id))
            .map(|project| Before { available: self.available(project), project: project.clone() })
            .collect();
        // What was heard of devices changes with every beat, and is kept too.
        let agents: Vec<Agent> = transitions.iter().map(|(_, done)| done.agent.clone()).collect();
        self.save_record(Record::of(transitions, before, now));
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

    fn save_record(&mut self, record: Record) {
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
        self.said.push(names::said(entry, &names::Written));
    }
}
