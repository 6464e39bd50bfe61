//! When a shift ends.

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
