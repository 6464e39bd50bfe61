//! A turn: the right to write, one transaction, and what it changed.

use crate::{
    Failure, Identity, Service,
    error::StoreError,
    present::Changed,
    store::{
        Engine, Tx,
        audit::{self, Act},
        identities, settings,
    },
};
use presence::{Timestamp, UserId};
use sqlx::AnyConnection;
use std::{sync::PoisonError, time::Duration};
use tokio::sync::OwnedMutexGuard;

/// A turn. Dropped before [`Turn::commit`], it has never been.
pub(crate) struct Turn {
    // In this order: the transaction is given up before the turn is.
    tx: Tx,
    pub(crate) changed: Changed,
    now: Timestamp,
    service: Service,
    _held: OwnedMutexGuard<()>,
}

impl Service {
    /// Waits for its turn, and begins a transaction.
    pub(crate) async fn turn(&self) -> Result<Turn, StoreError> {
        let store = &self.0.store;
        // A database that hangs makes a queue: whoever stands in it gives up after the same time.
        let held = tokio::time::timeout(store.patience(), self.0.turn.clone().lock_owned())
            .await
            .map_err(|_| StoreError::Unavailable(sqlx::Error::PoolTimedOut))?;
        let mut tx = store.begin().await?;
        if store.engine() == Engine::Postgres {
            store.note(settings::take_turn(&mut tx).await)?;
        }
        let now = self.now();
        Ok(Turn { tx, changed: Changed::default(), now, service: self.clone(), _held: held })
    }

    /// A turn in somebody's name: as who they are now, not as who they were when they were let in. A
    /// session that ended or a role that was taken away in between does not count any more.
    pub(crate) async fn turn_as(&self, who: &Identity) -> Result<(Turn, Identity), Failure> {
        let mut turn = self.turn().await?;
        let who = turn.identity(who).await?;
        Ok((turn, who))
    }

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

impl Turn {
    /// The moment at which all of this change happens.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    /// Lets the change happen at another moment.
    pub(crate) const fn happen_at(&mut self, moment: Timestamp) {
        self.now = moment;
    }

    /// The transaction.
    pub(crate) fn tx(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// The service whose turn it is.
    pub(crate) const fn service(&self) -> &Service {
        &self.service
    }

    /// Who somebody is now.
    pub(super) async fn identity(&mut self, who: &Identity) -> Result<Identity, Failure> {
        let who = identities::by_device(&mut self.tx, &who.device, self.now).await?;
        who.ok_or(Failure::SignedOut)
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

    /// Commits, changes the memory and tells the observer. It runs to its end even when the caller has
    /// gone away in the middle.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        tokio::spawn(self.commit_here()).await.unwrap_or_else(|panic| {
            std::panic::resume_unwind(panic.into_panic());
        })
    }

    async fn commit_here(self) -> Result<(), StoreError> {
        let Self { tx, changed, service, _held: held, .. } = self;
        if let Err(error) = service.0.store.commit(tx).await {
            drop(held);
            // Whether it was committed is unknown when the connection broke: read what is true.
            tokio::spawn(service.read_again_until_it_works());
            return Err(error);
        }
        if !changed.is_empty() {
            let mut board = service.0.board.write().unwrap_or_else(PoisonError::into_inner);
            changed.apply(&mut board);
            drop(board);
            service.0.observer.changed(&service, &changed);
        }
        drop(held);
        Ok(())
    }
}
