//! What may happen to a site, in words that neither the product nor the reference shares with the other.
//!
//! People, projects and devices are numbers, and time is the server's epoch milliseconds.

use crate::week::{Day, Week};
use std::collections::BTreeSet;

/// The server's epoch milliseconds.
pub type Moment = i64;

/// A second.
pub const SECOND: i64 = 1_000;
/// A minute.
pub const MINUTE: i64 = 60 * SECOND;
/// An hour.
pub const HOUR: i64 = 60 * MINUTE;
/// A day.
pub const DAY: i64 = 24 * HOUR;

/// A process that stands still for so long has not listened.
pub const SUSPEND_GAP: i64 = 10 * SECOND;

/// How many agents there are.
pub const PEOPLE: usize = 5;
/// How many projects there are.
pub const PROJECTS: usize = 3;
/// How many devices a person may have.
pub const DEVICES: usize = 3;
/// The device that is an API token. All others are browsers.
pub const TOKEN: usize = 2;

/// What a page says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// It can be seen.
    Shown,
    /// It is in the background.
    Hidden,
    /// It was left.
    Left,
}

/// What somebody says that they know of the present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knows {
    /// They say nothing.
    Nothing,
    /// Its revision.
    Present,
    /// One that is past.
    Past,
}

/// When silence and idleness count, for the whole site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteRules {
    /// Minutes of idleness; `None` is never.
    pub idle_minutes: Option<u32>,
    /// Agents may not choose for themselves.
    pub idle_enforced: bool,
    /// Seconds of silence.
    pub grace_seconds: u32,
    /// Whether silence counts.
    pub lost: bool,
    /// Minutes of absence that end the time online; `None` is never.
    pub limit_minutes: Option<u32>,
}

impl SiteRules {
    /// What a new site has.
    pub const DEFAULT: Self = Self {
        idle_minutes: Some(15),
        idle_enforced: false,
        grace_seconds: 70,
        lost: true,
        limit_minutes: Some(30),
    };
}

/// What an agent chose of idleness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnIdle {
    /// As the site says.
    AsTheSite,
    /// So many minutes.
    Minutes(u32),
    /// Never.
    Never,
}

/// Something that happens to the site at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// A device is signed in; a token is made.
    SignIn(usize, usize),
    /// A device is signed out.
    SignOut(usize, usize),
    /// A beat arrives.
    Beat {
        /// Whose.
        person: usize,
        /// On which device.
        device: usize,
        /// For how long nobody touched the device, as it says.
        idle: i64,
        /// How its page is.
        page: Page,
    },
    /// Any other request of a device arrives.
    Seen(usize, usize),
    /// A wish to be online. Who makes it in a browser is at it.
    GoOnline {
        /// Whose.
        person: usize,
        /// On which device.
        device: usize,
        /// Where; `None` is everywhere.
        projects: Option<BTreeSet<usize>>,
        /// For how long; `None` is without an end.
        minutes: Option<u32>,
        /// Whether somebody must be there.
        attended: bool,
        /// What they say of the revision.
        knows: Knows,
    },
    /// More time. Who asks for it in a browser is at it.
    Extend {
        /// Whose.
        person: usize,
        /// On which device.
        device: usize,
        /// How much.
        minutes: u32,
        /// What they say of the revision.
        knows: Knows,
    },
    /// Offline by hand.
    GoOffline {
        /// Who.
        person: usize,
        /// On which device.
        device: usize,
        /// Where; `None` is everywhere.
        projects: Option<BTreeSet<usize>>,
    },
    /// The door.
    Door {
        /// Whom it closes on.
        person: usize,
        /// Where.
        projects: BTreeSet<usize>,
        /// What the admin says of the revision.
        knows: Knows,
    },
    /// Every session of somebody is ended.
    ForceLogout(usize),
    /// An account is disabled.
    Disable(usize),
    /// An account is enabled again.
    Enable(usize),
    /// Somebody becomes an agent of a project.
    Join(usize, usize),
    /// Somebody is no longer one.
    Leave(usize, usize),
    /// A project shows its count to the public, or no longer.
    ShowCount(usize, bool),
    /// A project has other hours.
    Schedule(usize, Week),
    /// More holidays of a project.
    Holidays(usize, BTreeSet<Day>),
    /// Somebody's own hours are others.
    OwnHours {
        /// Whose.
        person: usize,
        /// On which device.
        device: usize,
        /// Which.
        week: Week,
    },
    /// Other rules for the site.
    SiteRules(SiteRules),
    /// Another choice of idleness.
    OwnIdle {
        /// Whose.
        person: usize,
        /// On which device.
        device: usize,
        /// What.
        own: OwnIdle,
    },
    /// The server is told to stop, and does.
    Stop,
    /// The server is killed: what it had not written is gone.
    Kill,
    /// It starts again.
    Start,
    /// Its process stands still: it hears nobody, and does not know it.
    Suspend,
    /// The process goes on.
    Wake,
}

impl Happening {
    /// Whether it is a sign of life and nothing else: it is heard, and not written.
    pub const fn is_sign(&self) -> bool {
        matches!(self, Self::Seen(..) | Self::Beat { .. })
    }

    /// Whether the server has no time to write anything.
    pub const fn is_sudden(&self) -> bool {
        matches!(self, Self::Kill | Self::Suspend)
    }

    /// On which device of whom it was asked for, if on any. A device that is not signed in is not heard.
    pub const fn asks(&self) -> Option<(usize, usize)> {
        match self {
            Self::SignOut(person, device)
            | Self::Seen(person, device)
            | Self::Beat { person, device, .. }
            | Self::GoOnline { person, device, .. }
            | Self::Extend { person, device, .. }
            | Self::OwnIdle { person, device, .. }
            | Self::OwnHours { person, device, .. }
            | Self::GoOffline { person, device, .. } => Some((*person, *device)),
            _ => None,
        }
    }
}

/// What somebody is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Done, or heard.
    Done,
    /// The caller is not known: their device was signed out.
    Unknown,
    /// Made without knowledge of the present.
    Stale,
    /// Refused for any other reason.
    Refused,
}
