//! What an agent sees who was put offline: where, by whom, when and why, at once and on every device.

use super::head::Head;
use crate::{
    format,
    header::{Header, Shown},
    icons::IconName,
    ui::{part, words},
};
use leptos::prelude::*;
use presence::view::Ended;

#[component]
pub(super) fn DoorNotice(header: Header) -> impl IntoView {
    let t = header.t;
    let seen = header.door_seen();
    let closed = Memo::new(move |_| header.model.with(|model| model.me.closed_doors(seen)));
    let latest = move || -> Option<Ended> {
        closed.with(|closed| closed.first().and_then(|place| place.ended.clone()))
    };
    let title = Signal::derive(move || {
        let names: Vec<String> =
            closed.with(|closed| closed.iter().map(|place| place.name.clone()).collect());
        t.put_offline_title(&format::list(t, &names))
    });
    let by = move || {
        latest().map(|ended| {
            let name = ended.by.map(|person| person.name).unwrap_or_default();
            t.put_offline_by(&name, &header.moment(ended.at))
        })
    };
    let stays = move || {
        let names = header.model.with(|model| format::list(t, &model.me.covered()));
        header.is_online().then(|| match header.online_until() {
            Some(until) => t.still_online_in_until(&names, &header.moment(until)),
            None => t.still_online_in(&names),
        })
    };
    // However the dialog is closed, it was seen.
    let note_seen = move |closed: &[presence::view::MyProject]| {
        if let Some(ended) = closed.first().and_then(|place| place.ended.as_ref()) {
            header.note_door_seen(ended.at);
        }
    };
    on_cleanup(move || {
        closed.try_with_untracked(|closed| note_seen(closed));
    });
    let leave_to = move |next: Shown| {
        closed.with_untracked(|closed| note_seen(closed));
        header.show(next);
    };
    view! {
        <Head header=header lamp="lamp" icon=IconName::LampOffline title=title>
            <p class="muted">{words(move || by().unwrap_or_default())}</p>
        </Head>
        <div class="dialog__part">
            {part(move || {
                latest()
                    .and_then(|ended| ended.note)
                    .map(|note| view! { <blockquote class="quote">{note}</blockquote> })
            })}
            {part(move || stays().map(|words| view! { <p>{words}</p> }))}
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
