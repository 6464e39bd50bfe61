//! One agent: their wish, and how they are.

mod wishes;

use super::attendance::{Device, Rules, Sign, There, there_at};
use super::{By, What, timetable::Timetable};
use crate::{
    happening::{Answer, Knows, Moment, OwnIdle, Page, SiteRules, TOKEN},
    week::Week,
};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the rules")]
pub(super) struct Lease {
    pub until: Option<Moment>,
    /// Where it covers, and since when without a break.
    pub covers: BTreeMap<usize, Moment>,
    pub all: bool,
    pub closed: BTreeSet<usize>,
    pub attended: bool,
    /// Their own hours began it, and end it.
    by_hours: bool,
    /// Somebody was there since it began.
    came: bool,
    pub there: There,
    /// Since when they are so.
    pub there_since: Moment,
    /// Since when nobody is there, in whatever way.
    pub nobody_since: Option<Moment>,
}

/// Something that the ledger must say of a person: when, where, what, by whom.
pub(super) type Say = (Moment, usize, What, By);

#[derive(Debug, Clone)]
pub(super) struct Person {
    pub id: usize,
    pub member: BTreeSet<usize>,
    pub devices: BTreeMap<usize, Device>,
    own_idle: OwnIdle,
    rules: Rules,
    pub disabled: bool,
    /// Their tokens rest until they sign in again.
    tokens_rest: bool,
    /// Their own hours.
    hours: Timetable,
    /// Their hours that began until then are none of anybody's business any more.
    acted_until: Moment,
    pub lease: Option<Lease>,
    door_shut: bool,
    pub revision: u64,
    /// Moments at which they may change by themselves. Too many do no harm.
    pub moments: BTreeSet<Moment>,
    pub said: Vec<Say>,
}

/// What somebody wishes.
pub(super) struct Wish<'a> {
    pub projects: Option<&'a BTreeSet<usize>>,
    pub minutes: Option<u32>,
    pub attended: bool,
    pub knows: Knows,
}

impl Person {
    pub fn new(id: usize, site: &SiteRules) -> Self {
        Self {
            id,
            member: BTreeSet::new(),
            devices: BTreeMap::new(),
            own_idle: OwnIdle::AsTheSite,
            rules: Rules::of(site, OwnIdle::AsTheSite),
            disabled: false,
            tokens_rest: false,
            hours: Timetable::default(),
            acted_until: 0,
            lease: None,
            door_shut: false,
            revision: 0,
            moments: BTreeSet::new(),
            said: vec![],
        }
    }

    fn say(&mut self, at: Moment, project: usize, what: What, by: By) {
        self.said.push((at, project, what, by));
    }

    /// The next moment at which they may change by themselves.
    pub fn next_moment(&self) -> Option<Moment> {
        let moments = self.lease.as_ref().and(self.moments.first().copied());
        moments.into_iter().chain(self.next_hours().map(|(from, _)| from)).min()
    }

    /// Which of their own hours begin next. After the door they wait, and nobody's begin who may not sign
    /// in.
    fn next_hours(&self) -> Option<(Moment, Moment)> {
        if self.door_shut || self.disabled { None } else { self.hours.next_start(self.acted_until) }
    }

    /// Looks at them at every moment up to `to` at which something may have changed. Of two at once, what
    /// ends goes before what begins.
    pub fn live_until(&mut self, to: Moment) {
        loop {
            let moment = self.moments.first().copied().filter(|at| *at <= to);
            let hours = self.next_hours().filter(|(from, _)| *from <= to);
            match (moment, hours) {
                (Some(at), hours) if hours.is_none_or(|(from, _)| at <= from) => {
                    self.moments.pop_first();
                    self.look(at, By::Clock);
                }
                (_, Some((from, until))) => {
                    self.begin_hours(from, until, from);
                    self.look(from, By::Clock);
                }
                _ => return,
            }
        }
    }

    /// The same while the server is down, since `down`: nobody looks who is there, but time runs out, and
    /// hours begin.
    pub fn sleep_until(&mut self, down: Moment, to: Moment) {
        loop {
            let end = self.lease.as_ref().and_then(|lease| lease.until).filter(|at| *at <= to);
            let hours = self.next_hours().filter(|(from, _)| *from <= to);
            match (end, hours) {
                (Some(at), hours) if hours.is_none_or(|(from, _)| at <= from) => self.run_out(at),
                (_, Some((from, until))) => {
                    let was_there = there_at(self.devices.values(), &self.rules, down);
                    if self.begin_hours(from, until, down) {
                        self.turn(was_there, from, By::Clock);
                    }
                }
                _ => return,
            }
        }
    }

    /// Their own hours begin. Whether they were there then is told by what was known at `known`.
    fn begin_hours(&mut self, from: Moment, until: Moment, known: Moment) -> bool {
        self.acted_until = from;
        if self.lease.is_some() || self.member.is_empty() {
            return false;
        }
        let came = self.devices.values().any(|device| device.is_connected(&self.rules, known));
        let lease = Lease {
            until: Some(until),
            covers: self.member.iter().map(|project| (*project, from)).collect(),
            all: true,
            closed: BTreeSet::new(),
            attended: true,
            by_hours: true,
            came,
            there: There::Online,
            there_since: from,
            nobody_since: None,
        };
        self.revision += 1;
        self.moments.insert(until);
        for project in self.member.clone() {
            self.say_online(project, &lease, from, By::Clock);
        }
        self.lease = Some(lease);
        true
    }

    /// The time online is over.
    fn run_out(&mut self, at: Moment) {
        let by_hours = self.lease.as_ref().is_some_and(|lease| lease.by_hours);
        self.end(None, if by_hours { "schedule" } else { "expired" }, at, By::Clock);
    }

