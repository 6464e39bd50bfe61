//! A change under way: one turn, one transaction, and what it changed.

use crate::{
    Service,
    error::StoreError,
    site::Changed,
    store::{Engine, Tx, agents, ledger, projects},
};
use presence::{Agent, Cause, DeskProject, Entry, Fact, ProjectId, Timestamp, Transition, UserId};
use sqlx::AnyConnection;
use std::collections::BTreeMap;
use tokio::sync::OwnedMutexGuard;

/// A change under way. Dropped before [`Writing::commit`], it has never been.
pub(crate) struct Writing {
    service: Service,
    turn: OwnedMutexGuard<()>,
    tx: Tx,
    now: Timestamp,
    pub(crate) changed: Changed,
}

impl Service {
    /// Waits for its turn, begins a transaction, and records what fell due before now.
    pub(crate) async fn begin(&self) -> Result<Writing, StoreError> {
        let turn = self.0.turn.clone().lock_owned().await;
        let mut tx = self.0.store.begin().await?;
        if self.0.store.engine() == Engine::Postgres {
            // One writer at a time across nodes as well: this row is the turn. SQLite has it built in.
            sqlx::query(
                "insert into settings (name, value) values ('turn', '') \
                 on conflict (name) do update set value = excluded.value",
            )
            .execute(&mut *tx)
            .await?;
        }
        let now = self.now();
        let mut writing =
            Writing { service: self.clone(), turn, tx, now, changed: Changed::default() };
        for id in agents::due(&mut writing.tx, now).await? {
            if let Some(agent) = agents::load(&mut writing.tx, &id).await? {
                writing.save(&agent, agent.settle(now)).await?;
            }
        }
        Ok(writing)
    }
}

impl Writing {
    /// The moment at which all of this change happens.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    /// The transaction.
    pub(crate) fn tx(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// The agent as committed, or as this change left them.
    pub(crate) async fn agent(&mut self, id: &UserId) -> Result<Option<Agent>, StoreError> {
        agents::load(&mut self.tx, id).await
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
            ledger::append(&mut self.tx, entry, self.now).await?;
            touched.insert((entry.at, entry.project.clone()), entry.cause.clone());
        }
        for ((at, project), cause) in touched {
            self.publish(&project, at, cause).await?;
        }
        self.changed.agents.push(transition.agent.clone());
        Ok(transition.agent)
    }

    /// Works out what the public sees of a project since `at`, and records it when it differs.
    pub(crate) async fn publish(
        &mut self,
        id: &ProjectId,
        at: Timestamp,
        cause: Cause,
    ) -> Result<(), StoreError> {
        let Some(mut project) = projects::lock(&mut self.tx, id).await? else { return Ok(()) };
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
        ledger::append(&mut self.tx, &entry, self.now).await?;
        project.availability = next;
        self.put_project(project);
        Ok(())
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
        let Self { service, turn, tx, now, changed } = self;
        if let Err(error) = tx.commit().await {
            // Whether it was committed is unknown when the connection broke: read what is true.
            drop(turn);
            if let Err(error) = service.read_again().await {
                tracing::warn!(%error, "could not read again after a failed commit");
            }
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
