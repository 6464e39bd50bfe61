//! One's own time online: the header's dialog as a plain page, which works before any wasm has loaded.
//!
//! Fields: `action=online` with those of [`GoOnlineForm`]; `action=extend` with those of
//! [`ExtendForm`](crate::actions::ExtendForm); `action=offline` with those of
//! [`GoOfflineForm`](crate::actions::GoOfflineForm); `action=break` with those of [`BreakForm`];
//! `action=end_break`; `action=sign_out_device` with `device`.

use crate::{
    Language, Page,
    actions::{BreakForm, GoOnlineForm},
    format::Reader,
    header::{Header, Outcome},
    presence::{Agents, GoOnline, OnBreak, Standing, TakeBreak, TimeLeft, YourDevices},
    refusal::Refusal,
    shell::Section,
    ui::{FormErrors, FormNotice, Notice, Tone},
};
use leptos::prelude::*;
use presence::view::{DeviceView, HeaderModel};

/// One's own time online.
#[derive(Debug, Clone)]
pub struct PresencePage {
    /// Everything that the header shows.
    pub model: HeaderModel,
    /// One's own devices.
    pub devices: Vec<DeviceView>,
    /// What the form says that was sent; `None` for a form that is untouched.
    pub form: Option<GoOnlineForm>,
    /// The same of a break.
    pub break_form: Option<BreakForm>,
    outcome: Outcome,
    errors: FormErrors,
}

impl PresencePage {
    /// What is true, with nothing tried yet.
    pub fn new(model: HeaderModel, devices: Vec<DeviceView>) -> Self {
        let errors = FormErrors::default();
        Self { model, devices, form: None, break_form: None, outcome: Outcome::None, errors }
    }

    /// The same, asking whether one goes offline all the same.
    #[must_use]
    pub fn asking_about_the_last(self, projects: Vec<String>) -> Self {
        Self { outcome: Outcome::LastOneOut(projects), ..self }
    }

    /// The same after a break was refused, with the form that was sent.
    #[must_use]
    pub fn refused_break(self, refusal: Refusal, form: BreakForm) -> Self {
        Self { break_form: Some(form), ..self.refused(refusal, None) }
    }

    /// The same after something was refused; with the form that was sent, if it was that one.
    #[must_use]
    pub fn refused(self, refusal: Refusal, form: Option<GoOnlineForm>) -> Self {
        Self { errors: refusal.errors(), outcome: Outcome::Refused(refusal), form, ..self }
    }
}

impl Page for PresencePage {
    fn title(&self, t: Language) -> String {
        t.presence_page().into()
    }

    fn section(&self) -> Option<Section> {
        Some(Section::Presence)
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self { model, devices, form, break_form, outcome, errors } = self;
        let revision = model.me.presence.revision;
        let is_agent = model.me.projects.iter().any(|project| project.agent);
        let header = Header::on_page(reader, model);
        header.devices.set(Some(devices));
        // A question or an error stays until it is answered.
        let answered = outcome == Outcome::None;
        let is_online = header.is_online();
        header.outcome.set(outcome);
        let form = form.unwrap_or_else(|| GoOnlineForm::untouched(revision));
        let form = view! { <GoOnline header=header form=form/> };
        let wish = if is_online {
            // Open at once when it was this form that failed.
            let open = errors.count() > 0 && break_form.is_none();
            view! {
                <details class="dialog__part dialog__part--line" open=open>
                    <summary>{t.change_time_online()}</summary>
                    {form}
                </details>
            }
            .into_any()
        } else {
            view! { <div class="dialog__part">{form}</div> }.into_any()
        };
        let pause = if header.break_now().is_some() {
            view! { <OnBreak header=header form=break_form/> }.into_any()
        } else if is_online {
            let open = break_form.is_some();
            view! {
                <details class="dialog__part dialog__part--line" open=open>
                    <summary>{t.take_a_break()}</summary>
                    <TakeBreak header=header form=break_form/>
                </details>
            }
            .into_any()
        } else {
            ().into_any()
        };
        let time_left = is_online.then(|| view! { <TimeLeft header=header/> });
        let agents = is_agent.then(|| {
            view! {
                <section
                    class="dialog__part dialog__part--line"
                    aria-labelledby="agents"
                    id="who-is-here"
                    data-live=""
                >
                    <Agents header=header id="agents"/>
                </section>
            }
        });
        view! {
            <div class="page__head"><div><h1>{t.presence_page()}</h1></div></div>
            <noscript>
                <Notice tone=Tone::Warn>{t.needs_scripts()}</Notice>
            </noscript>
            <FormNotice errors=errors/>
            <div class="dialog dialog--page">
                <div id="your-time" data-live=answered.then_some("minute")>
                    <Standing header=header/>
                    {time_left}
                </div>
                <div id="your-break" data-live=answered.then_some("")>{pause}</div>
                <div id="your-wish" data-live=answered.then_some("")>{wish}</div>
                {agents}
                <section
                    class="dialog__part dialog__part--line"
                    aria-label=t.your_devices()
                    id="your-devices"
                    data-live="minute"
                >
                    <YourDevices header=header/>
                </section>
            </div>
        }
        .into_any()
    }
}
