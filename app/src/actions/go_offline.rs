//! Going offline. It is never refused as stale; where one is the last one, it is asked first.

use super::{Fetch, text::Json};
use crate::refusal::Refusal;
use leptos::prelude::*;
use presence::view::MyPresence;
use serde::{Deserialize, Serialize};

/// What the form says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GoOfflineForm {
    /// `yes` once one was asked and goes all the same.
    pub confirm: String,
}

/// What going offline came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum GoingOffline {
    /// One is offline; this is the present.
    Offline(Box<MyPresence>),
    /// It would leave the projects with these names to nobody, so it is asked first. Nothing has changed.
    LastOneOut(Vec<String>),
}

/// Goes offline everywhere.
#[server(prefix = "/do", endpoint = "go-offline", input = Json, output = Json, client = Fetch)]
pub async fn go_offline(form: GoOfflineForm) -> Result<GoingOffline, Refusal> {
    super::Here::take()?.go_offline(&form).await
}

#[cfg(feature = "ssr")]
mod here {
    use super::{GoOfflineForm, GoingOffline, Refusal};
    use crate::actions::Here;
    use service::GoOnlineRefused;

    impl Here {
        /// Goes offline everywhere; where the caller is the last one, once that was confirmed.
        pub async fn go_offline(&self, form: &GoOfflineForm) -> Result<GoingOffline, Refusal> {
            let last_in = self.service.see_header(&self.who, None).last_in(self.service.now());
            if !last_in.is_empty() && form.confirm != "yes" {
                return Ok(GoingOffline::LastOneOut(last_in));
            }
            match self.service.go_offline(&self.who, None).await {
                Ok(agent) => Ok(GoingOffline::Offline(Box::new(self.service.presence_of(&agent)))),
                Err(GoOnlineRefused::Failure(failure)) => Err(self.own_failure(failure)),
                // Going offline everywhere names no project and is never stale.
                Err(_) => Err(Refusal::Internal),
            }
        }
    }
}
