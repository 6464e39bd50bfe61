//! The door: it says what will happen, and where it will not, before it is done.

use super::head::{Head, WhatCame};
use crate::{
    actions::PutOfflineForm,
    browser::FormFields,
    format,
    header::{Header, Pending, Place, Shown},
    icons::{Icon, IconName},
    ui::{Notice, TextArea, Tone, flag, part, word},
};
use leptos::{ev::SubmitEvent, html, prelude::*};
use presence::view::DoorView;

/// The longest reason, in characters.
const REASON_MAX: u16 = 500;

/// The door of somebody, once it is known what it would do.
#[component]
pub(crate) fn Door(
    header: Header,
    /// Their name.
    name: String,
    /// What was typed before.
    #[prop(optional)]
    reason: String,
    /// Where "Cancel" leads to from a page.
    #[prop(optional)]
    back: String,
) -> impl IntoView {
    let t = header.t;
    let main = header.place == Place::Page;
    let reason = StoredValue::new(reason);
    let back = StoredValue::new(back);
    follow(header);
    part(move || match header.door.get() {
        // The server is asked; on a slow line that is seen.
        None => {
            let title = t.door_title(&name);
            view! {
                <Head
                    header=header
                    lamp="lamp lamp--bad"
                    icon=IconName::Door
                    title=title
                    main=main
                >
                    <p class="muted dialog__wait" role="status">{t.one_moment()}</p>
                </Head>
                <WhatCame header=header/>
                <div class="dialog__foot">{cancel(header, &back.read_value(), t.cancel())}</div>
            }
            .into_any()
        }
        Some(door) if door.projects.is_empty() => view! {
            <Head
                header=header
                lamp="lamp"
                icon=IconName::LampOffline
                title=t.door_gone(&door.name)
                main=main
            >
                <p class="muted">{t.door_gone_hint()}</p>
            </Head>
            <div class="dialog__foot">{cancel(header, &back.read_value(), t.cancel())}</div>
        }
        .into_any(),
        Some(door) => ask(header, door, reason, &back.read_value(), main).into_any(),
    })
}

/// While somebody thinks, others come and go: what follows is told as it is then.
fn follow(header: Header) {
    let around = Memo::new(move |_| {
        let Shown::Door(guest) = header.shown.get() else { return None };
        let around = header.model.with(|model| model.around(&guest.id, header.now()));
        Some((guest.id, around))
    });
    Effect::new(move |before: Option<()>| {
        let now = around.get();
        if let (Some(()), Some((agent, _))) = (before, now) {
            header.look_at_door(agent);
        }
    });
}

/// What will follow, and the question for a reason.
fn ask(
    header: Header,
    door: DoorView,
    reason: StoredValue<String>,
    back: &str,
    main: bool,
) -> impl IntoView + use<> {
    let t = header.t;
    let DoorView { id, name, revision, projects, stays_in, last_in } = door;
    let names: Vec<&str> = projects.iter().map(|place| place.name.as_str()).collect();
    let what = t.door_what(&format::list(t, &names));
    let (title, after, hint) = (t.door_title(&name), t.door_after(&name), t.reason_hint(&name));
    let stays = (!stays_in.is_empty())
        .then(|| view! { <p class="muted">{t.door_stays(&name, &format::list(t, &stays_in))}</p> });
    let last = (!last_in.is_empty()).then(|| {
        view! { <Notice tone=Tone::Warn>{t.door_last(&format::list(t, &last_in))}</Notice> }
    });
    let hidden = projects
        .iter()
        .map(|place| view! { <input type="hidden" name="projects" value=place.key.clone()/> })
        .collect_view();
    let node = NodeRef::<html::Form>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(fields) = FormFields::of(node) {
            header.put_offline(PutOfflineForm {
                agent: id.clone(),
                reason: fields.get("reason"),
                projects: fields.all("projects"),
                revision: Some(revision),
            });
        }
    };
    // What was typed outlives a redrawing.
    let keep = move |_| {
        if let Some(fields) = FormFields::of(node) {
            reason.set_value(fields.get("reason"));
        }
    };
    let busy = move || header.is_busy(Pending::Door);
    let errors = Signal::derive(move || header.errors());
    view! {
        <Head
            header=header
            lamp="lamp lamp--bad"
            icon=IconName::Door
            title=title
            main=main
        >
            <p class="muted">{what}</p>
            {stays}
            <p class="muted">{after}</p>
        </Head>
        <WhatCame header=header/>
        <form method="post" novalidate node_ref=node on:submit=submit on:input=keep>
            <input type="hidden" name="revision" value=revision.to_string()/>
            {hidden}
            <div class="dialog__part">
                {last}
                <TextArea
                    name="reason"
                    label=t.reason()
                    value=reason.get_value()
                    hint=hint
                    may_be_empty=true
                    max=REASON_MAX
                    errors=errors
                    autofocus=header.place == Place::Dialog
                />
            </div>
            <div class="dialog__foot">
                {cancel(header, back, t.cancel())}
                <button
                    class="btn btn--danger"
                    type="submit"
                    aria-disabled=flag(busy)
                >
                    <Icon name=IconName::Door size=16/>
                    {word(move || Some(if busy() { t.putting_offline() } else { t.put_offline() }))}
                </button>
            </div>
        </form>
    }
}

/// Back to where one came from.
fn cancel(header: Header, back: &str, words: &'static str) -> AnyView {
    match header.place {
        Place::Page => view! { <a class="btn" href=back.to_owned()>{words}</a> }.into_any(),
        Place::Dialog => view! {
            <button class="btn" type="button" on:click=move |_| header.show(Shown::State)>
                {words}
            </button>
        }
        .into_any(),
    }
}
