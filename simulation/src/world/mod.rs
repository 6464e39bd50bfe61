//! People at their desks, their devices, their networks, admins and restarts, at random from one seed.
//!
//! The world knows what is true of people; the server learns of it only what gets through.

mod admin;
mod devices;
mod hours;
mod people;

use crate::{
    chance::Chance,
    happening::{
        DAY, DEVICES, HOUR, Happening, MINUTE, Moment, PEOPLE, PROJECTS, Page, SECOND, SiteRules,
    },
};
use std::{cmp::Reverse, collections::BinaryHeap};

/// When the simulated time may start: midnights of UTC, the first one that of 2 March 2026. Somewhere in the
/// two weeks after each of them clocks are put; after the last two in the second night.
const STARTS: [Moment; 5] = [0, 21 * DAY, 231 * DAY, 26 * DAY, 236 * DAY];
const FIRST: Moment = 1_772_409_600_000;

/// When the simulated time of a seed starts.
pub fn start_of(seed: u64) -> Moment {
    FIRST + STARTS[Chance::new(seed ^ 1).index(STARTS.len())]
}

/// How soon a page that can be seen tries a lost beat again.
pub(super) const RETRY: Moment = 3 * SECOND;

/// Something that somebody in the world is going to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Task {
    /// A day begins for somebody.
    Day(usize),
    /// Somebody does something else from here on.
    Mood(usize),
    /// Somebody comes to work.
    Arrive(usize),
    /// Somebody goes home.
    Home(usize),
    /// A device beats, if it still runs as it did.
    Beat(usize, usize, u32),
    /// A device wakes up.
    Wake(usize, usize),
    /// An admin does something.
    Admin,
    /// An admin enables an account again.
    Enable(usize),
    /// The server stops.
    Stop,
    /// The server starts.
    Start,
    /// The server, which was suspended, goes on.
    GoOn,
    /// The whole site loses its network.
    Outage,
}

#[derive(Debug, Clone, Copy)]
struct Device {
    signed_in: bool,
    running: bool,
    page: Page,
    touched: Moment,
    /// Beats of an earlier run are void.
    run: u32,
}

#[derive(Debug, Clone)]
struct Person {
    devices: [Device; DEVICES],
    /// The device in front of them, while they work.
    working: Option<usize>,
    at_work: bool,
    /// The network is gone until then.
    cut_until: Moment,
    /// Their account is disabled.
    disabled: bool,
    /// Their tokens rest until they sign in again.
    tokens_rest: bool,
}

/// The world.
pub struct World {
    chance: Chance,
    start: Moment,
    now: Moment,
    tasks: BinaryHeap<Reverse<(Moment, u64, Task)>>,
    count: u64,
    people: Vec<Person>,
    rules: SiteRules,
    cut_until: Moment,
    is_down: bool,
    /// What happens now, in this order.
    out: Vec<Happening>,
}

impl World {
    /// The world of a seed.
    pub fn new(seed: u64) -> Self {
        let device =
            Device { signed_in: false, running: false, page: Page::Shown, touched: 0, run: 0 };
        let person = Person {
            devices: [device; DEVICES],
            working: None,
            at_work: false,
            cut_until: 0,
            disabled: false,
            tokens_rest: false,
        };
        let mut world = Self {
            chance: Chance::new(seed),
            start: start_of(seed),
            now: start_of(seed),
            tasks: BinaryHeap::new(),
            count: 0,
            people: vec![person; PEOPLE],
            rules: SiteRules::DEFAULT,
            cut_until: 0,
            is_down: false,
            out: vec![],
        };
        for person in 0..PEOPLE {
            let project = world.chance.index(PROJECTS);
            world.out.push(Happening::Join(person, person % PROJECTS));
            world.out.push(Happening::Join(person, project));
            world.after(0, Task::Day(person));
        }
        for project in 0..PROJECTS - 1 {
            let schedule = Happening::Schedule(project, world.some_week());
            world.out.push(schedule);
        }
        world.after(HOUR, Task::Admin);
        world.after(9 * HOUR, Task::Stop);
        world.after(10 * HOUR, Task::Outage);
        world
    }

    fn after(&mut self, wait: Moment, task: Task) {
        self.count += 1;
        self.tasks.push(Reverse((self.now + wait.max(0), self.count, task)));
    }

