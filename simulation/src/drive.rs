//! Drives a product and the reference through the same world, and compares them at every step.

use crate::{
    chance::Chance,
    happening::{Answer, Happening, MINUTE, Moment, PEOPLE, PROJECTS, SECOND},
    names,
    product::Product,
    reference::{Reference, Said, There},
    world::{World, start_of},
};
use std::{collections::BTreeSet, collections::VecDeque, fmt::Write};

/// What a run was made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Things that happened.
    pub happenings: u64,
    /// Moments at which everything was compared.
    pub looks: u64,
    /// Lines of the ledger.
    pub entries: u64,
    /// Changes of what the public sees.
    pub flips: u64,
    /// Restarts of the server.
    pub restarts: u64,
    /// Simulated milliseconds.
    pub simulated: i64,
}

impl Report {
    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            happenings: self.happenings + other.happenings,
            looks: self.looks + other.looks,
            entries: self.entries + other.entries,
            flips: self.flips + other.flips,
            restarts: self.restarts + other.restarts,
            simulated: self.simulated + other.simulated,
        }
    }
}

/// How many beats a disagreement tells of, and how many other happenings.
const REMEMBERED: usize = 30;

struct Run<'p, P> {
    product: &'p mut P,
    start: Moment,
    reference: Reference,
    chance: Chance,
    report: Report,
    recent: VecDeque<(Moment, Happening)>,
    /// What the reference says and the product has not recorded yet, as far as was read.
    awaited: Vec<Said>,
    /// The same, as it was when the product last wrote. A server that is killed goes back to that.
    written: (Reference, Vec<Said>),
    /// When the worker writes next what was heard.
    write_at: Moment,
}

/// Drives the product through `simulated` milliseconds of the world of this seed.
///
/// # Panics
///
/// When the product and the reference disagree.
pub fn drive<P: Product>(product: &mut P, seed: u64, simulated: Moment) -> Report {
    let mut world = World::new(seed);
    let start = start_of(seed);
    let reference = Reference::new(start);
    let mut run = Run {
        product,
        written: (reference.clone(), vec![]),
        write_at: start,
        start,
        reference,
        chance: Chance::new(!seed),
        report: Report { simulated, ..Report::default() },
        recent: VecDeque::new(),
        awaited: vec![],
    };
    while world.next_at() < start + simulated {
        if world.is_up() {
            let next = world.next_at();
            if let Some(at) = run.next_moment(next.min(run.write_at)) {
                run.look(at - 1);
                world.coincide(at);
                if world.next_at() > at {
                    run.pass(at, world.next_at().min(run.write_at));
                }
                continue;
            }
            if run.write_at < next {
                run.write(world.stops_at());
                continue;
            }
        }
        let (now, happenings) = world.step();
        for happening in &happenings {
            run.happen(now, happening);
            if world.is_up() && run.chance.percent(90) {
                run.record(now);
            }
        }
        if world.is_up() && !happenings.is_empty() {
            run.look(now);
        }
    }
    run.report
}

