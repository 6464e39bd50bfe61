//! Everybody with an account, for site admins.
//!
//! Fields: `action` = `make_site_admin`, `unmake_site_admin`, `reset_link`, `force_logout`, `disable` or
//! `enable`, with `person`; `action=sign_out_device` with `device`; `action=invite` with `email`, `site_admin` (`yes`); `action` = `renew` or
//! `withdraw`, with `invitation`. In the address, `presence` names those who are shown.

use super::{
    invitations::{Invitation, invitation_list, link_to_hand_over},
    letter::letter_line,
};
use crate::{
    Language, Page,
    format::{self, Reader},
    header::Clock,
    icons::{Icon, IconName},
    paths,
    presence::{DeviceList, door_link, forgotten_badge},
    shell::Section,
    ui::{
        Avatar, Check, Empty, Field, FormErrors, FormNotice, Keys, Panel, PresenceMark, SLOTS,
        Submit, Time, ended_to_others, presence_word, weave,
    },
};
use leptos::prelude::*;
use presence::{
    Absence, MINUTE, Presence, ProjectKey, Timestamp, UserId,
    view::{DeviceView, Forgotten, PersonView},
};
use service::LetterView;

/// Everybody with an account.
#[derive(Debug, Clone, Default)]
pub struct PeoplePage {
    /// Everybody, in the order of the table.
    pub people: Vec<PersonRow>,
    /// Only those who are so are shown; `None` shows all.
    pub only: Option<Presence>,
    /// Who is invited.
    pub invitations: Vec<Invitation>,
    /// A link to choose a new password, which was made just now and has to be handed over.
    pub reset_link: Option<ResetLink>,
    /// What was typed before.
    pub email: String,
    /// Whether the new person is to be a site admin.
    pub site_admin: bool,
    /// What is wrong with the invitation, or with what was tried in the table.
    pub errors: FormErrors,
}

/// A link to choose a new password.
#[derive(Debug, Clone)]
pub struct ResetLink {
    /// Whose password.
    pub name: String,
    /// The link.
    pub link: String,
    /// When it stops working.
    pub until: Timestamp,
}

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

impl Page for PeoplePage {
    fn title(&self, t: Language) -> String {
        t.people_title().into()
    }

    fn section(&self) -> Option<Section> {
        Some(Section::People)
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let alone = (self.people.len() < 2 && self.invitations.is_empty()).then(|| {
            view! {
                <Empty
                    icon=IconName::People
                    title=t.people_alone_title()
                    text=t.people_alone()
                />
            }
        });
        let filter = filter(t, &self.people, self.only);
        let only = self.only;
        let shown: Vec<_> = self
            .people
            .into_iter()
            .filter(|person| only.is_none_or(|only| only == person.is.presence))
            .collect();
        let none = shown.is_empty().then(|| {
            view! { <tr><td colspan="7"><span class="muted">{t.people_none()}</span></td></tr> }
        });
        let rows = shown.into_iter().map(|person| person_row(reader, person)).collect_view();
        let (in_table, in_form) = self.errors.apart();
        let heads = [t.person(), t.presence(), t.until(), t.projects(), t.devices(), t.last_seen()]
            .map(|words| view! { <th scope="col">{words}</th> });
        view! {
            <div class="page__head">
                <div><h1>{t.people_title()}</h1></div>
                <p class="muted num">{reader.today()}</p>
                <a class="btn" href="#add-person">
                    <Icon name=IconName::Plus size=16/>
                    {t.add_person()}
                </a>
            </div>
            <FormNotice errors=in_table/>
            <section class="panel" aria-label=t.people_title()>
                {filter}
                <div class="scroll" role="region" aria-label=t.people_table() tabindex="0">
                    <table class="table table--people">
                        <caption class="sr">{t.people_table()}</caption>
                        <thead>
                            <tr>
                                {heads.into_iter().collect_view()}
                                <th scope="col"><span class="sr">{t.actions()}</span></th>
                            </tr>
                        </thead>
                        <tbody id="everybody" data-live="minute">{rows} {none}</tbody>
                    </table>
                </div>
            </section>
            {alone}
            {self.reset_link.map(|link| reset_link(t, link))}
            <p class="muted small">{t.people_note()}</p>
            {invitation_list(reader, self.invitations)}
            {invite_form(t, self.email, self.site_admin, in_form)}
        }
        .into_any()
    }
}

