//! A site admin makes somebody a site admin, or one no more.

use crate::{
    Failure, Identity, Service,
    error::from_failures,
    store::{audit::Act, users},
};
use presence::{Action, Denied, UserId, may};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SetSiteAdminRefused {
    /// Nobody who can sign in would be left to change the site.
    #[error("this is the last site admin")]
    LastSiteAdmin,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(SetSiteAdminRefused);

impl Service {
    /// Makes somebody a site admin, or one no more. One may do so to oneself.
    pub async fn set_site_admin(
        &self,
        who: &Identity,
        user: &UserId,
        site_admin: bool,
    ) -> Result<(), SetSiteAdminRefused> {
        let (mut turn, who) = self.turn_as(who).await?;
        may(&who.caller, &Action::ManagePeople)?;
        let before = users::by_id(turn.tx(), user).await?.ok_or(Denied::Hidden)?;
        if before.site_admin == site_admin {
            return Ok(());
        }
        if !site_admin && !users::other_site_admin(turn.tx(), user).await? {
            return Err(SetSiteAdminRefused::LastSiteAdmin);
        }
        users::set_site_admin(turn.tx(), user, site_admin).await?;
        let detail = if site_admin { "yes" } else { "no" };
        turn.audit(Some(&who.caller.id), Act::SetSiteAdmin, user.as_str(), detail).await?;
        turn.changed.access.insert(user.clone());
        turn.commit().await?;
        Ok(())
    }
}
