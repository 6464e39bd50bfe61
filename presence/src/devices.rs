//! Whether somebody is there: an agent's devices, and what follows from them.
//!
//! A device tells how long nobody touched it, never what its clock says, so that a wrong clock does no
//! harm. What is true at a moment is computed from the last that was heard ([`Devices::outlook`]); no
//! beat is ever recorded, and silence needs no timer.

use crate::{DeviceId, EndReason, Presence, SECOND, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a hidden page may be silent: browsers let its timers run once a minute.
pub const HIDDEN_GRACE: i64 = 130 * SECOND;
/// How long a device is still taken to be there after it said goodbye: the next page may be loading.
pub const GOODBYE_GRACE: i64 = 10 * SECOND;
/// The longest that a page waits before it tries a lost beat again, for the first minute
/// (`public/assets/beat/plan.js`): a network that is gone for 45 s takes three beats, and what is left of the
/// grace is 5 s and more.
pub const BEAT_RETRY: i64 = 5 * SECOND;

/// What a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum DeviceKind {
    /// A browser that signed in.
    Browser,
    /// An API token.
    Token,
}

impl DeviceKind {
    /// The name that the API and the store use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Token => "token",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Browser, Self::Token].into_iter().find(|kind| kind.name() == name)
    }
}

/// What a device last said of the page it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Page {
    /// It can be seen, and beats every 20 seconds.
    #[default]
    Shown,
    /// It is in the background, and beats once a minute.
    Hidden,
    /// It was left.
    Left,
}

impl Page {
    /// The name that the API and the store use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Hidden => "hidden",
            Self::Left => "left",
        }
    }

    /// The page with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Shown, Self::Hidden, Self::Left].into_iter().find(|page| page.name() == name)
    }
}

/// A sign of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beat {
    /// For how long nobody has touched the device, in milliseconds; not negative.
    pub idle: i64,
    /// How its page is.
    pub page: Page,
}

impl Beat {
    /// Somebody is at the device this moment.
    pub const ACTIVE: Self = Self { idle: 0, page: Page::Shown };
}

/// What is known of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// When it was last heard of.
    pub seen_at: Timestamp,
    /// When somebody last touched it.
    pub active_at: Timestamp,
    /// How its page was then.
    pub page: Page,
}

impl Device {
    /// A device of which nothing was heard after `at`.
    pub const fn new(at: Timestamp) -> Self {
        Self { seen_at: at, active_at: at, page: Page::Shown }
    }

    /// The first moment at which its silence is too long.
    pub fn connected_until(&self, rules: &AttendanceRules) -> Timestamp {
        let grace = match self.page {
            Page::Shown => rules.grace,
            Page::Hidden => rules.grace.max(HIDDEN_GRACE),
            Page::Left => rules.grace.min(GOODBYE_GRACE),
        };
        self.seen_at.plus_millis(grace)
    }

    /// The first moment at which nobody is at it any more.
    fn attended_until(&self, rules: &AttendanceRules) -> Timestamp {
        let connected = self.connected_until(rules);
        rules.idle_after.map_or(connected, |idle| connected.min(self.active_at.plus_millis(idle)))
    }

    /// Whether somebody was at it when it was last heard of.
    fn was_attended(&self, rules: &AttendanceRules) -> bool {
        rules.idle_after.is_none_or(|idle| self.active_at.plus_millis(idle) > self.seen_at)
    }

    /// Takes in what was heard at the same time or later of the same device. Nothing heard late takes
    /// anything back.
    fn merge(&mut self, other: &Self) {
        if other.seen_at >= self.seen_at {
            self.page = other.page;
        }
        self.seen_at = self.seen_at.max(other.seen_at);
        self.active_at = self.active_at.max(other.active_at);
    }
}

/// When silence and idleness count. All spans are milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttendanceRules {
    /// Idle on every device for so long is away; `None` is never.
    pub idle_after: Option<i64>,
    /// For how long a device may be silent.
    pub grace: i64,
    /// Whether silence is noticed at all. Where not, a lease lives without devices.
    pub lost: bool,
    /// Away or lost for so long ends the lease; `None` is never.
    pub limit: Option<i64>,
}

/// Why nobody is available although a lease runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = AbsenceCause))]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// Every connected device is idle.
    Idle,
    /// The agent takes a break.
    Break,
    /// No device is connected.
    Lost,
}

impl Absence {
    /// The name that the API and the store use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Break => "break",
            Self::Lost => "lost",
        }
    }

    /// The absence with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Idle, Self::Break, Self::Lost].into_iter().find(|absence| absence.name() == name)
    }

    /// How an agent is who is absent so.
    pub const fn presence(self) -> Presence {
        match self {
            Self::Idle | Self::Break => Presence::Away,
            Self::Lost => Presence::Lost,
        }
    }

    /// Why time online ends that was so for too long.
    pub const fn end(self) -> EndReason {
        match self {
            Self::Idle => EndReason::Idle,
            Self::Break => EndReason::BreakOver,
            Self::Lost => EndReason::ConnectionLost,
        }
    }
}

/// An agent's devices, and what was last heard of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Devices {
    known: BTreeMap<DeviceId, Device>,
    /// When a device was signed out or the rules changed. What follows from that is not dated earlier.
    floor: Timestamp,
}

impl Default for Devices {
    fn default() -> Self {
        Self { known: BTreeMap::new(), floor: Timestamp::MIN }
    }
}

/// What follows from the devices if nothing more is heard of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// Nobody is at any device from here on.
    pub away_at: Option<Timestamp>,
    /// No device is connected from here on.
    pub lost_at: Option<Timestamp>,
}

