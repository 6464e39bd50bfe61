//! A turn in which presence changes.
//!
//! What fell due before it is recorded first, so that an end is recorded once and dated at its deadline,
//! whoever comes to record it.

use super::Turn;
use crate::{
    Failure, Identity, Service,
    error::StoreError,
    store::{agents, devices, ledger, projects, settings},
};
use presence::{
    Agent, AttendanceSettings, Before, Cause, Device, DeviceId, OwnIdle, Project, ProjectId,
    Record, Timestamp, Transition, UserId,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::{Deref, DerefMut},
};

/// Until when any node listened, as far as written: the name of a setting.
const LISTENED_UNTIL: &str = "listened_until";

/// A turn in which presence changes. Dropped before it is committed, it has never been.
///
/// What was heard of devices until then is written with it: what a change rests on must not be forgotten by
/// a process that is killed after it.
pub(crate) struct Writing {
    turn: Turn,
    /// How the site looks whether somebody is there, if this process listens.
    pub(crate) attendance: Option<AttendanceSettings>,
    /// What this change itself tells of devices.
    heard: BTreeMap<DeviceId, Device>,
    /// Devices that end with this change: nothing more is written of them.
    ended: BTreeSet<DeviceId>,
}

impl Deref for Writing {
    type Target = Turn;

    fn deref(&self) -> &Turn {
        &self.turn
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut Turn {
        &mut self.turn
    }
}

impl Service {
    /// Waits for its turn, and records what fell due before now.
    pub(crate) async fn begin(&self) -> Result<Writing, StoreError> {
        let mut writing = self.begin_unsettled().await?;
        let now = writing.now();
        if writing.attendance.is_some() {
            writing.live_through(now).await?;
        } else {
            // A command beside the servers knows of devices what these have written.
            let known_until = writing.listened_until().await?;
            writing.live_through_unheard(now, known_until).await?;
        }
        Ok(writing)
    }

    /// Waits for its turn, whatever fell due.
    pub(crate) async fn begin_unsettled(&self) -> Result<Writing, StoreError> {
        self.wake().await?;
        self.begin_asleep().await
    }

    /// The same, where it does not matter whether this process stood still.
    pub(crate) async fn begin_asleep(&self) -> Result<Writing, StoreError> {
        let turn = self.turn().await?;
        let (heard, ended) = (BTreeMap::new(), BTreeSet::new());
        Ok(Writing { turn, attendance: self.attendance(), heard, ended })
    }

    /// Begins a change in somebody's name, as [`Service::turn_as`] does.
    pub(crate) async fn begin_as(&self, who: &Identity) -> Result<(Writing, Identity), Failure> {
        let mut writing = self.begin().await?;
        let who = writing.identity(who).await?;
        Ok((writing, who))
    }
}

impl Writing {
    /// Records what falls due until `moment`, at which the rest of this change happens.
    pub(crate) async fn live_through(&mut self, moment: Timestamp) -> Result<(), StoreError> {
        self.live_through_with(moment, |agent, _| agent.settle(moment)).await
    }

    /// The same for a process that hears no devices: what was written of them was heard until `known_until`.
    pub(crate) async fn live_through_unheard(
        &mut self,
        moment: Timestamp,
        known_until: Timestamp,
    ) -> Result<(), StoreError> {
        let attendance = settings::load_site(self.turn.tx()).await?.attendance;
        let settle = |agent: &Agent, idle| {
            agent.settle_unheard(attendance.rules_for(idle), known_until, moment)
        };
        self.live_through_with(moment, settle).await
    }

    /// The same, where `settle` says what became of an agent who chose this of idleness.
    async fn live_through_with(
        &mut self,
        moment: Timestamp,
        settle: impl Fn(&Agent, OwnIdle) -> Transition,
    ) -> Result<(), StoreError> {
        self.turn.happen_at(moment);
        let mut due: BTreeSet<UserId> =
            agents::due(self.turn.tx(), moment).await?.into_iter().collect();
        due.extend(self.service().board().due(moment).map(|(_, id)| id.clone()));
        // What this change has touched already is not in memory yet.
        due.extend(self.changed.agents.iter().map(|agent| agent.id.clone()));
        let mut settled = Vec::with_capacity(due.len());
        for id in due {
            if let Some((agent, idle)) = self.agent_and_idle(&id).await? {
                let transition = settle(&agent, idle);
                settled.push((agent, transition));
            }
        }
        let opened = projects::due(self.turn.tx(), moment).await?;
        self.save_all(settled, opened).await
    }

    /// The agent as committed, or as this change left them, with what was heard of their devices.
    pub(crate) async fn agent(&mut self, id: &UserId) -> Result<Option<Agent>, StoreError> {
        Ok(self.agent_and_idle(id).await?.map(|(agent, _)| agent))
    }

