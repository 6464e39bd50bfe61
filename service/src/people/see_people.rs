//! Everybody who has an account, for site admins.

use crate::{
    Failure, Identity, Service,
    store::{members, users},
};
use presence::{Action, ProjectKey, Roles, Timestamp, UserId, may};
use std::collections::BTreeMap;

/// A person as site admins see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Whether they may change the site.
    pub site_admin: bool,
    /// Whether their account is disabled.
    pub disabled: bool,
    /// Whether they have chosen a password yet.
    pub has_password: bool,
    /// Since when they have an account.
    pub created_at: Timestamp,
    /// Their roles, by project: its key, its name, and what they are there.
    pub roles: Vec<(ProjectKey, String, Roles)>,
}

impl Service {
    /// Everybody, by name.
    pub async fn see_people(&self, who: &Identity) -> Result<Vec<Person>, Failure> {
        may(&who.caller, &Action::ManagePeople)?;
        let mut reader = self.0.store.reader().await?;
        let users = users::all(&mut reader).await?;
        let members = members::all(&mut reader).await?;
        let mut roles: BTreeMap<UserId, Vec<(ProjectKey, String, Roles)>> = BTreeMap::new();
        let board = self.board();
        for (user, project, held) in members {
            if let Some(project) = board.project(&project) {
                let place = (project.key.clone(), project.name.clone(), held);
                roles.entry(user).or_default().push(place);
            }
        }
        Ok(users
            .into_iter()
            .map(|user| {
                let mut roles = roles.remove(&user.id).unwrap_or_default();
                roles.sort_by(|a, b| a.0.cmp(&b.0));
                Person {
                    id: user.id,
                    name: user.name,
                    email: user.email,
                    site_admin: user.site_admin,
                    disabled: user.disabled,
                    has_password: user.password_hash.is_some(),
                    created_at: user.created_at,
                    roles,
                }
            })
            .collect())
    }
}
