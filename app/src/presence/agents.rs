//! Who has time online: who is available, then who is not, each with the door for those who may use it.

use super::when::sentence;
use crate::{
    Language, format,
    header::{Guest, Header, Place},
    icons::{Icon, IconName},
    paths,
    ui::{Avatar, Empty, PresenceMark, break_reason, part, words},
};
use leptos::prelude::*;
use presence::{
    Absence, Presence,
    view::{AbsenceView, Colleague, RosterRow},
};

/// Those with time online in the projects in view.
#[component]
pub(crate) fn Agents(
    header: Header,
    /// The id of the heading.
    id: &'static str,
) -> impl IntoView {
    let t = header.t;
    let agents = Memo::new(move |_| {
        let now = header.now();
        let all = header.model.with(|model| model.colleagues(now)).into_iter();
        let (online, others): (Vec<_>, Vec<_>) =
            all.partition(|colleague| colleague.row.presence == Presence::Online);
        (online, others)
    });
    let count = move || {
        t.number(agents.with(|(online, _)| i64::try_from(online.len()).unwrap_or(i64::MAX)))
    };
    let nobody = move || {
        header.model.with(|model| {
            let mine = model.projects_in_view().filter(|project| project.agent);
            let names: Vec<&str> = mine.map(|project| project.name.as_str()).collect();
            if names.is_empty() {
                t.nobody_online_other().to_owned()
            } else {
                t.nobody_online_hint(&format::list(t, &names))
            }
        })
    };
    let list = move |agents: Vec<Colleague>| {
        let rows = agents.into_iter().map(|agent| row(header, agent)).collect_view();
        view! { <ul class="list">{rows}</ul> }.into_any()
    };
    let online = move || {
        let (online, _) = agents.get();
        if online.is_empty() {
            view! {
                <Empty icon=IconName::LampOffline title=t.nobody_online() text=nobody()/>
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
        <div class="dialog__title">
            <h2 class="h3" id=id>{t.online_now()}</h2>
            <span class="muted num">{words(count)}</span>
        </div>
        {part(online)}
        {part(others)}
    }
}

fn row(header: Header, Colleague { row, projects, you, door }: Colleague) -> impl IntoView {
    let t = header.t;
    let forgotten = row.forgotten.is_some() && !you;
    let door = door.then(|| match header.place {
        Place::Page => door_link(t, &row.id, &row.name, forgotten).into_any(),
        Place::Dialog => {
            let guest = Guest { id: row.id.clone(), name: row.name.clone() };
            door_button(header, guest, forgotten).into_any()
        }
    });
    let mark = (row.presence != Presence::Online).then(|| {
        let on_break = row.absence.as_ref().is_some_and(|it| it.cause == Absence::Break);
        view! { <PresenceMark presence=row.presence on_break=on_break/> }
    });
    let keys = projects
        .into_iter()
        .map(|project| view! { " " <span class="key">{project.key}</span> })
        .collect_view();
    let name = row.name.clone();
    view! {
        <li class="item">
            <Avatar name=name.clone()/>
            <span class="item__main">
                <span class="item__name">
                    {name}
                    {you.then(|| view! { " " <span class="muted small">{t.you()}</span> })}
                    {keys}
                    {forgotten.then(|| view! { " " {forgotten_badge(t)} })}
                </span>
                <span class="item__meta">{part(move || meta(header, &row))}</span>
            </span>
            <span class="item__end">{mark} {door}</span>
        </li>
    }
}

/// Since when and until when; of those who are not available, what was last heard of them.
fn meta(header: Header, row: &RosterRow) -> Vec<AnyView> {
    let t = header.t;
    let on_break = row.absence.as_ref().filter(|absence| absence.cause == Absence::Break);
    if let Some(AbsenceView { since, reason, until, .. }) = on_break {
        let reason = break_reason(t, reason.as_deref().unwrap_or_default());
        return match until {
            Some(until) => {
                let words = |[a, b, _]: [&str; 3]| t.break_since_until(&reason, a, b);
                sentence(header.clock, words, [*since, *until])
            }
            None => sentence(header.clock, |[slot, ..]| t.break_since(&reason, slot), [*since]),
        };
    }
    match (row.presence, row.last_sign, row.until) {
        (Presence::Away, Some(last), _) => {
            let idle = format::duration(t, header.now().millis_since(last));
            vec![t.idle_for(&idle).into_any()]
        }
        (Presence::Lost, Some(last), Some(until)) => {
            sentence(header.clock, |[a, b, _]| t.last_seen_until(a, b), [last, until])
        }
        (Presence::Lost, Some(last), None) => {
            sentence(header.clock, |[slot, ..]| t.last_seen_at(slot), [last])
        }
        (_, _, until) => {
            let device = |words: String| {
                if row.attended { words } else { t.and_without_device(&words) }
            };
            if let Some(until) = until {
                let words = |[a, b, _]: [&str; 3]| device(t.since_until(a, b));
                sentence(header.clock, words, [row.since, until])
            } else {
                let words = |[slot, ..]: [&str; 3]| device(t.since_no_end(slot));
                sentence(header.clock, words, [row.since])
            }
        }
    }
}

/// "Forgotten?"
pub(crate) fn forgotten_badge(t: Language) -> impl IntoView {
    view! {
        <span class="badge badge--warn">
            <Icon name=IconName::Warn size=16/>
            {t.forgotten()}
        </span>
    }
}

/// The door: a link to the page that asks first.
pub(crate) fn door_link(
    t: Language,
    person: &str,
    name: &str,
    offered: bool,
) -> impl IntoView + use<> {
    let words = t.put_name_offline(name);
    let label = words.clone();
    view! {
        <a
            class="btn-icon btn-icon--door"
            class:is-offered=offered
            href=paths::door(person)
            aria-label=label
        >
            <Icon name=IconName::Door/>
            <span class="tip" aria-hidden="true">{words}</span>
        </a>
    }
}

/// The door in the dialog, which asks as well.
fn door_button(header: Header, guest: Guest, offered: bool) -> impl IntoView {
    let words = header.t.put_name_offline(&guest.name);
    let label = words.clone();
    view! {
        <button
            class="btn-icon btn-icon--door"
            class:is-offered=offered
            type="button"
            id=door_id(&guest.id)
            aria-label=label
            on:click=move |_| header.open_door(guest.clone())
        >
            <Icon name=IconName::Door/>
            <span class="tip" aria-hidden="true">{words}</span>
        </button>
    }
}

/// The id of somebody's door in the dialog: the focus comes back to it.
pub(super) fn door_id(person: &str) -> String {
    format!("door-of-{person}")
}
