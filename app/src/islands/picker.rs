//! Going online: how long, and where. The same form as on the plain page.

use super::header::{Header, Pending};
use crate::{
    paths,
    ui::{Check, ErrorLine, FormErrors, LengthChoice, LengthPicker},
};
use leptos::{html, prelude::*};
use presence::Presence;

#[cfg(feature = "hydrate")]
use super::world::{Wish, field, fields, next_time_of_day};
#[cfg(feature = "hydrate")]
use crate::ui::FieldError;

#[component]
pub(super) fn GoOnlineForm(header: Header) -> impl IntoView {
    let t = header.t;
    let form = NodeRef::<html::Form>::new();
    let errors = RwSignal::new(FormErrors::default());
    let choice = StoredValue::new(LengthChoice::default());
    // What is chosen, whenever the form changes: the button says what it will do.
    let chosen = RwSignal::new(choice.get_value());
    let some = RwSignal::new(false);
    // The projects that are chosen, where not all of them are.
    let places = RwSignal::new(None::<Vec<String>>);
    let busy = move || header.pending.get() == Some(Pending::GoOnline);
    let label = move || {
        if busy() {
            return t.going_online().to_owned();
        }
        let now = header.now.get();
        let chosen = chosen.get();
        let until = match chosen.length.as_str() {
            "none" => return t.go_online_no_end().to_owned(),
            "shift" => {
                let places = places.get();
                header.model.with(|model| model.shift_end(places.as_deref(), now))
            }
            "minutes" => chosen
                .minutes
                .trim()
                .parse()
                .ok()
                .and_then(|minutes| presence::LeaseDuration::from_minutes(minutes).ok())
                .map(|duration| now.plus_minutes(duration.minutes())),
            #[cfg(feature = "hydrate")]
            "until" => {
                time_of_day(&chosen.until).map(|(hour, minute)| next_time_of_day(hour, minute, now))
            }
            minutes => minutes.parse().ok().map(|minutes: u32| now.plus_minutes(minutes)),
        };
        until.map_or_else(
            || t.go_online().to_owned(),
            |until| t.go_online_until(&header.moment(until)),
        )
    };
    let read = move || {
        #[cfg(feature = "hydrate")]
        if let Some(data) = data(form) {
            let typed = typed(&data);
            some.set(field(&data, "scope").is_some_and(|scope| scope == "some"));
            places.set(some.get_untracked().then(|| fields(&data, "projects")));
            choice.set_value(typed.clone());
            chosen.set(typed);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (form, choice, places);
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        read();
        #[cfg(feature = "hydrate")]
        if let Some(data) = data(form) {
            match understand(&data, header) {
                Ok(wish) => {
                    errors.set(FormErrors::default());
                    header.ask(Pending::GoOnline, wish, |header| {
                        header.show(super::header::Shown::State);
                    });
                }
                Err(wrong) => errors.set(wrong),
            }
        }
    };
    let mine = Memo::new(move |_| {
        header.model.with(|model| {
            model
                .me
                .projects
                .iter()
                .filter(|project| project.agent)
                .map(|project| {
                    let now = header.now.get();
                    let here = model
                        .rosters
                        .iter()
                        .filter(|roster| roster.project == project.key)
                        .flat_map(|roster| &roster.agents)
                        .filter(|row| row.presence == Presence::Online)
                        .filter(|row| row.until.is_none_or(|until| until > now))
                        .count();
                    let in_context = model.context.as_ref() == Some(&project.key);
                    (project.clone(), here, in_context)
                })
                .collect::<Vec<_>>()
        })
    });
    // An admin who is an agent nowhere has nothing to choose.
    if untrack(|| mine.with(Vec::is_empty)) {
        return view! {
            <div class="dialog__part">
                <p class="strong">{t.no_projects_yet()}</p>
                <p class="muted">{t.no_projects_yet_hint()}</p>
            </div>
        }
        .into_any();
    }
    // Drawn once: a roster that changes meanwhile must not undo what was chosen.
    let projects = untrack(|| mine.get())
        .into_iter()
        .map(|(project, _, in_context)| {
            let key = project.key.clone();
            let hint = move || {
                let here = mine.with(|mine| {
                    mine.iter().find(|(p, ..)| p.key == key).map_or(0, |(_, here, _)| *here)
                });
                t.project_available(i64::try_from(here).unwrap_or(i64::MAX))
            };
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        name="projects"
                        value=project.key.clone()
                        checked=in_context
                    />
                    <span>{project.name} " " <span class="key">{project.key}</span></span>
                    <span class="hint">{hint}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <form
            class="dialog__part"
            method="post"
            action=paths::PRESENCE
            novalidate
            node_ref=form
            on:submit=submit
            on:change=move |_| read()
            on:input=move |_| read()
        >
            {move || view! {
                <LengthPicker
                    choice=choice.get_value()
                    errors=errors.get()
                    shift=untrack(|| header.has_shift())
                    zone=header.zone()
                />
            }}
            <fieldset>
                <legend>{t.projects()}</legend>
                <Check kind="radio" name="scope" value="all" checked=true label=t.scope_all()/>
                <Check kind="radio" name="scope" value="some" checked=false label=t.scope_some()/>
                <div class="nest" hidden=move || !some.get()>{projects}</div>
                {move || view! { <ErrorLine id="projects" error=errors.get().get("projects")/> }}
            </fieldset>
            <button
                class="btn btn--primary btn--wide"
                type="submit"
                aria-disabled=move || busy().then_some("true")
            >
                {label}
            </button>
        </form>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
fn data(form: NodeRef<html::Form>) -> Option<web_sys::FormData> {
    web_sys::FormData::new_with_form(&form.get_untracked()?).ok()
}

#[cfg(feature = "hydrate")]
fn typed(data: &web_sys::FormData) -> LengthChoice {
    let value = |name| field(data, name).unwrap_or_default();
    LengthChoice { length: value("length"), until: value("until"), minutes: value("minutes") }
}

/// The form as a wish, or what is wrong with it.
#[cfg(feature = "hydrate")]
fn understand(data: &web_sys::FormData, header: Header) -> Result<Wish, FormErrors> {
    let typed = typed(data);
    let mut wrong = FormErrors::default();
    let revision = header.model.with_untracked(|model| model.me.presence.revision.get());
    let mut wish = Wish { status: "online", revision: Some(revision), ..Wish::default() };
    match typed.length.as_str() {
        "none" => {}
        "shift" => wish.end = Some("shift"),
        "until" => match time_of_day(&typed.until) {
            Some((hour, minute)) => {
                let until = next_time_of_day(hour, minute, header.now.get_untracked());
                wish.until = Some(presence::rfc3339::format(until));
            }
            None => wrong.add("until", FieldError::TimeOfDay),
        },
        other => {
            let (name, text) = if other == "minutes" {
                ("minutes", &typed.minutes)
            } else {
                ("length", &typed.length)
            };
            match text
                .trim()
                .parse()
                .ok()
                .and_then(|m| presence::LeaseDuration::from_minutes(m).ok())
            {
                Some(duration) => wish.minutes = Some(duration.minutes()),
                None if name == "minutes" => wrong.add(name, FieldError::Minutes),
                None => wrong.add(name, FieldError::Length),
            }
        }
    }
    if field(data, "scope").is_some_and(|scope| scope == "some") {
        let chosen = fields(data, "projects");
        if chosen.is_empty() {
            wrong.add("projects", FieldError::ProjectsNone);
        }
        wish.projects = Some(chosen);
    }
    if wrong.is_empty() { Ok(wish) } else { Err(wrong) }
}

#[cfg(feature = "hydrate")]
fn time_of_day(text: &str) -> Option<(u32, u32)> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then_some((hour, minute))
}
