//! The site's present as others are told of it: the public object, rosters, and one's own presence.

use crate::hub::{Event, PublicFrame};
use app::model::{
    Ended, Forgotten, HeaderModel, HeaderProject, Me, MyPresence, MyProject, Roster, RosterRow,
    rfc3339,
};
use presence::{
    Absence, Action, Agent, Availability, Board, Caller, Lease, MINUTE, OwnIdle, Project,
    ProjectKey, SECOND, Standing, Status, Timestamp, UserId, may, shift_over_since,
};
use serde::Serialize;
use service::Identity;

/// The public object of `design.md` §6.
#[derive(Serialize)]
struct PublicAvailability<'a> {
    project: &'a str,
    status: &'static str,
    since: String,
    /// When the desk opens next, while its schedule says that it is closed.
    next_open: Option<String>,
    revision: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    agents_online: Option<u32>,
}

/// The public availability at `now`, serialised.
pub fn public_frame(board: &Board, project: &Project, now: Timestamp) -> Option<PublicFrame> {
    let Availability { status, since, agents_online, next_open, revision } =
        board.availability(&project.id, now)?;
    let object = PublicAvailability {
        project: project.key.as_str(),
        status: status.name(),
        since: rfc3339::format(since),
        next_open: next_open.map(rfc3339::format),
        revision: revision.get(),
        agents_online,
    };
    let body = serde_json::to_string(&object).ok()?;
    Some(PublicFrame::new(revision, body))
}

/// When somebody last touched one of an agent's devices, or of those that are there now.
pub fn touched_at(agent: &Agent, now: Timestamp) -> Option<Timestamp> {
    let here = agent.rules.and_then(|rules| agent.devices.active_at(&rules, now));
    here.or_else(|| agent.devices.iter().map(|(_, device)| device.active_at).max())
}

/// When somebody who is away last touched a device, or when a device of somebody who is lost was last
/// heard of. The agent is settled.
pub fn last_sign(agent: &Agent, now: Timestamp) -> Option<Timestamp> {
    match agent.lease.as_ref()?.absent?.kind {
        Absence::Away => touched_at(agent, now),
        Absence::Lost => agent.devices.seen_at(),
    }
}

/// When the site ends the time online of somebody who stays away or lost. The agent is settled.
pub fn absent_until(agent: &Agent) -> Option<Timestamp> {
    let from = agent.lease.as_ref()?.absent?.limit_from?;
    Some(from.plus_millis(agent.rules?.limit?))
}

/// Whether somebody's time online looks forgotten: it needs somebody to be there, and nobody has touched
/// any of their devices for as long as the site allows, whatever they chose for themselves; or their shift
/// is over.
pub fn forgotten(board: &Board, agent: &Agent, lease: &Lease, now: Timestamp) -> Option<Forgotten> {
    // Where the site never calls anybody away, it still may ask.
    const LONG: i64 = 15 * MINUTE;
    let idle = board.settings.attendance.rules_for(OwnIdle::AsTheSite).idle_after.unwrap_or(LONG);
    let is_lost = lease.absent.is_some_and(|absent| absent.kind == Absence::Lost);
    if !lease.attended || is_lost {
        return None;
    }
    let touched_at = touched_at(agent, now)?;
    if touched_at.max(lease.since).plus_millis(idle) <= now {
        return Some(Forgotten::Idle);
    }
    let own = agent.hours.as_ref().map(|hours| &hours.schedule);
    let desks = agent
        .online_projects()
        .filter_map(|id| board.project(id))
        .filter_map(|project| project.schedule.as_deref());
    shift_over_since(own, desks, lease.since, now).map(|_| Forgotten::ShiftOver)
}

/// Who has time online in a project at `now`, by name.
pub fn roster(board: &Board, project: &Project, now: Timestamp) -> Roster {
    let mut agents: Vec<RosterRow> = board
        .rows(&project.id, now)
        .into_iter()
        .map(|row| {
            let agent = board.agent(&row.agent).map(|agent| agent.settle(now).agent);
            let lease = agent.as_ref().and_then(|agent| agent.lease.as_ref().zip(Some(agent)));
            RosterRow {
                id: row.agent.to_string(),
                name: board.name(&row.agent).to_owned(),
                presence: row.presence,
                since: row.since,
                until: row.until,
                absent_since: row.absent_since,
                last_sign: agent.as_ref().and_then(|agent| last_sign(agent, now)),
                attended: row.attended,
                forgotten: lease.and_then(|(lease, agent)| forgotten(board, agent, lease, now)),
            }
        })
        .collect();
    agents.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    let schedule = project.schedule.as_deref();
    Roster {
        project: project.key.to_string(),
        agents,
        closes: schedule.and_then(|schedule| schedule.latest_closing_today(now)),
        closed: schedule.is_some_and(|schedule| !schedule.is_open(now)),
    }
}

