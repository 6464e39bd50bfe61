//! Going online: how long, and where.

use super::length::LengthPicker;
use crate::{
    actions::GoOnlineForm,
    browser::{self, FormFields},
    header::{Header, Pending},
    icons::IconName,
    paths,
    ui::{Check, Empty, ErrorLine, flag, word, words},
};
use leptos::{ev::SubmitEvent, html, prelude::*};
use presence::{LeaseEnd, Timestamp, view::HeaderProject};

impl GoOnlineForm {
    /// What the form says now.
    fn typed(fields: &FormFields) -> Self {
        Self {
            length: fields.get("length"),
            until: fields.get("until"),
            minutes: fields.get("minutes"),
            scope: fields.get("scope"),
            projects: fields.all("projects"),
            revision: None,
        }
    }
}

/// The form. Where one is an agent nowhere there is nothing to choose.
#[component]
pub(crate) fn GoOnline(
    header: Header,
    /// What is chosen at first.
    form: GoOnlineForm,
) -> impl IntoView {
    let t = header.t;
    let context = header.model.with_untracked(|model| model.context.clone());
    // Drawn once: what changes meanwhile must not undo what was chosen.
    let mine: Vec<HeaderProject> = header.model.with_untracked(|model| {
        model.me.projects.iter().filter(|project| project.agent).cloned().collect()
    });
    if mine.is_empty() {
        return view! {
            <Empty
                icon=IconName::Chat
                title=t.no_projects_yet()
                text=t.no_projects_yet_hint()
            />
        }
        .into_any();
    }
    let node = NodeRef::<html::Form>::new();
    let errors = Signal::derive(move || header.errors().apart().1);
    // What is chosen, whenever the form changes: the button says what it will do.
    let chosen = RwSignal::new(form.clone());
    let read = move || {
        if let Some(fields) = FormFields::of(node) {
            chosen.try_set(GoOnlineForm::typed(&fields));
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        read();
        let revision = header.model.with_untracked(|model| model.me.presence.revision);
        header.go_online(GoOnlineForm { revision: Some(revision), ..chosen.get_untracked() });
    };
    let busy = move || header.is_busy(Pending::GoOnline);
    let label = move || {
        if busy() {
            return t.going_online().to_owned();
        }
        let chosen = chosen.get();
        match (chosen.length.as_str(), ends_at(header, &chosen)) {
            ("none", _) => t.go_online_no_end().to_owned(),
            (_, Some(until)) => t.go_online_until(&header.moment(until)),
            (_, None) => t.go_online().to_owned(),
        }
    };
    let is_for_some = form.is_for_some();
    let projects = mine
        .into_iter()
        .map(|project| {
            let checked = form.projects.contains(&project.key)
                || (form.projects.is_empty() && context.as_ref() == Some(&project.key));
            let key = project.key.clone();
            let hint = move || {
                let here = header.model.with(|model| model.available(&key, header.now()));
                t.project_available(i64::try_from(here).unwrap_or(i64::MAX))
            };
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        name="projects"
                        value=project.key.clone()
                        checked=checked
                    />
                    <span>{project.name} " " <span class="key">{project.key}</span></span>
                    <span class="hint">{words(hint)}</span>
                </label>
            }
        })
        .collect_view();
    let wrong = Signal::derive(move || errors.with(|errors| errors.get("projects")));
    let revision = move || header.model.with(|model| model.me.presence.revision.to_string());
    view! {
        <form
            class="stack"
            method="post"
            action=paths::PRESENCE
            novalidate
            node_ref=node
            on:submit=submit
            on:change=move |_| read()
            on:input=move |_| read()
        >
            <input type="hidden" name="action" value="online"/>
            <input type="hidden" name="revision" value=words(revision)/>
            <LengthPicker header=header form=form errors=errors/>
            <fieldset
                aria-describedby=word(move || wrong.with(Option::is_some).then_some("projects-error"))
            >
                <legend>{t.projects()}</legend>
                <Check
                    kind="radio"
                    name="scope"
                    value="all"
                    checked=!is_for_some
                    label=t.scope_all()
                />
                <Check
                    kind="radio"
                    name="scope"
                    value="some"
                    checked=is_for_some
                    label=t.scope_some()
                />
                <div class="nest nest--some">{projects}</div>
                <ErrorLine id="projects" error=wrong/>
            </fieldset>
            <button
                class="btn btn--primary btn--wide"
                type="submit"
                aria-disabled=flag(busy)
            >
                {words(label)}
            </button>
        </form>
    }
    .into_any()
}

/// When the time online would end that is chosen, for the button; what it means, the server says.
fn ends_at(header: Header, chosen: &GoOnlineForm) -> Option<Timestamp> {
    let now = header.now();
    match chosen.end("").understand().ok()? {
        LeaseEnd::Never => None,
        LeaseEnd::After(duration) => Some(now.plus_minutes(duration.minutes())),
        LeaseEnd::At(until) => Some(until),
        LeaseEnd::TimeOfDay { time, .. } => Some(browser::next_time_of_day(time, now)),
        LeaseEnd::Shift => {
            let some = chosen.is_for_some().then_some(&chosen.projects[..]);
            header.model.with(|model| model.shift_end(some, now))
        }
    }
}
