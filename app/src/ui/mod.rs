//! Small parts that pages and the dialog share. They draw; they decide nothing.

mod ended;
mod errors;
mod field;
mod live;
mod person;
mod project;
#[cfg(feature = "ssr")]
mod schedule_error;
#[cfg(feature = "ssr")]
mod time;

#[cfg(feature = "ssr")]
pub use ended::ended_to_others;
pub use ended::ended_to_you;
pub use errors::{FieldError, FormErrors};
// With the props that the component macro makes beside each of them.
pub use field::*;
pub(crate) use live::{flag, part, whether, word, words};
pub use person::*;
pub use project::*;
#[cfg(feature = "ssr")]
pub use schedule_error::ScheduleError;
#[cfg(feature = "ssr")]
pub use time::*;

use crate::{
    Language,
    icons::{Icon, IconName},
};
use leptos::prelude::*;

/// The language of the page or island around; the reference where nobody said.
pub fn language() -> Language {
    use_context::<Language>().unwrap_or_default()
}

/// Stand-ins for the views that [`weave`] puts into a sentence.
pub const SLOTS: [&str; 3] = ["\u{E000}", "\u{E001}", "\u{E002}"];

/// A sentence with views in it, in whatever order its language wants them: `SLOTS[0]` in `text` is
/// replaced by the first view, and so on.
pub fn weave(text: &str, views: impl IntoIterator<Item = AnyView>) -> Vec<AnyView> {
    let mut views: Vec<Option<AnyView>> = views.into_iter().map(Some).collect();
    let mut woven = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c| SLOTS.iter().any(|slot| slot.starts_with(c))) {
        if at > 0 {
            woven.push(rest[..at].to_owned().into_any());
        }
        let (slot, after) = rest[at..].split_at(SLOTS[0].len());
        let index = SLOTS.iter().position(|s| *s == slot).unwrap_or_default();
        woven.extend(views.get_mut(index).and_then(Option::take));
        rest = after;
    }
    if !rest.is_empty() {
        woven.push(rest.to_owned().into_any());
    }
    woven
}

/// What a notice is about, as shape, word and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Ok,
    /// Something is worth knowing.
    Info,
    /// Something may not be what one wants.
    Warn,
    /// Something went wrong.
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Ok => "notice notice--ok",
            Self::Info => "notice notice--info",
            Self::Warn => "notice notice--warn",
            Self::Bad => "notice notice--bad",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Ok => IconName::Ok,
            Self::Info => IconName::Info,
            Self::Warn => IconName::Warn,
            Self::Bad => IconName::Bad,
        }
    }
}

/// A line that stays on the page: icon, words, and perhaps something to do.
#[component]
pub fn Notice(
    /// What it is about.
    tone: Tone,
    /// `alert` where it must be heard at once, `status` where it may wait.
    #[prop(optional)]
    role: Option<&'static str>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=tone.class() role=role>
            <Icon name=tone.icon()/>
            <div>{children()}</div>
        </div>
    }
}

/// What stands where nothing is yet: what it is, and what to do next.
#[component]
pub fn Empty(
    /// The icon beside it.
    icon: IconName,
    /// What is not there.
    #[prop(into)]
    title: String,
    /// What to do next.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon size=24/>
            <span><strong>{title}</strong>{text}</span>
        </div>
    }
}

/// A box with a heading.
#[component]
pub fn Panel(
    /// The heading.
    #[prop(into)]
    title: String,
    /// The heading's id, unique in the page.
    id: &'static str,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby=id>
            <div class="panel__head"><h2 id=id>{title}</h2></div>
            {children()}
        </section>
    }
}
