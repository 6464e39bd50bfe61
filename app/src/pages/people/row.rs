//! A person among everybody: how they are, where they belong, and what an admin can do about it.

use super::letter::letter_line;
use crate::{
    Language,
    format::{self, Reader},
    header::Clock,
    icons::{Icon, IconName},
    paths,
    presence::{DeviceList, door_link, forgotten_badge},
    ui::{Avatar, Keys, PresenceMark, SLOTS, Submit, Time, ended_to_others, weave},
};
use leptos::prelude::*;
use presence::{
    Absence, MINUTE, Presence, ProjectKey, UserId,
    view::{DeviceView, Forgotten, PersonView},
};
use service::LetterView;

/// A person in the table.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "facts that go together in every way")]
pub struct PersonRow {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Whether they are site admin.
    pub site_admin: bool,
    /// Whether their account is disabled.
    pub disabled: bool,
    /// Whether it is the viewer.
    pub you: bool,
    /// How they are.
    pub is: PersonView,
    /// What became of the letter with a link for a new password, while it is new.
    pub letter: Option<LetterView>,
    /// Their devices, where their time online looks forgotten.
    pub device_rows: Vec<DeviceView>,
    /// Where they are agent.
    pub projects: Vec<ProjectKey>,
    /// Where they are project admin.
    pub admin_of: Vec<ProjectKey>,
    /// Whether they have a session or device that the viewer may end.
    pub can_force_logout: bool,
}

pub(super) fn person_row(reader: &Reader, person: PersonRow) -> impl IntoView + use<> {
    let t = reader.language;
    let meta = standing(reader, &person);
    let last = last_seen(reader, &person);
    let acts = actions(t, &person);
    let roles = roles(t, &person);
    let letter = person.letter.clone().map(|letter| letter_line(reader, letter));
    let count = t.device_count(i64::try_from(person.is.devices).unwrap_or(i64::MAX));
    let more = person.is.forgotten.map(|why| {
        forgotten(reader, &person.id, &person.name, why, &person.is, person.device_rows)
    });
    let is_forgotten = more.is_some();
    view! {
        <tr class:is-opened=is_forgotten>
            <th scope="row">
                <span class="who">
                    <Avatar name=person.name.clone()/>
                    <span>
                        <span class="strong">{person.name}</span>
                        {is_forgotten.then(|| view! { " " {forgotten_badge(t)} })}
                        {person.disabled.then(|| view! { " " <span class="badge">{t.disabled()}</span> })}
                        <span class="item__meta">{person.email}</span>
                        {roles.map(|roles| view! { <span class="item__meta">{roles}</span> })}
                        {letter}
                    </span>
                </span>
            </th>
            <td>
                <PresenceMark presence=person.is.presence on_break=person.is.absence == Some(Absence::Break)/>
                <span class="item__meta">{meta}</span>
            </td>
            <td><span class="row gap-s"><Keys keys=person.projects/></span></td>
            <td class="num">{count}</td>
            <td>{last}</td>
            <td>{acts}</td>
        </tr>
        {more}
    }
}

/// Since when and until when they are so; of those who are offline, how it ended.
fn standing(reader: &Reader, person: &PersonRow) -> Vec<AnyView> {
    let t = reader.language;
    let is = &person.is;
    let time = |at| view! { <Time at=at/> }.into_any();
    let device = |words: String| {
        if is.attended { words } else { t.and_without_device(&words) }
    };
    match (is.since, is.until, &is.ended) {
        (Some(since), Some(until), _) => {
            weave(&device(t.since_until(SLOTS[0], SLOTS[1])), [time(since), time(until)])
        }
        (Some(since), None, _) => weave(&device(t.since_no_end(SLOTS[0])), [time(since)]),
        (None, _, Some(ended)) => vec![ended_to_others(reader, ended).into_any()],
        (None, _, None) => vec![t.never_was_online().into_any()],
    }
}

/// When a device was last heard of, and when somebody last touched one.
fn last_seen(reader: &Reader, person: &PersonRow) -> Option<AnyView> {
    let t = reader.language;
    let seen_at = person.is.seen_at?;
    let seen = if person.is.connected {
        t.now().into_any()
    } else {
        view! { <Time at=seen_at/> }.into_any()
    };
    let active = person.is.active_at.map(|active_at| {
        let idle = reader.now.millis_since(active_at);
        let words = if person.is.connected && idle < 2 * MINUTE {
            t.device_active_now().to_owned()
        } else {
            t.device_active_ago(&format::duration(t, idle))
        };
        view! { <span class="item__meta">{words}</span> }
    });
    Some(view! { <span class="narrow">{t.last_seen()} ": "</span> {seen} {active} }.into_any())
}

