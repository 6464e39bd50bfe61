//! The door, asked about before it is used.
//!
//! Fields: `reason` (at most 500 characters), `revision`, `projects` (a key, repeated), both as they were
//! when the page was opened.

use crate::{
    Language, Page,
    format::{self, Reader},
    icons::{Icon, IconName},
    shell::Section,
    ui::{FormErrors, FormNotice, Notice, Submit, TextArea, Tone},
};
use leptos::prelude::*;
use presence::{ProjectKey, Revision};

/// The page that asks before somebody is put offline.
#[derive(Debug, Clone, Default)]
pub struct DoorPage {
    /// Their name.
    pub name: String,
    /// Where it will happen: key and name. Empty when there is nothing left to do.
    pub projects: Vec<(ProjectKey, String)>,
    /// Names of the projects where they stay online.
    pub stays_in: Vec<String>,
    /// Names of the projects that will have nobody.
    pub last_in: Vec<String>,
    /// What the viewer decides about.
    pub revision: Revision,
    /// What was typed before.
    pub reason: String,
    /// Where "Cancel" goes.
    pub back: String,
    /// What is wrong.
    pub errors: FormErrors,
}

impl DoorPage {
    /// The longest reason, in characters.
    pub const REASON_MAX: u16 = 500;
}

impl Page for DoorPage {
    fn title(&self, t: Language) -> String {
        if self.projects.is_empty() { t.door_gone(&self.name) } else { t.door_title(&self.name) }
    }

    fn section(&self) -> Option<Section> {
        None
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let title = self.title(t);
        let Self { name, projects, stays_in, last_in, revision, reason, back, errors } = self;
        if projects.is_empty() {
            return view! {
                <div class="dialog dialog--page">
                    <div class="dialog__head">
                        <span class="lamp"><Icon name=IconName::LampOffline size=24/></span>
                        <div><h1>{title}</h1> <p class="muted">{t.door_gone_hint()}</p></div>
                    </div>
                    <div class="dialog__foot"><a class="btn" href=back>{t.all_right()}</a></div>
                </div>
            }
            .into_any();
        }
        let names: Vec<_> = projects.iter().map(|(_, name)| name.clone()).collect();
        let stays = (!stays_in.is_empty()).then(
            || view! { <p class="muted">{t.door_stays(&name, &format::list(t, &stays_in))}</p> },
        );
        let last = (!last_in.is_empty()).then(|| {
            view! { <Notice tone=Tone::Warn>{t.door_last(&format::list(t, &last_in))}</Notice> }
        });
        let hidden = projects
            .into_iter()
            .map(|(key, _)| view! { <input type="hidden" name="projects" value=key.to_string()/> })
            .collect_view();
        view! {
            <FormNotice errors=errors.clone()/>
            <div class="dialog dialog--page">
                <div class="dialog__head">
                    <span class="lamp lamp--bad"><Icon name=IconName::Door size=24/></span>
                    <div>
                        <h1>{title}</h1>
                        <p class="muted">{t.door_what(&format::list(t, &names))}</p>
                        {stays}
                        <p class="muted">{t.door_after(&name)}</p>
                    </div>
                </div>
                <form method="post" novalidate>
                    <input type="hidden" name="revision" value=revision.to_string()/>
                    {hidden}
                    <div class="dialog__part">
                        {last}
                        <TextArea
                            name="reason"
                            label=t.reason()
                            value=reason
                            hint=t.reason_hint(&name)
                            may_be_empty=true
                            max=Self::REASON_MAX
                            errors=errors
                        />
                    </div>
                    <div class="dialog__foot">
                        <a class="btn" href=back>{t.cancel()}</a>
                        <Submit
                            label=t.put_offline()
                            class="btn btn--danger"
                            icon=IconName::Door
                        />
                    </div>
                </form>
            </div>
        }
        .into_any()
    }
}
