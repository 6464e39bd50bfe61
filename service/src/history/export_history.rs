//! The ledger as a file, a piece at a time: of a project, or of an agent.

use crate::{
    Failure, Identity, Service,
    store::history::{self, Place},
    values::{csv, zone::zone_or_utc},
};
use jiff::{civil::Date, tz::TimeZone};
use presence::{
    Action, Actor, Board, Change, Denied, Entry, Fact, ProjectId, ProjectKey, Stretch, Timestamp,
    UserId, calendar::week_of, may,
};
use std::collections::BTreeSet;

/// How many entries a piece has at most.
const PIECE: i64 = 1_000;

/// The columns. Times stand there twice: in UTC for programs, and on the clocks of `time zone` for people.
const HEAD: [&str; 14] = [
    "time (UTC)",
    "local time",
    "time zone",
    "project",
    "project name",
    "agent",
    "change",
    "until (UTC)",
    "reason",
    "by",
    "note",
    "status",
    "agents online",
    "caused by",
];

/// What an export is of, who asked for it, and how far it has come. Each piece asks again whether they may.
#[derive(Debug, Clone)]
pub struct Export {
    who: Identity,
    of: Of,
    range: Stretch,
    zone: TimeZone,
    /// `None` before the first piece.
    after: Option<Place>,
    /// A name for the file, without its ending.
    pub file_name: String,
}

#[derive(Debug, Clone)]
enum Of {
    Project(ProjectKey),
    Agent(UserId),
}

impl Service {
    /// Begins to export a project's ledger: the week of a date, or all that is kept.
    pub async fn export_project(
        &self,
        who: &Identity,
        key: &ProjectKey,
        week: Option<Date>,
        own_zone: &str,
    ) -> Result<Export, Failure> {
        self.pass_time().await?;
        let (schedule, kept) = {
            let board = self.board();
            let project = board.project_by_key(key).ok_or(Denied::Hidden)?;
            may(&who.caller, &Action::SeeProjectHistory(&project.id))?;
            (project.schedule.clone(), self.kept(&board))
        };
        let zone =
            schedule.map_or_else(|| zone_or_utc(own_zone), |schedule| schedule.zone().clone());
        let days = week.map(|date| week_of(&zone, date));
        let range = match days.as_deref() {
            Some([first, .., last]) => Stretch {
                from: first.time.from.max(kept.from),
                until: last.time.until.min(kept.until),
            },
            _ => kept,
        };
        let file_name = match days.as_deref() {
            Some([first, ..]) => format!("{key}-{}", first.date),
            _ => key.to_string(),
        };
        let of = Of::Project(key.clone());
        Ok(Export { who: who.clone(), of, range, zone, after: None, file_name })
    }

    /// Begins to export all that is kept of an agent, where the caller may see it.
    pub async fn export_agent(
        &self,
        who: &Identity,
        agent: &UserId,
        own_zone: &str,
    ) -> Result<Export, Failure> {
        self.pass_time().await?;
        self.known_of(who, agent, &mut *self.0.store.reader().await?).await?;
        let range = self.kept(&self.board());
        let of = Of::Agent(agent.clone());
        let file_name = "history".to_owned();
        Ok(Export {
            who: who.clone(),
            of,
            range,
            zone: zone_or_utc(own_zone),
            after: None,
            file_name,
        })
    }

    /// The next piece of an export, the first one with the names of the columns; `None` at its end.
    pub async fn next_piece(&self, export: &mut Export) -> Result<Option<String>, Failure> {
        let mut out = String::new();
        if export.after.is_none() {
            csv::line(&mut out, HEAD);
        }
        let after = export.after.unwrap_or(Place::START);
        let (rows, shown) = match &export.of {
            Of::Project(key) => {
                let id = {
                    let board = self.board();
                    let project = board.project_by_key(key).ok_or(Denied::Hidden)?;
                    may(&export.who.caller, &Action::SeeProjectHistory(&project.id))?;
                    project.id.clone()
                };
                let mut reader = self.0.store.reader().await?;
                let range = export.range;
                let rows = history::page_of_project(&mut reader, &id, range, after, PIECE).await?;
                (rows, BTreeSet::from([id]))
            }
            Of::Agent(agent) => {
                let seen = self.projects_seen_of(&export.who, agent)?;
                let mut reader = self.0.store.reader().await?;
                let range = export.range;
                let rows = history::page_of_agent(&mut reader, agent, range, after, PIECE).await?;
                (rows, seen.into_keys().collect::<BTreeSet<ProjectId>>())
            }
        };
        let Some((last, _)) = rows.last() else {
            let first = export.after.is_none();
            export.after = Some(after);
            return Ok(first.then_some(out));
        };
        export.after = Some(*last);
        let board = self.board();
        for (_, entry) in rows.iter().filter(|(_, entry)| shown.contains(&entry.project)) {
            write(&mut out, &board, &export.zone, entry);
        }
        Ok(Some(out))
    }

    /// What is kept, up to now.
    fn kept(&self, board: &Board) -> Stretch {
        let now = self.now();
        Stretch { from: board.settings.keep_history.cut(now), until: now.plus_millis(1) }
    }
}

fn write(out: &mut String, board: &Board, zone: &TimeZone, entry: &Entry) {
    let name = |id: &UserId| match board.name(id) {
        "" => id.to_string(),
        name => name.to_owned(),
    };
    let project = board.project(&entry.project);
    let mut agent = String::new();
    let mut until = String::new();
    let mut reason = "";
    let (mut by, mut note) = (String::new(), "");
    let (mut status, mut count) = ("", String::new());
    let change = match &entry.fact {
        Fact::Presence { agent: id, change } => {
            agent = name(id);
            match change {
                Change::Online { until: end } | Change::Until { until: end } => {
                    until = end.map(utc).unwrap_or_default();
                    if matches!(change, Change::Online { .. }) { "online" } else { "until" }
                }
                Change::Absent(absence) => absence.name(),
                Change::Break { reason, until: end } => {
                    until = end.map(utc).unwrap_or_default();
                    note = reason;
                    "break"
                }
                Change::Back => "back",
                Change::Offline(end) => {
                    reason = end.name();
                    if let Some((who, said)) = end.told() {
                        by = name(who);
                        note = said.map(String::as_str).unwrap_or_default();
                    }
                    "offline"
                }
            }
        }
        Fact::Availability { status: public, agents_online, .. } => {
            status = public.name();
            count = agents_online.map(|count| count.to_string()).unwrap_or_default();
            "availability"
        }
    };
    let actor = match &entry.cause.actor {
        Actor::User(id) => name(id),
        Actor::Clock => "time".to_owned(),
        Actor::Operator => "command line".to_owned(),
    };
    let fields: [&str; HEAD.len()] = [
        &utc(entry.at),
        &local(zone, entry.at),
        zone.iana_name().unwrap_or("UTC"),
        project.map_or("", |project| project.key.as_str()),
        project.map_or("", |project| project.name.as_str()),
        &agent,
        change,
        &until,
        reason,
        &by,
        note,
        status,
        &count,
        &actor,
    ];
    csv::line(out, fields);
}

fn moment(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default()
}

/// RFC 3339 in UTC.
fn utc(at: Timestamp) -> String {
    moment(at).to_string()
}

/// As the clock on the wall has it, as a spreadsheet reads it.
fn local(zone: &TimeZone, at: Timestamp) -> String {
    zone.to_datetime(moment(at)).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
