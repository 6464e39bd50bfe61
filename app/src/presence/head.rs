//! What each view of the dialog begins with, and what went wrong with the last thing that was asked for.

use crate::{
    header::{Header, Outcome, Place, Shown},
    icons::{Icon, IconName},
    ui::{Notice, Tone, part, words},
};
use leptos::prelude::*;

/// The id of the title, by which the dialog is named.
pub(super) const TITLE: &str = "dialog-title";

/// A lamp, a title, what stands below it, and in the dialog the way out.
#[component]
pub(super) fn Head(
    header: Header,
    #[prop(into)] lamp: Signal<&'static str>,
    #[prop(into)] icon: Signal<IconName>,
    #[prop(into)] title: Signal<String>,
    /// Whether the title is that of the whole page.
    #[prop(optional)]
    main: bool,
    children: Children,
) -> impl IntoView {
    let title = if main {
        view! { <h1>{title}</h1> }.into_any()
    } else if header.place == Place::Dialog {
        view! { <h2 id=TITLE>{title}</h2> }.into_any()
    } else {
        view! { <h2>{title}</h2> }.into_any()
    };
    let close = (header.place == Place::Dialog).then(|| {
        view! {
            <button
                class="btn-icon"
                type="button"
                aria-label=header.t.close()
                on:click=move |_| header.show(Shown::Nothing)
            >
                <Icon name=IconName::Close/>
            </button>
        }
    });
    view! {
        <div class="dialog__head">
            <span class=lamp>
                <svg class="icon icon--24" aria-hidden="true">
                    <use_ href=words(move || format!("#{}", icon.get().id()))></use_>
                </svg>
            </span>
            <div>{title} {children()}</div>
            {close}
        </div>
    }
}

/// Why the last thing that was asked for was not done, if that is no matter of a field; and what was done
/// to somebody else. A page tells both by itself.
#[component]
pub(super) fn WhatCame(header: Header) -> impl IntoView {
    let t = header.t;
    part(move || {
        if header.place == Place::Page {
            return ().into_any();
        }
        let errors = header.errors();
        if let Some(error) = errors.whole() {
            let words = error.words(t);
            return view! {
                <div class="notice notice--bad" role="alert" tabindex="-1">
                    <Icon name=IconName::Bad/>
                    <p>{words}</p>
                </div>
            }
            .into_any();
        }
        // It is said by the header's own voice.
        let Outcome::Done(words) = header.outcome.get() else { return ().into_any() };
        view! { <Notice tone=Tone::Ok>{words}</Notice> }.into_any()
    })
}
