//! The agents that one may see, and how they are.

use crate::{Identity, Service};
use presence::{
    Action, Denied, DoorRule, Presence, ProjectKey, Revision, Standing, Timestamp, UserId, may,
    view::AbsenceView,
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
    /// Why they are not available, while away or lost.
    pub absence: Option<AbsenceView>,
    /// Until when, while online; `None` is "no end".
    pub until: Option<Timestamp>,
    /// Whether their time online needs somebody to be there.
    pub attended: bool,
    /// Whether the caller may use the door there.
    pub door: bool,
}

impl AgentView {
    /// Whether they are available in any project of the view.
    pub fn is_available(&self) -> bool {
        self.projects.iter().any(|place| place.presence == Presence::Online)
    }

    /// The best of their presences in the view.
    pub fn best_presence(&self) -> Presence {
        let best = [Presence::Online, Presence::Away, Presence::Lost];
        best.into_iter()
            .find(|best| self.projects.iter().any(|place| place.presence == *best))
            .unwrap_or(Presence::Offline)
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
        let board = self.board();
        let now = self.now();
        let only = match project {
            Some(key) => {
                let project = board.project_by_key(key).ok_or(Denied::Hidden)?;
                may(&who.caller, &Action::SeeProject(&project.id))?;
                Some(&project.id)
            }
            None => None,
        };
        let rule: DoorRule = board.settings.door_rule;
        let mut views: Vec<AgentView> = board
            .agents()
            .filter_map(|agent| {
                let agent = agent.settle(now).agent;
                let mut places: Vec<AgentInProject> = agent
                    .projects
                    .iter()
                    .filter(|(id, _)| only.is_none_or(|only| only == *id) && who.caller.sees(id))
                    .filter_map(|(id, standing)| {
                        let project = board.project(id)?;
                        let action = Action::PutOffline { agent: &agent.id, project: id, rule };
                        let presence = agent.presence(id);
                        let since = match standing {
                            Standing::Online { since } => Some(*since),
                            Standing::Offline { ended } => {
                                ended.as_ref().map(|ending| ending.ended_at)
                            }
                        };
                        let lease = agent.lease.as_ref().filter(|_| standing.is_online());
                        Some(AgentInProject {
                            key: project.key.clone(),
                            name: project.name.clone(),
                            presence,
                            since,
                            absence: lease.and_then(|_| AbsenceView::of(&agent)),
                            until: agent.lease.as_ref().and_then(|lease| lease.until),
                            attended: lease.is_none_or(|lease| lease.attended),
                            door: standing.is_online() && may(&who.caller, &action).is_ok(),
                        })
                    })
                    .collect();
                places.sort_by(|a, b| a.key.cmp(&b.key));
                (!places.is_empty()).then(|| AgentView {
                    name: board.name(&agent.id).to_owned(),
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