impl Outlook {
    /// In which way nobody is there at `at`, if nobody is.
    pub fn absence(&self, at: Timestamp) -> Option<Absence> {
        if self.lost_at.is_some_and(|lost_at| lost_at <= at) {
            Some(Absence::Lost)
        } else {
            self.away_at.filter(|away_at| *away_at <= at).map(|_| Absence::Idle)
        }
    }

    /// The first moment of any absence.
    pub fn absent_at(&self) -> Option<Timestamp> {
        self.away_at.into_iter().chain(self.lost_at).min()
    }
}

impl Devices {
    /// The device.
    pub fn get(&self, id: &DeviceId) -> Option<&Device> {
        self.known.get(id)
    }

    /// Every device, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&DeviceId, &Device)> {
        self.known.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Adds a device, or replaces what is known of it.
    pub fn put(&mut self, id: DeviceId, device: Device) {
        self.known.insert(id, device);
    }

    /// Forgets a device: it was signed out at `now`.
    pub fn remove(&mut self, id: &DeviceId, now: Timestamp) {
        if self.known.remove(id).is_some() {
            self.not_before(now);
        }
    }

    /// Other rules hold from `now` on, or fewer devices are left: what follows is not dated earlier.
    pub fn not_before(&mut self, now: Timestamp) {
        self.floor = self.floor.max(now);
    }

    /// Nothing that follows from the devices is dated earlier than this.
    pub const fn floor(&self) -> Timestamp {
        self.floor
    }

    /// Hears a beat. Time only moves forward, and what was active stays so.
    pub(crate) fn beat(&mut self, id: &DeviceId, beat: Beat, now: Timestamp) {
        let active_at = now.plus_millis(-beat.idle.max(0));
        let device = self
            .known
            .entry(id.clone())
            .or_insert_with(|| Device { active_at, ..Device::new(now) });
        device.merge(&Device { seen_at: now, active_at, page: beat.page });
        device.page = beat.page;
    }

    /// Hears something that says neither that somebody is there nor that they are not: a request, or an
    /// event stream that still takes what is written. A page that was left is loading again.
    pub(crate) fn seen(&mut self, id: &DeviceId, now: Timestamp) {
        let device = self.known.entry(id.clone()).or_insert_with(|| Device::new(now));
        device.seen_at = device.seen_at.max(now);
        if device.page == Page::Left {
            device.page = Page::Shown;
        }
    }

    /// Takes in what another node, or this one before, has heard of the devices that are known here.
    pub fn merge(&mut self, other: &Self) {
        for (id, device) in &mut self.known {
            if let Some(heard) = other.known.get(id) {
                device.merge(heard);
            }
        }
        self.not_before(other.floor);
    }

    /// Keeps what was heard of the same devices before this or meanwhile. Of one moment, what is said here
    /// counts.
    pub fn keep(&mut self, before: &Self) {
        for (id, device) in &mut self.known {
            if let Some(heard) = before.known.get(id) {
                let said = *device;
                *device = *heard;
                device.merge(&said);
            }
        }
        self.not_before(before.floor);
    }

    /// Time in which nobody listened counts neither as silence nor as idleness: what was connected at
    /// `down_at` is as it was then, at `now`.
    pub fn skip(&mut self, down_at: Timestamp, now: Timestamp, rules: &AttendanceRules) {
        let gap = now.millis_since(down_at).max(0);
        for device in self.known.values_mut() {
            if device.connected_until(rules) > down_at {
                device.active_at = device.active_at.max(device.active_at.plus_millis(gap).min(now));
                device.seen_at = device.seen_at.max(now);
            }
        }
    }

    /// Whether a device is connected at `now`.
    pub fn is_connected(&self, rules: &AttendanceRules, now: Timestamp) -> bool {
        self.known.values().any(|device| device.connected_until(rules) > now)
    }

    /// When somebody last touched any that is connected at `now`.
    pub fn active_at(&self, rules: &AttendanceRules, now: Timestamp) -> Option<Timestamp> {
        self.known
            .values()
            .filter(|device| device.connected_until(rules) > now)
            .map(|device| device.active_at)
            .max()
    }

    /// Whether anybody touched any of them in (`after`, `until`], as far as is known.
    pub fn is_touched(&self, after: Timestamp, until: Timestamp) -> bool {
        self.known.values().any(|device| device.active_at > after && device.active_at <= until)
    }

    /// When any was last heard of.
    pub fn seen_at(&self) -> Option<Timestamp> {
        self.known.values().map(|device| device.seen_at).max()
    }

    /// What follows if nothing more is heard. Without a device, one is lost from the beginning of time.
    pub fn outlook(&self, rules: &AttendanceRules) -> Outlook {
        let connected_until = self
            .known
            .values()
            .map(|device| device.connected_until(rules))
            .max()
            .unwrap_or(Timestamp::MIN);
        let attended_until = self
            .known
            .values()
            .map(|device| device.attended_until(rules))
            .max()
            .unwrap_or(Timestamp::MIN);
        Outlook {
            away_at: (attended_until < connected_until).then_some(attended_until),
            lost_at: rules.lost.then_some(connected_until),
        }
    }

    /// The device that was last heard of with somebody at it, and when, if somebody still is at it after
    /// `at`, and touched it after `touched_after`.
    pub fn attended_after(
        &self,
        at: Timestamp,
        touched_after: Timestamp,
        rules: &AttendanceRules,
    ) -> Option<(&DeviceId, Timestamp)> {
        self.known
            .iter()
            .filter(|(_, device)| device.active_at > touched_after)
            .filter(|(_, device)| device.was_attended(rules))
            .filter(|(_, device)| device.attended_until(rules) > at)
            .map(|(id, device)| (id, device.seen_at))
            .max_by_key(|(_, seen_at)| *seen_at)
    }
}
