//! The dialog under the icon: your state, what you can do about it, and who is here.

use super::{
    door::Door,
    head::{Head, WholeError},
    header::{Guest, Header, Pending, Shown},
    last_one_out::LastOneOut,
    notice::DoorNotice,
    picker::GoOnlineForm,
};
use crate::{
    format,
    icons::{Icon, IconName},
    paths,
    ui::{Avatar, Empty, PresenceMark, ended_to_you, lamp_of},
};
use leptos::{html, prelude::*};
use presence::Presence;
use presence::view::{HeaderProject, RosterRow};

/// The dialog. It is drawn when it is opened, and moves the focus into itself and back.
#[component]
pub(super) fn Dialog(header: Header) -> impl IntoView {
    let t = header.t;
    let node = NodeRef::<html::Dialog>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if header.shown.get() == Shown::Nothing {
            dialog.close();
            return;
        }
        if !dialog.open() {
            // It fails only for a dialog that is gone.
            drop(dialog.show_modal());
        }
        // What had the focus may be gone with what was shown before.
        // Without another frame nobody looks.
        drop(request_animation_frame(move || super::world::focus_in(&dialog)));
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
            aria-label=t.status_dialog()
            on:close=move |_| header.show(Shown::Nothing)
            on:click=on_click
        >
            <div class="dialog__body">
                {move || match header.shown.get() {
                    Shown::Nothing => ().into_any(),
                    Shown::State => view! { <State header=header change=false/> }.into_any(),
                    Shown::Change => view! { <State header=header change=true/> }.into_any(),
                    Shown::LastOneOut => view! { <LastOneOut header=header/> }.into_any(),
                    Shown::Door(guest) => view! { <Door header=header guest=guest/> }.into_any(),
                    Shown::Notice => view! { <DoorNotice header=header/> }.into_any(),
                }}
            </div>
        </dialog>
    }
}

#[component]
fn State(header: Header, change: bool) -> impl IntoView {
    let t = header.t;
    let online = Memo::new(move |_| header.online_until().is_some());
    let changing = RwSignal::new(change);
    // What the server last said: that it cannot be heard is said below.
    let presence = Memo::new(move |_| match header.online_until() {
        Some(_) => header.model.with(|model| model.me.presence.presence),
        None => Presence::Offline,
    });
    let title = move || {
        let title = match presence.get() {
            Presence::Online => t.online_title(),
            Presence::Away => t.away_title(),
            Presence::Lost => t.lost_title(),
            Presence::Offline => t.offline_title(),
        };
        title.to_owned()
    };
    let lamp = Signal::derive(move || match presence.get() {
        Presence::Online => "lamp lamp--online",
        Presence::Away => "lamp lamp--away",
        _ => "lamp",
    });
    let icon = Signal::derive(move || lamp_of(presence.get()));
    view! {
        <Head
            header=header
            lamp=lamp
            icon=icon
            title=Signal::derive(title)
            below=Signal::derive(move || why(header))
        />
        <Reconnecting header=header/>
        <WholeError header=header/>
        {move || {
            if online.get() {
                view! { <TimeLeft header=header changing=changing/> }.into_any()
            } else {
                changing.set(false);
                view! { <GoOnlineForm header=header/> }.into_any()
            }
        }}
        {move || {
            (online.get() && changing.get()).then(|| {
                view! {
                    <div class="dialog__part--line"><GoOnlineForm header=header/></div>
                }
            })
        }}
        <Agents header=header/>
        // Drawn by the server, as on the page of the same name.
        <pl-part
            class="dialog__part dialog__part--line"
            data-page=paths::PRESENCE
            data-part="your-devices"
        ></pl-part>
        <p class="dialog__part dialog__part--line">
            <a href=paths::PRESENCE>{t.presence_page()}</a>
        </p>
    }
}

#[component]
fn Reconnecting(header: Header) -> impl IntoView {
    move || {
        header.lost_since.get().map(|since| {
            let words = header.t.reconnecting_last_known("", &header.moment(since));
            view! {
                <div class="notice notice--warn" role="status">
                    <Icon name=IconName::LampLost/>
                    <p>{words}</p>
                </div>
            }
        })
    }
}

