//! Moments, written on the server for the reader's language and time zone.

use crate::format::Reader;
use leptos::prelude::*;
use presence::Timestamp;

/// How much of a moment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeStyle {
    /// The time, and the day where it is not today.
    #[default]
    Moment,
    /// The time of day alone.
    Clock,
}

/// A moment as `<time>`: RFC 3339 for machines, the reader's words for people. It reads the [`Reader`]
/// from the page around it.
#[component]
pub fn Time(
    /// The moment.
    at: Timestamp,
    /// How much of it is written.
    #[prop(optional)]
    style: TimeStyle,
) -> impl IntoView {
    let reader = use_context::<Reader>();
    let words = match (&reader, style) {
        (Some(reader), TimeStyle::Moment) => reader.moment(at),
        (Some(reader), TimeStyle::Clock) => reader.clock(at),
        (None, _) => Reader::rfc3339(at),
    };
    view! { <time datetime=Reader::rfc3339(at)>{words}</time> }
}
