//! The members of a project, for those who may change it.

use crate::{Failure, Identity, Service, store::members};
use presence::{Action, Denied, Presence, ProjectId, ProjectKey, Roles, Timestamp, UserId, may};

/// A member of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their roles in the project.
    pub roles: Roles,
    /// Whether they have chosen a password yet.
    pub has_password: bool,
    /// Whether their account is disabled.
    pub disabled: bool,
    /// How they are there; `None` for one who is no agent there.
    pub presence: Option<Presence>,
}

impl Service {
    /// The members of a project, by name.
    pub async fn see_members(
        &self,
        who: &Identity,
        key: &ProjectKey,
    ) -> Result<Vec<Member>, Failure> {
        let id = self.board().project_by_key(key).ok_or(Denied::Hidden)?.id.clone();
        may(&who.caller, &Action::ChangeProject(&id))?;
        let rows = members::of_project(&mut *self.0.store.reader().await?, &id).await?;
        let now = self.now();
        Ok(rows
            .into_iter()
            .map(|row| Member {
                presence: row.roles.agent.then(|| self.presence_in(&row.user, &id, now)),
                user: row.user,
                name: row.name,
                email: row.email,
                roles: row.roles,
                has_password: row.has_password,
                disabled: row.disabled,
            })
            .collect())
    }

    fn presence_in(&self, user: &UserId, project: &ProjectId, now: Timestamp) -> Presence {
        let online = self.board().agent(user).is_some_and(|agent| agent.is_online(project, now));
        if online { Presence::Online } else { Presence::Offline }
    }
}
