//! From the simulation's numbers to the product's words, and back.

use crate::{
    happening::{self, Moment, PEOPLE, PROJECTS},
    reference::{By, Public, Row, Said, There, What},
    week::{Day, Week},
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use presence::{
    Absence, Actor, AttendanceSettings, Availability, Cause, Change, Covered, DeviceId, Entry,
    Fact, Hours, OwnIdle, Page, Presence, ProjectId, Schedule, Span, Status, TimeOfDay, Timestamp,
    UserId,
};
use std::collections::BTreeMap;

/// The person with this number.
pub fn user(index: usize) -> UserId {
    id(&format!("agent-{index}"))
}

/// The admin.
pub fn admin() -> UserId {
    id("admin")
}

/// The project with this number.
pub fn project(index: usize) -> ProjectId {
    id(&format!("project-{index}"))
}

/// The device of a person with this number.
pub fn device(person: usize, index: usize) -> DeviceId {
    id(&format!("device-{person}-{index}"))
}

fn id<T: std::str::FromStr>(text: &str) -> T {
    match text.parse() {
        Ok(id) => id,
        Err(_) => unreachable!("{text} is an id"),
    }
}

/// The number at the end of an id.
pub fn number(id: &str) -> usize {
    match id.rsplit('-').next().and_then(|number| number.parse().ok()) {
        Some(number) => number,
        None => panic!("{id} is not of this simulation"),
    }
}

/// A moment as the product has it.
pub const fn moment(at: Moment) -> Timestamp {
    Timestamp::from_millis(at)
}

/// What a page says.
pub const fn page(page: happening::Page) -> Page {
    match page {
        happening::Page::Shown => Page::Shown,
        happening::Page::Hidden => Page::Hidden,
        happening::Page::Left => Page::Left,
    }
}

/// The site's settings.
pub fn settings(rules: &happening::SiteRules) -> AttendanceSettings {
    AttendanceSettings {
        idle_minutes: rules.idle_minutes,
        idle_enforced: rules.idle_enforced,
        grace_seconds: rules.grace_seconds,
        lost: rules.lost,
        limit_minutes: rules.limit_minutes,
        ..AttendanceSettings::default()
    }
}

/// What an agent chose.
pub const fn own_idle(own: happening::OwnIdle) -> OwnIdle {
    match own {
        happening::OwnIdle::AsTheSite => OwnIdle::AsTheSite,
        happening::OwnIdle::Minutes(minutes) => OwnIdle::Minutes(minutes),
        happening::OwnIdle::Never => OwnIdle::Never,
    }
}

/// Hours as the product writes them down.
pub fn hours(week: &Week) -> Hours {
    let time = |minutes: u16| match TimeOfDay::from_minutes(minutes) {
        Ok(time) => time,
        Err(error) => panic!("{minutes}: {error}"),
    };
    let span = |(from, to): &(u16, u16)| {
        let to = if *to > 1_440 { to - 1_440 } else { *to };
        match Span::new(time(*from), time(to)) {
            Ok(span) => span,
            Err(error) => panic!("{from} to {to}: {error}"),
        }
    };
    let days = std::array::from_fn(|day| week.days[day].iter().map(span).collect());
    let holidays = week.holidays.iter().map(|day| (date(*day), "A holiday".to_owned()));
    match Hours::new(days, BTreeMap::new(), holidays.collect()) {
        Ok(hours) => hours,
        Err(error) => panic!("{week:?}: {error}"),
    }
}

/// Hours as the rules read them; none without any.
pub fn schedule(week: &Week) -> Option<Schedule> {
    let zone = match TimeZone::get(week.zone) {
        Ok(zone) => zone,
        Err(error) => panic!("{}: {error}", week.zone),
    };
    (!week.is_empty()).then(|| Schedule::new(zone, hours(week)))
}

/// A day on the calendar.
pub fn date(day: Day) -> Date {
    Date::new(1970, 1, 1).map(|first| first.saturating_add(day.days())).unwrap_or_default()
}

/// What the public sees.
pub fn public(availability: &Availability) -> Public {
    Public {
        online: availability.status == Status::Online,
        since: availability.since.as_millis(),
        count: availability.agents_online,
        next_open: availability.next_open.map(Timestamp::as_millis),
        revision: availability.revision.get(),
    }
}

/// Somebody whose lease covers a project.
pub fn row(row: &Covered<'_>) -> Row {
    Row {
        there: match row.presence {
            Presence::Online => There::Online,
            Presence::Away => There::Away,
            Presence::Lost => There::Lost,
            Presence::Offline => panic!("nobody who is offline is covered"),
        },
        since: row.since.as_millis(),
        absent_since: row.lease.absent.map(|absent| absent.since.as_millis()),
        until: row.lease.until.map(Timestamp::as_millis),
    }
}

/// Whose ids are whose numbers.
pub trait Numbers {
    /// The number of a person; `None` is the admin.
    fn person(&self, id: &UserId) -> Option<usize>;
    /// The number of a project.
    fn project(&self, id: &ProjectId) -> usize;
    /// The number of a device among those of its person.
    fn device(&self, id: &DeviceId) -> usize;
}

/// The ids of this file have their numbers in them.
pub struct Written;

impl Numbers for Written {
    fn person(&self, id: &UserId) -> Option<usize> {
        (*id != admin()).then(|| number(id.as_str()))
    }

    fn project(&self, id: &ProjectId) -> usize {
        number(id.as_str())
    }

    fn device(&self, id: &DeviceId) -> usize {
        number(id.as_str())
    }
}

/// A line of the ledger. Who is back is there on some device; that one is compared for its owner alone.
pub fn said(entry: &Entry, numbers: &impl Numbers) -> Said {
    let moment = |at: &Option<Timestamp>| at.map(Timestamp::as_millis);
    let (person, what) = match &entry.fact {
        Fact::Availability { status, agents_online, revision } => {
            (None, What::Public(*status == Status::Online, *agents_online, revision.get()))
        }
        Fact::Presence { agent, change } => {
            let what = match change {
                Change::Online { until } => What::Online(moment(until)),
                Change::Until { until } => What::Until(moment(until)),
                Change::Absent(Absence::Idle) => What::Away,
                Change::Absent(Absence::Break) => What::Break(None),
                Change::Break { until, .. } => What::Break(moment(until)),
                Change::Absent(Absence::Lost) => What::Lost,
                Change::Back => What::Back,
                Change::Offline(reason) => What::Offline(reason.name()),
            };
            (numbers.person(agent), what)
        }
    };
    let said = Said {
        at: entry.at.as_millis(),
        project: numbers.project(&entry.project),
        person,
        what,
        by: by(&entry.cause, numbers),
    };
    comparable(said)
}

/// A line of the ledger without what may differ.
pub fn comparable(said: Said) -> Said {
    let by = match (&said.what, said.by) {
        // What brought it about stands beside it.
        (What::Public(..), _) => By::Clock,
        (What::Back, By::Person(person, _)) => By::Person(person, None),
        (_, by) => by,
    };
    Said { by, ..said }
}

fn by(cause: &Cause, numbers: &impl Numbers) -> By {
    match &cause.actor {
        Actor::User(user) => numbers.person(user).map_or(By::Admin, |person| {
            By::Person(person, cause.device.as_ref().map(|device| numbers.device(device)))
        }),
        Actor::Clock => By::Clock,
        Actor::Operator => panic!("nobody typed a command"),
    }
}

/// Every person.
pub fn people() -> impl Iterator<Item = usize> {
    0..PEOPLE
}

/// Every project.
pub fn projects() -> impl Iterator<Item = usize> {
    0..PROJECTS
}