/// Why it looks forgotten, what will happen by itself, the devices, and the door.
fn forgotten(
    reader: &Reader,
    person: &UserId,
    name: &str,
    why: Forgotten,
    is: &PersonView,
    devices: Vec<DeviceView>,
) -> impl IntoView + use<> {
    let t = reader.language;
    let time = |at| view! { <Time at=at/> }.into_any();
    let idle = is
        .active_at
        .filter(|_| why == Forgotten::Idle)
        .map(|since| view! { {weave(&t.forgotten_idle(name, SLOTS[0]), [time(since)])} " " });
    let shift = (why == Forgotten::ShiftOver).then(|| t.forgotten_shift(name));
    let then = match is.ends_at {
        _ if is.presence == Presence::Online => vec![t.forgotten_counts(name).into_any()],
        Some(at) => weave(&t.forgotten_ends(SLOTS[0]), [time(at)]),
        None => vec![t.forgotten_away().into_any()],
    };
    let door = is.door.then(|| {
        view! {
            <a class="btn" href=paths::door(person.as_str()) aria-label=t.put_name_offline(name)>
                <Icon name=IconName::Door size=16/>
                {t.put_offline()}
            </a>
        }
    });
    view! {
        <tr class="more">
            <td colspan="6">
                <div class="more__box">
                    <div class="notice notice--warn">
                        <Icon name=IconName::Warn/>
                        <div>
                            <p class="strong">{idle} {shift}</p>
                            <p>{then}</p>
                        </div>
                        {door}
                    </div>
                    <section aria-label=t.devices_of(name)>
                        <p class="strong">{t.devices()}</p>
                        <DeviceList clock=Clock::of(reader) devices=devices/>
                    </section>
                </div>
            </td>
        </tr>
    }
}

fn roles(t: Language, person: &PersonRow) -> Option<String> {
    let mut roles = Vec::new();
    if person.site_admin {
        roles.push(t.role_site_admin().to_owned());
    }
    if !person.admin_of.is_empty() {
        let keys: Vec<_> = person.admin_of.iter().map(ProjectKey::as_str).collect();
        roles.push(t.project_admin_of(&format::list(t, &keys)));
    }
    (!roles.is_empty()).then(|| format::list(t, &roles))
}

fn actions(t: Language, person: &PersonRow) -> AnyView {
    if person.you {
        return view! { <span class="acts"><span class="muted small">{t.you()}</span></span> }
            .into_any();
    }
    let name = &person.name;
    let admin = if person.site_admin {
        ("unmake_site_admin", t.unmake_site_admin(), t.unmake_site_admin_name(name))
    } else {
        ("make_site_admin", t.make_site_admin(), t.make_site_admin_name(name))
    };
    let access = if person.disabled {
        ("enable", t.enable(), t.enable_name(name))
    } else {
        ("disable", t.disable(), t.disable_name(name))
    };
    let reset = (!person.disabled)
        .then(|| ("reset_link", t.make_reset_link(), t.make_reset_link_name(name)));
    let logout = person
        .can_force_logout
        .then(|| ("force_logout", t.force_logout(), t.force_logout_name(name)));
    let id = person.id.to_string();
    let button = |(action, words, aria): (&'static str, &'static str, String), class| {
        view! { <Submit label=words name="action" value=action class=class aria=aria/> }
    };
    let logout = logout.map(|logout| button(logout, "btn btn--small"));
    let rarely = [reset, Some(admin), Some(access)].into_iter().flatten();
    let rarely = rarely.map(|act| view! { <li>{button(act, "menu__item")}</li> });
    let door = person.is.door.then(|| door_link(t, person.id.as_str(), name, true));
    view! {
        <form class="acts" method="post">
            <input type="hidden" name="person" value=id.clone()/>
            {door} {logout}
            <details class="menu" id=format!("more-{id}")>
                <summary class="btn btn--small" aria-label=t.more_for(name)>
                    {t.more()}
                    <Icon name=IconName::Down size=16/>
                </summary>
                <ul class="menu__box">
                    <li>
                        <a
                            class="menu__item"
                            href=paths::history_of(&person.id)
                            aria-label=t.history_title_of(name)
                        >
                            {t.history()}
                        </a>
                    </li>
                    {rarely.collect_view()}
                </ul>
            </details>
        </form>
    }
    .into_any()
}
