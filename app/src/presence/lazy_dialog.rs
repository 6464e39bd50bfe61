//! The dialog's code, which comes after the icon's: the icon lives and counts without it.

use super::{
    dialog::Dialog,
    extend_question::ExtendQuestion,
    on_break::BackQuestion,
    told::{HoursQuestion, RemovedNotice},
};
use crate::header::Header;
use leptos::prelude::*;

/// The dialog and the question beside the icon, once their code is here.
#[component]
pub(super) fn LazyDialog(header: Header) -> impl IntoView {
    let drawn = RwSignal::new_local(None::<AnyView>);
    #[cfg(feature = "hydrate")]
    fetch(header, drawn);
    #[cfg(not(feature = "hydrate"))]
    let _ = header;
    move || {
        drawn.track();
        drawn.try_update_untracked(Option::take).flatten()
    }
}

#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the server draws no dialog"))]
fn draw(header: Header) -> AnyView {
    view! {
        <RemovedNotice header=header/>
        <HoursQuestion header=header/>
        <BackQuestion header=header/>
        <ExtendQuestion header=header/>
        <Dialog header=header/>
    }
    .into_any()
}

/// All that is reached from here alone is in a file of its own.
#[cfg(feature = "hydrate")]
#[allow(clippy::unnecessary_wraps, reason = "that the file may not come is said by the macro")]
#[lazy(dialog, fallible)]
fn load(header: Header) -> Result<AnyView, leptos::wasm_split::SplitLoaderError> {
    Ok(draw(header))
}

/// Fetches the code once the page has nothing better to do, and at once when it is needed.
#[cfg(feature = "hydrate")]
fn fetch(header: Header, drawn: RwSignal<Option<AnyView>, LocalStorage>) {
    use crate::{browser, header::Shown};
    use leptos::reactive::computed::ScopedFuture;

    let Some(owner) = Owner::current() else { return };
    let is_asked_for = StoredValue::new(false);
    let ask = move || {
        if is_asked_for.get_value() {
            return;
        }
        is_asked_for.set_value(true);
        // What it draws lives as long as the icon, whoever asked for it first.
        let loading = owner.with(|| ScopedFuture::new(load(header)));
        browser::spawn(async move {
            match loading.await {
                Ok(view) => drawn.set(Some(view)),
                // Who waits for it gets the page that does the same; else the next need tries again.
                Err(_) if header.shown.get_untracked() != Shown::Nothing => {
                    browser::go_to_presence();
                }
                Err(_) => is_asked_for.set_value(false),
            }
        });
    };
    let ask = StoredValue::new_local(ask);
    Effect::new(move |_| request_idle_callback(move || ask.with_value(|ask| ask())));
    Effect::new(move |_| {
        if header.shown.get() != Shown::Nothing || header.asks() {
            ask.with_value(|ask| ask());
        }
    });
}
