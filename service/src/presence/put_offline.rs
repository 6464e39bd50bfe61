//! The door: an admin puts another agent offline.

use crate::{
    Failure, Identity, Service,
    error::from_failures,
    store::{audit::Act, settings},
    values::{ReasonError, reason::reason},
};
use presence::{
    Action, Agent, Denied, DoorError, DoorRule, ProjectId, ProjectKey, Revision, UserId,
    door_projects, may,
};
use std::collections::BTreeSet;

/// What the admin asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PutOffline {
    /// Why, in their words; blank is none.
    pub reason: Option<String>,
    /// In these projects; `None` is every one in which they may.
    pub projects: Option<Vec<ProjectKey>>,
    /// The revision of the agent that they saw.
    pub revision: Option<Revision>,
}

/// Why the door did nothing.
#[derive(Debug, thiserror::Error)]
pub enum PutOfflineRefused {
    /// The agent's state is another than the admin saw.
    #[error(transparent)]
    Refused(#[from] DoorError),
    /// The reason is none.
    #[error(transparent)]
    Reason(#[from] ReasonError),
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(PutOfflineRefused);

impl Service {
    /// Puts an agent offline. Returns the agent after it; one who was offline already is unchanged.
    pub async fn put_offline(
        &self,
        who: &Identity,
        agent: &UserId,
        asked: &PutOffline,
    ) -> Result<Agent, PutOfflineRefused> {
        let note = reason(asked.reason.as_deref())?;
        let (mut writing, who) = self.begin_as(who).await?;
        let before = writing.agent(agent).await?.ok_or(Denied::Hidden)?;
        let rule = settings::load_site(writing.tx()).await?.door_rule;
        let projects = self.door_for(&who, &before, asked.projects.as_deref(), rule)?;
        let after = before.put_offline(
            &projects,
            note.clone(),
            asked.revision,
            &who.caller.id,
            &who.cause(),
            writing.now(),
        )?;
        let changes = after.changes(&before);
        let after = writing.save(&before, after).await?;
        if changes {
            let actor = Some(&who.caller.id);
            writing
                .audit(actor, Act::PutOffline, agent.as_str(), note.as_deref().unwrap_or(""))
                .await?;
        }
        writing.commit().await?;
        Ok(after)
    }

    /// The projects of `agent` in which the caller may use the door: those asked for, or all.
    fn door_for(
        &self,
        who: &Identity,
        agent: &Agent,
        asked: Option<&[ProjectKey]>,
        rule: DoorRule,
    ) -> Result<BTreeSet<ProjectId>, Denied> {
        if !agent.projects.keys().any(|project| who.caller.sees(project)) {
            return Err(Denied::Hidden);
        }
        let projects = door_projects(&who.caller, &agent.id, agent.projects.keys(), rule);
        if projects.is_empty() {
            return Err(Denied::Forbidden);
        }
        let Some(keys) = asked else { return Ok(projects) };
        let board = self.board();
        keys.iter()
            .map(|key| {
                let id = &board.project_by_key(key).ok_or(Denied::Hidden)?.id;
                let action = Action::PutOffline { agent: &agent.id, project: id, rule };
                may(&who.caller, &action)?;
                agent.projects.contains_key(id).then(|| id.clone()).ok_or(Denied::Hidden)
            })
            .collect()
    }
}