    fn between(&mut self, from: Moment, to: Moment) -> Moment {
        self.chance.between(from, to)
    }

    /// Told that a rule makes a difference at `at`, which is not after the next thing that happens, it now and
    /// then lets something happen at that very millisecond.
    pub fn coincide(&mut self, at: Moment) {
        if !self.chance.percent(5) {
            return;
        }
        let wait = at - self.now;
        if self.chance.percent(1) {
            // The server stops then, and not when it would have stopped.
            let stops = |task: &Reverse<(Moment, u64, Task)>| matches!(task.0.2, Task::Stop);
            if self.tasks.iter().any(stops) {
                self.tasks.retain(|task| !stops(task));
                self.after(wait, Task::Stop);
            }
            return;
        }
        let person = self.chance.index(PEOPLE);
        let device = self.chance.index(DEVICES);
        let known = self.people[person].devices[device];
        if known.signed_in && (known.running || self.chance.percent(2)) {
            self.run(person, device, wait);
        }
    }

    /// When the next thing happens, if nothing happens now.
    pub fn next_at(&self) -> Moment {
        self.tasks.peek().map_or(self.now, |Reverse((at, ..))| *at)
    }

    /// When the server stops next, as far as planned.
    pub fn stops_at(&self) -> Moment {
        let stops = self.tasks.iter().filter(|task| matches!(task.0.2, Task::Stop));
        stops.map(|task| task.0.0).min().unwrap_or(Moment::MAX)
    }

    /// Whether the server runs.
    pub const fn is_up(&self) -> bool {
        !self.is_down
    }

    /// The next thing that reaches the server or happens to it, if one does at this step.
    pub fn step(&mut self) -> (Moment, Vec<Happening>) {
        if self.out.is_empty()
            && let Some(Reverse((at, _, task))) = self.tasks.pop()
        {
            self.now = at;
            self.play(task);
        }
        (self.now, std::mem::take(&mut self.out))
    }

    fn play(&mut self, task: Task) {
        match task {
            Task::Day(person) => self.begin_day(person),
            Task::Mood(person) => self.change_mood(person),
            Task::Arrive(person) => self.arrive(person),
            Task::Home(person) => self.go_home(person),
            Task::Beat(person, device, run) => self.beat(person, device, run),
            Task::Wake(person, device) => self.wake(person, device),
            Task::Admin => self.administer(),
            Task::Enable(person) => self.enable(person),
            Task::Stop => {
                self.is_down = true;
                let (stop, start) = match self.chance.index(4) {
                    0 => (Happening::Stop, Task::Start),
                    1 => (Happening::Suspend, Task::GoOn),
                    _ => (Happening::Kill, Task::Start),
                };
                self.out.push(stop);
                let down = match self.chance.index(10) {
                    0 => self.between(20 * MINUTE, 3 * HOUR),
                    1..4 => self.between(60 * SECOND, 3 * MINUTE),
                    _ => self.between(500, 20 * SECOND),
                };
                self.after(down, start);
            }
            Task::Start | Task::GoOn => {
                self.is_down = false;
                let start = if task == Task::Start { Happening::Start } else { Happening::Wake };
                self.out.push(start);
                // Sometimes it does not live long.
                let next = if self.chance.percent(20) {
                    self.between(0, 3 * MINUTE)
                } else {
                    self.between(2 * HOUR, 40 * HOUR)
                };
                self.after(next, Task::Stop);
            }
            Task::Outage => {
                let long = if self.chance.percent(60) {
                    self.between(0, 45 * SECOND)
                } else {
                    self.between(45 * SECOND, HOUR)
                };
                self.cut_until = self.now + long;
                let next = self.between(HOUR, 2 * DAY);
                self.after(next, Task::Outage);
            }
        }
    }

    /// Whether what somebody sends now gets through.
    fn gets_through(&self, person: usize) -> bool {
        !self.is_down && self.now >= self.cut_until.max(self.people[person].cut_until)
    }

    fn send(&mut self, person: usize, happening: Happening) -> bool {
        let through = self.gets_through(person);
        if through {
            self.out.push(happening);
        }
        through
    }

    /// A request that a person makes at a device; the request itself is seen.
    fn ask(&mut self, person: usize, device: usize, happening: Happening) {
        if self.send(person, Happening::Seen(person, device)) {
            self.out.push(happening);
        }
    }
}
