//! Devices: they run, sleep, beat, and are signed in and out.

use super::{RETRY, Task, World};
use crate::happening::{DAY, DEVICES, Happening, MINUTE, Moment, Page, SECOND, TOKEN};

impl World {
    /// A device that runs, or the first one.
    pub(super) fn some_device(&mut self, person: usize) -> usize {
        let running: Vec<usize> =
            (0..DEVICES).filter(|device| self.people[person].devices[*device].running).collect();
        running.get(self.chance.index(running.len())).copied().unwrap_or(0)
    }

    /// Somebody sits down at a device; what is in the way is done first.
    pub(super) fn work(&mut self, person: usize, device: usize) {
        let now = self.now;
        self.people[person].working = Some(device);
        if !self.people[person].devices[device].signed_in {
            let may = device == TOKEN || !self.people[person].disabled;
            if !self.send(person, Happening::SignIn(person, device)) || !may {
                return;
            }
            self.people[person].devices[device].signed_in = true;
            self.people[person].tokens_rest &= device == TOKEN;
        }
        let known = &mut self.people[person].devices[device];
        (known.page, known.touched) = (Page::Shown, now);
        if !known.running {
            self.run(person, device, 0);
        }
    }

    pub(super) fn run(&mut self, person: usize, device: usize, wait: Moment) {
        let known = &mut self.people[person].devices[device];
        known.running = true;
        known.run += 1;
        let run = known.run;
        self.after(wait, Task::Beat(person, device, run));
    }

    pub(super) fn sleep(&mut self, person: usize, device: usize, wake: Option<Moment>) {
        self.people[person].devices[device].running = false;
        if let Some(wait) = wake {
            self.after(wait, Task::Wake(person, device));
        }
    }

    /// A laptop is opened again, or a page is there again: it beats at once.
    pub(super) fn wake(&mut self, person: usize, device: usize) {
        if self.people[person].devices[device].running {
            return;
        }
        self.people[person].devices[device].page = Page::Shown;
        if self.chance.percent(30) {
            self.people[person].devices[device].touched = self.now;
        }
        if self.chance.percent(50) {
            self.send(person, Happening::Seen(person, device));
        }
        self.run(person, device, 0);
    }

    pub(super) fn say_goodbye(&mut self, person: usize, device: usize, next_page: Option<Moment>) {
        self.send_beat(person, device, Page::Left);
        self.sleep(person, device, next_page);
    }

    pub(super) fn turn_page(&mut self, person: usize, device: usize, page: Page) {
        let known = &mut self.people[person].devices[device];
        if known.running {
            known.page = page;
            self.run(person, device, 0);
        }
    }

    pub(super) fn send_beat(&mut self, person: usize, device: usize, page: Page) -> bool {
        let touched = self.people[person].devices[device].touched;
        let idle = match self.chance.index(2_000) {
            // What cannot be true.
            0 => -self.between(0, DAY),
            1 => i64::MAX,
            2 => i64::MIN,
            // To the very millisecond of what sites set.
            3..30 => [1, 5, 15, 30][self.chance.index(4)] * MINUTE,
            _ => self.now - touched,
        };
        self.send(person, Happening::Beat { person, device, idle, page })
    }

    pub(super) fn beat(&mut self, person: usize, device: usize, run: u32) {
        let known = self.people[person].devices[device];
        if !known.running || known.run != run {
            return;
        }
        if self.people[person].working == Some(device) {
            let ago = if self.chance.percent(95) { 15 * SECOND } else { 3 * MINUTE };
            let touched = self.now - self.between(0, ago);
            let known = &mut self.people[person].devices[device];
            known.touched = known.touched.max(touched);
        }
        let heard = self.send_beat(person, device, known.page);
        let wait = match (known.page, heard) {
            (Page::Hidden, _) => MINUTE + self.between(0, 5 * SECOND),
            (_, true) => 20 * SECOND + self.between(0, 2 * SECOND),
            (_, false) => RETRY,
        };
        self.after(wait, Task::Beat(person, device, run));
    }

    /// A device is signed out. It may not notice, and go on beating.
    pub(super) fn sign_out(&mut self, person: usize, device: usize) {
        let notices = self.chance.percent(70);
        let who = &self.people[person];
        // Nobody is there to hear a token say that it ends, while it rests.
        let rests = device == TOKEN && (who.tokens_rest || who.disabled);
        if who.devices[device].signed_in
            && !rests
            && self.send(person, Happening::SignOut(person, device))
        {
            self.people[person].devices[device].signed_in = false;
            if notices {
                self.sleep(person, device, None);
            }
        }
    }
}
