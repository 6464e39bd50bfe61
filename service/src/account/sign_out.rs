//! Somebody signs out.

use crate::{Identity, Service, StoreError, store::sessions};

impl Service {
    /// Ends the session. Without a connected device left, a person's time online ends at once, as signed
    /// off.
    pub async fn sign_out(&self, who: &Identity) -> Result<(), StoreError> {
        let mut writing = self.begin().await?;
        if sessions::delete(writing.tx(), &who.device).await? {
            writing.devices_ended(&who.caller.id, &who.cause()).await?;
        }
        writing.commit().await
    }
}
