//! Use cases and the store.
//!
//! A use case authorises, loads, lets `presence` decide, and saves: the change, its ledger entries and
//! what the public sees in one transaction. Then, and only then, the memory that pages and portals read
//! ([`Board`](::presence::Board)) is changed, and the [`Observer`] is told.
//!
//! This crate must never read the clock (it is handed a [`Clock`]), speak HTTP, send mail or draw.
//!
//! One file a use case; find it by its name.

mod account;
mod clock;
mod cluster;
mod deliveries;
mod demo;
mod error;
mod history;
mod hours;
mod identity;
mod people;
mod presence;
mod present;
mod projects;
mod site;
mod store;
mod values;
mod writing;

pub use account::{
    AddTokenRefused, AuthenticateError, ChangeOwnIdleRefused, ChangePasswordRefused, MAX_TOKENS,
    MakeResetLinkRefused, ResetLink, ResetPasswordRefused, SignInRefused, SignedIn, TokenView,
};
pub use clock::{Clock, ManualClock};
pub use cluster::{Lead, LostLead, Node};
pub use deliveries::{Delivery, Letter, LetterView, MAX_ANSWER_CHARS, Sent};
pub use demo::{Demo, DemoAccount, FillDemoRefused};
pub use error::{Failure, StoreError};
pub use history::{CoverageView, Export, HistoryView};
pub use hours::{
    AddHolidaysRefused, Calendar, CalendarError, ChangeScheduleRefused, HolidayListError,
    LineError, MAX_CALENDAR_BYTES, read_list, write_list,
};
pub use identity::{Identity, LoggedOut};
pub use people::{
    AcceptInvitationRefused, Asked, Find, ForceLogoutRefused, Found, InvitationLink,
    InvitationView, Invite, InviteRefused, Invited, OfPresence, PEOPLE_A_PAGE, PendingInvitation,
    Person, Prospect, SetDisabledRefused, SetSiteAdminRefused, SetUpRefused,
};
pub use presence::{
    AgentInProject, AgentView, BreakRefused, ExtendRefused, GoOnlineRefused, Heard, PutOffline,
    PutOfflineRefused,
};
pub use present::{Changed, Observer};
pub use projects::{
    AddProjectRefused, Member, ProjectChange, ProjectView, Removal, SetMemberRefused,
};
pub use site::{OperatorError, Restored, read_break_reasons};
pub use store::{Engine, Replacement, RestoreError, Store, Trouble, sqlite_path};
pub use values::{
    Email, EmailError, KeptSchedule, LanguageTag, LanguageTagError, MAX_REASON_CHARS, Name,
    NameError, Outcome, Password, PasswordCost, PasswordError, ReasonError, ScheduleChange, Secret,
    SessionEnd, Vault, VaultError, Zone, ZoneError,
};

use account::token_uses::TokenUses;
use cluster::Pulse;

use ::presence::{AttendanceSettings, Board, Device, DeviceId, Timestamp};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard},
};

/// The site: its store, its present in memory, and every use case.
///
/// Cloning is cheap and shares everything.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    store: Store,
    vault: Vault,
    clock: Arc<dyn Clock>,
    observer: Arc<dyn Observer>,
    board: RwLock<Board>,
    hasher: values::password::Hasher,
    /// One write at a time on this node, so that memory and observers see changes in the order of
    /// their commits.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Where this process hears devices. One that does not never tells that somebody is silent.
    listens_at: OnceLock<String>,
    /// Since when it is known to run.
    pulse: Pulse,
    /// What was heard of devices and is not written yet.
    heard: Mutex<BTreeMap<DeviceId, Device>>,
    /// When programs used their tokens.
    token_uses: TokenUses,
}

impl Service {
    /// Reads the site's present from the store.
    pub async fn start(
        store: Store,
        vault: Vault,
        clock: Arc<dyn Clock>,
        observer: Arc<dyn Observer>,
    ) -> Result<Self, StoreError> {
        Self::start_with(store, vault, clock, observer, PasswordCost::default()).await
    }

    /// As [`Service::start`], with another cost of hashing passwords.
    pub async fn start_with(
        store: Store,
        vault: Vault,
        clock: Arc<dyn Clock>,
        observer: Arc<dyn Observer>,
        password_cost: PasswordCost,
    ) -> Result<Self, StoreError> {
        let board = present::read(&mut *store.snapshot().await?, false).await?;
        Ok(Self(Arc::new(Inner {
            store,
            vault,
            clock,
            observer,
            board: RwLock::new(board),
            hasher: values::password::Hasher::new(password_cost),
            turn: Arc::default(),
            listens_at: OnceLock::new(),
            pulse: Pulse::default(),
            heard: Mutex::default(),
            token_uses: TokenUses::default(),
        })))
    }

    /// Now, by the site's clock.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The present. Hold it briefly and across no `await`.
    pub fn board(&self) -> RwLockReadGuard<'_, Board> {
        // A poisoned lock means that a reader panicked; writers leave the board whole.
        self.0.board.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this process hears devices.
    fn listens(&self) -> bool {
        self.0.listens_at.get().is_some()
    }

    /// How the site looks whether somebody is there; `None` while this process does not listen.
    fn attendance(&self) -> Option<AttendanceSettings> {
        self.listens().then(|| self.board().settings.attendance)
    }

    /// The keys of what is sealed in the store.
    fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// The store, for health checks, backups and stopping.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Reads everything again: something beside this process has written.
    pub async fn read_again(&self) -> Result<(), StoreError> {
        let _turn = self.0.turn.lock().await;
        let mut board = present::read(&mut *self.0.store.snapshot().await?, self.listens()).await?;
        let mut present = self.0.board.write().unwrap_or_else(PoisonError::into_inner);
        // What was heard here is newer than what was written of it; other rules hold from now on.
        present::keep_heard(&mut board, &present, self.now());
        *present = board;
        drop(present);
        self.0.observer.everything_changed(self);
        Ok(())
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Service")
    }
}
