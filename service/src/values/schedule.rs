//! A schedule as it is kept and edited.

use crate::Zone;
use presence::{Hours, Revision, Schedule};
use std::sync::Arc;

/// Hours in a zone, and how often they were changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSchedule {
    /// On whose clocks the hours are.
    pub zone: Zone,
    /// The hours.
    pub hours: Hours,
    /// Moved by every change; 0 where there never was one.
    pub revision: Revision,
}

impl KeptSchedule {
    /// What stands where nobody has set hours.
    pub fn none() -> Self {
        Self { zone: Zone::UTC, hours: Hours::default(), revision: Revision::new(0) }
    }

    /// What the rules read; without any hour there is no schedule.
    pub fn rules(&self) -> Option<Arc<Schedule>> {
        let schedule = || Schedule::new(self.zone.rules().clone(), self.hours.clone());
        (!self.hours.is_empty()).then(|| Arc::new(schedule()))
    }
}

/// What a schedule shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleChange {
    /// On whose clocks the hours are.
    pub zone: Zone,
    /// The hours; without any, there is no schedule.
    pub hours: Hours,
    /// The revision that the editor saw.
    pub seen: Revision,
}

impl ScheduleChange {
    pub(crate) fn kept(&self) -> KeptSchedule {
        KeptSchedule {
            zone: self.zone.clone(),
            hours: self.hours.clone(),
            revision: self.seen.next(),
        }
    }

    /// What the audit log says of it.
    pub(crate) fn told(&self) -> String {
        let spans: usize = presence::WEEK.iter().map(|day| self.hours.of(*day).len()).sum();
        format!(
            "zone={} spans={spans} exceptions={} holidays={}",
            self.zone,
            self.hours.exceptions().len(),
            self.hours.holidays().len()
        )
    }
}