/// Who is shown: everybody, or those who are online, away, lost or offline.
fn filter(t: Language, people: &[PersonRow], only: Option<Presence>) -> impl IntoView + use<> {
    let number = |count: usize| t.number(i64::try_from(count).unwrap_or(i64::MAX));
    let entry = |to: &'static str, words: String, current: bool| {
        view! { <li><a class="seg__opt" href=to aria-current=current.then_some("true")>{words}</a></li> }
    };
    let all = entry(paths::PEOPLE, t.people_all(&number(people.len())), only.is_none());
    let each =
        [Presence::Online, Presence::Away, Presence::Lost, Presence::Offline].map(|presence| {
            let count = people.iter().filter(|person| person.is.presence == presence).count();
            let words = t.people_of_presence(&number(count), presence_word(t, presence));
            entry(paths::people_who_are(presence), words, only == Some(presence))
        });
    view! {
        <nav class="tools" aria-label=t.people_filter() id="people-filter" data-live="">
            <ul class="seg__tray seg__tray--row">{all} {each.into_iter().collect_view()}</ul>
        </nav>
    }
}

fn person_row(reader: &Reader, person: PersonRow) -> impl IntoView + use<> {
    let t = reader.language;
    let online = person.is.presence != Presence::Offline;
    let meta = match (person.is.since, &person.is.ended) {
        (Some(since), _) => weave(&t.since_at(SLOTS[0]), [view! { <Time at=since/> }.into_any()]),
        (None, Some(ended)) => vec![ended_to_others(reader, ended).into_any()],
        (None, None) => vec![t.never_was_online().into_any()],
    };
    let until = online.then(|| match person.is.until {
        Some(until) => view! { <Time at=until/> }.into_any(),
        None => t.no_end().into_any(),
    });
    let device = (online && !person.is.attended)
        .then(|| view! { <span class="item__meta">{t.without_device()}</span> });
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
            <td class="num">{until} {device}</td>
            <td><span class="row gap-s"><Keys keys=person.projects/></span></td>
            <td class="num">{count}</td>
            <td>{last}</td>
            <td>{acts}</td>
        </tr>
        {more}
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
    Some(view! { {seen} {active} }.into_any())
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
            <td colspan="7">
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
    let button = |(action, words, aria): (&'static str, &'static str, String)| {
        view! {
            <Submit label=words name="action" value=action class="btn btn--small" aria=aria/>
        }
    };
    let logout = logout.map(button);
    let rarely = [Some(admin), reset, Some(access)].into_iter().flatten().map(button);
    let door = person.is.door.then(|| door_link(t, person.id.as_str(), name, true));
    let history = view! {
        <a
            class="btn btn--small"
            href=paths::history_of(&person.id)
            aria-label=t.history_title_of(name)
        >
            {t.history()}
        </a>
    };
    view! {
        <form class="acts" method="post">
            <input type="hidden" name="person" value=id.clone()/>
            {door} {logout}
            <details class="acts__more" id=format!("more-{id}")>
                <summary class="btn btn--small" aria-label=t.more_for(name)>{t.more()}</summary>
                <span class="acts">{history} {rarely.collect_view()}</span>
            </details>
        </form>
    }
    .into_any()
}

fn reset_link(t: Language, link: ResetLink) -> impl IntoView + use<> {
    let until = weave(&t.invited_until(SLOTS[0]), [view! { <Time at=link.until/> }.into_any()]);
    view! {
        <Panel title=t.reset_link_for(&link.name) id="reset-link">
            <div class="form panel__body">
                {link_to_hand_over(t, "link", link.link)}
                <p class="muted">{until}</p>
            </div>
        </Panel>
    }
}

fn invite_form(t: Language, email: String, site_admin: bool, errors: FormErrors) -> impl IntoView {
    view! {
        <Panel title=t.add_person() id="add-person">
            <form class="form panel__body" method="post" novalidate>
                <FormNotice errors=errors.clone()/>
                <Field
                    name="email"
                    label=t.email()
                    kind="email"
                    value=email
                    hint=t.add_person_hint()
                    autocomplete="off"
                    errors=errors
                />
                <Check
                    name="site_admin"
                    value="yes"
                    checked=site_admin
                    label=t.role_site_admin()
                    hint=t.add_person_site_admin_hint()
                />
                <p><Submit label=t.invite() name="action" value="invite"/></p>
            </form>
        </Panel>
    }
}
