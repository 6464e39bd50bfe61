//! The icon in the header bar.

// The island macro makes a struct without documentation.
#![allow(missing_docs)]

use super::{dialog::Dialog, extend_question::ExtendQuestion};
use crate::{
    Language, browser,
    header::{Header, Place, Shown},
    icons::{Icon, IconName},
    paths,
    ui::lamp_of,
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
) -> impl IntoView {
    provide_context(language);
    let header = Header::new(language, Place::Dialog, zone, model);
    let t = language;
    Effect::new(move |_| header.wake());

    let name = move || match header.presence() {
        Presence::Online => "online",
        Presence::Away => "away",
        Presence::Lost => "lost",
        Presence::Offline => "offline",
    };
    let lamp = move || format!("#{}", lamp_of(header.presence()).id());
    let count_class = move || match (header.lost_since.get(), header.counter()) {
        (Some(_), _) => "count count--stale",
        (None, 0) => "count count--none",
        (None, _) => "count count--some",
    };
    let text = move || {
        if header.lost_since.get().is_some() {
            return t.reconnecting().to_owned();
        }
        match header.presence() {
            Presence::Away => t.presence_away().to_owned(),
            Presence::Lost => t.presence_lost().to_owned(),
            _ => header.left().unwrap_or_default(),
        }
    };
    let has_text = move || !text().is_empty();
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
    view! {
        <div class="status-place">
            <a
                class="status"
                class:status--ending=move || header.is_ending()
                href=paths::PRESENCE
                role=move || header.clock.awake.get().then_some("button")
                data-presence=name
                aria-haspopup="dialog"
                aria-expanded=move || (header.shown.get() != Shown::Nothing).to_string()
                on:click=on_click
                on:keydown=on_keydown
            >
                <span class="status__lamp">
                    <svg class="icon icon--28" aria-hidden="true"><use_ href=lamp></use_></svg>
                    <span class=count_class aria-hidden="true">
                        {move || t.number(header.counter())}
                    </span>
                </span>
                <span class="status__text" hidden=move || !has_text() aria-hidden="true">
                    <span class="status__clock" hidden=move || !header.is_ending()>
                        <Icon name=IconName::Clock size=16/>
                    </span>
                    <span>{text}</span>
                </span>
                <span class="sr">{move || header.sentence()}</span>
            </a>
            <span class="sr" role="status" aria-live="polite">{move || header.said.get()}</span>
            <ExtendQuestion header=header/>
            <Dialog header=header/>
        </div>
    }
}
