//! The icon in the header bar.

// The island macro makes a struct without documentation.
#![allow(missing_docs)]

use super::lazy_dialog::LazyDialog;
use crate::{
    Language, browser,
    header::{Header, Place, Shown},
    icons::{Icon, IconName},
    paths,
    ui::{flag, lamp_of, whether, word, words},
};
use leptos::prelude::*;
use presence::{Presence, view::HeaderModel};

/// The status: one button with the lamp, the counter and the time left, and the dialog that it opens.
///
/// Without scripts it is a link to the page that does the same.
#[island]
pub fn StatusIcon(
    /// The language of the page.
    language: Language,
    /// The reader's time zone as the server knows it.
    zone: String,
    /// What is true.
    model: HeaderModel,
    /// Whether the page has the icon. Without it, what a person must know is told all the same.
    shown: bool,
) -> impl IntoView {
    provide_context(language);
    let header = Header::new(language, Place::Dialog, zone, model);
    let t = language;
    Effect::new(move |_| header.wake());

    let name = word(move || match header.presence() {
        Presence::Online => Some("online"),
        Presence::Away => Some("away"),
        Presence::Lost => Some("lost"),
        Presence::Offline => Some("offline"),
    });
    let lamp = words(move || format!("#{}", lamp_of(header.presence()).id()));
    let count_class = word(move || match (header.lost_since.get(), header.counter()) {
        (Some(_), _) => Some("count count--stale"),
        (None, 0) => Some("count count--none"),
        (None, _) => Some("count count--some"),
    });
    let text = move || header.text();
    let has_no_text = whether(move || text().is_empty());
    let is_not_ending = whether(move || !header.is_ending());
    let role = word(move || header.clock.awake.get().then_some("button"));
    let is_open = words(move || (header.shown.get() != Shown::Nothing).to_string());
    let toggle = move || {
        let is_closed = header.shown.get_untracked() == Shown::Nothing;
        header.show(if is_closed { Shown::State } else { Shown::Nothing });
    };
    let on_click = move |event: leptos::ev::MouseEvent| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        if !elsewhere && !browser::is_presence_page() {
            event.prevent_default();
            toggle();
        }
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        // A link that acts as a button answers to the space bar as well.
        if event.key() == " " && !browser::is_presence_page() {
            event.prevent_default();
            toggle();
        }
    };
    let icon = shown.then(|| {
        view! {
                <a
                    class="status"
                    class:status--ending=whether(move || header.is_ending())
                    href=paths::PRESENCE
                    role=role
                    data-presence=name
                    aria-haspopup="dialog"
                    aria-expanded=is_open
                    on:click=on_click
                    on:keydown=on_keydown
                >
                    <span class="status__lamp">
                        <svg class="icon icon--28" aria-hidden="true"><use_ href=lamp></use_></svg>
                        <span class=count_class aria-hidden="true">
                            {words(move || t.number(header.counter()))}
                        </span>
                    </span>
                    <span class="status__text" hidden=has_no_text aria-hidden="true">
                        <span class="status__clock" hidden=is_not_ending>
                            <Icon name=IconName::Clock size=16/>
                        </span>
                        <span>{words(text)}</span>
                    </span>
                    <span class="sr">{words(move || header.sentence())}</span>
                </a>
        }
        .into_any()
    });
    view! {
        <div class="status-place" data-awake=flag(move || header.clock.awake.get())>
            {icon}
            <span class="sr" role="status" aria-live="polite">{words(move || header.said.get())}</span>
            <LazyDialog header=header/>
        </div>
    }
}
