//! A site admin makes a project.

use crate::{
    Failure, Identity, Name, Service, StoreError,
    error::from_failures,
    store::{audit::Act, projects},
    values::secret::new_id,
    writing::Writing,
};
use presence::{Action, Availability, Project, ProjectId, ProjectKey, may};

/// Why no project was made.
#[derive(Debug, thiserror::Error)]
pub enum AddProjectRefused {
    /// Another project has this key.
    #[error("another project has this key")]
    KeyTaken,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(AddProjectRefused);

impl Service {
    /// Makes a project, in which nobody has a role yet.
    pub async fn add_project(
        &self,
        who: &Identity,
        key: &ProjectKey,
        name: &Name,
        chat_enabled: bool,
    ) -> Result<ProjectId, AddProjectRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::AddProject)?;
        let id = writing
            .add_project(key, name, chat_enabled)
            .await?
            .ok_or(AddProjectRefused::KeyTaken)?;
        let actor = Some(&who.caller.id);
        writing.audit(actor, Act::AddProject, id.as_str(), key.as_str()).await?;
        writing.commit().await?;
        Ok(id)
    }
}

impl Writing {
    /// Makes a project; `None` when the key is taken.
    pub(crate) async fn add_project(
        &mut self,
        key: &ProjectKey,
        name: &Name,
        chat_enabled: bool,
    ) -> Result<Option<ProjectId>, StoreError> {
        let now = self.now();
        let project = Project {
            id: new_id(),
            key: key.clone(),
            name: name.as_str().to_owned(),
            chat_enabled,
            show_count: false,
            schedule: None,
            boundary_at: None,
            availability: Availability::new(now),
        };
        if !projects::insert(self.tx(), &project, now).await? {
            return Ok(None);
        }
        let id = project.id.clone();
        self.put_project(project);
        Ok(Some(id))
    }
}
