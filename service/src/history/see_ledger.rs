//! What happened in a project, for those who may change it.

use crate::{Failure, Identity, Service, store::ledger};
use presence::{Action, Denied, Entry, ProjectKey, may};

impl Service {
    /// The ledger of a project, in the order in which it was recorded. An end that is due and not yet
    /// recorded is not in it.
    pub async fn see_ledger(
        &self,
        who: &Identity,
        key: &ProjectKey,
    ) -> Result<Vec<Entry>, Failure> {
        let id = self.board().project_by_key(key).ok_or(Denied::Hidden)?.id.clone();
        may(&who.caller, &Action::ChangeProject(&id))?;
        let mut reader = self.0.store.reader().await?;
        Ok(ledger::of_project(&mut reader, &id).await?)
    }
}
