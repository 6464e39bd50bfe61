//! A moment in the reader's words, and sentences that have moments in them.

use crate::{
    header::Clock,
    ui::{SLOTS, weave, words},
};
use leptos::prelude::*;
use presence::{Timestamp, rfc3339};

/// A moment as `<time>`: RFC 3339 for machines, the reader's words for people. In the browser it follows
/// the clock: what was tomorrow is today.
#[component]
pub(super) fn When(clock: Clock, at: Timestamp) -> impl IntoView {
    view! { <time datetime=rfc3339::format(at)>{words(move || clock.moment(at))}</time> }
}

/// A sentence whose slots are moments.
pub(super) fn sentence<const N: usize>(
    clock: Clock,
    words: impl FnOnce([&'static str; 3]) -> String,
    moments: [Timestamp; N],
) -> Vec<AnyView> {
    let moments = moments.map(|at| view! { <When clock=clock at=at/> }.into_any());
    weave(&words(SLOTS), moments)
}
