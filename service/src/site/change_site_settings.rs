//! A site admin changes the site's settings.

use crate::{
    Failure, Identity, Service,
    store::{audit::Act, settings},
};
use presence::{Action, SiteSettings, may};

impl Service {
    /// Gives the site these settings, from now on.
    pub async fn change_site_settings(
        &self,
        who: &Identity,
        new: &SiteSettings,
    ) -> Result<(), Failure> {
        let (mut writing, who) = self.begin_as(who).await?;
        may(&who.caller, &Action::ChangeSite)?;
        settings::save_site(writing.tx(), new).await?;
        let attendance = self.board().settings.attendance;
        if attendance != new.attendance && writing.attendance.is_some() {
            writing.attendance = Some(new.attendance);
            let agents: Vec<_> = self.board().agents().map(|agent| agent.id.clone()).collect();
            for id in agents {
                writing.other_rules(&id).await?;
            }
        }
        let detail = format!(
            "icons={} door={} {:?}",
            new.show_header_icons.name(),
            new.door_rule.name(),
            new.attendance
        );
        writing.audit(Some(&who.caller.id), Act::ChangeSite, "site", &detail).await?;
        writing.changed.settings = Some(new.clone());
        writing.commit().await?;
        Ok(())
    }
}
