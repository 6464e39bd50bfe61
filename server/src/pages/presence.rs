//! One's own time online as a page and forms: the dialog for those without scripts.

use super::{
    fields,
    form::Form,
    rows,
    visitor::{SignedIn, Visitor, done},
};
use crate::{problem::Problem, state::Server};
use app::{
    flash::Flash,
    pages::{EndedIn, PresencePage, ProjectChoice, YourTimeOnline},
    paths,
    ui::{FieldError, FormErrors, LengthChoice},
};
use axum::{extract::State, response::Response};
use jiff::{civil::Time, tz::TimeZone};
use presence::{
    Agent, Board, ExtendError, GoOnlineError, LeaseDuration, Presence, ProjectKey, Revision,
    Standing, Timestamp, shift_end, view::Ended,
};
use service::{ExtendRefused, GoOnlineRefused, Identity, LeaseEnd, Wish};

/// `GET /presence`
pub(super) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
) -> Result<Response, Problem> {
    let page = page(&server, &who).await?;
    Ok(visitor.page(page))
}

/// `POST /presence`: `action` is `online`, `extend`, `offline` or `sign_out_device`.
pub(super) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    match form.get("action") {
        "online" => go_online(&server, visitor, &who, &form).await,
        "extend" => extend(&server, visitor, &who, &form).await,
        "offline" => go_offline(&server, visitor, &who, &form).await,
        "sign_out_device" => sign_out_device(&server, &who, &form).await,
        _ => Err(Problem::unreadable("This form has no such action.")),
    }
}

async fn go_online(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let mut errors = FormErrors::default();
    let end = lease_end(form, &visitor.zone, visitor.now, &mut errors);
    let projects = chosen(form, &mut errors);
    if let (Some(end), true) = (end, errors.is_empty()) {
        let wish = Wish { projects, end, attended: true, revision: revision(form) };
        match server.service.go_online(who, &wish).await {
            Ok(agent) => {
                let until = agent.lease.and_then(|lease| lease.until);
                return Ok(done(server, paths::PRESENCE, &Flash::Online { until }));
            }
            Err(GoOnlineRefused::Failure(failure)) => return Err(failure.into()),
            // A form never asks to be online without a device.
            Err(GoOnlineRefused::UnattendedBrowser | GoOnlineRefused::UnattendedForbidden) => {
                return Err(Problem::forbidden());
            }
            Err(GoOnlineRefused::UnknownProject(key)) => {
                errors.add("projects", FieldError::ProjectsUnknown(key.to_string()));
            }
            Err(GoOnlineRefused::NoShift) => errors.add("length", FieldError::NoShift),
            Err(GoOnlineRefused::Refused(refused)) => match refused {
                GoOnlineError::Stale(_) => errors = FormErrors::of_form(FieldError::Stale),
                GoOnlineError::NoProjects | GoOnlineError::EmptyScope => {
                    errors.add("projects", FieldError::ProjectsNone);
                }
                GoOnlineError::NotAnAgent(id) => {
                    errors.add("projects", FieldError::ProjectsUnknown(id.to_string()));
                }
                GoOnlineError::UntilPassed
                | GoOnlineError::UntilTooFar
                | GoOnlineError::UnattendedTooLong => {
                    errors.add("until", FieldError::TimeOfDay);
                }
            },
        }
    }
    // Once more, with what was typed and what is wrong.
    let mut page = page(server, who).await?;
    page.length = LengthChoice {
        length: form.get("length").to_owned(),
        until: form.get("until").to_owned(),
        minutes: form.get("minutes").to_owned(),
    };
    page.all = form.get("scope") != "some";
    for project in &mut page.projects {
        project.chosen = form.all("projects").any(|key| key == project.key.as_str());
    }
    page.errors = errors;
    Ok(visitor.page(page))
}

