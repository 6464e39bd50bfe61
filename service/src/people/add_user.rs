//! A new person, by whichever door they come in.

use crate::{
    Email, Name, StoreError,
    store::{
        invitations,
        users::{self, User},
    },
    values::secret::new_id,
    writing::Writing,
};
use presence::{Agent, Cause, UserId};

impl Writing {
    /// Adds a person; `None` when the address is taken. An invitation that waits for the address is
    /// answered by this: nobody is invited and here.
    pub(crate) async fn add_user(
        &mut self,
        email: &Email,
        name: &Name,
        password_hash: Option<String>,
        site_admin: bool,
    ) -> Result<Option<UserId>, StoreError> {
        let now = self.now();
        let id: UserId = new_id();
        let invitation = invitations::by_email(self.tx(), email).await?;
        let good = invitation.as_ref().filter(|invitation| invitation.expires_at > now);
        let user = User {
            id: id.clone(),
            email: email.as_str().to_owned(),
            name: name.as_str().to_owned(),
            password_hash,
            site_admin: site_admin || good.is_some_and(|invitation| invitation.site_admin),
            language: None,
            disabled: false,
            created_at: now,
        };
        if !users::insert(self.tx(), &user).await? {
            return Ok(None);
        }
        self.put_agent(Agent::new(id.clone()));
        self.changed.names.push((id.clone(), user.name));
        for (project, roles) in good.into_iter().flat_map(|invitation| &invitation.roles) {
            self.set_roles(&id, project, *roles, &Cause::user(id.clone(), None)).await?;
        }
        if invitation.is_some() {
            invitations::delete_of(self.tx(), email.as_str()).await?;
        }
        Ok(Some(id))
    }
}
