//! When a shift ends, and whether somebody has stayed past it.

use crate::{LeaseDuration, Schedule, Timestamp};

/// When the shift of an agent ends: with their own hours, if these run; else with the latest closing today
/// among the projects that are open now. `None` where there is no such end within a day.
pub fn shift_end<'s>(
    own: Option<&Schedule>,
    projects: impl IntoIterator<Item = &'s Schedule>,
    now: Timestamp,
) -> Option<Timestamp> {
    let own = own.and_then(|hours| hours.closes(now));
    let latest = || projects.into_iter().filter_map(|desk| desk.latest_closing_today(now)).max();
    own.or_else(latest).filter(|end| *end <= now.plus_minutes(LeaseDuration::MAX_MINUTES))
}

/// Since when the shift of an agent who is online since `since` has been over: their own hours, if they have
/// any, else the last to close among the projects. `None` while it runs, and where no hours have run since
/// then: whoever comes outside hours has no shift to forget.
pub fn shift_over_since<'s>(
    own: Option<&Schedule>,
    projects: impl IntoIterator<Item = &'s Schedule>,
    since: Timestamp,
    now: Timestamp,
) -> Option<Timestamp> {
    let last_end = |hours: &Schedule| hours.stretches(since, now).last().map(|last| last.until);
    if let Some(own) = own {
        return if own.is_open(now) { None } else { last_end(own) };
    }
    let mut over = None;
    for desk in projects {
        if desk.is_open(now) {
            return None;
        }
        over = over.max(last_end(desk));
    }
    over
}
