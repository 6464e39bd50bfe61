//! Going online, or replacing one's time online.

use super::{Fetch, text::Json};
use crate::{
    refusal::Refusal,
    ui::{FieldError, FormErrors},
};
use leptos::prelude::*;
use presence::{AskedEnd, AskedWish, Revision, Wish, WishError, view::MyPresence};
use serde::{Deserialize, Serialize};

/// What the form says, as it was typed: the page posts it, the dialog sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GoOnlineForm {
    /// One of `30`, `60`, `120`, `240`, `480`, `shift`, `until`, `minutes`, `none`.
    pub length: String,
    /// The time of day of `until`: `17:30`.
    pub until: String,
    /// The number of `minutes`.
    pub minutes: String,
    /// `all` or `some`.
    pub scope: String,
    /// The keys of the projects, of which `some` are chosen.
    pub projects: Vec<String>,
    /// The revision that one saw.
    pub revision: Option<Revision>,
}

impl GoOnlineForm {
    /// The length that is chosen at first.
    pub const FIRST_LENGTH: &str = "240";

    /// What an untouched form says.
    pub fn untouched(revision: Revision) -> Self {
        Self {
            length: Self::FIRST_LENGTH.to_owned(),
            scope: "all".to_owned(),
            revision: Some(revision),
            ..Self::default()
        }
    }

    /// Whether only some projects are chosen.
    pub fn is_for_some(&self) -> bool {
        self.scope == "some"
    }

    /// The end that it asks for; times of day are those of a zone.
    pub(crate) fn end<'a>(&'a self, zone: &'a str) -> AskedEnd<'a> {
        match self.length.as_str() {
            "none" => AskedEnd::Never,
            "shift" => AskedEnd::Shift,
            "until" => AskedEnd::TimeOfDay { text: &self.until, zone },
            "minutes" => AskedEnd::Minutes(self.minutes.trim().parse().ok()),
            length => AskedEnd::Minutes(length.parse().ok()),
        }
    }

    /// What it asks for, or what is wrong with it: in the browser before it is sent, and on the server.
    pub(crate) fn understand(&self, zone: &str) -> Result<Wish, FormErrors> {
        let (field, error) = match self.length.as_str() {
            "until" => ("until", FieldError::TimeOfDay),
            "minutes" => ("minutes", FieldError::Minutes),
            _ => ("length", FieldError::Length),
        };
        let projects = self.is_for_some().then(|| self.projects.clone());
        let asked =
            AskedWish { end: self.end(zone), projects, attended: true, revision: self.revision };
        asked.understand().map_err(|wrong| {
            wrong.into_iter().fold(FormErrors::default(), |errors, wrong| match wrong {
                WishError::Minutes | WishError::TimeOfDay | WishError::Moment => {
                    errors.with(field, error.clone())
                }
                WishError::NoProject => errors.with("projects", FieldError::ProjectsNone),
                WishError::ProjectKey(key) => {
                    errors.with("projects", FieldError::ProjectsUnknown(key))
                }
            })
        })
    }
}

/// Goes online, and answers with the present.
#[server(prefix = "/do", endpoint = "go-online", input = Json, output = Json, client = Fetch)]
pub async fn go_online(form: GoOnlineForm) -> Result<MyPresence, Refusal> {
    super::Here::take()?.go_online(&form).await
}

#[cfg(feature = "ssr")]
mod here {
    use super::{FieldError, FormErrors, GoOnlineForm, MyPresence, Refusal};
    use crate::actions::Here;
    use presence::GoOnlineError;
    use service::GoOnlineRefused;

    impl Here {
        /// Goes online as the form says, and returns the present.
        pub async fn go_online(&self, form: &GoOnlineForm) -> Result<MyPresence, Refusal> {
            let wish = form.understand(&self.zone).map_err(Refusal::Form)?;
            match self.service.go_online(&self.who, &wish).await {
                Ok(agent) => Ok(self.service.presence_of(&agent)),
                Err(refused) => Err(self.not_online(refused)),
            }
        }

        /// The one table of what going online may meet.
        fn not_online(&self, refused: GoOnlineRefused) -> Refusal {
            let form = |field, error| Refusal::Form(FormErrors::default().with(field, error));
            match refused {
                GoOnlineRefused::UnknownProject(key) => {
                    form("projects", FieldError::ProjectsUnknown(key.to_string()))
                }
                GoOnlineRefused::NoShift => form("length", FieldError::NoShift),
                GoOnlineRefused::Refused(error) => match error {
                    GoOnlineError::Stale(_) => Refusal::Stale(self.present()),
                    GoOnlineError::NoProjects => Refusal::NoProjects,
                    GoOnlineError::EmptyScope => form("projects", FieldError::ProjectsNone),
                    GoOnlineError::NotAnAgent(id) => {
                        form("projects", FieldError::ProjectsUnknown(self.project_key(&id)))
                    }
                    GoOnlineError::UntilPassed => form("until", FieldError::TimeOfDay),
                    GoOnlineError::UntilTooFar => form("until", FieldError::ExtendTooLong),
                    GoOnlineError::UnattendedTooLong => Refusal::NotAllowed,
                },
                // A form never asks to be online without a device.
                GoOnlineRefused::UnattendedBrowser | GoOnlineRefused::UnattendedForbidden => {
                    Refusal::NotAllowed
                }
                GoOnlineRefused::Failure(failure) => self.own_failure(failure),
            }
        }
    }
}
