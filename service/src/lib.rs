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
mod csv;
mod email;
mod error;
mod holidays;
mod language;
mod name;
mod password;
mod schedule;
mod secret;
mod site;
mod store;
mod writing;
mod zone;

mod accept_invitation;
mod add_holidays;
mod add_project;
mod add_user;
mod authenticate;
mod beat;
mod change_account;
mod change_own_hours;
mod change_own_idle;
mod change_password;
mod change_project;
mod change_schedule;
mod change_site_settings;
mod demo_devices;
mod demo_hours;
mod export_history;
mod fill_demo;
mod force_logout;
mod force_offline;
mod forget_history;
mod go_offline;
mod go_online;
mod invite;
mod listen;
mod nodes;
mod operator;
mod reckon_schedules;
mod record_due;
mod reset_password;
mod see_agents;
mod see_coverage;
mod see_devices;
mod see_history;
mod see_invitations;
mod see_ledger;
mod see_members;
mod see_people;
mod see_projects;
mod set_disabled;
mod set_member;
mod set_site_admin;
mod set_up;
mod sign_in;
mod sign_out;
mod sign_out_device;
mod tokens;

pub use accept_invitation::{AcceptInvitationError, InvitationView};
pub use add_holidays::AddHolidaysError;
pub use add_project::AddProjectError;
pub use authenticate::{AuthenticateError, DeviceKind, Identity};
pub use beat::Heard;
pub use change_own_idle::ChangeOwnIdleError;
pub use change_password::ChangePasswordError;
pub use change_project::ProjectChange;
pub use change_schedule::ChangeScheduleError;
pub use clock::{Clock, ManualClock};
pub use email::{Email, EmailError};
pub use error::{Failure, StoreError};
pub use export_history::Export;
pub use fill_demo::{Demo, DemoAccount, FillDemoError};
pub use force_offline::{ForceOffline, ForceOfflineError, MAX_REASON_CHARS};
pub use go_online::{ExtendFailure, GoOnlineFailure, LeaseEnd, Wish};
pub use holidays::{
    Calendar, CalendarError, HolidayListError, LineError, MAX_CALENDAR_BYTES, read_list, write_list,
};
pub use invite::{InvitationLink, Invite, InviteError, Invited};
pub use language::{LanguageTag, LanguageTagError};
pub use name::{Name, NameError};
pub use nodes::Node;
pub use operator::{OperatorError, Outcome};
pub use password::{Password, PasswordCost, PasswordError};
pub use reset_password::{MakeResetLinkError, ResetLink, ResetPasswordError};
pub use schedule::{KeptSchedule, ScheduleChange};
pub use secret::Secret;
pub use see_agents::{AgentInProject, AgentView};
pub use see_coverage::CoverageView;
pub use see_devices::DeviceView;
pub use see_history::HistoryView;
pub use see_invitations::PendingInvitation;
pub use see_members::Member;
pub use see_people::Person;
pub use see_projects::ProjectView;
pub use set_disabled::SetDisabledError;
pub use set_member::SetMemberError;
pub use set_site_admin::SetSiteAdminError;
pub use set_up::SetUpError;
pub use sign_in::{SignInError, SignedIn};
pub use site::{Changed, Observer, Site};
pub use store::{Engine, Store};
pub use tokens::TokenView;
pub use zone::{Zone, ZoneError};

use presence::{AttendanceSettings, Device, DeviceId, Timestamp};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicBool, Ordering},
    },
};

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
    hasher: password::Hasher,
    /// One write at a time on this node, so that memory and observers see changes in the order of
    /// their commits.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Whether this process hears devices. One that does not never tells that somebody is silent.
    listens: AtomicBool,
    /// What was heard of devices and is not written yet.
    heard: Mutex<BTreeMap<DeviceId, Device>>,
}

impl Service {
    /// Reads the site's present from the store.
    pub async fn start(
        store: Store,
        clock: Arc<dyn Clock>,
        observer: Arc<dyn Observer>,
    ) -> Result<Self, StoreError> {
        Self::start_with(store, clock, observer, PasswordCost::default()).await
    }

    /// As [`Service::start`], with another cost of hashing passwords.
    pub async fn start_with(
        store: Store,
        clock: Arc<dyn Clock>,
        observer: Arc<dyn Observer>,
        password_cost: PasswordCost,
    ) -> Result<Self, StoreError> {
        let site = Site::read(&mut *store.snapshot().await?, false).await?;
        Ok(Self(Arc::new(Inner {
            store,
            clock,
            observer,
            site: RwLock::new(site),
            hasher: password::Hasher::new(password_cost),
            turn: Arc::default(),
            listens: AtomicBool::new(false),
            heard: Mutex::default(),
        })))
    }

    /// Now, by the site's clock.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The present. Hold it briefly and across no `await`.
    pub fn site(&self) -> RwLockReadGuard<'_, Site> {
        // A poisoned lock means that a reader panicked; writers leave the site whole.
        self.0.site.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How the site looks whether somebody is there; `None` while this process does not listen.
    fn attendance(&self) -> Option<AttendanceSettings> {
        self.0.listens.load(Ordering::Acquire).then(|| self.site().settings.attendance)
    }

    /// The store, for health checks, backups and stopping.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Reads everything again: something beside this process has written.
    pub async fn read_again(&self) -> Result<(), StoreError> {
        let _turn = self.0.turn.lock().await;
        let listens = self.0.listens.load(Ordering::Acquire);
        let mut site = Site::read(&mut *self.0.store.snapshot().await?, listens).await?;
        let mut present = self.0.site.write().unwrap_or_else(PoisonError::into_inner);
        // What was heard here is newer than what was written of it; other rules hold from now on.
        site.keep_heard(&present, self.now());
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
