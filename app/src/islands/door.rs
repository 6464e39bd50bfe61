//! The door: it says what will happen, and where it will not, before it is done.

use super::{
    head::{Head, WholeError},
    header::{Guest, Header, Pending, Shown, project_name},
    world::PutOffline,
};
use crate::{
    format,
    icons::{Icon, IconName},
};
use leptos::{html, prelude::*};

#[component]
pub(super) fn Door(header: Header, guest: Guest) -> impl IntoView {
    let t = header.t;
    let reason = NodeRef::<html::Textarea>::new();
    // Where the guest is online: where one may put them offline, and where one may not.
    let places = {
        let id = guest.id.clone();
        Memo::new(move |_| {
            header.model.with(|model| {
                let now = header.now.get();
                let here = model.rosters.iter().filter(|roster| {
                    roster
                        .agents
                        .iter()
                        .any(|row| row.id == id && row.until.is_none_or(|until| until > now))
                });
                let (mine, others): (Vec<_>, Vec<_>) = here
                    .map(|roster| roster.project.clone())
                    .partition(|key| model.me.projects.iter().any(|p| p.key == *key && p.door));
                let name = |key: &String| project_name(model, key);
                let stays: Vec<String> = others.iter().map(name).collect();
                let names: Vec<String> = mine.iter().map(name).collect();
                (mine, names, stays)
            })
        })
    };
    let busy = move || header.pending.get() == Some(Pending::Door);
    let gone = move || places.with(|(mine, ..)| mine.is_empty());
    let name = StoredValue::new(guest.name.clone());
    let what = move || {
        if gone() {
            return t.door_gone_hint().to_owned();
        }
        places.with(|(_, names, stays)| {
            let mut words = t.door_what(&format::list(t, names));
            if !stays.is_empty() {
                words.push(' ');
                words.push_str(&t.door_stays(&name.read_value(), &format::list(t, stays)));
            }
            words
        })
    };
    let title = move || {
        let name = name.read_value();
        if gone() { t.door_gone(&name) } else { t.door_title(&name) }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let asked = PutOffline {
            reason: reason.get_untracked().map(|field| field.value()).unwrap_or_default(),
            projects: places.with_untracked(|(mine, ..)| mine.clone()),
        };
        header.put_offline(guest.clone(), asked);
    };
    view! {
        <Head
            header=header
            lamp="lamp lamp--bad"
            icon=IconName::Door
            title=Signal::derive(title)
            below=Signal::derive(what)
        />
        <WholeError header=header/>
        <form on:submit=submit>
            <div class="dialog__part" hidden=gone>
                <div class="field">
                    <label class="label" for="door-reason">
                        {t.reason()} " " <small>"(" {t.optional()} ")"</small>
                    </label>
                    <textarea
                        class="input"
                        id="door-reason"
                        rows="2"
                        maxlength="500"
                        autofocus=true
                        aria-describedby="door-hint"
                        node_ref=reason
                    ></textarea>
                    <span class="hint" id="door-hint">{t.reason_hint(&name.read_value())}</span>
                </div>
            </div>
            <div class="dialog__foot">
                <button class="btn" type="button" on:click=move |_| header.show(Shown::State)>
                    {t.cancel()}
                </button>
                <button
                    class="btn btn--danger"
                    hidden=gone
                    type="submit"
                    aria-disabled=move || busy().then_some("true")
                >
                    <Icon name=IconName::Door size=16/>
                    {move || if busy() { t.putting_offline() } else { t.put_offline() }}
                </button>
            </div>
        </form>
    }
}
