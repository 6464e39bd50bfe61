//! A change under way: one turn, one transaction, and what it changed.

use crate::{
    Failure, Identity, Service,
    error::StoreError,
    present::Changed,
    store::{
        Engine, Tx, agents,
        audit::{self, Act},
        devices, identities, ledger, projects, settings,
    },
};
use presence::{
    Agent, AttendanceSettings, Availability, Cause, Device, DeviceId, Entry, Fact, Project,
    ProjectId, Published, Timestamp, Transition, UserId,
};
use sqlx::AnyConnection;
use std::{collections::BTreeSet, time::Duration};
use tokio::sync::OwnedMutexGuard;

/// A change under way. Dropped before [`Writing::commit`], it has never been.
pub(crate) struct Writing {
    // In this order: the transaction is given up before the turn is.
    tx: Tx,
    pub(crate) changed: Changed,
    /// How the site looks whether somebody is there, if this process listens.
    pub(crate) attendance: Option<AttendanceSettings>,
    now: Timestamp,
    service: Service,
    turn: OwnedMutexGuard<()>,
}

impl Service {
    /// Waits for its turn, begins a transaction, and records what fell due before now.
    pub(crate) async fn begin(&self) -> Result<Writing, StoreError> {
        let mut writing = self.begin_unsettled().await?;
        writing.live_through(writing.now).await?;
        Ok(writing)
    }

    /// Waits for its turn and begins a transaction, whatever fell due.
    pub(crate) async fn begin_unsettled(&self) -> Result<Writing, StoreError> {
        let store = &self.0.store;
        // A database that hangs makes a queue: whoever stands in it gives up after the same time.
        let turn = tokio::time::timeout(store.patience(), self.0.turn.clone().lock_owned())
            .await
            .map_err(|_| StoreError::Unavailable(sqlx::Error::PoolTimedOut))?;
        let mut tx = store.begin().await?;
        if store.engine() == Engine::Postgres {
            settings::take_turn(&mut tx).await?;
        }
        let now = self.now();
        let attendance = self.attendance();
        let changed = Changed::default();
        Ok(Writing { tx, changed, attendance, now, service: self.clone(), turn })
    }

    /// Begins a change in somebody's name: as who they are now, not as who they were when they were let
    /// in. A session that ended or a role that was taken away in between does not count any more.
    pub(crate) async fn begin_as(&self, who: &Identity) -> Result<(Writing, Identity), Failure> {
        let mut writing = self.begin().await?;
        let who = identities::by_device(&mut writing.tx, &who.device, writing.now)
            .await?
            .ok_or(Failure::SignedOut)?;
        Ok((writing, who))
    }
}

impl Writing {
    /// The moment at which all of this change happens.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    /// Records what falls due until `moment`, at which the rest of this change happens.
    pub(crate) async fn live_through(&mut self, moment: Timestamp) -> Result<(), StoreError> {
        self.now = moment;
        let mut due: BTreeSet<UserId> =
            agents::due(&mut self.tx, moment).await?.into_iter().collect();
        due.extend(self.service.board().due(moment).map(|(_, id)| id.clone()));
        // What this change has touched already is not in memory yet.
        due.extend(self.changed.agents.iter().map(|agent| agent.id.clone()));
        let mut settled = Vec::with_capacity(due.len());
        for id in due {
            if let Some(agent) = self.agent(&id).await? {
                let transition = agent.settle(moment);
                settled.push((agent, transition));
            }
        }
        let opened = projects::due(&mut self.tx, moment).await?;
        self.save_all(settled, opened).await
    }

