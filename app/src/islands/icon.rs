//! The icon in the header bar.

use super::{
    dialog::Dialog,
    header::{Header, Shown},
};
use crate::{
    Language,
    icons::{Icon, IconName},
    paths,
    ui::lamp_of,
};
use leptos::prelude::*;
use presence::Presence;
use presence::view::HeaderModel;

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
    let header = Header::new(language, zone, model);
    let t = language;
    #[cfg(feature = "hydrate")]
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
        let next = if header.shown.get_untracked() == Shown::Nothing {
            Shown::State
        } else {
            Shown::Nothing
        };
        header.show(next);
    };
    #[cfg(feature = "hydrate")]
    let leaves_it_to_the_link = super::world::is_presence_page;
    #[cfg(not(feature = "hydrate"))]
    let leaves_it_to_the_link = || true;
    let on_click = move |event: leptos::ev::MouseEvent| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        if !elsewhere && !leaves_it_to_the_link() {
            event.prevent_default();
            toggle();
        }
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        // A link that acts as a button answers to the space bar as well.
        if event.key() == " " && !leaves_it_to_the_link() {
            event.prevent_default();
            toggle();
        }
    };
    view! {
        <div class="status-place">
            <a
                class="status"
                class:status--ending=move || header.asks_to_extend()
                href=paths::PRESENCE
                role=move || header.awake.get().then_some("button")
                data-presence=name
                aria-haspopup="dialog"
                aria-expanded=move || (header.shown.get() != Shown::Nothing).to_string()
                on:click=on_click
                on:keydown=on_keydown
            >
                <span class="status__lamp">
                    <svg class="icon icon--28" aria-hidden="true"><use_ href=lamp></use_></svg>
                    <span class=count_class aria-hidden="true">
                        {move || t.number(i64::try_from(header.counter()).unwrap_or(i64::MAX))}
                    </span>
                </span>
                <span class="status__text" hidden=move || !has_text() aria-hidden="true">
                    <span class="status__clock" hidden=move || !header.asks_to_extend()>
                        <Icon name=IconName::Clock size=16/>
                    </span>
                    <span>{text}</span>
                </span>
                <span class="sr">{move || header.sentence()}</span>
            </a>
            <button
                class="bar__extend"
                hidden=move || !header.asks_to_extend()
                type="button"
                on:click=move |_| header.show(Shown::State)
            >
                {t.extend_question()}
            </button>
            <span class="sr" role="status" aria-live="polite">{move || header.said.get()}</span>
            <Dialog header=header/>
        </div>
    }
}
