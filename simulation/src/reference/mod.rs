//! A small model of the whole site, which is read off the rules as they are written and shares nothing with
//! the crate `presence`: it keeps what was heard, and at each moment at which something may have changed it
//! looks at everything again.

mod attendance;
mod person;
mod timetable;

pub use attendance::There;

use crate::{
    happening::{Answer, Happening, Moment, PEOPLE, PROJECTS, SUSPEND_GAP, SiteRules},
    week::Week,
};
use person::{Person, Wish};
use std::collections::{BTreeMap, BTreeSet};
use timetable::Timetable;

/// What the ledger says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Somebody came online, until then.
    Online(Option<Moment>),
    /// Somebody stays online, until then.
    Until(Option<Moment>),
    /// Every device of somebody is idle.
    Away,
    /// Took a break, until then.
    Break(Option<i64>),
    /// No device of somebody is connected.
    Lost,
    /// Somebody is there again.
    Back,
    /// Somebody is offline, for this reason.
    Offline(&'static str),
    /// The public sees another light, count and revision.
    Public(bool, Option<u32>, u64),
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Time itself.
    Clock,
    /// A person, on a device.
    Person(usize, Option<usize>),
    /// An admin.
    Admin,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// When it became true.
    pub at: Moment,
    /// Where.
    pub project: usize,
    /// Of whom; `None` for what the public sees.
    pub person: Option<usize>,
    /// What.
    pub what: What,
    /// By whom.
    pub by: By,
}

/// What the public sees of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    /// Whether somebody is available.
    pub online: bool,
    /// Since when.
    pub since: Moment,
    /// How many, where shown.
    pub count: Option<u32>,
    /// When it opens next, while it is closed.
    pub next_open: Option<Moment>,
    /// The public revision.
    pub revision: u64,
}

/// Somebody whose lease covers a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// How they are.
    pub there: There,
    /// Covered since when without a break.
    pub since: Moment,
    /// Since when they are away or lost.
    pub absent_since: Option<Moment>,
    /// Until when.
    pub until: Option<Moment>,
}

/// The model.
#[derive(Debug, Clone)]
pub struct Reference {
    people: Vec<Person>,
    rules: SiteRules,
    show_count: [bool; PROJECTS],
    weeks: Vec<Week>,
    timetables: Vec<Timetable>,
    public: Vec<Public>,
    /// Who is available in each project, as far as the ledger says.
    available: Vec<BTreeSet<usize>>,
    said: Vec<Said>,
    /// Since when the server is down.
    down_since: Option<Moment>,
    /// How far time has passed while it ran.
    lived_until: Moment,
    /// Openings and closings up to then are told.
    told_until: Moment,
}

impl Reference {
    /// A site that was set up at `start`, with agents who are nowhere yet.
    pub fn new(start: Moment) -> Self {
        let rules = SiteRules::DEFAULT;
        let dark =
            Public { online: false, since: start, count: None, next_open: None, revision: 1 };
        Self {
            people: (0..PEOPLE).map(|id| Person::new(id, &rules)).collect(),
            rules,
            show_count: [false; PROJECTS],
            weeks: vec![Week::none(); PROJECTS],
            timetables: vec![Timetable::default(); PROJECTS],
            public: vec![dark; PROJECTS],
            available: vec![BTreeSet::new(); PROJECTS],
            said: vec![],
            down_since: None,
            lived_until: start,
            told_until: start,
        }
    }

    /// The next moment at which something may change by itself.
    pub fn next_moment(&self) -> Option<Moment> {
        let people = self.people.iter().filter_map(Person::next_moment);
        let projects = self.timetables.iter();
        people.chain(projects.filter_map(|table| table.next_boundary(self.told_until))).min()
    }

    /// Lets time pass up to `to`, itself included.
    pub fn live_until(&mut self, to: Moment) {
        for person in &mut self.people {
            match self.down_since {
                Some(down) => person.sleep_until(down, to),
                None => person.live_until(to),
            }
        }
        if self.down_since.is_none() {
            self.lived_until = to;
        }
        self.write_down(to);
    }

    /// Writes down what people's changes come to up to `to`, and what opens and closes, in the order of
    /// time. What happens at one moment is seen as one change.
    fn write_down(&mut self, to: Moment) {
        let mut said: BTreeMap<Moment, Vec<Said>> = BTreeMap::new();
        for table in &self.timetables {
            let next = |at: &Moment| table.next_boundary(*at);
            let boundaries = std::iter::successors(next(&self.told_until), next);
            said.extend(boundaries.take_while(|at| *at <= to).map(|at| (at, vec![])));
        }
        for person in &mut self.people {
            for (at, project, what, by) in person.said.drain(..) {
                let person = Some(person.id);
                said.entry(at).or_default().push(Said { at, project, person, what, by });
            }
        }
        self.told_until = self.told_until.max(to);
        for (at, at_once) in said {
            for Said { project, person, what, .. } in &at_once {
                let Some(person) = person else { continue };
                match what {
                    What::Online(_) | What::Back => {
                        self.available[*project].insert(*person);
                    }
                    What::Away | What::Break(_) | What::Lost | What::Offline(_) => {
                        self.available[*project].remove(person);
                    }
                    What::Until(_) | What::Public(..) => {}
                }
            }
            self.said.extend(at_once);
            for project in 0..PROJECTS {
                self.publish(project, at);
            }
        }
    }

