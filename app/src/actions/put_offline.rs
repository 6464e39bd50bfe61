//! The door.

use super::{Fetch, text::Json};
use crate::refusal::Refusal;
use leptos::prelude::*;
use presence::Revision;
use serde::{Deserialize, Serialize};

/// What the form says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PutOfflineForm {
    /// Whom, by id.
    pub agent: String,
    /// Why, as it was typed.
    pub reason: String,
    /// The keys of the projects that were shown; none stands for every one in which one may.
    pub projects: Vec<String>,
    /// The revision that was shown.
    pub revision: Option<Revision>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WasPutOffline {
    /// Their name.
    pub name: String,
    /// The names of the projects in which they were online until then; without any, nothing has changed.
    pub projects: Vec<String>,
}

/// Puts an agent offline.
#[server(prefix = "/do", endpoint = "put-offline", input = Json, output = Json, client = Fetch)]
pub async fn put_offline(form: PutOfflineForm) -> Result<WasPutOffline, Refusal> {
    super::Here::take()?.put_offline(&form).await
}

#[cfg(feature = "ssr")]
mod here {
    use super::{PutOfflineForm, Refusal, WasPutOffline};
    use crate::{
        actions::Here,
        ui::{FieldError, FormErrors},
    };
    use presence::{ProjectKey, UserId};
    use service::{PutOffline, PutOfflineRefused};

    impl Here {
        /// Puts an agent offline, and returns where they were online.
        pub async fn put_offline(&self, form: &PutOfflineForm) -> Result<WasPutOffline, Refusal> {
            let agent: UserId = form.agent.parse().map_err(|_| Refusal::NotFound)?;
            let projects: Vec<ProjectKey> = form
                .projects
                .iter()
                .map(|key| key.parse())
                .collect::<Result<_, _>>()
                .map_err(|_| Refusal::NotFound)?;
            let before = self.see_door(&agent)?;
            let is_meant = |key: &str| {
                projects.is_empty() || projects.iter().any(|project| project.as_str() == key)
            };
            let was_online = before.projects.into_iter().filter(|place| is_meant(&place.key));
            let was_online = was_online.map(|place| place.name).collect();
            let asked = PutOffline {
                reason: Some(form.reason.clone()),
                projects: (!projects.is_empty()).then_some(projects),
                revision: form.revision,
            };
            match self.service.put_offline(&self.who, &agent, &asked).await {
                Ok(_) => Ok(WasPutOffline { name: before.name, projects: was_online }),
                Err(PutOfflineRefused::Refused(_)) => {
                    Err(Refusal::DoorMoved(Box::new(self.see_door(&agent)?)))
                }
                Err(PutOfflineRefused::Reason(error)) => {
                    let errors = FormErrors::default().with("reason", FieldError::of_reason(error));
                    Err(Refusal::Form(errors))
                }
                Err(PutOfflineRefused::Failure(failure)) => Err(self.refusal(failure)),
            }
        }
    }
}
