//! One agent: their wish, and how they are.

use super::attendance::{Device, Rules, Sign, There, there_at};
use super::{By, What};
use crate::happening::{Answer, Knows, MINUTE, Moment, OwnIdle, Page, SiteRules, TOKEN};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone)]
pub(super) struct Lease {
    pub until: Option<Moment>,
    /// Where it covers, and since when without a break.
    pub covers: BTreeMap<usize, Moment>,
    pub all: bool,
    pub closed: BTreeSet<usize>,
    pub attended: bool,
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

    /// Looks at them at every moment up to `to` at which something may have changed.
    pub fn live_until(&mut self, to: Moment) {
        while let Some(at) = self.moments.first().copied().filter(|at| *at <= to) {
            self.moments.pop_first();
            self.look(at, By::Clock);
        }
    }

    /// The same while the server is down: nobody looks who is there, but time runs out.
    pub fn sleep_until(&mut self, to: Moment) {
        if let Some(until) = self.lease.as_ref().and_then(|lease| lease.until)
            && until <= to
        {
            self.end(None, "expired", until, By::Clock);
        }
    }

    /// Looks at them at `at`, of which everything is known.
    pub fn look(&mut self, at: Moment, by: By) {
        let Some(lease) = self.lease.as_mut() else { return };
        if lease.until.is_some_and(|until| until <= at) {
            return self.end(None, "expired", at, By::Clock);
        }
        if let (Some(since), Some(limit)) = (lease.nobody_since, self.rules.limit)
            && at - since >= limit
        {
            let why = if lease.there == There::Lost { "connection_lost" } else { "idle" };
            return self.end(None, why, at, By::Clock);
        }
        let there = if lease.attended {
            there_at(self.devices.values(), &self.rules, at)
        } else {
            There::Online
        };
        if there == lease.there {
            return;
        }
        (lease.there, lease.there_since) = (there, at);
        let (what, by) = match there {
            There::Online => {
                lease.nobody_since = None;
                (What::Back, by)
            }
            There::Away => (What::Away, By::Clock),
            There::Lost => (What::Lost, By::Clock),
        };
        if there != There::Online {
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

    /// Signing out of the last device ends a lease at once. Where silence counts, one that is silent is no
    /// device that is left, unless the lease needs none.
    pub fn sign_out(&mut self, device: usize, at: Moment) {
        self.devices.remove(&device);
        let connected = self.devices.values().any(|device| device.is_connected(&self.rules, at));
        let needs_one = self.lease.as_ref().is_some_and(|lease| lease.attended);
        if self.devices.is_empty() || (self.rules.lost && needs_one && !connected) {
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
            *since += up - down;
        }
        let until = self.lease.as_ref().and_then(|lease| lease.until);
        self.moments.extend(until);
        self.expect_after(up);
        self.look(up, By::Clock);
    }

    /// Whoever asks for time online in a browser is at it; a token is heard of.
    fn hear_asking(&mut self, device: usize, at: Moment) {
        if device == TOKEN {
            self.hear(device, at, None, None);
        } else {
            self.hear(device, at, Some(at), Some(Page::Shown));
        }
    }

    pub fn go_online(&mut self, wish: &Wish, device: usize, by: By, at: Moment) -> Answer {
        if wish.knows == Knows::Past || (wish.knows == Knows::Nothing && self.door_shut) {
            return Answer::Stale;
        }
        let until = wish.minutes.map(|minutes| at + i64::from(minutes) * MINUTE);
        let longest = if wish.attended { 24 * 60 } else { 8 * 60 };
        let too_long = match wish.minutes {
            Some(minutes) => minutes == 0 || minutes > longest,
            None => !wish.attended,
        };
        let everywhere = self.member.clone();
        let chosen = wish.projects.unwrap_or(&everywhere).clone();
        if too_long || chosen.is_empty() || !chosen.is_subset(&self.member) {
            return Answer::Refused;
        }
        self.hear_asking(device, at);
        self.revision += 1;
        self.door_shut = false;
        let mut before = self.lease.take();
        if let Some(lease) = &mut before
            && lease.there != There::Online
            && !wish.attended
        {
            (lease.there, lease.there_since, lease.nobody_since) = (There::Online, at, None);
            for project in lease.covers.keys() {
                self.said.push((at, *project, What::Back, by));
            }
        }
        let mut lease = Lease {
            until,
            covers: BTreeMap::new(),
            all: wish.projects.is_none(),
            closed: BTreeSet::new(),
            attended: wish.attended,
            there: before.as_ref().map_or(There::Online, |lease| lease.there),
            there_since: before.as_ref().map_or(at, |lease| lease.there_since),
            nobody_since: before.as_ref().and_then(|lease| lease.nobody_since),
        };
        for project in everywhere {
            let was = before.as_ref().and_then(|lease| lease.covers.get(&project)).copied();
            match (was, chosen.contains(&project)) {
                (Some(since), true) => {
                    lease.covers.insert(project, since);
                    if before.as_ref().is_some_and(|lease| lease.until != until) {
                        self.say(at, project, What::Until(until), by);
                    }
                }
                (None, true) => {
                    lease.covers.insert(project, at);
                    self.say_online(project, &lease, at, by);
                }
                (Some(_), false) => self.say(at, project, What::Offline("signed_off"), by),
                (None, false) => {}
            }
        }
        self.moments.extend(until);
        self.lease = Some(lease);
        self.look(at, by);
        Answer::Done
    }

    fn say_online(&mut self, project: usize, lease: &Lease, at: Moment, by: By) {
        self.say(at, project, What::Online(lease.until), by);
        match lease.there {
            There::Online => {}
            There::Away => self.say(at, project, What::Away, by),
            There::Lost => self.say(at, project, What::Lost, by),
        }
    }

    pub fn extend(
        &mut self,
        minutes: u32,
        knows: Knows,
        device: usize,
        by: By,
        at: Moment,
    ) -> Answer {
        let Some(lease) = &self.lease else { return Answer::Refused };
        if knows != Knows::Present {
            return Answer::Stale;
        }
        let Some(until) = lease.until else { return Answer::Refused };
        self.hear_asking(device, at);
        let until = until + i64::from(minutes) * MINUTE;
        let Some(lease) = &mut self.lease else { return Answer::Refused };
        lease.until = Some(until);
        self.revision += 1;
        self.moments.insert(until);
        for project in lease.covers.keys().copied().collect::<Vec<_>>() {
            self.say(at, project, What::Until(Some(until)), by);
        }
        Answer::Done
    }

    /// Ends the lease in `projects`, or everywhere.
    pub fn end(
        &mut self,
        projects: Option<&BTreeSet<usize>>,
        why: &'static str,
        at: Moment,
        by: By,
    ) {
        let Some(lease) = &mut self.lease else { return };
        let ended: Vec<usize> = lease
            .covers
            .keys()
            .copied()
            .filter(|project| projects.is_none_or(|projects| projects.contains(project)))
            .collect();
        if ended.is_empty() {
            return;
        }
        lease.covers.retain(|project, _| !ended.contains(project));
        if why != "left_project" {
            lease.closed.extend(&ended);
        }
        if lease.covers.is_empty() {
            self.lease = None;
        }
        self.door_shut |= why == "put_offline" || why == "forced_logout";
        self.revision += 1;
        for project in ended {
            self.say(at, project, What::Offline(why), by);
        }
    }

    pub fn door(&mut self, projects: &BTreeSet<usize>, knows: Knows, at: Moment) -> Answer {
        if self.member.is_empty() {
            return Answer::Refused;
        }
        if knows == Knows::Past {
            return Answer::Stale;
        }
        self.end(Some(projects), "put_offline", at, By::Admin);
        Answer::Done
    }

    /// Every browser is signed out, and only a wish that knows of it is heard again.
    pub fn force_logout(&mut self, at: Moment) {
        self.end(None, "forced_logout", at, By::Admin);
        if !self.door_shut {
            self.door_shut = true;
            self.revision += 1;
        }
        self.tokens_rest = true;
        self.end_sessions();
    }

    /// Every browser is signed out.
    pub fn disable(&mut self, at: Moment) {
        self.end(None, "account_disabled", at, By::Admin);
        self.disabled = true;
        self.end_sessions();
    }

    fn end_sessions(&mut self) {
        self.devices.retain(|device, _| *device == TOKEN);
    }

    pub fn join(&mut self, project: usize, at: Moment) {
        if !self.member.insert(project) {
            return;
        }
        if let Some(mut lease) = self.lease.take() {
            if lease.all && !lease.closed.contains(&project) {
                lease.covers.insert(project, at);
                self.say_online(project, &lease, at, By::Admin);
            }
            self.lease = Some(lease);
        }
    }

    pub fn leave(&mut self, project: usize, at: Moment) {
        self.end(Some(&BTreeSet::from([project])), "left_project", at, By::Admin);
        self.member.remove(&project);
    }
}