/// The roster as an event.
pub fn roster_event(board: &Board, project: &Project, now: Timestamp) -> Event {
    Event::json("roster", &roster(board, project, now))
}

/// A person's own presence as an event.
pub fn presence_event(board: &Board, agent: &Agent, now: Timestamp) -> Event {
    Event::json("presence", &my_presence(board, agent, now))
}

/// A person's own presence at `now`.
pub fn my_presence(board: &Board, agent: &Agent, now: Timestamp) -> MyPresence {
    let agent = agent.settle(now).agent;
    let lease = agent.lease.as_ref();
    let until = lease.and_then(|lease| lease.until);
    let absent = lease.and_then(|lease| lease.absent);
    let attended = lease.is_none_or(|lease| lease.attended);
    let idle_after = match agent.rules {
        Some(rules) => rules.idle_after,
        None => board.settings.attendance.rules_for(OwnIdle::AsTheSite).idle_after,
    };
    let mut projects: Vec<MyProject> = agent
        .projects
        .iter()
        .filter_map(|(id, standing)| {
            let project = board.project(id)?;
            let presence = agent.presence(id);
            let (since, ended) = match standing {
                Standing::Online { since } => (Some(*since), None),
                Standing::Offline { ended } => (None, ended.as_ref()),
            };
            Some(MyProject {
                project: project.key.to_string(),
                name: project.name.clone(),
                presence,
                since,
                until: since.and(until),
                absent_since: since.and(absent).map(|absent| absent.since),
                attended,
                ended: ended.map(|ending| {
                    Ended::new(ending.ended_at, &ending.reason, |id| board.name(id).to_owned())
                }),
            })
        })
        .collect();
    projects.sort_by(|a, b| a.project.cmp(&b.project));
    MyPresence {
        revision: agent.revision,
        status: if lease.is_some() { Status::Online } else { Status::Offline },
        since: lease.map(|lease| lease.since),
        until,
        all_projects: lease.is_some_and(|lease| lease.all),
        presence: agent.best_presence(),
        absent_since: absent.map(|absent| absent.since),
        absent_until: absent_until(&agent),
        last_active: absent
            .filter(|absent| absent.kind == Absence::Away)
            .and_then(|_| touched_at(&agent, now)),
        attended,
        by_hours: lease.is_some_and(|lease| lease.by_hours),
        away_after_s: idle_after.and_then(|millis| u32::try_from(millis / SECOND).ok()),
        shift_end: agent.hours.as_ref().and_then(|hours| hours.schedule.closes(now)),
        projects,
    }
}

/// Everything that the header shows to a person.
pub fn header(
    board: &Board,
    who: &Identity,
    context: Option<&ProjectKey>,
    now: Timestamp,
) -> HeaderModel {
    let visible = visible_projects(board, &who.caller);
    HeaderModel {
        me: me(board, &who.caller, &visible, now),
        rosters: visible.iter().map(|project| roster(board, project, now)).collect(),
        context: context.map(ToString::to_string),
    }
}

/// A person's own part of the header as an event.
pub fn me_event(board: &Board, caller: &Caller, now: Timestamp) -> Event {
    Event::json("me", &me(board, caller, &visible_projects(board, caller), now))
}

/// The projects that a caller may see, by key.
pub fn visible_projects<'s>(board: &'s Board, caller: &Caller) -> Vec<&'s Project> {
    let mut visible: Vec<&Project> =
        board.projects().filter(|project| caller.sees(&project.id)).collect();
    visible.sort_by(|a, b| a.key.cmp(&b.key));
    visible
}

fn me(board: &Board, caller: &Caller, visible: &[&Project], now: Timestamp) -> Me {
    let nobody = Agent::new(caller.id.clone());
    let agent = board.agent(&caller.id).unwrap_or(&nobody);
    // Anybody but oneself: whether there is a door at all for this caller.
    let other: UserId = "somebody-else".parse().expect("an id");
    Me {
        now,
        id: caller.id.to_string(),
        presence: my_presence(board, agent, now),
        projects: visible
            .iter()
            .map(|project| {
                let action = Action::PutOffline {
                    agent: &other,
                    project: &project.id,
                    rule: board.settings.door_rule,
                };
                HeaderProject {
                    key: project.key.to_string(),
                    name: project.name.clone(),
                    door: may(caller, &action).is_ok(),
                    agent: caller.roles_in(&project.id).agent,
                }
            })
            .collect(),
    }
}
