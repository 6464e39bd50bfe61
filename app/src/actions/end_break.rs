//! Coming back from a break.

use super::{Fetch, text::Json};
use crate::refusal::Refusal;
use leptos::prelude::*;
use presence::view::MyPresence;

/// Ends the break, and answers with the present. Without one nothing changes.
#[server(prefix = "/do", endpoint = "end-break", input = Json, output = Json, client = Fetch)]
pub async fn end_break() -> Result<MyPresence, Refusal> {
    super::Here::take()?.end_break().await
}

#[cfg(feature = "ssr")]
mod here {
    use super::{MyPresence, Refusal};
    use crate::actions::Here;

    impl Here {
        /// Ends the caller's break, and returns the present.
        pub async fn end_break(&self) -> Result<MyPresence, Refusal> {
            match self.service.end_break(&self.who).await {
                Ok(agent) => Ok(self.service.presence_of(&agent)),
                Err(failure) => Err(self.own_failure(failure)),
            }
        }
    }
}
