//! What falls due by itself: ends, absences, returns, and the start of personal hours.
//!
//! [`Agent::next_deadline`] says when; [`Agent::settle`] lives through it, whenever it is called, and dates
//! each change at its own moment. Readers and the store use the same function, so that what is shown is
//! what will be recorded.

use super::{Agent, Transition, take_break::BACK_WITH_INPUT_WITHIN};
use crate::{
    Absence, Absent, AttendanceRules, Cause, Change, DeviceId, EndReason, Lease, Standing, Stretch,
    Timestamp,
};

/// Something that falls due by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Event {
    /// The lease ends.
    End(EndReason),
    /// Nobody is there any more.
    Absent(Absence),
    /// Somebody is there again, at this device if one is known.
    Back(Option<DeviceId>),
    /// A break has reached its end.
    BreakEnds,
    /// Personal hours start.
    HoursStart(Stretch),
}

impl Agent {
    /// When the next change falls due by itself. It may have passed: then it is to be recorded.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.next_event().map(|(at, _)| at)
    }

    /// Lives through everything that fell due at or before `now`, each dated at its own moment.
    #[must_use]
    pub fn settle(&self, now: Timestamp) -> Transition {
        let mut transition = self.unchanged();
        while let Some((at, event)) = transition.agent.next_event().filter(|(at, _)| *at <= now) {
            transition = transition.and_then(|agent| agent.live_through(at, &event));
        }
        transition
    }

    /// A node starts at `now`, and as far as is written none has listened since `down_at`. What fell due
    /// before is settled first; then that time counts neither as silence nor as idleness, nor to the limit.
    /// Expiry and hours keep their own time.
    #[must_use]
    pub fn resume(&self, down_at: Timestamp, now: Timestamp) -> Transition {
        // A node listened at least until it told that somebody was absent.
        let told_at = self.lease.as_ref().and_then(|lease| lease.absent).map(|absent| absent.since);
        let down_at = told_at.map_or(down_at, |told_at| told_at.max(down_at)).min(now);
        let mut transition = self.settle(down_at).and_then(|agent| agent.sleep(down_at, now));
        let agent = &mut transition.agent;
        let gap = now.millis_since(down_at);
        if let Some(rules) = &agent.rules {
            agent.devices.skip(down_at, now, rules);
        }
        if let Some(lease) = agent.lease.as_mut() {
            let later = |moment: Timestamp, latest| moment.plus_millis(gap).min(latest).max(moment);
            if let Some(absent) = lease.absent.as_mut() {
                absent.limit_from = absent.limit_from.map(|from| later(from, now));
                // Input is dated later by as much, and so is what it is compared with.
                let latest = now.plus_millis(-BACK_WITH_INPUT_WITHIN);
                absent.input_after = absent.input_after.map(|after| later(after, latest));
            }
            if let Some(last) = lease.last_break.as_mut() {
                last.over_at = last.over_at.map(|over_at| later(over_at, now));
            }
        }
        transition.and_then(|agent| agent.settle(now))
    }

    /// As [`Agent::settle`], by somebody who does not listen and knows what was heard until `known_until`
    /// alone: from then on, people are as they were.
    #[must_use]
    pub fn settle_unheard(
        &self,
        rules: AttendanceRules,
        known_until: Timestamp,
        now: Timestamp,
    ) -> Transition {
        let known_until = known_until.min(now);
        let knowing = Self { rules: Some(rules), ..self.clone() };
        let mut transition =
            knowing.settle(known_until).and_then(|agent| agent.sleep(known_until, now));
        transition.agent.rules = self.rules;
        transition
    }

    /// Nobody listens until `now`: time online ends and begins, and whoever was there at `down_at` still is.
    fn sleep(&self, down_at: Timestamp, now: Timestamp) -> Transition {
        let missing = self.rules.and_then(|rules| self.devices.outlook(&rules).absence(down_at));
        // Without the rules nobody turns absent, and nobody is back.
        let mut transition = Self { rules: None, ..self.clone() }.unchanged();
        while let Some((at, event)) = transition.agent.next_event().filter(|(at, _)| *at <= now) {
            transition = transition.and_then(|agent| agent.live_through(at, &event));
            let begins = transition.agent.lease.as_ref().is_some_and(|lease| lease.since == at);
            if let (Event::HoursStart(_), true, Some(kind)) = (&event, begins, missing) {
                transition =
                    transition.and_then(|agent| agent.live_through(at, &Event::Absent(kind)));
            }
        }
        transition.agent.rules = self.rules;
        transition
    }

    /// What falls due next, if nobody does anything. Of two at once, an end goes first.
    fn next_event(&self) -> Option<(Timestamp, Event)> {
        let lease = self.lease.as_ref().and_then(|lease| self.next_of_lease(lease));
        let start = self.next_hours().map(|stretch| (stretch.from, Event::HoursStart(stretch)));
        [lease, start].into_iter().flatten().min_by_key(|(at, _)| *at)
    }

    /// The personal hours that start next. After the door they wait for the agent's own "go online".
    fn next_hours(&self) -> Option<Stretch> {
        if self.door_shut { None } else { self.hours.as_ref()?.next() }
    }

    fn next_of_lease(&self, lease: &Lease) -> Option<(Timestamp, Event)> {
        let end = lease.until.map(|until| {
            let reason = if lease.by_hours { EndReason::Schedule } else { EndReason::Expired };
            (until, Event::End(reason))
        });
        let limit = lease.absent.and_then(|absent| self.end_of_absence(&absent));
        let turn = if lease.attended { self.next_turn(lease) } else { None };
        [end, limit, turn].into_iter().flatten().min_by_key(|(at, _)| *at)
    }

    /// When an absence has lasted too long.
    fn end_of_absence(&self, absent: &Absent) -> Option<(Timestamp, Event)> {
        let at = absent.limit_from?.plus_millis(self.rules?.limit?).max(self.devices.floor());
        Some((at.max(absent.since), Event::End(absent.kind.end())))
    }

    /// When somebody leaves or is back.
    fn next_turn(&self, lease: &Lease) -> Option<(Timestamp, Event)> {
        if let Some(until) = lease.running_break().and_then(|running| running.until) {
            return Some((until, Event::BreakEnds));
        }
        let rules = self.rules.as_ref()?;
        let outlook = self.devices.outlook(rules);
        let floor = self.devices.floor();
        let Some(absent) = lease.absent else {
            let at = outlook.absent_at()?.max(lease.since).max(floor);
            let is_lost = outlook.lost_at.is_some_and(|lost_at| lost_at <= at);
            let kind = if is_lost { Absence::Lost } else { Absence::Idle };
            return Some((at, Event::Absent(kind)));
        };
        let earliest = absent.since.max(floor);
        if lease.running_break().is_some() {
            return self.next_turn_in_break(absent.kind, outlook.lost_at, earliest);
        }
        let absent_at = outlook.absent_at();
        if absent_at.is_none_or(|at| at > earliest) {
            // Where nobody leaves any more, it does not matter for how long they stay.
            let staying_after = if absent_at.is_some() { earliest } else { Timestamp::MIN };
            let touched_after = absent.input_after.unwrap_or(Timestamp::MIN);
            let back = self.devices.attended_after(staying_after, touched_after, rules);
            if back.is_some() || self.devices.is_empty() {
                let at = back.map_or(earliest, |(_, at)| at.max(earliest));
                return Some((at, Event::Back(back.map(|(device, _)| device.clone()))));
            }
        }
        match (absent.kind, outlook.lost_at) {
            (Absence::Idle | Absence::Break, Some(lost_at)) => {
                Some((lost_at.max(earliest), Event::Absent(Absence::Lost)))
            }
            (Absence::Lost, Some(lost_at)) if lost_at > earliest => {
                Some((self.devices.seen_at()?.max(earliest), Event::Absent(Absence::Idle)))
            }
            // Silence has stopped to count: they are as they were when last heard of.
            (Absence::Lost, None) => Some((earliest, Event::Absent(Absence::Idle))),
            (Absence::Idle | Absence::Break, None) | (Absence::Lost, Some(_)) => None,
        }
    }

    /// When a break without an end turns into silence, or a device of it is heard of again.
    fn next_turn_in_break(
        &self,
        kind: Absence,
        lost_at: Option<Timestamp>,
        earliest: Timestamp,
    ) -> Option<(Timestamp, Event)> {
        let is_lost = kind == Absence::Lost;
        match lost_at {
            Some(lost_at) if !is_lost => {
                Some((lost_at.max(earliest), Event::Absent(Absence::Lost)))
            }
            Some(lost_at) if lost_at > earliest => {
                Some((self.devices.seen_at()?.max(earliest), Event::Absent(Absence::Break)))
            }
            None if is_lost => Some((earliest, Event::Absent(Absence::Break))),
            _ => None,
        }
    }

    fn live_through(&self, at: Timestamp, event: &Event) -> Transition {
        match event {
            Event::End(reason) => self.end(&self.online_set(), reason, at, &Cause::CLOCK),
            Event::BreakEnds => self.break_ends(at),
            Event::Absent(kind) => {
                let before = self.lease.as_ref().and_then(|lease| lease.absent);
                let limit_from = match before {
                    Some(before) => before.limit_from,
                    // Somebody who never came cannot have left.
                    None if !self.came_since_start() => None,
                    None => Some(at),
                };
                let limit_from = match kind {
                    Absence::Idle | Absence::Break => limit_from.or(Some(at)),
                    Absence::Lost => limit_from,
                };
                let input_after = before.and_then(|before| before.input_after);
                let absent = Absent { kind: *kind, since: at, limit_from, input_after };
                let mut lease = self.lease.clone();
                if let Some(lease) = &mut lease {
                    lease.absent = Some(absent);
                }
                let change = lease.and_then(|lease| lease.absence_change());
                let change = change.unwrap_or(Change::Absent(*kind));
                self.turn(Some(absent), &change, at, &Cause::CLOCK)
            }
            Event::HoursStart(stretch) => self.start_by_hours(stretch),
            Event::Back(device) => {
                let cause = Cause::user(self.id.clone(), device.clone());
                self.turn(None, &Change::Back, at, &cause)
            }
        }
    }

    /// Whether a device was there at the start of the lease, or since. A lease that was started by hand was
    /// started at one, which may be signed out by now.
    fn came_since_start(&self) -> bool {
        match (&self.lease, &self.rules) {
            (Some(lease), Some(rules)) => {
                !lease.by_hours || self.devices.is_connected(rules, lease.since)
            }
            _ => false,
        }
    }

    pub(super) fn turn(
        &self,
        absent: Option<Absent>,
        change: &Change,
        at: Timestamp,
        cause: &Cause,
    ) -> Transition {
        let mut after = self.clone();
        if let Some(lease) = &mut after.lease {
            lease.absent = absent;
        }
        let entries = self
            .online_projects()
            .map(|project| self.entry(at, project, change.clone(), cause))
            .collect();
        Transition { agent: after, entries }
    }

    /// Personal hours start. A lease that runs keeps its own end.
    fn start_by_hours(&self, stretch: &Stretch) -> Transition {
        let mut transition = self.unchanged();
        let after = &mut transition.agent;
        if let Some(hours) = &mut after.hours {
            hours.acted_until = stretch.from;
        }
        if self.lease.is_some() || self.projects.is_empty() {
            return transition;
        }
        let (since, until) = (stretch.from, Some(stretch.until));
        after.lease = Some(Lease { by_hours: true, ..Lease::new(true, since, until) });
        after.revision = self.revision.next();
        for (project, standing) in &mut after.projects {
            *standing = Standing::Online { since };
            let entry = self.entry(since, project, Change::Online { until }, &Cause::CLOCK);
            transition.entries.push(entry);
        }
        transition
    }
}
