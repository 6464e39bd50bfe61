//! A change under way: one turn, one transaction, and what it changed.

use crate::{
    Failure, Identity, Service,
    error::StoreError,
    site::Changed,
    store::{
        Engine, Tx, agents,
        audit::{self, Act},
        identities, ledger, projects, settings,
    },
};
use presence::{Agent, Cause, DeskProject, Entry, Fact, ProjectId, Timestamp, Transition, UserId};
use sqlx::AnyConnection;
use std::{collections::BTreeMap, time::Duration};
use tokio::sync::OwnedMutexGuard;

/// A change under way. Dropped before [`Writing::commit`], it has never been.
pub(crate) struct Writing {
    // In this order: the transaction is given up before the turn is.
    tx: Tx,
    pub(crate) changed: Changed,
    now: Timestamp,
    service: Service,
    turn: OwnedMutexGuard<()>,
}

impl Service {
    /// Waits for its turn, begins a transaction, and records what fell due before now.
    pub(crate) async fn begin(&self) -> Result<Writing, StoreError> {
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
        let mut writing =
            Writing { tx, changed: Changed::default(), now, service: self.clone(), turn };
        writing.live_through(now).await?;
        Ok(writing)
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
        for id in agents::due(&mut self.tx, moment).await? {
            if let Some(agent) = agents::load(&mut self.tx, &id).await? {
                self.save(&agent, agent.settle(moment)).await?;
            }
        }
        Ok(())
    }

    /// The transaction.
    pub(crate) fn tx(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// The agent as committed, or as this change left them.
    pub(crate) async fn agent(&mut self, id: &UserId) -> Result<Option<Agent>, StoreError> {
        agents::load(&mut self.tx, id).await
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
        if !transition.changes(before) {
            return Ok(transition.agent);
        }
        agents::save(&mut self.tx, before, &transition.agent).await?;
        let mut touched: BTreeMap<(Timestamp, ProjectId), Cause> = BTreeMap::new();
        for entry in &transition.entries {
            ledger::append(&mut self.tx, entry).await?;
            touched.insert((entry.at, entry.project.clone()), entry.cause.clone());
        }
        for ((at, project), cause) in touched {
            self.publish(&project, at, cause).await?;
        }
        self.put_agent(transition.agent.clone());
        Ok(transition.agent)
    }

    /// Works out what the public sees of a project since `at`, and records it when it differs.
    pub(crate) async fn publish(
        &mut self,
        id: &ProjectId,
        at: Timestamp,
        cause: Cause,
    ) -> Result<(), StoreError> {
        let Some(mut project) = projects::load(&mut self.tx, id).await? else { return Ok(()) };
        let available = agents::available(&mut self.tx, id, at).await?;
        let Some(next) = project.availability.after(available, project.show_count, at) else {
            return Ok(());
        };
        projects::save_availability(&mut self.tx, id, &next).await?;
        let entry = Entry {
            at,
            project: id.clone(),
            fact: Fact::Availability {
                status: next.status,
                agents_online: next.agents_online,
                revision: next.revision,
            },
            cause,
        };
        ledger::append(&mut self.tx, &entry).await?;
        project.availability = next;
        self.put_project(project);
        Ok(())
    }

    /// Notes an agent's new state.
    pub(crate) fn put_agent(&mut self, agent: Agent) {
        self.changed.agents.retain(|other| other.id != agent.id);
        self.changed.agents.push(agent);
    }

    /// Notes a project's new state.
    pub(crate) fn put_project(&mut self, project: DeskProject) {
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
        let Self { tx, changed, now, service, turn } = self;
        if let Err(error) = tx.commit().await {
            drop(turn);
            // Whether it was committed is unknown when the connection broke: read what is true.
            tokio::spawn(service.read_again_until_it_works());
            return Err(error.into());
        }
        if !changed.is_empty() {
            let mut site =
                service.0.site.write().unwrap_or_else(std::sync::PoisonError::into_inner);
            site.apply(&changed);
            service.0.observer.changed(&site, &changed, now);
        }
        drop(turn);
        Ok(())
    }
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
