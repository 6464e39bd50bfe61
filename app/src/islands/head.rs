//! What each view of the dialog begins with.

use super::header::{Header, Shown};
use crate::{
    icons::{Icon, IconName},
    ui::FieldError,
};
use leptos::prelude::*;

/// The dialog's head: a lamp, a title, a line below, and the way out.
#[component]
pub(super) fn Head(
    header: Header,
    #[prop(into)] lamp: Signal<&'static str>,
    #[prop(into)] icon: Signal<IconName>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] below: Signal<String>,
) -> impl IntoView {
    let t = header.t;
    view! {
        <div class="dialog__head">
            <span class=lamp>
                <svg class="icon icon--24" aria-hidden="true">
                    <use_ href=move || format!("#{}", icon.get().id())></use_>
                </svg>
            </span>
            <div>
                <h2>{title}</h2>
                <p class="muted">{below}</p>
            </div>
            <button
                class="btn-icon"
                type="button"
                aria-label=t.close()
                on:click=move |_| header.show(Shown::Nothing)
            >
                <Icon name=IconName::Close/>
            </button>
        </div>
    }
}

/// What went wrong with the dialog's last request.
#[component]
pub(super) fn WholeError(header: Header) -> impl IntoView {
    move || {
        header.error.get().map(|error: FieldError| {
            view! {
                <div class="notice notice--bad" role="alert">
                    <Icon name=IconName::Bad/>
                    <p>{error.words(header.t)}</p>
                </div>
            }
        })
    }
}
