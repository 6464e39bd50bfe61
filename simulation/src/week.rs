//! Hours as somebody writes them down: times on a wall.

use std::collections::BTreeSet;

/// A day on a calendar, counted from 1 January 1970.
pub type Day = i64;

/// Weekly hours with holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// On whose clocks.
    pub zone: &'static str,
    /// From Monday to Sunday: from and to, in minutes after midnight. What ends after 1,440 ends on the
    /// next day.
    pub days: [Vec<(u16, u16)>; 7],
    /// Days on which nothing begins.
    pub holidays: BTreeSet<Day>,
}

impl Week {
    /// No hours at all.
    pub const fn none() -> Self {
        Self { zone: "UTC", days: [const { Vec::new() }; 7], holidays: BTreeSet::new() }
    }

    /// Whether there is no hour at all.
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(Vec::is_empty)
    }

    /// What begins on a day.
    pub fn on(&self, day: Day) -> &[(u16, u16)] {
        if self.holidays.contains(&day) {
            return &[];
        }
        // 1 January 1970 was a Thursday.
        let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0);
        &self.days[weekday]
    }
}
