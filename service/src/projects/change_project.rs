//! A project admin changes a project.

use crate::{
    Failure, Identity, Name, Service,
    store::{audit::Act, projects},
};
use presence::{Action, Denied, ProjectKey, may};

/// What a project shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectChange {
    /// Its name.
    pub name: Name,
    /// Whether it has a header icon and a portal.
    pub chat_enabled: bool,
    /// Whether the public learns how many agents are available.
    pub show_count: bool,
}

impl Service {
    /// Changes a project. The public revision moves when what the public sees of it does.
    pub async fn change_project(
        &self,
        who: &Identity,
        key: &ProjectKey,
        change: &ProjectChange,
    ) -> Result<(), Failure> {
        let (mut writing, who) = self.begin_as(who).await?;
        let now = writing.now();
        let id = projects::id_of(writing.tx(), key).await?.ok_or(Denied::Hidden)?;
        may(&who.caller, &Action::ChangeProject(&id))?;
        let ProjectChange { name, chat_enabled, show_count } = change;
        projects::update(writing.tx(), &id, name.as_str(), *chat_enabled, *show_count).await?;
        if let Some(project) = projects::load(writing.tx(), &id).await? {
            writing.put_project(project);
        }
        writing.publish(&id, now, who.cause()).await?;
        let detail = format!("name={name} chat={chat_enabled} count={show_count}");
        writing.audit(Some(&who.caller.id), Act::ChangeProject, id.as_str(), &detail).await?;
        writing.commit().await?;
        Ok(())
    }
}
