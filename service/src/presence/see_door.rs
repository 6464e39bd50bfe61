//! What the door would do, for an admin who is about to use it.

use crate::{Identity, Service};
use presence::{Denied, UserId, view::DoorView};

impl Service {
    /// Where somebody would be put offline, who would be last there, and the revision to decide about.
    pub fn see_door(&self, who: &Identity, agent: &UserId) -> Result<DoorView, Denied> {
        DoorView::of(&self.board(), &who.caller, agent, self.now())
    }
}