/// The line below the title: where one is online, or since when and why one is not.
fn why(header: Header) -> String {
    let t = header.t;
    let online = header.online_until().is_some();
    header.model.with(|model| {
        let mine = &model.me.presence;
        if online {
            let names: Vec<&str> = mine
                .projects
                .iter()
                .filter(|place| place.since.is_some())
                .map(|place| place.name.as_str())
                .collect();
            let names = format::list(t, &names);
            let wherever =
                if mine.all_projects { t.online_in_all(&names) } else { t.online_in(&names) };
            return match (mine.presence, mine.absent_since) {
                (Presence::Away, Some(since)) => {
                    let idle = i64::from(mine.away_after_s.unwrap_or(0)) * presence::SECOND;
                    t.away_since(&format::duration(t, idle), &header.moment(since))
                }
                (Presence::Lost, Some(since)) => t.lost_since(&header.moment(since)),
                _ => wherever,
            };
        }
        let latest = mine
            .projects
            .iter()
            .filter_map(|place| place.ended.as_ref())
            .max_by_key(|ended| ended.at);
        match latest {
            Some(ended) => {
                let reason = ended_to_you(t, ended);
                t.since_reason(&reason, &header.moment(ended.at))
            }
            None => t.never_online().to_owned(),
        }
    })
}

#[component]
fn TimeLeft(header: Header, changing: RwSignal<bool>) -> impl IntoView {
    let t = header.t;
    let busy = move |what| header.pending.get() == Some(what);
    let big = move || header.left().unwrap_or_else(|| t.no_end().to_owned());
    let has_end = Memo::new(move |_| header.online_until().flatten().is_some());
    // The meter, in four hundredths of its length.
    let done = move || {
        let (since, until) =
            header.model.with(|model| (model.me.presence.since, model.me.presence.until));
        let (Some(since), Some(until)) = (since, until) else { return "0".to_owned() };
        let whole = until.millis_since(since).max(1);
        (header.now.get().millis_since(since).clamp(0, whole) * 400 / whole).to_string()
    };
    let passed = move || {
        let (since, until) =
            header.model.with(|model| (model.me.presence.since, model.me.presence.until));
        let (Some(since), Some(until)) = (since, until) else { return String::new() };
        let now = header.now.get();
        t.passed_of(
            &format::duration(t, now.millis_since(since).max(0)),
            &format::duration(t, until.millis_since(since)),
        )
    };
    let since = move || {
        let since = header.model.with(|model| model.me.presence.since);
        since.map(|since| t.since_at(&header.moment(since)))
    };
    let until =
        move || header.online_until().flatten().map(|until| t.until_at(&header.moment(until)));
    let offline_words = move || {
        if busy(Pending::GoOffline) { t.going_offline() } else { t.go_offline() }
    };
    let extends = [30_u32, 60].map(|minutes| {
        let words = t.extend_by(&format::duration(t, i64::from(minutes) * presence::MINUTE));
        view! {
            <button
                class="btn btn--small"
                type="button"
                aria-disabled=move || busy(Pending::Extend).then_some("true")
                on:click=move |_| header.extend(minutes)
            >
                {words}
            </button>
        }
    });
    view! {
        <div class="dialog__part">
            <div class="left">
                <p class="left__big">
                    {big} {move || has_end.get().then(|| {
                        let words = t.time_left("").trim().to_owned();
                        view! { " " <small>{words}</small> }
                    })}
                </p>
                <button
                    class="btn"
                    type="button"
                    aria-disabled=move || busy(Pending::GoOffline).then_some("true")
                    on:click=move |_| header.go_offline(false)
                >
                    <Icon name=IconName::LampOffline size=16/>
                    {offline_words}
                </button>
                {move || has_end.get().then(|| view! {
                    <svg
                        class="meter"
                        viewBox="0 0 400 6"
                        preserveAspectRatio="none"
                        role="img"
                        aria-label=passed
                    >
                        <rect class="meter__track" width="400" height="6" rx="3"></rect>
                        <rect class="meter__done" width=done height="6" rx="3"></rect>
                    </svg>
                })}
                <p class="left__ends">
                    <span>{since}</span>
                    <span>
                        {until} " "
                        <button
                            class="link"
                            type="button"
                            aria-expanded=move || changing.get().to_string()
                            on:click=move |_| changing.update(|changing| *changing = !*changing)
                        >
                            {t.change()}
                        </button>
                    </span>
                </p>
            </div>
            {move || has_end.get().then(|| extends.clone()).map(|extends| view! {
                <div class="split" role="group" aria-label=t.extend()>
                    <span class="strong">{t.extend()}</span>
                    {extends.into_iter().collect_view()}
                </div>
            })}
        </div>
    }
}

