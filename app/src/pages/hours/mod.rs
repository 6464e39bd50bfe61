//! When a project means to be there, and an agent's own hours: the week as a picture, and a form.
//!
//! Fields: `zone`; for each day of [`DAYS`], repeated, `mon_from` and `mon_to`; repeated, `ex_date` and
//! `ex_hours`; `holidays`; `revision`; `action` is `save`, or `copy`, `more-mon` to `more-sun` or
//! `more-exceptions`, which bring the form back with other lines. A second form, `multipart/form-data`,
//! sends `revision` and the file `calendar`.

mod form;
mod week;

pub use form::{DAYS, ExceptionLine, ScheduleForm, SpanLine};

use crate::pages::projects::{ProjectHead, ProjectTab};
use crate::{
    Language, Page,
    format::Reader,
    shell::Section,
    ui::{ErrorLine, FormErrors, FormNotice, Notice, Panel, SLOTS, Submit, Time, Tone, weave},
};
use leptos::prelude::*;
use presence::{Hours, Timestamp};

/// What the schedule says of now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Now {
    /// Open until then; `None` is always.
    Open(Option<Timestamp>),
    /// Closed until then; `None` is for good.
    Closed(Option<Timestamp>),
}

/// A schedule, and the form that changes it.
#[derive(Debug, Clone)]
pub struct SchedulePage {
    /// Whose: a project's, or one's own where there is none.
    pub project: Option<ProjectHead>,
    /// The hours that are drawn; `None` where none are set.
    pub drawn: Option<Hours>,
    /// What they say of now; `None` where they are not saved yet.
    pub now: Option<Now>,
    /// What is in the form.
    pub form: ScheduleForm,
    /// What is wrong with it.
    pub errors: FormErrors,
    /// What is wrong with the calendar file, as `calendar`.
    pub calendar_errors: FormErrors,
    /// The time zones to choose from.
    pub zones: Vec<String>,
}

impl Page for SchedulePage {
    fn title(&self, t: Language) -> String {
        match &self.project {
            Some(project) => t.schedule_title(&project.name),
            None => t.own_hours().into(),
        }
    }

    fn section(&self) -> Option<Section> {
        Some(if self.project.is_some() { Section::Projects } else { Section::Account })
    }

    fn errors(&self) -> Option<&FormErrors> {
        let both = [&self.errors, &self.calendar_errors];
        both.into_iter().find(|errors| !errors.is_empty())
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let own = self.project.is_none();
        let revision = self.form.revision.to_string();
        let head = match self.project {
            Some(project) => project.view(t, ProjectTab::Schedule),
            None => view! {
                <div class="page__head">
                    <div><h1>{t.own_hours()}</h1><p class="muted">{t.own_hours_lead()}</p></div>
                </div>
            }
            .into_any(),
        };
        let picture = if let Some(hours) = &self.drawn {
            let says = self.now.map_or_else(|| not_saved(t), |now| says(t, now));
            view! { {says} {week::week(t, hours)} }.into_any()
        } else {
            let words = if own { t.schedule_none_own() } else { t.schedule_none() };
            view! { <p class="muted">{words}</p> }.into_any()
        };
        let calendar = (!own).then(|| calendar_form(t, revision, self.calendar_errors));
        view! {
            {head}
            <Panel title=t.schedule_week() id="week">
                <div class="panel__body stack">{picture}</div>
            </Panel>
            <Panel title=t.schedule_change() id="change">
                {form::view(t, self.form, self.errors, self.zones)}
            </Panel>
            {calendar}
        }
        .into_any()
    }
}

fn not_saved(t: Language) -> AnyView {
    view! { <Notice tone=Tone::Warn>{t.schedule_drawn()}</Notice> }.into_any()
}

fn says(t: Language, now: Now) -> AnyView {
    let (words, at) = match now {
        Now::Open(Some(until)) => (t.schedule_open_until(SLOTS[0]), Some(until)),
        Now::Open(None) => (t.schedule_open_always().to_owned(), None),
        Now::Closed(Some(at)) => (t.schedule_opens(SLOTS[0]), Some(at)),
        Now::Closed(None) => (t.schedule_closed().to_owned(), None),
    };
    let words = weave(&words, at.map(|at| view! { <Time at=at/> }.into_any()));
    view! { <p class="strong">{words}</p> }.into_any()
}

fn calendar_form(t: Language, revision: String, errors: FormErrors) -> impl IntoView {
    let error = errors.get("calendar");
    let described = if error.is_some() { "calendar-error calendar-hint" } else { "calendar-hint" };
    view! {
        <Panel title=t.schedule_calendar() id="calendar-file">
            <form class="form panel__body" method="post" enctype="multipart/form-data" novalidate>
                <FormNotice errors=errors.clone()/>
                <input type="hidden" name="revision" value=revision/>
                <div class="field">
                    <label class="label" for="calendar">{t.schedule_calendar_file()}</label>
                    <input
                        class="input"
                        type="file"
                        id="calendar"
                        name="calendar"
                        accept=".ics,text/calendar"
                        autofocus=errors.is_first("calendar")
                        aria-invalid=error.is_some().then_some("true")
                        aria-describedby=described
                    />
                    <ErrorLine id="calendar" error=error/>
                    <span class="hint" id="calendar-hint">{t.schedule_calendar_hint()}</span>
                </div>
                <p><Submit label=t.schedule_calendar_add()/></p>
            </form>
        </Panel>
    }
}
