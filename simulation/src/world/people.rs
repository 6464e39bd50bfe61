//! What people do all day, and what they wish.

use super::{Task, World};
use crate::happening::{
    DAY, DEVICES, HOUR, Happening, Knows, MINUTE, Moment, PROJECTS, Page, SECOND, TOKEN,
};
use std::collections::BTreeSet;

impl World {
    pub(super) fn begin_day(&mut self, person: usize) {
        let day = (self.now - self.start) / DAY;
        self.after(DAY, Task::Day(person));
        let free = if day % 7 >= 5 { 80 } else { 10 };
        if self.chance.percent(free) {
            return;
        }
        let arrives = self.between(6 * HOUR, 11 * HOUR);
        let leaves = arrives + self.between(4 * HOUR, 11 * HOUR);
        self.after(arrives, Task::Arrive(person));
        self.after(leaves, Task::Home(person));
    }

    pub(super) fn arrive(&mut self, person: usize) {
        self.people[person].at_work = true;
        let device = if self.chance.percent(80) { 0 } else { self.chance.index(DEVICES) };
        self.work(person, device);
        if self.chance.percent(80) {
            let minutes = if self.chance.percent(50) { None } else { Some(480) };
            let (projects, attended, knows) = (None, true, Knows::Present);
            let wish = Happening::GoOnline { person, device, projects, minutes, attended, knows };
            self.ask(person, device, wish);
        }
        if self.chance.percent(40) {
            self.change_own_hours(person);
        }
        let wait = self.while_long();
        self.after(wait, Task::Mood(person));
    }

    pub(super) fn go_home(&mut self, person: usize) {
        let device = self.some_device(person);
        for other in (0..DEVICES).filter(|other| *other != device) {
            if self.chance.percent(80) {
                self.sleep(person, other, None);
            }
        }
        let who = &mut self.people[person];
        (who.at_work, who.working) = (false, None);
        match self.chance.index(10) {
            0..5 => {
                self.ask(person, device, Happening::GoOffline { person, device, projects: None });
                self.sleep(person, device, None);
            }
            5..7 => self.sleep(person, device, None),
            7 => self.say_goodbye(person, device, None),
            8 => self.turn_page(person, device, Page::Hidden),
            _ => {}
        }
    }

    /// A while, often one that a rule makes a difference at.
    pub(super) fn while_long(&mut self) -> Moment {
        match self.chance.index(8) {
            0 => self.between(0, 10 * SECOND),
            1 => self.between(30 * SECOND, 3 * MINUTE),
            2 => self.between(13 * MINUTE, 17 * MINUTE),
            3 => 15 * MINUTE + self.between(-2, 3),
            4 => self.between(28 * MINUTE, 50 * MINUTE),
            _ => self.between(3 * MINUTE, 40 * MINUTE),
        }
    }

    /// Silence, often of a length that a rule makes a difference at.
    pub(super) fn silence(&mut self) -> Moment {
        match self.chance.index(8) {
            0 | 1 => self.between(0, 45 * SECOND),
            2 => 50 * SECOND + self.between(-2, 3),
            3 => self.between(45 * SECOND, 90 * SECOND),
            4 => self.between(90 * SECOND, 5 * MINUTE),
            5 => 30 * MINUTE + self.between(-2 * MINUTE, 2 * MINUTE),
            _ => self.between(5 * MINUTE, 90 * MINUTE),
        }
    }

    pub(super) fn change_mood(&mut self, person: usize) {
        if !self.people[person].at_work {
            return;
        }
        let device = self.some_device(person);
        let mut wait = self.while_long();
        match self.chance.index(100) {
            0..35 => {
                let other =
                    if self.chance.percent(15) { self.chance.index(DEVICES) } else { device };
                self.work(person, other);
                wait = self.between(30 * SECOND, 40 * MINUTE);
            }
            35..48 => self.people[person].working = None,
            48..54 => self.turn_page(person, device, Page::Hidden),
            54..58 => self.turn_page(person, device, Page::Shown),
            58..63 => {
                let asleep = self.silence();
                self.sleep(person, device, Some(asleep));
                wait = asleep + self.between(0, MINUTE);
            }
            63..70 => self.people[person].cut_until = self.now + self.silence(),
            70..76 => {
                let loading = self.between(0, 11 * SECOND);
                self.say_goodbye(person, device, Some(loading));
                wait = self.between(10 * SECOND, MINUTE);
            }
            76..78 => {
                let gone = self.silence();
                self.say_goodbye(person, device, Some(gone));
            }
            78..93 => {
                self.act(person, device);
                wait = self.between(10 * SECOND, 10 * MINUTE);
            }
            93..95 => self.sign_out(person, device),
            95..97 => self.sleep(person, device, None),
            _ => {
                // Several things at the very same millisecond.
                self.send_beat(person, device, Page::Shown);
                self.send_beat(person, device, Page::Left);
                self.send(person, Happening::Seen(person, device));
                wait = 0;
            }
        }
        self.after(wait, Task::Mood(person));
    }

    /// Somebody says that they want to be online, or not.
    pub(super) fn act(&mut self, person: usize, device: usize) {
        self.work(person, device);
        let knows = match self.chance.index(10) {
            0 => Knows::Past,
            1..5 => Knows::Nothing,
            _ => Knows::Present,
        };
        let happening = match self.chance.index(20) {
            0..3 => {
                let minutes = u32::try_from(self.between(1, 90)).unwrap_or(1);
                Happening::Extend { person, device, minutes, knows }
            }
            3..5 => Happening::GoOffline { person, device, projects: self.some_projects() },
            odd => {
                let minutes = match self.chance.index(6) {
                    0 => None,
                    1 => Some(self.between(0, 1_500)),
                    2 => Some(self.between(1, 10)),
                    // As long as it takes to be away, or to be away for too long.
                    3 => Some([15, 45][self.chance.index(2)]),
                    _ => Some(self.between(30, 500)),
                };
                let minutes = minutes.map(|minutes| u32::try_from(minutes).unwrap_or(0));
                let projects = self.some_projects();
                // Only programs go online without anybody there.
                let attended = odd > 6 || device != TOKEN;
                Happening::GoOnline { person, device, projects, minutes, attended, knows }
            }
        };
        if self.chance.percent(30) {
            self.send_beat(person, device, Page::Shown);
            self.people[person].working = None;
        }
        self.ask(person, device, happening);
    }

    pub(super) fn some_projects(&mut self) -> Option<BTreeSet<usize>> {
        if self.chance.percent(60) {
            return None;
        }
        Some((0..PROJECTS).filter(|_| self.chance.percent(50)).collect())
    }
}
