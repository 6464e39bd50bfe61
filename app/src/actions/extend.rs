//! Adding to the end of one's time online.

use super::{Fetch, text::Json};
use crate::refusal::Refusal;
use leptos::prelude::*;
use presence::{Revision, view::MyPresence};
use serde::{Deserialize, Serialize};

/// What the form says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExtendForm {
    /// By how many minutes.
    pub extend_minutes: String,
    /// The revision that one saw.
    pub revision: Option<Revision>,
}

/// Extends one's time online, and answers with the present.
#[server(prefix = "/do", endpoint = "extend", input = Json, output = Json, client = Fetch)]
pub async fn extend(form: ExtendForm) -> Result<MyPresence, Refusal> {
    super::Here::take()?.extend(&form).await
}

#[cfg(feature = "ssr")]
mod here {
    use super::{ExtendForm, MyPresence, Refusal};
    use crate::{
        actions::Here,
        ui::{FieldError, FormErrors},
    };
    use presence::{ExtendError, LeaseDuration};
    use service::ExtendRefused;

    impl Here {
        /// Extends the caller's time online, and returns the present.
        pub async fn extend(&self, form: &ExtendForm) -> Result<MyPresence, Refusal> {
            let minutes = form.extend_minutes.trim().parse().ok();
            let by = minutes.and_then(|minutes| LeaseDuration::from_minutes(minutes).ok());
            let by = by.ok_or_else(|| Refusal::Form(FormErrors::of_form(FieldError::Minutes)))?;
            match self.service.extend(&self.who, by, form.revision).await {
                Ok(agent) => Ok(self.service.presence_of(&agent)),
                Err(ExtendRefused::Refused(error)) => Err(match error {
                    ExtendError::Stale(_) => Refusal::Stale(self.present()),
                    ExtendError::NotOnline(_) => Refusal::NotOnline(self.present()),
                    ExtendError::NoEnd => Refusal::NoEnd(self.present()),
                    ExtendError::UnattendedTooLong => {
                        Refusal::Form(FormErrors::of_form(FieldError::UnattendedTooLong))
                    }
                }),
                Err(ExtendRefused::Failure(failure)) => Err(self.own_failure(failure)),
            }
        }
    }
}
