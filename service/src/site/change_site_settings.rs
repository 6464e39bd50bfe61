//! A site admin changes the site's settings.

use crate::{
    Failure, Identity, Service,
    store::{audit::Act, settings},
    values::text::is_unseen,
};
use presence::{Action, BreakReasons, SiteSettings, may};

/// Reasons for breaks as somebody typed them, one a line; `None` where they are no such list.
pub fn read_break_reasons(text: &str) -> Option<BreakReasons> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let reasons: Vec<String> = lines.map(str::to_owned).collect();
    let can_be_read = |reason: &String| !reason.chars().any(is_unseen);
    reasons.iter().all(can_be_read).then_some(reasons).and_then(BreakReasons::new)
}

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
