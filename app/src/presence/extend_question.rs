//! "Extend?": a small question beside the icon, in the last minutes of the time online. It takes no focus,
//! and stays until it is answered or the time is over.

use crate::{
    actions::GoOnlineForm,
    format,
    header::{Header, Pending},
    icons::{Icon, IconName},
    ui::{flag, part, words},
};
use leptos::prelude::*;
use presence::{MINUTE, Timestamp};

#[component]
pub(super) fn ExtendQuestion(header: Header) -> impl IntoView {
    let until = Memo::new(move |_| header.asks_to_extend());
    part(move || until.get().map(|until| question(header, until)))
}

fn question(header: Header, until: Timestamp) -> impl IntoView {
    let t = header.t;
    let busy = move || flag(move || header.is_busy(Pending::Extend));
    // Once: the question is not another one a second later.
    let left = untrack(move || who_is_left(header));
    let title = untrack(move || t.extend_title(&header.moment(until)));
    let buttons = [30_u32, 60].map(|minutes| {
        let words = t.extend_by(&format::duration(t, i64::from(minutes) * MINUTE));
        let class = if minutes == 30 { "btn btn--small btn--primary" } else { "btn btn--small" };
        view! {
            <button
                class=class
                type="button"
                aria-disabled=busy()
                on:click=move |_| header.extend(minutes)
            >
                {words}
            </button>
        }
    });
    let shift = header.model.with_untracked(|model| {
        let end = model.shift_end(None, header.clock.now.get_untracked());
        end.filter(|end| *end > until)
    });
    let shift = shift.map(|end| {
        let words = words(move || t.length_shift_at(&header.moment(end)));
        let stay = move |_| header.go_online(until_the_shift_ends(header));
        view! { <button class="btn btn--small" type="button" on:click=stay>{words}</button> }
    });
    let wrong = move || {
        let errors = header.errors();
        errors.whole().map(|error| view! { <p class="error" role="alert">{error.words(t)}</p> })
    };
    view! {
        <div class="ask" role="group" aria-labelledby="extend-title">
            <p>
                <strong id="extend-title">{title}</strong>
                {left.map(|words| view! { <span class="muted">{words}</span> })}
            </p>
            <button
                class="btn-icon"
                type="button"
                aria-label=t.not_now()
                on:click=move |_| header.not_now.set(Some(until))
            >
                <Icon name=IconName::Close size=16/>
            </button>
            {part(wrong)}
            <p class="ask__do">{buttons.into_iter().collect_view()} {shift}</p>
        </div>
    }
}

/// Who is left in the project in context, or in the first in which one is online, once one is offline.
fn who_is_left(header: Header) -> Option<String> {
    header.model.with(|model| {
        let places = model.me.presence.projects.iter().filter(|place| place.since.is_some());
        let in_context = |key: &str| model.context.as_deref().is_none_or(|context| context == key);
        let place =
            places.clone().find(|place| in_context(&place.project)).or(places.clone().next())?;
        let t = header.t;
        Some(match &model.others_available(&place.project, header.now())[..] {
            [alone] => t.extend_then_alone(alone, &place.name),
            others => {
                t.extend_then_left(i64::try_from(others.len()).unwrap_or(i64::MAX), &place.name)
            }
        })
    })
}

/// The same time online, but until the end of the shift.
fn until_the_shift_ends(header: Header) -> GoOnlineForm {
    header.model.with_untracked(|model| {
        let mine = &model.me.presence;
        let covered = mine.projects.iter().filter(|place| place.since.is_some());
        GoOnlineForm {
            length: "shift".to_owned(),
            scope: if mine.all_projects { "all" } else { "some" }.to_owned(),
            projects: covered.map(|place| place.project.clone()).collect(),
            ..GoOnlineForm::untouched(mine.revision)
        }
    })
}
