//! A project admin gives somebody roles in a project, or takes them away.

use crate::{
    Failure, Identity, Service, StoreError,
    error::from_failures,
    store::{
        audit::{Act, roles_text},
        members, projects, users,
    },
    writing::Writing,
};
use presence::{Action, Cause, Denied, ProjectId, ProjectKey, Roles, UserId, may};

/// Why nobody's roles were changed.
#[derive(Debug, thiserror::Error)]
pub enum SetMemberRefused {
    /// There is no such person.
    #[error("there is no such person")]
    UnknownPerson,
    /// Nobody who can sign in would be left to change the project.
    #[error("this is the only admin of the project")]
    OnlyAdmin,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(SetMemberRefused);

impl Service {
    /// Gives somebody exactly these roles in a project; without any they are no member. One who is an
    /// agent there no more is offline there at once.
    pub async fn set_member(
        &self,
        who: &Identity,
        key: &ProjectKey,
        user: &UserId,
        roles: Roles,
    ) -> Result<(), SetMemberRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        let project = projects::id_of(writing.tx(), key).await?.ok_or(Denied::Hidden)?;
        may(&who.caller, &Action::ChangeProject(&project))?;
        users::by_id(writing.tx(), user).await?.ok_or(SetMemberRefused::UnknownPerson)?;
        if !roles.admin && members::only_admin_of(writing.tx(), user).await?.contains(&project) {
            return Err(SetMemberRefused::OnlyAdmin);
        }
        if writing.set_roles(user, &project, roles, &who.cause()).await? != roles {
            let detail = format!("{key} {}", roles_text(roles));
            let actor = Some(&who.caller.id);
            writing.audit(actor, Act::SetMember, user.as_str(), &detail).await?;
        }
        writing.commit().await?;
        Ok(())
    }
}

impl Writing {
    /// Gives somebody exactly these roles in a project, and their presence what follows. Returns the
    /// roles that they had.
    pub(crate) async fn set_roles(
        &mut self,
        user: &UserId,
        project: &ProjectId,
        roles: Roles,
        cause: &Cause,
    ) -> Result<Roles, StoreError> {
        let now = self.now();
        let before = members::roles(self.tx(), project, user).await?;
        if before == roles {
            return Ok(before);
        }
        members::set(self.tx(), project, user, roles, now).await?;
        self.changed.access.insert(user.clone());
        if before.agent != roles.agent
            && let Some(agent) = self.agent(user).await?
        {
            let after = if roles.agent {
                agent.join(project, cause, now)
            } else {
                agent.leave(project, cause, now)
            };
            self.save(&agent, after).await?;
        }
        Ok(before)
    }
}
