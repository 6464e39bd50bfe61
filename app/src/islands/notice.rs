//! What an agent sees who was put offline: where, by whom, when and why, at once and on every device.

use super::{
    head::Head,
    header::{Header, Shown},
};
use crate::{format, icons::IconName};
use leptos::prelude::*;

#[component]
pub(super) fn DoorNotice(header: Header) -> impl IntoView {
    let t = header.t;
    #[cfg(feature = "hydrate")]
    let seen = header.model.with_untracked(|model| super::world::door_seen(&model.me.id));
    #[cfg(not(feature = "hydrate"))]
    let seen = presence::Timestamp::from_millis(0);
    let closed = Memo::new(move |_| header.closed_doors(seen));
    let latest = move || closed.with(|closed| closed.first().and_then(|place| place.ended.clone()));
    let title = move || {
        let names: Vec<String> =
            closed.with(|closed| closed.iter().map(|place| place.name.clone()).collect());
        t.put_offline_title(&format::list(t, &names))
    };
    let by = move || {
        latest().map_or_else(String::new, |ended| {
            let name = ended.by.map(|person| person.name).unwrap_or_default();
            t.put_offline_by(&name, &header.moment(ended.at))
        })
    };
    let stays = move || {
        let until = header.online_until()?;
        let names = header.model.with(|model| {
            let names: Vec<&str> = model
                .me
                .presence
                .projects
                .iter()
                .filter(|place| place.since.is_some())
                .map(|place| place.name.as_str())
                .collect();
            format::list(t, &names)
        });
        Some(match until {
            Some(until) => t.still_online_in_until(&names, &header.moment(until)),
            None => t.still_online_in(&names),
        })
    };
    let leave_to = move |next: Shown| {
        #[cfg(feature = "hydrate")]
        if let Some(ended) = latest() {
            header.note_door_seen(ended.at);
        }
        header.show(next);
    };
    // However the dialog is closed, it was seen.
    on_cleanup(move || {
        #[cfg(feature = "hydrate")]
        if let Some(at) = closed
            .try_with_untracked(|closed| {
                closed.first().and_then(|place| place.ended.as_ref().map(|ended| ended.at))
            })
            .flatten()
        {
            header.note_door_seen(at);
        }
    });
    view! {
        <Head
            header=header
            lamp="lamp"
            icon=IconName::LampOffline
            title=Signal::derive(title)
            below=Signal::derive(by)
        />
        <div class="dialog__part">
            {move || {
                latest()
                    .and_then(|ended| ended.note)
                    .map(|note| view! { <blockquote class="quote">{note}</blockquote> })
            }}
            {move || stays().map(|words| view! { <p>{words}</p> })}
        </div>
        <div class="dialog__foot">
            <button class="btn" type="button" on:click=move |_| leave_to(Shown::Change)>
                {t.go_online_again()}
            </button>
            <button
                class="btn btn--primary"
                type="button"
                autofocus=true
                on:click=move |_| leave_to(Shown::Nothing)
            >
                {t.all_right()}
            </button>
        </div>
    }
}