async fn extend(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let error = match minutes(form.get("extend_minutes")) {
        None => FieldError::Minutes,
        Some(by) => match server.service.extend(who, by, revision(form)).await {
            Ok(agent) => {
                let until = agent.lease.and_then(|lease| lease.until);
                let flash =
                    until.map_or(Flash::Online { until: None }, |until| Flash::Extended { until });
                return Ok(done(server, paths::PRESENCE, &flash));
            }
            Err(ExtendRefused::Failure(failure)) => return Err(failure.into()),
            Err(ExtendRefused::Refused(ExtendError::Stale(_))) => FieldError::Stale,
            Err(ExtendRefused::Refused(ExtendError::NotOnline(_))) => FieldError::Over,
            Err(ExtendRefused::Refused(ExtendError::NoEnd)) => FieldError::NoEndToExtend,
        },
    };
    let mut page = page(server, who).await?;
    page.errors = FormErrors::of_form(error);
    Ok(visitor.page(page))
}

async fn go_offline(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let asks = last_in(server, who);
    if !asks.is_empty() && form.get("confirm") != "yes" {
        let mut page = page(server, who).await?;
        page.last_in = asks;
        return Ok(visitor.page(page));
    }
    match server.service.go_offline(who, None).await {
        Ok(_) => Ok(done(server, paths::PRESENCE, &Flash::Offline)),
        Err(GoOnlineRefused::Failure(failure)) => Err(failure.into()),
        // Going offline everywhere names no project and is never stale.
        Err(refused) => Err(Problem::internal(&refused)),
    }
}

/// `action=sign_out_device`: another device than this one, which signs out by its own form.
async fn sign_out_device(
    server: &Server,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let device = fields::device(form)?;
    server.service.sign_out_device(who, &device).await?;
    Ok(done(server, paths::PRESENCE, &Flash::DeviceSignedOut))
}

/// What is true now.
async fn page(server: &Server, who: &Identity) -> Result<PresencePage, Problem> {
    let devices = server.service.see_devices(who).await?;
    let agents = rows::agents(&server.service, who, None)?;
    let board = server.service.board();
    let now = server.service.now();
    let nobody = Agent::new(who.caller.id.clone());
    let agent = board.agent(&who.caller.id).unwrap_or(&nobody).settle(now).agent;
    let mut projects = Vec::new();
    let mut covered = Vec::new();
    let mut ended = Vec::new();
    for (id, standing) in &agent.projects {
        let Some(project) = board.project(id) else { continue };
        projects.push(ProjectChoice {
            key: project.key.clone(),
            name: project.name.clone(),
            chosen: false,
            agents_online: board.available(id, now),
        });
        match standing {
            Standing::Online { .. } => covered.push(project.name.clone()),
            Standing::Offline { ended: Some(ending) } => {
                // While online, only what one must know.
                if agent.lease.is_none() || ending.reason.sticks() {
                    let ended_here = Ended::of(ending, |id| board.name(id).to_owned());
                    ended.push(EndedIn { project: project.name.clone(), ended: ended_here });
                }
            }
            Standing::Offline { ended: None } => {}
        }
    }
    projects.sort_by(|a, b| a.key.cmp(&b.key));
    covered.sort();
    ended.sort_by_key(|place| std::cmp::Reverse(place.ended.at));
    Ok(PresencePage {
        online: agent.lease.as_ref().map(|lease| YourTimeOnline {
            presence: agent.best_presence(),
            since: lease.since,
            until: lease.until,
            absent_since: lease.absent.map(|absent| absent.since),
            absent_until: agent.absent_until(),
            away_after: agent.rules.and_then(|rules| rules.idle_after),
            all: lease.all,
            projects: covered,
        }),
        ended,
        revision: agent.revision,
        shift: has_shift(&board, &agent, now),
        projects,
        all: true,
        agents,
        devices: devices.into_iter().map(rows::device).collect(),
        ..PresencePage::default()
    })
}

/// Whether there is a shift to end with, in any of the agent's projects.
fn has_shift(board: &Board, agent: &Agent, now: Timestamp) -> bool {
    let own = agent.hours.as_ref().map(|hours| &hours.schedule);
    let ids = agent.projects.keys();
    let desks = ids.filter_map(|id| board.project(id)?.schedule.as_deref());
    shift_end(own, desks, now).is_some()
}

