//! The site's settings that the rules read.

use crate::{AttendanceRules, MINUTE, SECOND, Timestamp};
use serde::{Deserialize, Serialize};

/// Where the header icon stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShowHeaderIcons {
    /// On every page.
    Everywhere,
    /// Only where the project in context has chat enabled.
    #[default]
    ChatProjects,
    /// Nowhere.
    Nowhere,
}

impl ShowHeaderIcons {
    /// Every choice, in the order in which the settings page offers them.
    pub const ALL: [Self; 3] = [Self::Everywhere, Self::ChatProjects, Self::Nowhere];

    /// The name that the store and forms use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::ChatProjects => "chat_projects",
            Self::Nowhere => "nowhere",
        }
    }

    /// The choice with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }

    /// Whether a page shows the icon. `project_chat` is the `chat_enabled` of the project in context,
    /// `None` without one. A project without chat never has an icon.
    pub fn shows(self, project_chat: Option<bool>) -> bool {
        match self {
            Self::Everywhere => project_chat != Some(false),
            Self::ChatProjects => project_chat == Some(true),
            Self::Nowhere => false,
        }
    }
}

/// Who may put somebody else offline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoorRule {
    /// Project admins in their projects, site admins everywhere.
    #[default]
    ProjectAndSiteAdmins,
    /// Site admins alone.
    SiteAdmins,
    /// Only those who are site admin and admin of the project at once.
    BothAtOnce,
}

impl DoorRule {
    /// Every choice, in the order in which the settings page offers them.
    pub const ALL: [Self; 3] = [Self::ProjectAndSiteAdmins, Self::SiteAdmins, Self::BothAtOnce];

    /// The name that the store and forms use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProjectAndSiteAdmins => "project_and_site_admins",
            Self::SiteAdmins => "site_admins",
            Self::BothAtOnce => "both_at_once",
        }
    }

    /// The choice with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}

/// How the site looks whether somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceSettings {
    /// Minutes without input after which one is away; `None` is never.
    pub idle_minutes: Option<u32>,
    /// Agents may not choose for themselves.
    pub idle_enforced: bool,
    /// For how many seconds a device may be silent.
    pub grace_seconds: u32,
    /// Silence counts. Where not, time online goes on without devices.
    pub lost: bool,
    /// Minutes of away or lost after which the time online ends; `None` is never.
    pub limit_minutes: Option<u32>,
    /// A token may start time online that needs no device.
    pub unattended: bool,
}

impl AttendanceSettings {
    /// What may be set as minutes of idleness.
    pub const IDLE_MINUTES: std::ops::RangeInclusive<u32> = 1..=480;
    /// What may be set as seconds of grace.
    pub const GRACE_SECONDS: std::ops::RangeInclusive<u32> = 10..=600;
    /// What may be set as minutes of the limit.
    pub const LIMIT_MINUTES: std::ops::RangeInclusive<u32> = 1..=1_440;

    /// How often a page that can be seen should beat, in seconds: three beats and slack fit into the grace.
    pub fn beat_seconds(&self) -> u32 {
        (self.grace_seconds * 2 / 7).clamp(2, 20)
    }

    /// The rules for an agent who chose this for themselves.
    pub fn rules_for(&self, own: OwnIdle) -> AttendanceRules {
        let minutes = |minutes: u32| i64::from(minutes) * MINUTE;
        let idle_minutes = match (own, self.idle_minutes) {
            _ if self.idle_enforced => self.idle_minutes,
            (OwnIdle::Never, _) => None,
            // One may raise it, not lower it.
            (OwnIdle::Minutes(own), Some(site)) => Some(own.max(site)),
            (OwnIdle::Minutes(_) | OwnIdle::AsTheSite, site) => site,
        };
        AttendanceRules {
            idle_after: idle_minutes.map(minutes),
            grace: i64::from(self.grace_seconds) * SECOND,
            lost: self.lost,
            limit: self.limit_minutes.map(minutes),
        }
    }
}

impl Default for AttendanceSettings {
    fn default() -> Self {
        Self {
            idle_minutes: Some(15),
            idle_enforced: false,
            // Three beats of 20 seconds, and slack.
            grace_seconds: 70,
            lost: true,
            limit_minutes: Some(30),
            unattended: true,
        }
    }
}

/// After how much idleness an agent wants to be away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OwnIdle {
    /// As the site says.
    #[default]
    AsTheSite,
    /// After so many minutes, if that is more than the site says.
    Minutes(u32),
    /// Never.
    Never,
}

/// For how long the ledger is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KeepHistory(u16);

impl KeepHistory {
    /// What may be set, in days.
    pub const DAYS: std::ops::RangeInclusive<u16> = 7..=3_650;

    /// So many days; `None` for what may not be set.
    pub fn days(days: u16) -> Option<Self> {
        Self::DAYS.contains(&days).then_some(Self(days))
    }

    /// How many days.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// What is older than this is kept no longer.
    #[must_use]
    pub fn cut(self, now: Timestamp) -> Timestamp {
        now.plus_millis(-i64::from(self.0) * 24 * 60 * MINUTE)
    }
}

impl Default for KeepHistory {
    fn default() -> Self {
        Self(90)
    }
}

/// What breaks are for: a short list, never empty, of different words that people chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BreakReasons(Vec<String>);

impl BreakReasons {
    /// How many there may be.
    pub const MAX: usize = 12;
    /// The longest, in characters.
    pub const MAX_CHARS: usize = 40;

    /// A list of these; `None` for one that may not be. Words that cannot be seen are for the caller to refuse.
    pub fn new(reasons: Vec<String>) -> Option<Self> {
        let fits = |reason: &String| {
            !reason.is_empty()
                && reason.trim() == reason
                && reason.chars().nth(Self::MAX_CHARS).is_none()
        };
        let is_new = |(nth, reason): (usize, &String)| !reasons[..nth].contains(reason);
        let is_list = !reasons.is_empty()
            && reasons.len() <= Self::MAX
            && reasons.iter().all(fits)
            && reasons.iter().enumerate().all(is_new);
        is_list.then_some(Self(reasons))
    }

    /// The reasons, in the order in which they are offered.
    pub fn all(&self) -> &[String] {
        &self.0
    }
}

impl Default for BreakReasons {
    fn default() -> Self {
        Self(["lunch", "break", "meeting", "training"].map(str::to_owned).into())
    }
}

/// What a site admin may set for the whole site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SiteSettings {
    /// Where the header icon stands.
    pub show_header_icons: ShowHeaderIcons,
    /// Who may use the door.
    pub door_rule: DoorRule,
    /// How the site looks whether somebody is there.
    pub attendance: AttendanceSettings,
    /// For how long the ledger is kept.
    pub keep_history: KeepHistory,
    /// What breaks are for.
    pub break_reasons: BreakReasons,
}
