//! A small model of the whole site, which is read off the rules as they are written and shares nothing with
//! the crate `presence`: it keeps what was heard, and at each moment at which something may have changed it
//! looks at everything again.

mod attendance;
mod person;

pub use attendance::There;

use crate::happening::{Answer, Happening, Moment, PEOPLE, PROJECTS, SiteRules};
use person::{Person, Wish};
use std::collections::{BTreeMap, BTreeSet};

/// What the ledger says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Somebody came online, until then.
    Online(Option<Moment>),
    /// Somebody stays online, until then.
    Until(Option<Moment>),
    /// Every device of somebody is idle.
    Away,
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
    public: Vec<Public>,
    /// Who is available in each project, as far as the ledger says.
    available: Vec<BTreeSet<usize>>,
    said: Vec<Said>,
    /// Since when the server is down.
    down_since: Option<Moment>,
    /// How far time has passed while it ran.
    lived_until: Moment,
}

impl Reference {
    /// A site that was set up at `start`, with agents who are nowhere yet.
    pub fn new(start: Moment) -> Self {
        let rules = SiteRules::DEFAULT;
        let dark = Public { online: false, since: start, count: None, revision: 1 };
        Self {
            people: (0..PEOPLE).map(|id| Person::new(id, &rules)).collect(),
            rules,
            show_count: [false; PROJECTS],
            public: vec![dark; PROJECTS],
            available: vec![BTreeSet::new(); PROJECTS],
            said: vec![],
            down_since: None,
            lived_until: start,
        }
    }

    /// The next moment at which something may change by itself.
    pub fn next_moment(&self) -> Option<Moment> {
        let moments = self.people.iter().filter(|person| person.lease.is_some());
        moments.filter_map(|person| person.moments.first().copied()).min()
    }

    /// Lets time pass up to `to`, itself included.
    pub fn live_until(&mut self, to: Moment) {
        for person in &mut self.people {
            if self.down_since.is_some() {
                person.sleep_until(to);
            } else {
                person.live_until(to);
            }
        }
        if self.down_since.is_none() {
            self.lived_until = to;
        }
        self.write_down();
    }

    /// Writes down what people's changes come to, in the order of time. What happens at one moment is seen
    /// as one change.
    fn write_down(&mut self) {
        let mut said: Vec<Said> = vec![];
        for person in &mut self.people {
            said.extend(person.said.drain(..).map(|(at, project, what, by)| Said {
                at,
                project,
                person: Some(person.id),
                what,
                by,
            }));
        }
        said.sort_by_key(|said| said.at);
        for at_once in said.chunk_by(|one, next| one.at == next.at) {
            for Said { project, person, what, .. } in at_once {
                let Some(person) = person else { continue };
                match what {
                    What::Online(_) | What::Back => {
                        self.available[*project].insert(*person);
                    }
                    What::Away | What::Lost | What::Offline(_) => {
                        self.available[*project].remove(person);
                    }
                    What::Until(_) | What::Public(..) => {}
                }
            }
            self.said.extend(at_once.iter().cloned());
            for project in 0..PROJECTS {
                self.publish(project, at_once[0].at);
            }
        }
    }

    fn publish(&mut self, project: usize, at: Moment) {
        let available = self.available[project].len();
        let count = self.show_count[project].then(|| u32::try_from(available).unwrap_or(u32::MAX));
        let public = &mut self.public[project];
        let online = available > 0;
        if (online, count) == (public.online, public.count) {
            return;
        }
        let since = if online == public.online { public.since } else { at };
        *public = Public { online, since, count, revision: public.revision + 1 };
        let what = What::Public(online, count, public.revision);
        self.said.push(Said { at, project, person: None, what, by: By::Clock });
    }

    /// Lets something happen at `at`. The model of a site that is killed is the one of the last time at which
    /// it wrote.
    pub fn happen(&mut self, at: Moment, happening: &Happening) -> Answer {
        if *happening != Happening::Kill {
            self.live_until(at);
        }
        let answer = self.act(at, happening);
        self.write_down();
        answer
    }

    fn act(&mut self, at: Moment, happening: &Happening) -> Answer {
        use Happening::{
            Beat, Disable, Door, Enable, Extend, ForceLogout, GoOffline, GoOnline, Join, Kill,
            Leave, Seen, ShowCount, SignIn, SignOut, Start, Stop,
        };
        if let Some((person, device)) = happening.asks()
            && !self.people[person].is_known_on(device)
        {
            return Answer::Unknown;
        }
        match happening {
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
            GoOffline { person, .. } | Happening::OwnIdle { person, .. }
                if self.people[*person].member.is_empty() =>
            {
                return Answer::Refused;
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
            Enable(person) => self.people[*person].disabled = false,
            Join(person, project) => self.people[*person].join(*project, at),
            Leave(person, project) => self.people[*person].leave(*project, at),
            ShowCount(project, show) => {
                self.show_count[*project] = *show;
                self.publish(*project, at);
            }
            Happening::SiteRules(rules) => {
                self.rules = *rules;
                self.people.iter_mut().for_each(|person| person.choose(rules, None, at));
            }
            Happening::OwnIdle { person, own, .. } => {
                self.people[*person].choose(&self.rules, Some(*own), at);
            }
            Stop => self.down_since = Some(at),
            // Nobody knows until when it listened after it had written for the last time.
            Kill => self.down_since = Some(self.lived_until),
            Start => {
                if let Some(down) = self.down_since.take() {
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
