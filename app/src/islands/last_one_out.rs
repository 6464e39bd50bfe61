//! Going offline as the last one says so before it is done.

use super::{
    head::{Head, WholeError},
    header::{Header, Pending, Shown},
};
use crate::{format, icons::IconName};
use leptos::prelude::*;

#[component]
pub(super) fn LastOneOut(header: Header) -> impl IntoView {
    let t = header.t;
    let names = Memo::new(move |_| header.last_in());
    let busy = move || header.pending.get() == Some(Pending::GoOffline);
    let words = move || t.last_one_out(&format::list(t, &names.get()));
    view! {
        <Head
            header=header
            lamp="lamp lamp--ending"
            icon=IconName::Warn
            title=t.last_one_out_title().to_owned()
            below=Signal::derive(words)
        />
        <WholeError header=header/>
        <div class="dialog__foot">
            <button
                class="btn btn--danger"
                type="button"
                aria-disabled=move || busy().then_some("true")
                on:click=move |_| header.go_offline(true)
            >
                {move || if busy() { t.going_offline() } else { t.go_offline_anyway() }}
            </button>
            <button
                class="btn btn--primary"
                type="button"
                autofocus=true
                on:click=move |_| header.show(Shown::State)
            >
                {t.stay_online()}
            </button>
        </div>
    }
}
