//! What changes while the page is open. Each closure of its own type is drawn by code of its own; handed
//! over as one of these they share it, which makes the browser's part of the house a good deal smaller.

use leptos::prelude::*;

/// Something that is drawn anew whenever what it depends on changes.
pub(crate) type Live<T> = Box<dyn FnMut() -> T + Send>;

/// Words that change.
pub(crate) fn words(of: impl FnMut() -> String + Send + 'static) -> Live<String> {
    Box::new(of)
}

/// One of several words that are known beforehand, or none.
pub(crate) fn word(
    of: impl FnMut() -> Option<&'static str> + Send + 'static,
) -> Live<Option<&'static str>> {
    Box::new(of)
}

/// `true` as the value of an attribute, while something is so; without it the attribute is not there.
pub(crate) fn flag(mut is: impl FnMut() -> bool + Send + 'static) -> Live<Option<&'static str>> {
    word(move || is().then_some("true"))
}

/// Whether something is so.
pub(crate) fn whether(is: impl FnMut() -> bool + Send + 'static) -> Live<bool> {
    Box::new(is)
}

/// A part of the view.
pub(crate) fn part<V: IntoAny>(mut draw: impl FnMut() -> V + Send + 'static) -> Live<AnyView> {
    Box::new(move || draw().into_any())
}