/// The names of the projects in which the caller is the only one available, and that are not closed by
/// their hours.
fn last_in(server: &Server, who: &Identity) -> Vec<String> {
    let board = server.service.board();
    let now = server.service.now();
    let Some(agent) = board.agent(&who.caller.id) else { return Vec::new() };
    let agent = agent.settle(now).agent;
    agent
        .projects
        .keys()
        .filter(|id| agent.presence(id) == Presence::Online && board.available(id, now) == 1)
        .filter_map(|id| board.project(id))
        .filter(|project| project.schedule.as_ref().is_none_or(|hours| hours.is_open(now)))
        .map(|project| project.name.clone())
        .collect()
}

fn lease_end(form: &Form, zone: &str, now: Timestamp, errors: &mut FormErrors) -> Option<LeaseEnd> {
    let (field, end, error) = match form.get("length") {
        "none" => return Some(LeaseEnd::Never),
        "shift" => return Some(LeaseEnd::Shift),
        "until" => (
            "until",
            next_time_of_day(form.get("until"), zone, now).map(LeaseEnd::At),
            FieldError::TimeOfDay,
        ),
        "minutes" => {
            ("minutes", minutes(form.get("minutes")).map(LeaseEnd::After), FieldError::Minutes)
        }
        length => ("length", minutes(length).map(LeaseEnd::After), FieldError::Length),
    };
    if end.is_none() {
        errors.add(field, error);
    }
    end
}

fn chosen(form: &Form, errors: &mut FormErrors) -> Option<Vec<ProjectKey>> {
    if form.get("scope") != "some" {
        return None;
    }
    let mut keys = Vec::new();
    for key in form.all("projects") {
        match key.parse() {
            Ok(key) => keys.push(key),
            Err(_) => errors.add("projects", FieldError::ProjectsUnknown(key.to_owned())),
        }
    }
    if keys.is_empty() {
        errors.add("projects", FieldError::ProjectsNone);
    }
    Some(keys)
}

fn minutes(text: &str) -> Option<LeaseDuration> {
    text.trim().parse().ok().and_then(|minutes| LeaseDuration::from_minutes(minutes).ok())
}

fn revision(form: &Form) -> Option<Revision> {
    form.get("revision").parse().ok().map(Revision::new)
}

/// The next moment at which clocks in `zone` show the time of day `text` (`17:30`). A time that a change
/// of the clocks skips is the moment after the gap.
fn next_time_of_day(text: &str, zone: &str, now: Timestamp) -> Option<Timestamp> {
    let time = Time::strptime("%H:%M", text.trim()).ok()?;
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let now = jiff::Timestamp::from_millisecond(now.as_millis()).ok()?;
    let mut date = now.to_zoned(zone.clone()).date();
    loop {
        let at = date.to_datetime(time).to_zoned(zone.clone()).ok()?;
        if at.timestamp() > now {
            return Some(Timestamp::from_millis(at.timestamp().as_millisecond()));
        }
        date = date.tomorrow().ok()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_its_next_occurrence() {
        let at = |text: &str| {
            let at: jiff::Timestamp = text.parse().unwrap();
            Timestamp::from_millis(at.as_millisecond())
        };
        for (time, zone, now, expected) in [
            ("17:30", "Europe/Berlin", "2026-11-20T12:00:00Z", Some("2026-11-20T16:30:00Z")),
            ("12:59", "Europe/Berlin", "2026-11-20T12:00:00Z", Some("2026-11-21T11:59:00Z")),
            ("00:15", "Asia/Kathmandu", "2026-11-20T12:00:00Z", Some("2026-11-20T18:30:00Z")),
            // The night in which 02:30 does not exist.
            ("02:30", "Europe/Berlin", "2026-03-28T22:00:00Z", Some("2026-03-29T01:30:00Z")),
            ("17:30", "Nowhere/Atall", "2026-11-20T12:00:00Z", Some("2026-11-20T17:30:00Z")),
            ("25:00", "UTC", "2026-11-20T12:00:00Z", None),
            ("soon", "UTC", "2026-11-20T12:00:00Z", None),
        ] {
            assert_eq!(next_time_of_day(time, zone, at(now)), expected.map(at), "{time} {zone}");
        }
    }
}
