//! Use cases and the store.
//!
//! A use case authorises, loads, lets `presence` decide, and saves: the change, its ledger entries and
//! what the public sees in one transaction. Then, and only then, the memory that pages and portals read
//! ([`Site`]) is changed, and the [`Observer`] is told.
//!
//! This crate must never read the clock (it is handed a [`Clock`]), speak HTTP, send mail or draw.
//!
//! One file a use case; find it by its name.

mod clock;
mod error;
mod secret;
mod site;
mod store;
mod writing;

mod authenticate;
mod force_offline;
mod go_offline;
mod go_online;
mod record_due;
mod see_agents;

pub use authenticate::{AuthenticateError, Identity};
pub use clock::{Clock, ManualClock};
pub use error::{Failure, StoreError};
pub use force_offline::{ForceOffline, ForceOfflineError, MAX_REASON_CHARS};
pub use go_online::{ExtendFailure, GoOnlineFailure, LeaseEnd, Wish};
pub use secret::Secret;
pub use see_agents::{AgentInProject, AgentView};
pub use site::{Changed, Observer, Site};
pub use store::{Engine, Store};

use presence::Timestamp;
use std::sync::{Arc, RwLock, RwLockReadGuard};

/// The site: its store, its present in memory, and every use case.
///
/// Cloning is cheap and shares everything.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    observer: Arc<dyn Observer>,
    site: RwLock<Site>,
    /// One write at a time on this node, so that memory and observers see changes in the order of
    /// their commits.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Service {
    /// Reads the site's present from the store.
    pub async fn start(
        store: Store,
        clock: Arc<dyn Clock>,
        observer: Arc<dyn Observer>,
    ) -> Result<Self, StoreError> {
        let site = Site::read(&mut *store.reader().await?).await?;
        Ok(Self(Arc::new(Inner {
            store,
            clock,
            observer,
            site: RwLock::new(site),
            turn: Arc::default(),
        })))
    }

    /// Now, by the site's clock.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The present. Hold it briefly and across no `await`.
    pub fn site(&self) -> RwLockReadGuard<'_, Site> {
        // A poisoned lock means that a reader panicked; writers leave the site whole.
        self.0.site.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The store, for health checks, backups and stopping.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Reads everything again: something beside this process has written.
    pub async fn read_again(&self) -> Result<(), StoreError> {
        let _turn = self.0.turn.lock().await;
        let site = Site::read(&mut *self.0.store.reader().await?).await?;
        let mut present = self.0.site.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        *present = site;
        self.0.observer.everything_changed(&present, self.now());
        Ok(())
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Service")
    }
}
