//! What a command on the server's own command line does. Whoever can start it can read the database, so
//! nobody else is asked for permission; the audit log names no actor.

use crate::{
    Email, Name, Outcome, Password, Secret, Service, StoreError,
    store::{
        audit::{Act, roles_text},
        members, projects, settings, users,
    },
};
use presence::{Actor, Cause, ProjectKey, Roles};

/// The cause of what a command does.
pub(crate) const OPERATOR: Cause = Cause { actor: Actor::Operator, device: None };

/// Why a command did nothing.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// No project has this key.
    #[error("no project has this key")]
    UnknownProject,
    /// Nobody has this e-mail address.
    #[error("nobody has this e-mail address")]
    UnknownEmail,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Service {
    /// Adds a person. One who is there keeps name and password, and becomes a site admin if asked for.
    pub async fn operator_add_user(
        &self,
        email: &Email,
        name: &Name,
        site_admin: bool,
        password: Option<&Password>,
    ) -> Result<Outcome, StoreError> {
        let hash = match password {
            Some(password) => Some(self.0.hasher.hash(password).await),
            None => None,
        };
        let mut writing = self.begin().await?;
        let outcome = match users::by_email(writing.tx(), email).await? {
            Some(user) if user.site_admin || !site_admin => Outcome::Exists,
            Some(user) => {
                users::set_site_admin(writing.tx(), &user.id, true).await?;
                writing.changed.access.insert(user.id.clone());
                writing.audit(None, Act::SetSiteAdmin, user.id.as_str(), "yes").await?;
                Outcome::Extended
            }
            None => {
                if let Some(id) = writing.add_user(email, name, hash, site_admin).await? {
                    writing.audit(None, Act::AddUser, id.as_str(), email.as_str()).await?;
                }
                settings::unset(writing.tx(), crate::people::set_up::CODE).await?;
                Outcome::Added
            }
        };
        writing.commit().await?;
        Ok(outcome)
    }

    /// Adds a project. One that is there stays as it is.
    pub async fn operator_add_project(
        &self,
        key: &ProjectKey,
        name: &Name,
        chat_enabled: bool,
    ) -> Result<Outcome, StoreError> {
        let mut writing = self.begin().await?;
        let Some(id) = writing.add_project(key, name, chat_enabled).await? else {
            return Ok(Outcome::Exists);
        };
        writing.audit(None, Act::AddProject, id.as_str(), key.as_str()).await?;
        writing.commit().await?;
        Ok(Outcome::Added)
    }

    /// Gives somebody roles in a project beside those that they have.
    pub async fn operator_add_member(
        &self,
        key: &ProjectKey,
        email: &Email,
        roles: Roles,
    ) -> Result<Outcome, OperatorError> {
        let mut writing = self.begin().await?;
        let project =
            projects::id_of(writing.tx(), key).await?.ok_or(OperatorError::UnknownProject)?;
        let user =
            users::by_email(writing.tx(), email).await?.ok_or(OperatorError::UnknownEmail)?.id;
        let before = members::roles(writing.tx(), &project, &user).await?;
        let after = before.with(roles);
        if before == after {
            return Ok(Outcome::Exists);
        }
        writing.set_roles(&user, &project, after, &OPERATOR).await?;
        let detail = format!("{key} {}", roles_text(after));
        writing.audit(None, Act::SetMember, user.as_str(), &detail).await?;
        writing.commit().await?;
        Ok(if before.any() { Outcome::Extended } else { Outcome::Added })
    }

    /// Makes an API token for somebody, to be shown once.
    pub async fn operator_add_token(
        &self,
        email: &Email,
        name: &Name,
    ) -> Result<Secret, OperatorError> {
        let mut writing = self.begin().await?;
        let user =
            users::by_email(writing.tx(), email).await?.ok_or(OperatorError::UnknownEmail)?;
        let (_, secret) = writing.add_token(&user.id, name, None).await?;
        writing.commit().await?;
        Ok(secret)
    }
}
