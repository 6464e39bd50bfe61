//! Small notices and questions beside the icon, on every page: that one was removed from a project, and that one's
//! own hours began without one. They take no focus, and stay until they are answered.

use crate::{
    actions::GoOnlineForm,
    header::{Header, Pending},
    icons::{Icon, IconName},
    ui::{flag, part},
};
use leptos::prelude::*;
use presence::Timestamp;

/// That one is no agent of a project any more.
#[component]
pub(super) fn RemovedNotice(header: Header) -> impl IntoView {
    let t = header.t;
    part(move || {
        let from = header.removed_from.get();
        (!from.is_empty()).then(|| {
            let words = t.removed_from(&crate::format::list(t, &from));
            view! {
                <div class="ask" role="alert">
                    <p>
                        <strong>{words}</strong>
                        <span class="muted">{t.removed_hint()}</span>
                    </p>
                    <p class="ask__do">
                        <button
                            class="btn btn--small btn--primary"
                            type="button"
                            on:click=move |_| header.removal_seen()
                        >
                            {t.all_right()}
                        </button>
                    </p>
                </div>
            }
        })
    })
}

/// Whether one goes online, now that one's own hours run.
#[component]
pub(super) fn HoursQuestion(header: Header) -> impl IntoView {
    let began = Memo::new(move |_| header.asks_of_hours());
    part(move || began.get().map(|at| question(header, at)))
}

fn question(header: Header, began: Timestamp) -> impl IntoView {
    let t = header.t;
    let title = untrack(move || t.hours_began(&header.moment(began)));
    let until = untrack(move || header.model.with(|model| model.me.hours_until(header.now())));
    let label = match until {
        Some(until) => t.go_online_until(&untrack(move || header.moment(until))),
        None => t.go_online().to_owned(),
    };
    let go = move |_| {
        let revision = header.model.with_untracked(|model| model.me.presence.revision);
        let form = GoOnlineForm { length: "shift".to_owned(), ..GoOnlineForm::untouched(revision) };
        header.go_online(form);
    };
    let busy = move || header.is_busy(Pending::GoOnline);
    let wrong = move || {
        let errors = header.errors();
        let error = errors.whole().cloned().or_else(|| errors.get("length"));
        error.map(|error| view! { <p class="error" role="alert">{error.words(t)}</p> })
    };
    view! {
        <div class="ask" role="group" aria-labelledby="hours-title">
            <p>
                <strong id="hours-title">{title}</strong>
                <span class="muted">{t.hours_began_hint()}</span>
            </p>
            <button
                class="btn-icon"
                type="button"
                aria-label=t.not_now()
                on:click=move |_| header.not_now.set(Some(began))
            >
                <Icon name=IconName::Close size=16/>
            </button>
            {part(wrong)}
            <p class="ask__do">
                <button
                    class="btn btn--small btn--primary"
                    type="button"
                    aria-disabled=flag(busy)
                    on:click=go
                >
                    {label}
                </button>
            </p>
        </div>
    }
}
