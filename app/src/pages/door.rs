//! The door, asked about before it is used.
//!
//! Fields: those of [`PutOfflineForm`](crate::actions::PutOfflineForm) but for `agent`, which the address
//! names. `back`, in the address, is where the door was offered.

use crate::{
    Language, Page,
    format::Reader,
    header::{Header, Outcome},
    paths,
    presence::Door,
    refusal::Refusal,
    shell::Section,
    ui::{FormErrors, FormNotice},
};
use leptos::prelude::*;
use presence::view::{DoorView, HeaderModel};

/// The page that asks before somebody is put offline.
#[derive(Debug, Clone)]
pub struct DoorPage {
    /// What the viewer's header shows.
    pub model: HeaderModel,
    /// What would happen.
    pub door: DoorView,
    /// What was typed before.
    pub reason: String,
    /// Where "Cancel" leads.
    back: String,
    outcome: Outcome,
    errors: FormErrors,
}

impl DoorPage {
    /// What the door would do, with nothing tried yet.
    pub fn new(model: HeaderModel, door: DoorView) -> Self {
        let (outcome, errors) = (Outcome::None, FormErrors::default());
        Self { model, door, reason: String::new(), back: paths::PRESENCE.into(), outcome, errors }
    }

    /// The same, of a door that was offered on another page than that of one's own time online.
    #[must_use]
    pub fn offered_on(self, page: String) -> Self {
        Self { back: page, ..self }
    }

    /// The same after the door was refused, with what was typed.
    #[must_use]
    pub fn refused(self, refusal: Refusal, reason: String) -> Self {
        Self { errors: refusal.errors(), outcome: Outcome::Refused(refusal), reason, ..self }
    }
}

impl Page for DoorPage {
    fn title(&self, t: Language) -> String {
        let name = &self.door.name;
        if self.door.projects.is_empty() { t.door_gone(name) } else { t.door_title(name) }
    }

    fn section(&self) -> Option<Section> {
        None
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let Self { model, door, reason, back, outcome, errors } = self;
        let header = Header::on_page(reader, model);
        let name = door.name.clone();
        header.door.set(Some(door));
        header.outcome.set(outcome);
        view! {
            <FormNotice errors=errors/>
            <div class="dialog dialog--page">
                <Door header=header name=name reason=reason back=back/>
            </div>
        }
        .into_any()
    }
}
