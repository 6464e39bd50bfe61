//! Everybody with an account, for site admins.
//!
//! Fields: `action` = `make_site_admin`, `unmake_site_admin`, `reset_link`, `force_logout`, `disable` or
//! `enable`, with `person`; `action=sign_out_device` with `device`; `action=invite` with `email`, `site_admin` (`yes`); `action` = `renew` or
//! `withdraw`, with `invitation`. In the address, `q`, `project`, `presence` and `page` name those who are shown.

use super::{
    find::{find_form, paging, presence_filter},
    invitations::{Invitation, invitation_list, link_to_hand_over},
    row::{PersonRow, person_row},
};
use crate::{
    Language, Page,
    format::Reader,
    icons::{Icon, IconName},
    shell::Section,
    ui::{Check, Empty, Field, FormErrors, FormNotice, Panel, SLOTS, Submit, Time, weave},
};
use leptos::prelude::*;
use presence::{ProjectKey, Timestamp};
use service::{Find, OfPresence};

/// Everybody with an account.
#[derive(Debug, Clone, Default)]
pub struct PeoplePage {
    /// Those on this page, in the order of the table.
    pub people: Vec<PersonRow>,
    /// Who was looked for.
    pub find: Find,
    /// How many were found on all pages.
    pub count: usize,
    /// How many there are of each presence, of those who were looked for by text and project.
    pub of_presence: OfPresence,
    /// Which page it is, counted from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Whether there is nobody but the viewer.
    pub alone: bool,
    /// The site's projects, to choose one.
    pub projects: Vec<(ProjectKey, String)>,
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
        let alone = (self.alone && self.invitations.is_empty()).then(|| {
            view! {
                <Empty
                    icon=IconName::People
                    title=t.people_alone_title()
                    text=t.people_alone()
                />
            }
        });
        let (in_table, in_form) = self.errors.apart();
        let table = table(reader, self.people, &self.find);
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
                <div class="tools">
                    {find_form(t, &self.find, self.projects)}
                    {presence_filter(t, &self.find, self.of_presence)}
                </div>
                {table}
                {paging(t, &self.find, self.page, self.pages, self.count)}
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

fn table(reader: &Reader, people: Vec<PersonRow>, find: &Find) -> AnyView {
    let t = reader.language;
    let none = people.is_empty().then(|| {
        let looked_for = !find.text.trim().is_empty() || find.project.is_some();
        let words = if looked_for { t.people_found_nobody() } else { t.people_none() };
        view! { <tr><td colspan="6"><span class="muted">{words}</span></td></tr> }
    });
    let rows = people.into_iter().map(|person| person_row(reader, person)).collect_view();
    let heads = [t.person(), t.presence(), t.projects(), t.devices(), t.last_seen()]
        .map(|words| view! { <th scope="col">{words}</th> });
    view! {
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
