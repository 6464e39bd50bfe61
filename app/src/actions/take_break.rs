//! Taking a break inside one's time online.

use super::{Fetch, text::Json};
use crate::{
    refusal::Refusal,
    ui::{FieldError, FormErrors},
};
use leptos::prelude::*;
use presence::{AskedBreak, AskedEnd, WishError, WishedBreak, view::MyPresence};
use serde::{Deserialize, Serialize};

/// What the form says, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BreakForm {
    /// For what: one of the site's list.
    pub reason: String,
    /// When one means to be back: a number of minutes, `until`, or `unsure`.
    pub back: String,
    /// The time of day of `until`: `13:00`.
    pub back_at: String,
}

impl BreakForm {
    /// The lengths that are offered, in minutes.
    pub const OFFERED: [u32; 3] = [15, 30, 60];

    /// The end that it asks for; times of day are those of a zone.
    pub(crate) fn end<'a>(&'a self, zone: &'a str) -> AskedEnd<'a> {
        match self.back.as_str() {
            "unsure" => AskedEnd::Never,
            "until" => AskedEnd::TimeOfDay { text: &self.back_at, zone },
            minutes => AskedEnd::Minutes(minutes.parse().ok()),
        }
    }

    /// What it asks for, or what is wrong with it: in the browser before it is sent, and on the server.
    pub(crate) fn understand(&self, zone: &str) -> Result<WishedBreak, FormErrors> {
        if self.reason.trim().is_empty() {
            return Err(FormErrors::default().with("reason", FieldError::BreakReason));
        }
        let asked = AskedBreak { reason: &self.reason, end: self.end(zone) };
        asked.understand().map_err(|wrong| {
            let (field, error) = match wrong {
                WishError::TimeOfDay => ("back_at", FieldError::TimeOfDay),
                _ => ("back", FieldError::BreakLength),
            };
            FormErrors::default().with(field, error)
        })
    }
}

/// Takes a break, and answers with the present.
#[server(prefix = "/do", endpoint = "break", input = Json, output = Json, client = Fetch)]
pub async fn take_break(form: BreakForm) -> Result<MyPresence, Refusal> {
    super::Here::take()?.take_break(&form).await
}

#[cfg(feature = "ssr")]
mod here {
    use super::{BreakForm, FieldError, FormErrors, MyPresence, Refusal};
    use crate::actions::Here;
    use presence::BreakError;
    use service::BreakRefused;

    impl Here {
        /// Takes a break as the form says, and returns the present.
        pub async fn take_break(&self, form: &BreakForm) -> Result<MyPresence, Refusal> {
            let wish = form.understand(&self.zone).map_err(Refusal::Form)?;
            match self.service.take_break(&self.who, &wish).await {
                Ok(agent) => Ok(self.service.presence_of(&agent)),
                Err(refused) => Err(self.no_break(refused, form)),
            }
        }

        fn no_break(&self, refused: BreakRefused, form: &BreakForm) -> Refusal {
            let field = if form.back == "until" { "back_at" } else { "back" };
            let wrong = |error| Refusal::Form(FormErrors::default().with(field, error));
            match refused {
                BreakRefused::UnknownReason => {
                    Refusal::Form(FormErrors::default().with("reason", FieldError::BreakReason))
                }
                BreakRefused::Refused(error) => match error {
                    BreakError::NotOnline(_) => Refusal::NotOnline(self.present()),
                    BreakError::Unattended => Refusal::NotAllowed,
                    BreakError::EndPassed => wrong(FieldError::TimeOfDay),
                    BreakError::AfterLease(_) => wrong(FieldError::BreakAfterEnd),
                    BreakError::TooLong(_) => wrong(FieldError::BreakLength),
                },
                BreakRefused::Failure(failure) => self.own_failure(failure),
            }
        }
    }
}
