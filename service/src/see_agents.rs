//! The agents that one may see, and how they are.

use crate::{Identity, Service};
use presence::{
    Action, Denied, DoorRule, Presence, ProjectKey, Revision, Standing, Timestamp, UserId, may,
};

/// An agent as a colleague or admin sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentView {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// The revision of their presence.
    pub revision: Revision,
    /// How they are in each project that the caller sees too, by key.
    pub projects: Vec<AgentInProject>,
}

/// An agent in one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentInProject {
    /// The project.
    pub key: ProjectKey,
    /// The project's name.
    pub name: String,
    /// How they are there.
    pub presence: Presence,
    /// Since when; `None` for one who was never online there.
    pub since: Option<Timestamp>,
    /// Until when, while online; `None` is "no end".
    pub until: Option<Timestamp>,
    /// Whether the caller may use the door there.
    pub door: bool,
}

impl AgentView {
    /// Whether they are available in any project of the view.
    pub fn is_available(&self) -> bool {
        self.projects.iter().any(|place| place.presence == Presence::Online)
    }

    /// Whether the caller may use the door anywhere.
    pub fn door(&self) -> bool {
        self.projects.iter().any(|place| place.door)
    }
}

impl Service {
    /// The agents of one project, or of every project that the caller sees, by name.
    pub fn see_agents(
        &self,
        who: &Identity,
        project: Option<&ProjectKey>,
    ) -> Result<Vec<AgentView>, Denied> {
        let site = self.site();
        let now = self.now();
        let only = match project {
            Some(key) => {
                let project = site.desk.project_by_key(key).ok_or(Denied::Hidden)?;
                may(&who.caller, &Action::SeeProject(&project.id))?;
                Some(&project.id)
            }
            None => None,
        };
        let rule: DoorRule = site.settings.door_rule;
        let mut views: Vec<AgentView> = site
            .desk
            .agents()
            .filter_map(|agent| {
                let agent = agent.settle(now).agent;
                let mut places: Vec<AgentInProject> = agent
                    .projects
                    .iter()
                    .filter(|(id, _)| only.is_none_or(|only| only == *id) && who.caller.sees(id))
                    .filter_map(|(id, standing)| {
                        let project = site.desk.project(id)?;
                        let action = Action::ForceOffline { agent: &agent.id, project: id, rule };
                        let (presence, since) = match standing {
                            Standing::Online { since } => (Presence::Online, Some(*since)),
                            Standing::Offline { ended } => {
                                (Presence::Offline, ended.as_ref().map(|ending| ending.ended_at))
                            }
                        };
                        Some(AgentInProject {
                            key: project.key.clone(),
                            name: project.name.clone(),
                            presence,
                            since,
                            until: agent.lease.as_ref().and_then(|lease| lease.until),
                            door: standing.is_online() && may(&who.caller, &action).is_ok(),
                        })
                    })
                    .collect();
                places.sort_by(|a, b| a.key.cmp(&b.key));
                (!places.is_empty()).then(|| AgentView {
                    name: site.name(&agent.id).to_owned(),
                    revision: agent.revision,
                    id: agent.id,
                    projects: places,
                })
            })
            .collect();
        views.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        Ok(views)
    }
}