impl<P: Product> Run<'_, P> {
    /// The next moment before `to` at which the reference expects that something may change.
    fn next_moment(&self, to: Moment) -> Option<Moment> {
        self.reference.next_moment().filter(|at| *at < to)
    }

    /// Looks at a moment at which something may change. Sometimes the worker comes at once, sometimes late,
    /// sometimes not at all.
    fn pass(&mut self, at: Moment, to: Moment) {
        self.look(at);
        match self.chance.index(20) {
            0..14 => self.record(at),
            14..17 => {
                let late = self.chance.between(at, to);
                if self.next_moment(late).is_none() {
                    self.record(late);
                }
            }
            17 | 18 => self.product.tell(at),
            _ => {}
        }
    }

    /// Keeps the last of the beats, and more of what is rarer.
    fn remember(&mut self, now: Moment, happening: &Happening) {
        let is_beat = |happening: &Happening| matches!(happening, Happening::Beat { .. });
        self.recent.push_back((now, happening.clone()));
        let alike = |(_, other): &(Moment, Happening)| is_beat(other) == is_beat(happening);
        if self.recent.iter().filter(|other| alike(other)).count() > REMEMBERED
            && let Some(oldest) = self.recent.iter().position(alike)
        {
            self.recent.remove(oldest);
        }
    }

    fn happen(&mut self, now: Moment, happening: &Happening) {
        self.remember(now, happening);
        if happening.is_sign() && self.product.is_due(now) {
            self.record(now);
        }
        let expected = match happening {
            Happening::Kill => self.kill(now),
            _ => self.reference.happen(now, happening),
        };
        let answer = self.product.happen(now, happening);
        if answer == Answer::Done && !happening.is_sign() && !happening.is_sudden() {
            self.note_written();
        }
        self.report.happenings += 1;
        if matches!(happening, Happening::Start | Happening::Wake) {
            self.report.restarts += 1;
            self.write_at = now;
        }
        if answer != expected && !self.may_be_refused(happening, expected, answer) {
            self.disagree(now, &format!("the answer is {answer:?} instead of {expected:?}"));
        }
    }

    /// The worker writes what was heard: every ten seconds before the server stops, and now and then
    /// before that, where it makes no difference.
    fn write(&mut self, stops_at: Moment) {
        let now = self.write_at;
        let wait = self.chance.between(10 * SECOND, 20 * MINUTE).min(stops_at - MINUTE - now);
        self.write_at = now + wait.max(10 * SECOND);
        self.reference.live_until(now);
        self.product.write(now);
        self.note_written();
    }

    /// The product has written everything that was heard, said and done until now.
    fn note_written(&mut self) {
        self.awaited.extend(self.reference.take_said().into_iter().map(names::comparable));
        self.written = (self.reference.clone(), self.awaited.clone());
    }

    /// Whatever was not written has never been.
    fn kill(&mut self, now: Moment) -> Answer {
        (self.reference, self.awaited) = self.written.clone();
        self.reference.happen(now, &Happening::Kill)
    }

    /// Of two reasons to refuse something, either is told.
    fn may_be_refused(&self, happening: &Happening, expected: Answer, answer: Answer) -> bool {
        let Happening::GoOnline { person, projects: Some(projects), .. } = happening else {
            return false;
        };
        (expected, answer) == (Answer::Stale, Answer::Refused)
            && !self.reference.are_theirs(*person, projects)
    }

    /// The worker comes: everything that fell due stands in the ledger, once, at its own time.
    fn record(&mut self, now: Moment) {
        self.reference.live_until(now);
        let was_due = self.product.is_due(now);
        self.product.record(now);
        if was_due {
            self.note_written();
        }
        self.awaited.extend(self.reference.take_said().into_iter().map(names::comparable));
        let Some(mut recorded) = self.product.take_said() else { return };
        let mut expected = std::mem::take(&mut self.awaited);
        self.written.1.clear();
        expected.sort();
        recorded.sort();
        self.report.entries += u64::try_from(recorded.len()).unwrap_or(0);
        let public = recorded.iter().filter(|said| said.person.is_none()).count();
        self.report.flips += u64::try_from(public).unwrap_or(0);
        if recorded != expected {
            let mut text = String::from("the ledger:\n");
            for said in expected.iter().filter(|said| !recorded.contains(said)) {
                let _ = writeln!(text, "  lacks {}: {said:?}", self.moment(said.at));
            }
            for said in recorded.iter().filter(|said| !expected.contains(said)) {
                let _ = writeln!(text, "  says  {}: {said:?}", self.moment(said.at));
            }
            self.disagree(now, &text);
        }
    }

    /// Compares what a reader sees.
    fn look(&mut self, now: Moment) {
        self.reference.live_until(now);
        self.report.looks += 1;
        let mut available = BTreeSet::new();
        for project in 0..PROJECTS {
            let expected = self.reference.rows(project);
            let rows = self.product.rows(project, now);
            if rows != expected {
                self.disagree(now, &format!("project {project}: {rows:?} instead of {expected:?}"));
            }
            let online = expected.iter().filter(|(_, row)| row.there == There::Online);
            available.extend(online.map(|(person, _)| *person));
            let public = self.product.public(project, now);
            let expected = self.reference.public(project);
            if public != *expected {
                let text = format!("the public sees {public:?} instead of {expected:?}");
                self.disagree(now, &format!("project {project}: {text}"));
            }
        }
        let counter = self.product.counter(now);
        if counter != available.len() {
            self.disagree(now, &format!("the counter is {counter} instead of {}", available.len()));
        }
        if self.report.looks.is_multiple_of(16) {
            for person in 0..PEOPLE {
                let revision = self.product.revision(person, now);
                let expected = self.reference.revision(person);
                if revision != expected {
                    let text = format!("revision {revision} instead of {expected}");
                    self.disagree(now, &format!("person {person}: {text}"));
                }
            }
        }
    }

    /// A moment as people read it.
    fn moment(&self, at: Moment) -> String {
        let since = at - self.start;
        let (day, rest) = (since / 86_400_000, since % 86_400_000);
        let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
        let (second, millis) = (rest / 1_000 % 60, rest % 1_000);
        format!("day {day} {hour:02}:{minute:02}:{second:02}.{millis:03} ({at})")
    }

    fn disagree(&self, now: Moment, what: &str) -> ! {
        let mut text = format!("at {}, {what}\nwhat happened last:\n", self.moment(now));
        for (at, happening) in &self.recent {
            let _ = writeln!(text, "  {}  {happening:?}", self.moment(*at));
        }
        panic!("{text}");
    }
}
