//! Whether somebody is at a device, read off everything that was heard of it.

use crate::happening::{Moment, OwnIdle, Page, SECOND, SiteRules};
use std::collections::VecDeque;

/// For how long signs are kept. No rule looks further back.
const MEMORY: Moment = 10 * 60 * 60 * SECOND;

/// How somebody is whose lease runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum There {
    /// A device is connected and not idle.
    Online,
    /// Every connected device is idle.
    Away,
    /// No device is connected.
    Lost,
}

/// Something that was heard of a device.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sign {
    pub at: Moment,
    /// When somebody touched the device, if it tells.
    pub touched: Option<Moment>,
    pub page: Page,
}

/// A device that is signed in, and what was heard of it, oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Device {
    signs: VecDeque<Sign>,
    /// The last touch that the forgotten signs told of.
    touched_before: Option<Moment>,
}

/// The rules for one person, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub idle: Option<Moment>,
    pub grace: Moment,
    pub lost: bool,
    pub limit: Option<Moment>,
}

impl Rules {
    pub fn of(site: &SiteRules, own: OwnIdle) -> Self {
        let idle_minutes = if site.idle_enforced {
            site.idle_minutes
        } else {
            match (own, site.idle_minutes) {
                (OwnIdle::Never, _) => None,
                (OwnIdle::Minutes(own), Some(site)) => Some(own.max(site)),
                (_, site) => site,
            }
        };
        Self {
            idle: idle_minutes.map(|minutes| i64::from(minutes) * 60 * SECOND),
            grace: i64::from(site.grace_seconds) * SECOND,
            lost: site.lost,
            limit: site.limit_minutes.map(|minutes| i64::from(minutes) * 60 * SECOND),
        }
    }

    /// For how long a page may be silent that last said this of itself.
    fn grace_of(&self, page: Page) -> Moment {
        match page {
            Page::Shown => self.grace,
            Page::Hidden => self.grace.max(130 * SECOND),
            Page::Left => self.grace.min(10 * SECOND),
        }
    }
}

impl Device {
    pub fn hear(&mut self, sign: Sign) {
        self.signs.push_back(sign);
        while self.signs.len() > 1 && self.signs[0].at < sign.at - MEMORY {
            let touched = self.signs.pop_front().and_then(|sign| sign.touched);
            self.touched_before = self.touched_before.max(touched);
        }
    }

    pub fn last(&self) -> Option<&Sign> {
        self.signs.back()
    }

    /// Whether anything was heard of it recently enough.
    pub fn is_connected(&self, rules: &Rules, at: Moment) -> bool {
        self.last().is_some_and(|sign| at - sign.at < rules.grace_of(sign.page))
    }

    /// When that ends, if nothing more is heard.
    pub fn silent_at(&self, rules: &Rules) -> Option<Moment> {
        self.last().map(|sign| sign.at + rules.grace_of(sign.page))
    }

    /// Whether no sign tells of a touch within the idle timeout.
    fn is_idle(&self, rules: &Rules, at: Moment) -> bool {
        let Some(idle) = rules.idle else { return false };
        let recent = |touched: Moment| touched > at - idle;
        // A sign tells of no touch later than itself.
        let mut signs = self.signs.iter().rev().take_while(|sign| sign.at > at - idle);
        !signs.any(|sign| sign.touched.is_some_and(recent))
    }

    /// The last touch that it told of.
    pub fn touched_at(&self) -> Option<Moment> {
        self.signs.iter().filter_map(|sign| sign.touched).max().max(self.touched_before)
    }
}

/// How somebody with these devices is at a moment that is not in the future.
pub(super) fn there_at<'d>(
    devices: impl Iterator<Item = &'d Device> + Clone,
    rules: &Rules,
    at: Moment,
) -> There {
    let mut connected = devices.clone().filter(|device| device.is_connected(rules, at)).peekable();
    if connected.peek().is_some() {
        return if connected.any(|device| !device.is_idle(rules, at)) {
            There::Online
        } else {
            There::Away
        };
    }
    if rules.lost {
        return There::Lost;
    }
    // Silence does not count: they are as they were when a device was connected for the last time.
    match devices.clone().filter_map(|device| device.silent_at(rules)).max() {
        Some(silent_at) if silent_at <= at => there_at(devices, rules, silent_at - 1),
        _ => There::Online,
    }
}
