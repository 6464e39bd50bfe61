//! Everybody who has an account, for site admins.

use crate::{
    Failure, Identity, LetterView, Service,
    deliveries::{self, password_of},
    store::{members, users},
};
use presence::{Action, MINUTE, ProjectKey, Roles, Timestamp, UserId, may};
use std::collections::BTreeMap;

/// For how long it is told what became of a letter, in milliseconds.
const DAY: i64 = 24 * 60 * MINUTE;

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
    /// What became of a letter with a link for a new password, for a day.
    pub letter: Option<LetterView>,
}

impl Service {
    /// Everybody, by name.
    pub async fn see_people(&self, who: &Identity) -> Result<Vec<Person>, Failure> {
        may(&who.caller, &Action::ManagePeople)?;
        let mut reader = self.0.store.reader().await?;
        let users = users::all(&mut reader).await?;
        let members = members::all(&mut reader).await?;
        let mut roles: BTreeMap<UserId, Vec<(ProjectKey, String, Roles)>> = BTreeMap::new();
        let since = self.now().plus_millis(-DAY);
        let mut letters = deliveries::latest_since(&mut reader, &password_of(""), since).await?;
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
                let letter = letters.remove(&password_of(user.id.as_str()));
                Person {
                    id: user.id,
                    name: user.name,
                    email: user.email,
                    site_admin: user.site_admin,
                    disabled: user.disabled,
                    has_password: user.password_hash.is_some(),
                    created_at: user.created_at,
                    roles,
                    letter,
                }
            })
            .collect())
    }
}
