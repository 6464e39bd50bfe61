//! What somebody asks for, and what is done to them.

use super::{Lease, Person, Wish};
use crate::{
    happening::{Answer, Knows, MINUTE, Moment, Page, TOKEN},
    reference::{By, What, attendance::There},
};
use std::collections::{BTreeMap, BTreeSet};

impl Person {
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
        self.acted_until = self.acted_until.max(at);
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
            by_hours: false,
            came: true,
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

    pub(super) fn say_online(&mut self, project: usize, lease: &Lease, at: Moment, by: By) {
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
        (lease.until, lease.by_hours) = (Some(until), false);
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

    /// Hours that began meanwhile are past.
    pub fn enable(&mut self, at: Moment) {
        self.disabled = false;
        self.acted_until = self.acted_until.max(at);
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
