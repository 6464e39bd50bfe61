//! The dialog under the icon: your state, what you can do about it, and who is here.

use super::{
    agents::{Agents, door_id},
    devices::YourDevices,
    door::Door,
    go_online::GoOnline,
    head::{TITLE, WhatCame},
    notice::DoorNotice,
    on_break::OnBreak,
    standing::{Reconnecting, Standing},
    take_break::TakeBreak,
    time_left::TimeLeft,
};
use crate::{
    actions::GoOnlineForm,
    browser,
    header::{Header, Outcome, Shown},
    paths,
    ui::part,
};
use leptos::{html, prelude::*};

/// The dialog. It is drawn when it is opened, and moves the focus into itself and back.
#[component]
pub(crate) fn Dialog(header: Header) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |before: Option<Shown>| {
        let shown = header.shown.get();
        // Read, so that this runs again once the dialog is there.
        if node.get().is_some() {
            browser::open_modal(node, shown != Shown::Nothing);
            if shown != Shown::Nothing {
                focus(node, before.as_ref());
            }
        }
        shown
    });
    // What went wrong, or is asked, is where one looks next.
    Effect::new(move |_| {
        let asks =
            |outcome: &Outcome| matches!(outcome, Outcome::Refused(_) | Outcome::LastOneOut(_));
        if header.outcome.with(asks) {
            let asked = ["[aria-invalid]", "[role=alert] [autofocus]", "[role=alert]"];
            browser::focus_soon(node, asked.map(str::to_owned));
        }
    });
    // What had the focus may be there no more, as somebody's door when they go.
    Effect::new(move |_| {
        header.model.track();
        if header.shown.get_untracked() != Shown::Nothing {
            browser::keep_focus(node, beginning());
        }
    });
    // What the door would do is drawn once the server has said so.
    Effect::new(move |_| {
        if header.door.with(Option::is_some) {
            browser::focus_soon(node, ["[autofocus]", "button"].map(str::to_owned));
        }
    });
    // A click beside it lands on the dialog itself: its content covers all of it.
    let on_click = move |event: leptos::ev::MouseEvent| {
        if event.target() == event.current_target() {
            header.show(Shown::Nothing);
        }
    };
    view! {
        <dialog
            class="dialog dialog--bar"
            node_ref=node
            aria-labelledby=TITLE
            on:close=move |_| {
                if header.shown.get_untracked() != Shown::Nothing {
                    header.show(Shown::Nothing);
                }
            }
            on:click=on_click
        >
            // A click on what is no control leaves the focus within.
            <div class="dialog__body" tabindex="-1">
                {part(move || match header.shown.get() {
                    Shown::Nothing => ().into_any(),
                    Shown::State => view! { <State header=header change=false/> }.into_any(),
                    Shown::Change => view! { <State header=header change=true/> }.into_any(),
                    Shown::Door(guest) => view! { <Door header=header name=guest.name/> }.into_any(),
                    Shown::Notice => view! { <DoorNotice header=header/> }.into_any(),
                })}
            </div>
        </dialog>
    }
}

/// Where one begins in what is shown: where one came from, what asks for it, what is chosen, the first
/// button.
fn focus(node: NodeRef<html::Dialog>, before: Option<&Shown>) {
    let mut begin = Vec::with_capacity(4);
    if let Some(Shown::Door(guest)) = before {
        begin.push(format!("[id=\"{}\"]", door_id(&guest.id)));
    }
    begin.extend(beginning());
    browser::focus_soon(node, begin);
}

fn beginning() -> [String; 3] {
    ["[autofocus]", "input:checked", "button"].map(str::to_owned)
}

#[component]
fn State(header: Header, change: bool) -> impl IntoView {
    let t = header.t;
    header.see_devices();
    let is_online = Memo::new(move |_| header.is_online());
    let on_break = Memo::new(move |_| header.break_now().is_some());
    let form = move || {
        let revision = header.model.with_untracked(|model| model.me.presence.revision);
        view! { <GoOnline header=header form=GoOnlineForm::untouched(revision)/> }
    };
    view! {
        <Standing header=header/>
        <Reconnecting header=header/>
        <WhatCame header=header/>
        {move || {
            if on_break.get() {
                view! { <OnBreak header=header form=None/> }.into_any()
            } else if is_online.get() {
                view! {
                    <TimeLeft header=header/>
                    <details class="dialog__part dialog__part--line">
                        <summary>{t.take_a_break()}</summary>
                        <TakeBreak header=header form=None/>
                    </details>
                    <details class="dialog__part dialog__part--line" open=change>
                        <summary>{t.change_time_online()}</summary>
                        {form()}
                    </details>
                }
                .into_any()
            } else {
                view! { <div class="dialog__part">{form()}</div> }.into_any()
            }
        }}
        <section class="dialog__part dialog__part--line" aria-labelledby="header-agents">
            <Agents header=header id="header-agents"/>
        </section>
        <section class="dialog__part dialog__part--line" aria-label=t.your_devices()>
            <YourDevices header=header/>
        </section>
        <p class="dialog__part dialog__part--line">
            <a href=paths::PRESENCE>{t.presence_page()}</a>
        </p>
    }
}
