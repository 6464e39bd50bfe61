//! When desks, and people by themselves, mean to be there.

use super::World;
use crate::{
    happening::{DAY, Happening, PROJECTS},
    week::{Day, Week},
};
use std::collections::BTreeSet;

/// Zones whose clocks are put somewhere in the simulated time, and others.
const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "UTC",
];

impl World {
    /// A desk gets other hours, or more holidays.
    pub(super) fn change_schedule(&mut self) -> Happening {
        let project = self.chance.index(PROJECTS);
        if self.chance.percent(30) {
            let mut days = self.some_days();
            days.insert(self.now / DAY + 2);
            return Happening::Holidays(project, days);
        }
        Happening::Schedule(project, self.some_week())
    }

    /// Somebody says when they mean to be there.
    pub(super) fn change_own_hours(&mut self, person: usize) {
        let device = self.some_device(person);
        let week = self.some_week();
        self.ask(person, device, Happening::OwnHours { person, device, week });
    }

    /// Some of the coming days.
    fn some_days(&mut self) -> BTreeSet<Day> {
        (self.now / DAY + 2..self.now / DAY + 6).filter(|_| self.chance.percent(30)).collect()
    }

    pub(super) fn some_week(&mut self) -> Week {
        if self.chance.percent(10) {
            return Week::none();
        }
        let zone = ZONES[self.chance.index(ZONES.len())];
        let day = self.some_spans();
        let mut days: [_; 7] =
            std::array::from_fn(|_| if self.chance.percent(85) { day.clone() } else { vec![] });
        // Hours that never close are told to close in about 400 days: no wall shows that.
        if days.iter().all(|spans| *spans == [(0, 1_440)]) {
            days[6].clear();
        }
        let holidays = if self.chance.percent(20) { self.some_days() } else { BTreeSet::new() };
        Week { zone, days, holidays }
    }

    /// The hours of a day, often with something at midnight or where clocks are put.
    fn some_spans(&mut self) -> Vec<(u16, u16)> {
        let mut time = |from: i64, to: i64| {
            let minutes = self.chance.between(from, to);
            u16::try_from(minutes).unwrap_or(0)
        };
        let [early, morning, noon, evening, late] =
            [time(60, 200), time(360, 600), time(700, 780), time(960, 1_200), time(1_300, 1_440)];
        match self.chance.index(7) {
            0 => vec![(0, 1_440)],
            1 => vec![(late, 1_440 + early)],
            2 => vec![(early, early + 30), (morning, evening)],
            3 => vec![(morning, noon), (noon, evening)],
            4 => vec![(0, early), (late, 1_440)],
            5 => vec![(morning, noon), (noon + 30, evening)],
            _ => vec![(morning, evening)],
        }
    }
}
