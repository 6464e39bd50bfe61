//! What the door would do: where, who would be last, and the revision to decide about.

use super::{Fetch, text::Json};
use crate::refusal::Refusal;
use leptos::prelude::*;
use presence::view::DoorView;

/// What an admin is told before they put this agent offline.
#[allow(clippy::unused_async, reason = "a server function is async")]
#[server(prefix = "/do", endpoint = "see-door", input = Json, output = Json, client = Fetch)]
pub async fn see_door(agent: String) -> Result<DoorView, Refusal> {
    let agent = agent.parse().map_err(|_| Refusal::NotFound)?;
    super::Here::take()?.see_door(&agent)
}

#[cfg(feature = "ssr")]
mod here {
    use super::{DoorView, Refusal};
    use crate::actions::Here;
    use presence::UserId;

    impl Here {
        /// What the door would do now.
        pub fn see_door(&self, agent: &UserId) -> Result<DoorView, Refusal> {
            self.service.see_door(&self.who, agent).map_err(|denied| self.refusal(denied.into()))
        }
    }
}
