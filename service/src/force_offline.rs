//! The door: an admin puts another agent offline.

use crate::{Failure, Identity, Service, StoreError};
use presence::{
    Action, Agent, Denied, DoorError, ProjectId, ProjectKey, Revision, UserId, door_projects, may,
};
use std::collections::BTreeSet;

/// The longest reason, in characters.
pub const MAX_REASON_CHARS: usize = 500;

/// What the admin asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ForceOffline {
    /// Why, in their words; blank is none.
    pub reason: Option<String>,
    /// In these projects; `None` is every one in which they may.
    pub projects: Option<Vec<ProjectKey>>,
    /// The revision of the agent that they saw.
    pub revision: Option<Revision>,
}

/// Why the door did nothing.
#[derive(Debug, thiserror::Error)]
pub enum ForceOfflineError {
    /// The agent's state is another than the admin saw.
    #[error(transparent)]
    Refused(#[from] DoorError),
    /// The reason is too long.
    #[error("a reason has at most {MAX_REASON_CHARS} characters")]
    ReasonTooLong,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<StoreError> for ForceOfflineError {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

impl From<Denied> for ForceOfflineError {
    fn from(denied: Denied) -> Self {
        Self::Failure(denied.into())
    }
}

impl Service {
    /// Puts an agent offline. Returns the agent after it; one who was offline already is unchanged.
    pub async fn force_offline(
        &self,
        who: &Identity,
        agent: &UserId,
        asked: &ForceOffline,
    ) -> Result<Agent, ForceOfflineError> {
        let note = asked.reason.as_deref().map(str::trim).filter(|note| !note.is_empty());
        if note.is_some_and(|note| note.chars().count() > MAX_REASON_CHARS) {
            return Err(ForceOfflineError::ReasonTooLong);
        }
        let projects = self.door_for(who, agent, asked.projects.as_deref())?;
        let mut writing = self.begin().await?;
        let before = writing.agent(agent).await?.ok_or(Denied::Hidden)?;
        let after = before.put_offline(
            &projects,
            note.map(str::to_owned),
            asked.revision,
            &who.caller.id,
            &who.cause(),
            writing.now(),
        )?;
        let after = writing.save(&before, after).await?;
        writing.commit().await?;
        Ok(after)
    }

    /// The projects of `agent` in which the caller may use the door: those asked for, or all.
    pub fn door_for(
        &self,
        who: &Identity,
        agent: &UserId,
        asked: Option<&[ProjectKey]>,
    ) -> Result<BTreeSet<ProjectId>, Denied> {
        let site = self.site();
        let rule = site.settings.door_rule;
        let known = site.desk.agent(agent).ok_or(Denied::Hidden)?;
        if !known.projects.keys().any(|project| who.caller.sees(project)) {
            return Err(Denied::Hidden);
        }
        let Some(keys) = asked else {
            let projects = door_projects(&who.caller, agent, known.projects.keys(), rule);
            return if projects.is_empty() { Err(Denied::Forbidden) } else { Ok(projects) };
        };
        keys.iter()
            .map(|key| {
                let project = site.desk.project_by_key(key).ok_or(Denied::Hidden)?;
                let id = &project.id;
                may(&who.caller, &Action::ForceOffline { agent, project: id, rule })?;
                known.projects.contains_key(id).then(|| id.clone()).ok_or(Denied::Hidden)
            })
            .collect()
    }
}
