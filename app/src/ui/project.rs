//! Projects in lists.

use super::language;
use crate::icons::{Icon, IconName};
use leptos::prelude::*;
use presence::Status;

/// Whether somebody is home in a project, as shape, word and colour.
#[component]
pub fn StatusMark(
    /// The status; `None` where the project's chat is off.
    status: Option<Status>,
) -> impl IntoView {
    let t = language();
    let (class, icon, words) = match status {
        Some(Status::Online) => ("pres pres--online", IconName::LampOnline, t.status_online()),
        Some(Status::Offline) => ("pres pres--offline", IconName::LampOffline, t.status_offline()),
        None => ("pres pres--offline", IconName::Gone, t.chat_off()),
    };
    view! {
        <span class=class>
            <Icon name=icon size=16/>
            {words}
        </span>
    }
}