/// Those with time online in the projects in view: who is available, then who is not.
#[component]
fn Agents(header: Header) -> impl IntoView {
    let t = header.t;
    let agents = Memo::new(move |_| {
        let (online, others): (Vec<_>, Vec<_>) =
            header.agents().into_iter().partition(|(row, _)| row.presence == Presence::Online);
        (online, others)
    });
    let count = move || {
        t.number(i64::try_from(agents.with(|(online, _)| online.len())).unwrap_or(i64::MAX))
    };
    let names = move || {
        header.model.with(|model| {
            let names: Vec<&str> = model
                .me
                .projects
                .iter()
                .filter(|project| model.context.as_ref().is_none_or(|key| *key == project.key))
                .map(|project| project.name.as_str())
                .collect();
            format::list(t, &names)
        })
    };
    let list = move |agents: Vec<_>| {
        let rows: Vec<_> =
            agents.into_iter().map(|(row, projects)| agent(header, row, projects)).collect();
        view! { <ul class="list">{rows}</ul> }.into_any()
    };
    let online = move || {
        let (online, _) = agents.get();
        if online.is_empty() {
            view! {
                <Empty
                    icon=IconName::LampOffline
                    title=t.nobody_online()
                    text=t.nobody_online_hint(&names())
                />
            }
            .into_any()
        } else {
            list(online)
        }
    };
    let others = move || {
        let (_, others) = agents.get();
        (!others.is_empty()).then(|| view! { <h3>{t.not_available()}</h3> {list(others)} })
    };
    view! {
        <section class="dialog__part dialog__part--line" aria-labelledby="header-agents">
            <div class="dialog__title">
                <h3 id="header-agents">{t.online_now()}</h3>
                <span class="muted num">{count}</span>
            </div>
            {online}
            {others}
        </section>
    }
}

fn agent(header: Header, row: RosterRow, projects: Vec<HeaderProject>) -> impl IntoView {
    let t = header.t;
    let you = header.model.with_untracked(|model| model.me.id == row.id);
    let forgotten = row.forgotten.is_some();
    let guest = Guest { id: row.id.clone(), name: row.name.clone() };
    let door = (!you && projects.iter().any(|project| project.door)).then(|| {
        let words = t.put_name_offline(&guest.name);
        let label = words.clone();
        view! {
            <button
                class="btn-icon btn-icon--door"
                class:is-offered=forgotten
                type="button"
                aria-label=label
                on:click=move |_| header.show(Shown::Door(guest.clone()))
            >
                <Icon name=IconName::Door/>
                <span class="tip" aria-hidden="true">{words}</span>
            </button>
        }
    });
    let mark = (row.presence != Presence::Online).then(|| {
        provide_context(t);
        view! { <PresenceMark presence=row.presence/> }
    });
    let keys: Vec<_> = projects
        .iter()
        .map(|project| view! { " " <span class="key">{project.key.clone()}</span> })
        .collect();
    let name = row.name.clone();
    view! {
        <li class="item">
            <Avatar name=name.clone()/>
            <span class="item__main">
                <span class="item__name">
                    {name}
                    {you.then(|| view! { " " <span class="muted small">{t.you()}</span> })}
                    {keys}
                    {(forgotten && !you).then(|| view! {
                        " "
                        <span class="badge badge--warn">
                            <Icon name=IconName::Warn size=16/>
                            {t.forgotten()}
                        </span>
                    })}
                </span>
                <span class="item__meta">{move || meta(header, &row)}</span>
            </span>
            <span class="item__end">{mark} {door}</span>
        </li>
    }
}

/// Since when and until when; of those who are not available, what was last heard of them.
fn meta(header: Header, row: &RosterRow) -> String {
    let t = header.t;
    let moment = |at| header.moment(at);
    let last = row.last_sign;
    match (row.presence, last, row.until) {
        (Presence::Away, Some(last), _) => {
            t.idle_for(&format::duration(t, header.now.get().millis_since(last)))
        }
        (Presence::Lost, Some(last), Some(until)) => {
            t.last_seen_until(&moment(last), &moment(until))
        }
        (Presence::Lost, Some(last), None) => t.last_seen_at(&moment(last)),
        (_, _, until) => {
            let words = match until {
                Some(until) => t.since_until(&moment(row.since), &moment(until)),
                None => t.since_no_end(&moment(row.since)),
            };
            if row.attended { words } else { t.and_without_device(&words) }
        }
    }
}