    /// Their own hours are others from now on. What has begun already is not begun any more.
    pub fn mean_to_be_there(&mut self, week: &Week, at: Moment) {
        self.hours = Timetable::of(week, at);
        self.acted_until = at;
    }

    /// Looks at them at `at`, of which everything is known.
    pub fn look(&mut self, at: Moment, by: By) {
        let Some(lease) = self.lease.as_mut() else { return };
        if lease.until.is_some_and(|until| until <= at) {
            return self.run_out(at);
        }
        if let (Some(since), Some(limit)) = (lease.nobody_since, self.rules.limit)
            && at - since >= limit
        {
            let why = if lease.there == There::Lost { "connection_lost" } else { "idle" };
            return self.end(None, why, at, By::Clock);
        }
        lease.came |= self.devices.values().any(|device| device.is_connected(&self.rules, at));
        let there = if lease.attended {
            there_at(self.devices.values(), &self.rules, at)
        } else {
            There::Online
        };
        self.turn(there, at, by);
    }

    /// They are there, or not, from now on.
    fn turn(&mut self, there: There, at: Moment, by: By) {
        let Some(lease) = self.lease.as_mut().filter(|lease| lease.there != there) else { return };
        (lease.there, lease.there_since) = (there, at);
        let (what, by) = match there {
            There::Online => {
                lease.nobody_since = None;
                (What::Back, by)
            }
            There::Away => (What::Away, By::Clock),
            There::Lost => (What::Lost, By::Clock),
        };
        // Who never came cannot have left.
        if there == There::Away || (there == There::Lost && lease.came) {
            let since = *lease.nobody_since.get_or_insert(at);
            self.moments.extend(self.rules.limit.map(|limit| since + limit));
        }
        for project in lease.covers.keys().copied().collect::<Vec<_>>() {
            self.say(at, project, what.clone(), by);
        }
    }

    /// Something was heard of a device.
    pub fn hear(&mut self, device: usize, at: Moment, touched: Option<Moment>, page: Option<Page>) {
        let Some(known) = self.devices.get_mut(&device) else { return };
        let page = page.or(match known.last() {
            // A page that was left is loading again.
            Some(sign) if sign.page != Page::Left => Some(sign.page),
            _ => None,
        });
        known.hear(Sign { at, touched, page: page.unwrap_or(Page::Shown) });
        self.moments.extend(known.silent_at(&self.rules));
        if let (Some(touched), Some(idle)) = (touched, self.rules.idle) {
            self.moments.insert(touched.saturating_add(idle).max(at));
        }
        self.look(at, By::Person(self.id, Some(device)));
    }

    /// Whether the server knows who asks on a device.
    pub fn is_known_on(&self, device: usize) -> bool {
        let rests = self.disabled || (device == TOKEN && self.tokens_rest);
        self.devices.contains_key(&device) && !rests
    }

    /// Tokens are made by whoever may start the server.
    pub fn sign_in(&mut self, device: usize, at: Moment) -> Answer {
        if device != TOKEN {
            if self.disabled {
                return Answer::Refused;
            }
            self.tokens_rest = false;
        }
        self.devices.insert(device, Device::default());
        self.hear(device, at, Some(at), None);
        Answer::Done
    }

    /// Signing out of the last device ends a lease at once. One that is silent is none that is left, unless
    /// the lease needs none.
    pub fn sign_out(&mut self, device: usize, at: Moment) {
        self.devices.remove(&device);
        let connected = self.devices.values().any(|device| device.is_connected(&self.rules, at));
        let needs_one = self.lease.as_ref().is_some_and(|lease| lease.attended);
        if self.devices.is_empty() || (needs_one && !connected) {
            self.end(None, "signed_off", at, By::Person(self.id, Some(device)));
        } else {
            self.look(at, By::Person(self.id, None));
        }
    }

    /// Other rules hold from now on.
    pub fn choose(&mut self, site: &SiteRules, own: Option<OwnIdle>, at: Moment) {
        self.own_idle = own.unwrap_or(self.own_idle);
        self.rules = Rules::of(site, self.own_idle);
        self.expect_after(at);
        self.look(at, By::Person(self.id, None));
    }

    /// Notes the moments after `now` at which something may change.
    fn expect_after(&mut self, now: Moment) {
        for device in self.devices.values() {
            self.moments.extend(device.silent_at(&self.rules));
            if let (Some(touched), Some(idle)) = (device.touched_at(), self.rules.idle) {
                self.moments.insert(touched.saturating_add(idle));
            }
        }
        let since = self.lease.as_ref().and_then(|lease| lease.nobody_since);
        if let (Some(since), Some(limit)) = (since, self.rules.limit) {
            self.moments.insert(since + limit);
        }
        self.moments = self.moments.split_off(&(now + 1));
    }

    /// No node listened in `[down, up)`: what was connected is as it was, and time stood still.
    pub fn wake(&mut self, down: Moment, up: Moment) {
        self.moments = self.moments.split_off(&up);
        let rules = self.rules;
        for device in self.devices.values_mut().filter(|device| device.is_connected(&rules, down)) {
            let touched = device.touched_at().map(|touched| up - (down - touched));
            let page = device.last().map_or(Page::Shown, |sign| sign.page);
            device.hear(Sign { at: up, touched, page });
        }
        if let Some(since) = self.lease.as_mut().and_then(|lease| lease.nobody_since.as_mut()) {
            *since += up - down.max(*since);
        }
        let until = self.lease.as_ref().and_then(|lease| lease.until);
        self.moments.extend(until);
        self.expect_after(up);
        self.look(up, By::Clock);
    }
}
