//! Everybody with an account, for site admins.
//!
//! Fields: `action` = `make_site_admin`, `unmake_site_admin`, `reset_link`, `force_logout`, `disable` or
//! `enable`, with `person`; `action=invite` with `email`, `site_admin` (`yes`); `action` = `renew` or
//! `withdraw`, with `invitation`.

use super::{
    ended::Ended,
    invitations::{Invitation, invitation_list, link_to_hand_over},
    presence::door_link,
};
use crate::{
    Language, Page,
    format::{self, Reader},
    icons::{Icon, IconName},
    shell::Section,
    ui::{
        Avatar, Check, Empty, Field, FormErrors, FormNotice, Keys, Panel, PresenceMark, SLOTS,
        Submit, Time, weave,
    },
};
use leptos::prelude::*;
use presence::{Presence, ProjectKey, Timestamp, UserId};

/// Everybody with an account.
#[derive(Debug, Clone, Default)]
pub struct PeoplePage {
    /// Everybody, in the order of the table.
    pub people: Vec<PersonRow>,
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
    /// Whether somebody is there.
    pub presence: Presence,
    /// Since when, while they have time online.
    pub since: Option<Timestamp>,
    /// Until when, while they have time online; `None` is "no end".
    pub until: Option<Timestamp>,
    /// How their last time online ended, while they have none.
    pub ended: Option<Ended>,
    /// Where they are agent.
    pub projects: Vec<ProjectKey>,
    /// Where they are project admin.
    pub admin_of: Vec<ProjectKey>,
    /// Whether the viewer may put them offline.
    pub can_door: bool,
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
        let rows = self.people.into_iter().map(|p| person_row(reader, p)).collect_view();
        let (in_table, in_form) = self.errors.apart();
        let heads = [t.person(), t.presence(), t.until(), t.projects()]
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
                <div class="scroll" role="region" aria-label=t.people_table() tabindex="0">
                    <table class="table table--tight">
                        <caption class="sr">{t.people_table()}</caption>
                        <thead>
                            <tr>
                                {heads.into_iter().collect_view()}
                                <th scope="col"><span class="sr">{t.actions()}</span></th>
                            </tr>
                        </thead>
                        <tbody id="everybody" data-live="">{rows}</tbody>
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

fn person_row(reader: &Reader, person: PersonRow) -> impl IntoView + use<> {
    let t = reader.language;
    let online = person.presence != Presence::Offline;
    let meta = match (person.since, &person.ended) {
        (Some(since), _) => weave(&t.since_at(SLOTS[0]), [view! { <Time at=since/> }.into_any()]),
        (None, Some(ended)) => vec![ended.to_others(reader).into_any()],
        (None, None) => vec![t.never_was_online().into_any()],
    };
    let until = online.then(|| match person.until {
        Some(until) => view! { <Time at=until/> }.into_any(),
        None => t.no_end().into_any(),
    });
    let acts = actions(t, &person);
    let roles = roles(t, &person);
    view! {
        <tr>
            <th scope="row">
                <span class="who">
                    <Avatar name=person.name.clone()/>
                    <span>
                        <span class="strong">{person.name}</span>
                        {person.disabled.then(|| view! { " " <span class="badge">{t.disabled()}</span> })}
                        <span class="item__meta">{person.email}</span>
                        {roles.map(|roles| view! { <span class="item__meta">{roles}</span> })}
                    </span>
                </span>
            </th>
            <td>
                <PresenceMark presence=person.presence/>
                <span class="item__meta">{meta}</span>
            </td>
            <td class="num">{until}</td>
            <td><span class="row gap-s"><Keys keys=person.projects/></span></td>
            <td>{acts}</td>
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
    let buttons = [Some(admin), reset, logout, Some(access)].into_iter().flatten();
    let buttons = buttons.map(|(action, words, aria)| {
        view! {
            <Submit label=words name="action" value=action class="btn btn--small" aria=aria/>
        }
    });
    let door = person.can_door.then(|| door_link(t, &person.id, name));
    view! {
        <span class="acts">
            {door}
            <form class="acts" method="post">
                <input type="hidden" name="person" value=person.id.to_string()/>
                {buttons.collect_view()}
            </form>
        </span>
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
