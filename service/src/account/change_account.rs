//! Somebody changes their own name or language.

use crate::{Failure, Identity, LanguageTag, Name, Service, store::users};

impl Service {
    /// Gives the caller a name, and the language in which pages speak to them; `None` is what their
    /// browser asks for.
    pub async fn change_account(
        &self,
        who: &Identity,
        name: &Name,
        language: Option<&LanguageTag>,
    ) -> Result<(), Failure> {
        let (mut turn, who) = self.turn_as(who).await?;
        let id = who.caller.id;
        let language = language.map(LanguageTag::as_str);
        users::set_account(turn.tx(), &id, name.as_str(), language).await?;
        turn.changed.names.push((id, name.as_str().to_owned()));
        turn.commit().await?;
        Ok(())
    }
}