    /// The same, and what they chose of idleness.
    async fn agent_and_idle(
        &mut self,
        id: &UserId,
    ) -> Result<Option<(Agent, OwnIdle)>, StoreError> {
        let Some((mut agent, idle)) = agents::load(self.turn.tx(), id).await? else {
            return Ok(None);
        };
        agent.rules = self.attendance.map(|attendance| attendance.rules_for(idle));
        if let Some(known) = self.service().board().agent(id) {
            agent.devices.merge(&known.devices);
        }
        if let Some(changed) = self.changed.agents.iter().find(|changed| changed.id == *id) {
            agent.devices.merge(&changed.devices);
        }
        Ok(Some((agent, idle)))
    }

    /// Saves a transition: the agent, the ledger, and what the public sees of each project that it
    /// touched. Returns the agent after it.
    pub(crate) async fn save(
        &mut self,
        before: &Agent,
        transition: Transition,
    ) -> Result<Agent, StoreError> {
        let after = transition.agent.clone();
        self.save_all(vec![(before.clone(), transition)], []).await?;
        Ok(after)
    }

    /// Saves transitions of several agents, and that projects opened or closed, in the order in which all
    /// of it came true.
    pub(crate) async fn save_all(
        &mut self,
        transitions: Vec<(Agent, Transition)>,
        opened: impl IntoIterator<Item = ProjectId>,
    ) -> Result<(), StoreError> {
        let mut touched = Record::touched(&transitions);
        touched.extend(opened);
        let mut before = Vec::with_capacity(touched.len());
        for id in touched {
            if let Some(project) = projects::load(self.turn.tx(), &id).await? {
                let available = agents::available(self.turn.tx(), &id).await?;
                before.push(Before { project, available });
            }
        }
        self.write(Record::of(transitions, before, self.now())).await
    }

    /// Works out what the public sees of a project since `at`, and records it when it differs.
    pub(crate) async fn publish(
        &mut self,
        id: &ProjectId,
        at: Timestamp,
        cause: Cause,
    ) -> Result<(), StoreError> {
        let Some(project) = projects::load(self.turn.tx(), id).await? else { return Ok(()) };
        let available = agents::available(self.turn.tx(), id).await?.len();
        let available = u32::try_from(available).unwrap_or(u32::MAX);
        self.write(Record::of_project(&project, available, at, cause)).await
    }

    async fn write(&mut self, record: Record) -> Result<(), StoreError> {
        for project in record.projects {
            projects::save_availability(self.turn.tx(), &project).await?;
            self.put_project(project);
        }
        for (before, after) in record.agents {
            agents::save(self.turn.tx(), &before, &after).await?;
            self.put_agent(after);
        }
        for entry in &record.entries {
            ledger::append(self.turn.tx(), entry).await?;
        }
        Ok(())
    }

    /// Other rules hold for somebody from now on: what follows is saved.
    pub(crate) async fn other_rules(&mut self, id: &UserId) -> Result<Option<Agent>, StoreError> {
        let Some(mut agent) = self.agent(id).await? else { return Ok(None) };
        agent.devices.not_before(self.now());
        let settled = agent.settle(self.now());
        let agent = self.save(&agent, settled).await?;
        self.put_agent(agent.clone());
        Ok(Some(agent))
    }

    /// Notes what this change tells of a device.
    pub(crate) fn hear(&mut self, id: DeviceId, device: Device) {
        self.heard.insert(id, device);
    }

    /// Notes that devices end with this change.
    pub(crate) fn end_devices(&mut self, ended: &[DeviceId]) {
        self.ended.extend(ended.iter().cloned());
    }

    /// Until when any node listened; what was written of devices is what was heard by then.
    pub(crate) async fn listened_until(&mut self) -> Result<Timestamp, StoreError> {
        let until = settings::get(self.turn.tx(), LISTENED_UNTIL).await?;
        // Where nobody has ever listened, everybody is as they were when they signed in.
        Ok(until.and_then(|text| text.parse().ok()).map_or(Timestamp::MIN, Timestamp::from_millis))
    }

    /// Says that what is written of devices is what was heard until now.
    pub(crate) async fn say_listened(&mut self) -> Result<(), StoreError> {
        let now = self.now().as_millis().to_string();
        settings::set(self.turn.tx(), LISTENED_UNTIL, &now).await
    }

    /// Notes an agent's new state.
    pub(crate) fn put_agent(&mut self, agent: Agent) {
        self.changed.agents.retain(|other| other.id != agent.id);
        self.changed.agents.push(agent);
    }

    /// Notes a project's new state.
    pub(crate) fn put_project(&mut self, project: Project) {
        self.changed.projects.retain(|other| other.id != project.id);
        self.changed.projects.push(project);
    }

    /// Commits; see [`Turn::commit`].
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        let service = self.service().clone();
        let heard = service.heard();
        let mut written = heard.clone();
        written.extend(std::mem::take(&mut self.heard));
        written.retain(|id, _| !self.ended.contains(id));
        if self.attendance.is_some() {
            self.say_listened().await?;
        }
        let written: Vec<(DeviceId, Device)> = written.into_iter().collect();
        devices::hear(self.turn.tx(), &written).await?;
        self.turn.commit().await?;
        service.forget_heard(&heard);
        Ok(())
    }
}
