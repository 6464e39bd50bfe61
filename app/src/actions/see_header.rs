//! Everything that the header shows.

use super::{Fetch, text::Json};
use crate::refusal::Refusal;
use leptos::prelude::*;
use presence::view::HeaderModel;

/// What the header shows to the caller; the counter counts the project in context alone, if there is one.
#[allow(clippy::unused_async, reason = "a server function is async")]
#[server(prefix = "/do", endpoint = "see-header", input = Json, output = Json, client = Fetch)]
pub async fn see_header(context: Option<String>) -> Result<HeaderModel, Refusal> {
    super::Here::take()?.see_header(context.as_deref())
}

#[cfg(feature = "ssr")]
mod here {
    use super::{HeaderModel, Refusal};
    use crate::actions::Here;
    use presence::ProjectKey;

    impl Here {
        /// What the header shows now. A project that the caller does not see is none.
        pub fn see_header(&self, context: Option<&str>) -> Result<HeaderModel, Refusal> {
            let context: Option<ProjectKey> =
                context.map(str::parse).transpose().map_err(|_| Refusal::NotFound)?;
            let model = self.service.see_header(&self.who, context.as_ref());
            match &model.context {
                Some(key) if model.project(key).is_none() => Err(Refusal::NotFound),
                _ => Ok(model),
            }
        }
    }
}
