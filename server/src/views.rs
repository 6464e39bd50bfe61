//! The site's present as others are told of it: the public object, rosters, and one's own presence.

use crate::hub::{Event, PublicFrame};
use app::model::{
    Ended, HeaderModel, HeaderProject, Me, MyPresence, MyProject, Roster, RosterRow, rfc3339,
};
use presence::{
    Action, Agent, Availability, Caller, DeskProject, ProjectKey, Standing, Status, Timestamp,
    UserId, may,
};
use serde::Serialize;
use service::{Identity, Site};

/// The public object of `design.md` §6.
#[derive(Serialize)]
struct PublicAvailability<'a> {
    project: &'a str,
    status: &'static str,
    since: String,
    /// When the desk opens next; there are no schedules yet.
    next_open: Option<String>,
    revision: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    agents_online: Option<u32>,
}

/// The public availability at `now`, serialised.
pub fn public_frame(site: &Site, project: &DeskProject, now: Timestamp) -> Option<PublicFrame> {
    let Availability { status, since, agents_online, revision } =
        site.desk.availability(&project.id, now)?;
    let object = PublicAvailability {
        project: project.key.as_str(),
        status: status.name(),
        since: rfc3339::format(since),
        next_open: None,
        revision: revision.get(),
        agents_online,
    };
    let body = serde_json::to_string(&object).ok()?;
    Some(PublicFrame::new(revision, body))
}

/// Who is online in a project at `now`, by name.
pub fn roster(site: &Site, project: &DeskProject, now: Timestamp) -> Roster {
    let mut agents: Vec<RosterRow> = site
        .desk
        .rows(&project.id, now)
        .into_iter()
        .map(|row| RosterRow {
            id: row.agent.to_string(),
            name: site.name(&row.agent).to_owned(),
            presence: row.presence,
            since: row.since,
            until: row.until,
        })
        .collect();
    agents.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    Roster { project: project.key.to_string(), agents }
}

/// The roster as an event.
pub fn roster_event(site: &Site, project: &DeskProject, now: Timestamp) -> Event {
    Event::json("roster", &roster(site, project, now))
}

/// A person's own presence as an event.
pub fn presence_event(site: &Site, agent: &Agent, now: Timestamp) -> Event {
    Event::json("presence", &my_presence(site, agent, now))
}

/// A person's own presence at `now`.
pub fn my_presence(site: &Site, agent: &Agent, now: Timestamp) -> MyPresence {
    let agent = agent.settle(now).agent;
    let until = agent.lease.as_ref().and_then(|lease| lease.until);
    let mut projects: Vec<MyProject> = agent
        .projects
        .iter()
        .filter_map(|(id, standing)| {
            let project = site.desk.project(id)?;
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
                ended: ended.map(|ending| {
                    Ended::new(ending.ended_at, &ending.reason, |id| site.name(id).to_owned())
                }),
            })
        })
        .collect();
    projects.sort_by(|a, b| a.project.cmp(&b.project));
    MyPresence {
        revision: agent.revision,
        status: if agent.lease.is_some() { Status::Online } else { Status::Offline },
        since: agent.lease.as_ref().map(|lease| lease.since),
        until,
        all_projects: agent.lease.as_ref().is_some_and(|lease| lease.all),
        projects,
    }
}

/// Everything that the header shows to a person.
pub fn header(
    site: &Site,
    who: &Identity,
    context: Option<&ProjectKey>,
    now: Timestamp,
) -> HeaderModel {
    let visible = visible_projects(site, &who.caller);
    HeaderModel {
        me: me(site, &who.caller, &visible, now),
        rosters: visible.iter().map(|project| roster(site, project, now)).collect(),
        context: context.map(ToString::to_string),
    }
}

/// A person's own part of the header as an event.
pub fn me_event(site: &Site, caller: &Caller, now: Timestamp) -> Event {
    Event::json("me", &me(site, caller, &visible_projects(site, caller), now))
}

/// The projects that a caller may see, by key.
pub fn visible_projects<'s>(site: &'s Site, caller: &Caller) -> Vec<&'s DeskProject> {
    let mut visible: Vec<&DeskProject> =
        site.desk.projects().filter(|project| caller.sees(&project.id)).collect();
    visible.sort_by(|a, b| a.key.cmp(&b.key));
    visible
}

fn me(site: &Site, caller: &Caller, visible: &[&DeskProject], now: Timestamp) -> Me {
    let nobody = Agent::new(caller.id.clone());
    let agent = site.desk.agent(&caller.id).unwrap_or(&nobody);
    // Anybody but oneself: whether there is a door at all for this caller.
    let other: UserId = "somebody-else".parse().expect("an id");
    Me {
        now,
        id: caller.id.to_string(),
        presence: my_presence(site, agent, now),
        projects: visible
            .iter()
            .map(|project| {
                let action = Action::ForceOffline {
                    agent: &other,
                    project: &project.id,
                    rule: site.settings.door_rule,
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