    fn publish(&mut self, project: usize, at: Moment) {
        let available = self.available[project].len();
        let count = self.show_count[project].then(|| u32::try_from(available).unwrap_or(u32::MAX));
        let next_open = self.timetables[project].next_open(at);
        let public = &mut self.public[project];
        let online = available > 0;
        if (online, count, next_open) == (public.online, public.count, public.next_open) {
            return;
        }
        let since = if online == public.online { public.since } else { at };
        *public = Public { online, since, count, next_open, revision: public.revision + 1 };
        let what = What::Public(online, count, public.revision);
        self.said.push(Said { at, project, person: None, what, by: By::Clock });
    }

    /// A project has other hours from now on.
    fn open_by(&mut self, project: usize, week: Week, at: Moment) {
        self.timetables[project] = Timetable::of(&week, at);
        self.weeks[project] = week;
        self.publish(project, at);
    }

    /// Lets something happen at `at`. The model of a site that is killed is the one of the last time at which
    /// it wrote.
    pub fn happen(&mut self, at: Moment, happening: &Happening) -> Answer {
        if *happening == Happening::Kill {
            return self.act(at, happening);
        }
        if *happening == Happening::Wake
            && self.down_since.is_some_and(|down| at - down < SUSPEND_GAP)
        {
            // Nobody takes notice of so short a gap.
            self.down_since = None;
        }
        self.live_until(at);
        let answer = self.act(at, happening);
        self.write_down(at);
        answer
    }

    fn act(&mut self, at: Moment, happening: &Happening) -> Answer {
        use Happening::{
            Beat, Disable, Door, Enable, Extend, ForceLogout, GoOffline, GoOnline, Join, Kill,
            Leave, Seen, ShowCount, SignIn, SignOut, Start, Stop, Suspend, Wake,
        };
        if let Some((person, device)) = happening.asks()
            && !self.people[person].is_known_on(device)
        {
            return Answer::Unknown;
        }
        match happening {
            GoOnline { person, .. }
            | Extend { person, .. }
            | GoOffline { person, .. }
            | Happening::OwnIdle { person, .. }
            | Happening::OwnHours { person, .. }
                if self.people[*person].member.is_empty() =>
            {
                return Answer::Refused;
            }
            SignIn(person, device) => return self.people[*person].sign_in(*device, at),
            SignOut(person, device) => self.people[*person].sign_out(*device, at),
            Beat { person, device, idle, page } => {
                let touched = at.saturating_sub((*idle).max(0));
                self.people[*person].hear(*device, at, Some(touched), Some(*page));
            }
            Seen(person, device) => self.people[*person].hear(*device, at, None, None),
            GoOnline { person, device, projects, minutes, attended, knows } => {
                let by = By::Person(*person, Some(*device));
                let projects = projects.as_ref();
                let (minutes, attended, knows) = (*minutes, *attended, *knows);
                let wish = Wish { projects, minutes, attended, knows };
                return self.people[*person].go_online(&wish, *device, by, at);
            }
            Extend { person, device, minutes, knows } => {
                let by = By::Person(*person, Some(*device));
                return self.people[*person].extend(*minutes, *knows, *device, by, at);
            }
            GoOffline { person, device, projects } => {
                let by = By::Person(*person, Some(*device));
                self.people[*person].end(projects.as_ref(), "signed_off", at, by);
            }
            Door { person, projects, knows } => {
                return self.people[*person].door(projects, *knows, at);
            }
            ForceLogout(person) => self.people[*person].force_logout(at),
            Disable(person) => self.people[*person].disable(at),
            Enable(person) => self.people[*person].enable(at),
            Join(person, project) => self.people[*person].join(*project, at),
            Leave(person, project) => self.people[*person].leave(*project, at),
            ShowCount(project, show) => {
                self.show_count[*project] = *show;
                self.publish(*project, at);
            }
            Happening::Schedule(project, week) => self.open_by(*project, week.clone(), at),
            Happening::Holidays(project, days) => {
                let mut week = self.weeks[*project].clone();
                week.holidays.extend(days);
                self.open_by(*project, week, at);
            }
            Happening::OwnHours { person, week, .. } => {
                self.people[*person].mean_to_be_there(week, at);
            }
            Happening::SiteRules(rules) => {
                self.rules = *rules;
                self.people.iter_mut().for_each(|person| person.choose(rules, None, at));
            }
            Happening::OwnIdle { person, own, .. } => {
                self.people[*person].choose(&self.rules, Some(*own), at);
            }
            Stop | Suspend => self.down_since = Some(at),
            // Nobody knows until when it listened after it had written for the last time.
            Kill => self.down_since = Some(self.lived_until),
            Start | Wake => {
                if let Some(down) = self.down_since.take() {
                    self.lived_until = at;
                    self.people.iter_mut().for_each(|person| person.wake(down, at));
                }
            }
        }
        Answer::Done
    }

    /// Whether all of these are projects of a person.
    pub fn are_theirs(&self, person: usize, projects: &BTreeSet<usize>) -> bool {
        projects.is_subset(&self.people[person].member)
    }

    /// What the ledger must have got since it was last asked.
    pub fn take_said(&mut self) -> Vec<Said> {
        std::mem::take(&mut self.said)
    }

    /// Those whose lease covers a project.
    pub fn rows(&self, project: usize) -> BTreeMap<usize, Row> {
        let row = |person: &Person| {
            let lease = person.lease.as_ref()?;
            let absent = lease.there != There::Online;
            let row = Row {
                there: lease.there,
                since: *lease.covers.get(&project)?,
                absent_since: absent.then_some(lease.there_since),
                until: lease.until,
            };
            Some((person.id, row))
        };
        self.people.iter().filter_map(row).collect()
    }

    /// What the public sees.
    pub fn public(&self, project: usize) -> &Public {
        &self.public[project]
    }

    /// An agent's revision.
    pub fn revision(&self, person: usize) -> u64 {
        self.people[person].revision
    }
}
