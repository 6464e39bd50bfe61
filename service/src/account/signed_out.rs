//! Whoever was signed out by somebody else is told so: that much where they sign in again, and then by whom,
//! when and why.

use crate::{
    Failure, Identity, Secret, Service, SessionEnd, StoreError,
    store::{sessions, users},
};

impl Service {
    /// Why the session of this cookie ended before its time; `None` for one that has not, that ended by itself
    /// or on its own device, or that never was. Only the browser that had the session knows its cookie.
    pub async fn why_signed_out(&self, session: &Secret) -> Result<Option<SessionEnd>, StoreError> {
        let mut reader = self.0.store.reader().await?;
        sessions::why_ended(&mut reader, &session.hash(), self.now()).await
    }

    /// Somebody has read that they were logged out ([`Identity::logged_out`]).
    pub async fn note_logout_read(&self, who: &Identity) -> Result<(), Failure> {
        let (mut turn, who) = self.turn_as(who).await?;
        users::forget_logout(turn.tx(), &who.caller.id).await?;
        turn.commit().await?;
        Ok(())
    }
}
