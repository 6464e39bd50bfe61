//! A break: a pause inside the time online, with a reason and perhaps a time to be back.

use super::{Agent, Transition};
use crate::{Absence, Absent, Break, Cause, Change, Lease, MINUTE, Revision, Timestamp};

/// With input in so long before the end of a break, its agent is back.
pub(super) const BACK_WITH_INPUT_WITHIN: i64 = MINUTE;

/// Why a break was refused. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BreakError {
    /// There is no time online to pause.
    #[error("not online: the revision is {0}")]
    NotOnline(Revision),
    /// Time online without a device has nobody in it who could take one.
    #[error("time online without a device has no breaks")]
    Unattended,
    /// The end is not in the future.
    #[error("the end has passed")]
    EndPassed,
    /// The end is after the end of the time online.
    #[error("the time online ends before")]
    AfterLease(Timestamp),
    /// With the breaks before it, without input between them, it would be too long. It may last until then.
    #[error("breaks last {} minutes together", Break::MAX_MINUTES)]
    TooLong(Timestamp),
}

impl Agent {
    /// Takes a break until `until`, or gives the one that runs another reason and end.
    pub fn take_break(
        &self,
        reason: &str,
        until: Option<Timestamp>,
        cause: &Cause,
        now: Timestamp,
    ) -> Result<Transition, BreakError> {
        let mut settled = self.settle(now);
        if self.absence() != Some(Absence::Break) {
            // What would have been true for no time at all.
            settled.entries.retain(|entry| entry.at < now || !entry.turns());
        }
        let agent = &settled.agent;
        let Some(lease) = &agent.lease else {
            return Err(BreakError::NotOnline(agent.revision));
        };
        if !lease.attended {
            return Err(BreakError::Unattended);
        }
        let first_at = agent.breaks_since(lease).unwrap_or(now);
        if let Some(until) = until {
            if until <= now {
                return Err(BreakError::EndPassed);
            }
            if let Some(end) = lease.until.filter(|end| until > *end) {
                return Err(BreakError::AfterLease(end));
            }
            let latest = first_at.plus_minutes(Break::MAX_MINUTES);
            if until > latest {
                return Err(BreakError::TooLong(latest));
            }
        }
        let running = lease.running_break();
        let since = running.map_or(now, |running| running.since);
        let taken = Break { reason: reason.to_owned(), since, until, first_at, over_at: None };
        if running == Some(&taken) {
            return Ok(settled);
        }
        // The limit goes on where nobody has come back; it does not run during a break with an end.
        let limit_from = lease.absent.and_then(|absent| absent.limit_from).unwrap_or(now);
        let on_break = lease.absent.filter(|absent| absent.kind == Absence::Break);
        let absent = Absent {
            kind: Absence::Break,
            since: on_break.map_or(now, |absent| absent.since),
            limit_from: until.is_none().then_some(limit_from),
            input_after: None,
        };
        Ok(settled.and_then(|agent| agent.on_break(taken, absent, now, cause)))
    }

    /// Ends a break by hand, or the wait after it; without one, nothing changes. Whoever is at no device then
    /// is away or lost.
    #[must_use]
    pub fn end_break(&self, cause: &Cause, now: Timestamp) -> Transition {
        self.settle_then(now, |agent| agent.break_by_hand(cause, now))
    }

    pub(super) fn break_by_hand(&self, cause: &Cause, now: Timestamp) -> Transition {
        let Some(lease) = &self.lease else { return self.unchanged() };
        let is_overdue = lease.overdue_break().is_some();
        if lease.running_break().is_none() && !is_overdue {
            return self.unchanged();
        }
        let outlook = self.rules.map(|rules| self.devices.outlook(&rules));
        let missing = outlook.and_then(|outlook| outlook.absence(now));
        if is_overdue && missing == lease.absent.map(|absent| absent.kind) {
            let mut waits_no_more = self.unchanged();
            let lease = waits_no_more.agent.lease.as_mut();
            if let Some(absent) = lease.and_then(|lease| lease.absent.as_mut()) {
                absent.input_after = None;
            }
            return waits_no_more;
        }
        self.leave_break(missing, None, now, cause)
    }

    /// A break has reached its end. Somebody who has touched a device in the last minute is back; anybody else
    /// is away or lost until their next input.
    pub(super) fn break_ends(&self, at: Timestamp) -> Transition {
        let input_after = at.plus_millis(-BACK_WITH_INPUT_WITHIN);
        let is_lost =
            self.rules.is_some_and(|rules| rules.lost && !self.devices.is_connected(&rules, at));
        let is_back = !is_lost && self.devices.is_touched(input_after, at);
        let missing = if is_lost { Absence::Lost } else { Absence::Idle };
        let missing = (!is_back).then_some(missing);
        self.leave_break(missing, missing.map(|_| input_after), at, &Cause::CLOCK)
    }

    fn leave_break(
        &self,
        missing: Option<Absence>,
        input_after: Option<Timestamp>,
        at: Timestamp,
        cause: &Cause,
    ) -> Transition {
        let absent =
            missing.map(|kind| Absent { kind, since: at, limit_from: Some(at), input_after });
        let change = missing.map_or(Change::Back, Change::Absent);
        let mut transition = self.turn(absent, &change, at, cause);
        if let Some(lease) = &mut transition.agent.lease {
            lease.last_break = lease.break_over_at(at);
        }
        transition
    }

    fn on_break(&self, taken: Break, absent: Absent, now: Timestamp, cause: &Cause) -> Transition {
        let change = Change::Break { reason: taken.reason.clone(), until: taken.until };
        let mut transition = self.turn(Some(absent), &change, now, cause);
        if let Some(lease) = &mut transition.agent.lease {
            lease.last_break = Some(taken);
        }
        transition
    }

    /// Since when the agent is on breaks, if nobody has touched a device since the last one.
    fn breaks_since(&self, lease: &Lease) -> Option<Timestamp> {
        let last = lease.last_break.as_ref()?;
        let is_one = last.over_at.is_none_or(|over_at| {
            !self.devices.iter().any(|(_, device)| device.active_at > over_at)
        });
        is_one.then_some(last.first_at)
    }
}