    /// The transaction.
    pub(crate) fn tx(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// The agent as committed, or as this change left them, with what was heard of their devices.
    pub(crate) async fn agent(&mut self, id: &UserId) -> Result<Option<Agent>, StoreError> {
        let Some((mut agent, idle)) = agents::load(&mut self.tx, id).await? else {
            return Ok(None);
        };
        agent.rules = self.attendance.map(|attendance| attendance.rules_for(idle));
        if let Some(known) = self.service.board().agent(id) {
            agent.devices.merge(&known.devices);
        }
        if let Some(changed) = self.changed.agents.iter().find(|changed| changed.id == *id) {
            agent.devices.merge(&changed.devices);
        }
        Ok(Some(agent))
    }

    /// Notes an administrative act; by the command line when there is no actor.
    pub(crate) async fn audit(
        &mut self,
        actor: Option<&UserId>,
        act: Act,
        subject: &str,
        detail: &str,
    ) -> Result<(), StoreError> {
        audit::append(&mut self.tx, self.now, actor, act, subject, detail).await
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
        let mut entries: Vec<Entry> =
            transitions.iter().flat_map(|(_, done)| done.entries.iter().cloned()).collect();
        entries.sort_by_key(|entry| entry.at);
        let touched: BTreeSet<ProjectId> =
            entries.iter().map(|entry| entry.project.clone()).chain(opened).collect();
        let mut seen = Vec::new();
        for id in touched {
            let Some(project) = projects::load(&mut self.tx, &id).await? else { continue };
            let available = agents::available(&mut self.tx, &id).await?;
            let here = entries.iter().filter(|entry| entry.project == id);
            let shown = project.through(available, here, self.now);
            let last = shown.published.last().map(|last| last.availability.clone());
            if last.is_some() || shown.boundary_at != project.boundary_at {
                let availability = last.unwrap_or(project.availability);
                let boundary_at = shown.boundary_at;
                let project = Project { boundary_at, availability, ..project };
                projects::save_availability(&mut self.tx, &project).await?;
                self.put_project(project);
            }
            seen.extend(
                shown.published.into_iter().map(|published| availability_entry(&id, published)),
            );
        }
        // Sorting is stable: what the public sees of a moment comes after what happened in it.
        entries.append(&mut seen);
        entries.sort_by_key(|entry| entry.at);
        for (before, transition) in transitions {
            if transition.changes(&before) {
                agents::save(&mut self.tx, &before, &transition.agent).await?;
                self.put_agent(transition.agent);
            }
        }
        for entry in &entries {
            ledger::append(&mut self.tx, entry).await?;
        }
        Ok(())
    }

    /// Works out what the public sees of a project since `at`, and records it when it differs.
    pub(crate) async fn publish(
        &mut self,
        id: &ProjectId,
        at: Timestamp,
        cause: Cause,
    ) -> Result<(), StoreError> {
        let Some(project) = projects::load(&mut self.tx, id).await? else { return Ok(()) };
        let available = agents::available(&mut self.tx, id).await?.len();
        let available = u32::try_from(available).unwrap_or(u32::MAX);
        let (after, differs) = project.shown_at(available, at);
        if after == project {
            return Ok(());
        }
        projects::save_availability(&mut self.tx, &after).await?;
        if differs {
            let published = Published { availability: after.availability.clone(), at, cause };
            ledger::append(&mut self.tx, &availability_entry(id, published)).await?;
        }
        self.put_project(after);
        Ok(())
    }

    /// Other rules hold for somebody from now on: what follows is saved.
    pub(crate) async fn other_rules(&mut self, id: &UserId) -> Result<Option<Agent>, StoreError> {
        let Some(mut agent) = self.agent(id).await? else { return Ok(None) };
        agent.devices.not_before(self.now);
        let settled = agent.settle(self.now);
        let agent = self.save(&agent, settled).await?;
        self.put_agent(agent.clone());
        Ok(Some(agent))
    }

    /// Writes what was heard of devices, so that a restart knows it.
    pub(crate) async fn write_heard(
        &mut self,
        heard: &[(DeviceId, Device)],
    ) -> Result<(), StoreError> {
        devices::hear(&mut self.tx, heard).await
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

    /// Commits, changes the memory and tells the observer. It runs to its end even when the caller has
    /// gone away in the middle.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        tokio::spawn(self.commit_here()).await.unwrap_or_else(|panic| {
            std::panic::resume_unwind(panic.into_panic());
        })
    }

    async fn commit_here(self) -> Result<(), StoreError> {
        let Self { tx, changed, now, service, turn, .. } = self;
        if let Err(error) = tx.commit().await {
            drop(turn);
            // Whether it was committed is unknown when the connection broke: read what is true.
            tokio::spawn(service.read_again_until_it_works());
            return Err(error.into());
        }
        if !changed.is_empty() {
            let mut board =
                service.0.board.write().unwrap_or_else(std::sync::PoisonError::into_inner);
            changed.apply(&mut board);
            service.0.observer.changed(&board, &changed, now);
        }
        drop(turn);
        Ok(())
    }
}

fn availability_entry(id: &ProjectId, published: Published) -> Entry {
    let Published { availability, at, cause } = published;
    let Availability { status, agents_online, revision, .. } = availability;
    let fact = Fact::Availability { status, agents_online, revision };
    Entry { at, project: id.clone(), fact, cause }
}

impl Service {
    async fn read_again_until_it_works(self) {
        let mut pause = Duration::from_millis(50);
        while let Err(error) = self.read_again().await {
            if matches!(error, StoreError::Unavailable(sqlx::Error::PoolClosed)) {
                return;
            }
            tracing::warn!(%error, "could not read again after a failed commit");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
    }
}
