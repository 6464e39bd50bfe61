//! Who may do what. One function decides, and every use case calls it: [`may`].

use crate::{DoorRule, ProjectId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A person's roles in one project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Roles {
    /// Talks to customers, and is counted.
    pub agent: bool,
    /// May change the project.
    pub admin: bool,
}

impl Roles {
    /// Whether they have any role there.
    pub const fn any(self) -> bool {
        self.agent || self.admin
    }

    /// These roles and those.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self { agent: self.agent || other.agent, admin: self.admin || other.admin }
    }
}

/// Somebody who asks for something, as the server knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub id: UserId,
    /// May change the site.
    pub site_admin: bool,
    /// Their projects.
    pub roles: BTreeMap<ProjectId, Roles>,
}

impl Caller {
    /// Their roles in a project; none where they have none.
    pub fn roles_in(&self, project: &ProjectId) -> Roles {
        self.roles.get(project).copied().unwrap_or_default()
    }

    /// Whether they may know that the project exists.
    pub fn sees(&self, project: &ProjectId) -> bool {
        self.site_admin || self.roles_in(project).any()
    }

    /// Whether they are an admin of any project.
    pub fn is_admin(&self) -> bool {
        self.roles.values().any(|roles| roles.admin)
    }

    /// Whether they are an agent of any project.
    pub fn is_agent(&self) -> bool {
        self.roles.values().any(|roles| roles.agent)
    }
}

/// Something that needs permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action<'a> {
    /// Look at a project's desk.
    SeeProject(&'a ProjectId),
    /// Change a project's name, chat or privacy, and its members.
    ChangeProject(&'a ProjectId),
    /// Say when a project means to be there.
    ChangeSchedule(&'a ProjectId),
    /// See what happened in a project, and to whom.
    SeeProjectHistory(&'a ProjectId),
    /// See what happened to an agent in a project.
    SeeAgentHistory {
        /// To whom.
        agent: &'a UserId,
        /// Where.
        project: &'a ProjectId,
    },
    /// Make a project.
    AddProject,
    /// Change the site's settings.
    ChangeSite,
    /// See everybody, invite, disable, make site admins.
    ManagePeople,
    /// See and revoke somebody's API tokens, and make some for oneself.
    ManageTokens {
        /// Whose.
        owner: &'a UserId,
    },
    /// Go online, offline or extend, oneself; by hand, or by hours of one's own.
    ChangeOwnPresence,
    /// Put somebody offline who is an agent of these projects.
    PutOffline {
        /// Whom.
        agent: &'a UserId,
        /// In which of their projects.
        project: &'a ProjectId,
        /// The site's rule.
        rule: DoorRule,
    },
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Denied {
    /// They may not even know that it exists: the answer is "not found".
    #[error("not found")]
    Hidden,
    /// They know of it, and their role does not allow it.
    #[error("your role does not allow it")]
    Forbidden,
}

/// Whether `caller` may do `action`.
pub fn may(caller: &Caller, action: &Action<'_>) -> Result<(), Denied> {
    let visible = |project: &ProjectId| caller.sees(project).then_some(()).ok_or(Denied::Hidden);
    let allowed = |yes: bool| yes.then_some(()).ok_or(Denied::Forbidden);
    match action {
        Action::SeeProject(project) => visible(project),
        Action::SeeAgentHistory { agent, .. } if caller.id == **agent => Ok(()),
        Action::ChangeProject(project)
        | Action::ChangeSchedule(project)
        | Action::SeeProjectHistory(project)
        | Action::SeeAgentHistory { project, .. } => {
            visible(project)?;
            allowed(caller.site_admin || caller.roles_in(project).admin)
        }
        Action::AddProject | Action::ChangeSite | Action::ManagePeople => {
            allowed(caller.site_admin)
        }
        Action::ManageTokens { owner } => allowed(caller.site_admin || caller.id == **owner),
        Action::ChangeOwnPresence => allowed(caller.is_agent()),
        Action::PutOffline { agent, project, rule } => {
            visible(project)?;
            let project_admin = caller.roles_in(project).admin;
            let role_allows = match rule {
                DoorRule::ProjectAndSiteAdmins => caller.site_admin || project_admin,
                DoorRule::SiteAdmins => caller.site_admin,
                DoorRule::BothAtOnce => caller.site_admin && project_admin,
            };
            // Putting yourself offline is never the door.
            allowed(role_allows && caller.id != **agent)
        }
    }
}

/// Those of `projects` in which `caller` may put `agent` offline.
pub fn door_projects<'a>(
    caller: &Caller,
    agent: &UserId,
    projects: impl IntoIterator<Item = &'a ProjectId>,
    rule: DoorRule,
) -> BTreeSet<ProjectId> {
    projects
        .into_iter()
        .filter(|project| may(caller, &Action::PutOffline { agent, project, rule }).is_ok())
        .cloned()
        .collect()
}
