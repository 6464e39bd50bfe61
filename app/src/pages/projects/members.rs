//! A project's members: their roles, who is invited, and how to add somebody.
//!
//! Fields: `action=roles` with `person`, `agent` (`yes`), `admin` (`yes`); `action=remove` with `person`;
//! `action=add` with `email`, `agent` (`yes`), `admin` (`yes`), where errors of the roles belong to
//! `roles`; `action` = `renew` or `withdraw`, with `invitation`.

use super::head::{ProjectHead, ProjectTab};
use crate::{
    Language, Page,
    format::Reader,
    icons::IconName,
    pages::people::{Invitation, invitation_list},
    shell::Section,
    ui::{Avatar, Check, Empty, ErrorLine, Field, FormErrors, FormNotice, Panel, Submit},
};
use leptos::prelude::*;
use presence::UserId;

/// The members of a project.
#[derive(Debug, Clone)]
pub struct ProjectMembersPage {
    /// Which project.
    pub project: ProjectHead,
    /// Its members.
    pub members: Vec<Member>,
    /// Who is invited to it.
    pub invitations: Vec<Invitation>,
    /// What was typed before.
    pub email: String,
    /// Whether the new member is to be an agent.
    pub agent: bool,
    /// Whether the new member is to be a project admin.
    pub admin: bool,
    /// What is wrong.
    pub errors: FormErrors,
}

/// A member of a project.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "facts that go together in every way")]
pub struct Member {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Whether they can go online here.
    pub agent: bool,
    /// Whether they can change the project.
    pub admin: bool,
    /// Whether their account is disabled.
    pub disabled: bool,
    /// Whether it is the viewer.
    pub you: bool,
}

impl Page for ProjectMembersPage {
    fn title(&self, t: Language) -> String {
        t.members_title(&self.project.name)
    }

    fn section(&self) -> Option<Section> {
        Some(Section::Projects)
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let head = self.project.view(t, ProjectTab::Members);
        let (in_list, in_form) = self.errors.apart();
        let list = if self.members.is_empty() {
            view! {
                <Empty
                    icon=IconName::People
                    title=t.members_empty_title()
                    text=t.members_empty()
                />
            }
            .into_any()
        } else {
            let rows = self.members.into_iter().map(|m| member_row(t, m)).collect_view();
            view! { <ul class="panel lines">{rows}</ul> }.into_any()
        };
        view! {
            {head}
            <FormNotice errors=in_list/>
            {list}
            {invitation_list(reader, self.invitations)}
            {add_form(t, self.email, self.agent, self.admin, in_form)}
        }
        .into_any()
    }
}

fn member_row(t: Language, member: Member) -> impl IntoView {
    let Member { id, name, email, agent, admin, disabled, you } = member;
    let (save, remove) = (t.save_roles_of(&name), t.remove_name(&name));
    let role = |field: &'static str, words: &'static str, on: bool| {
        view! {
            <label class="check check--row">
                <input type="checkbox" name=field value="yes" checked=on aria-label=t.role_of(&name, words)/>
                <span>{words}</span>
            </label>
        }
    };
    let roles = [role("agent", t.role_agent(), agent), role("admin", t.role_admin(), admin)];
    view! {
        <li class="line">
            <span class="who">
                <Avatar name=name.clone()/>
                <span>
                    <span class="strong">{name}</span>
                    {you.then(|| view! { " " <span class="muted small">{t.you()}</span> })}
                    {disabled.then(|| view! { " " <span class="badge">{t.disabled()}</span> })}
                    <span class="item__meta">{email}</span>
                </span>
            </span>
            <span class="line__end">
                <form class="row" method="post">
                    <input type="hidden" name="person" value=id.to_string()/>
                    {roles.into_iter().collect_view()}
                    <Submit
                        label=t.save_roles()
                        name="action"
                        value="roles"
                        class="btn btn--small"
                        aria=save
                    />
                </form>
                <form method="post">
                    <input type="hidden" name="person" value=id.to_string()/>
                    <Submit
                        label=t.remove()
                        name="action"
                        value="remove"
                        class="btn btn--small btn--quiet-bad"
                        aria=remove
                    />
                </form>
            </span>
        </li>
    }
}

fn add_form(
    t: Language,
    email: String,
    agent: bool,
    admin: bool,
    errors: FormErrors,
) -> impl IntoView {
    let roles = errors.get("roles");
    let described = roles.as_ref().map(|_| "roles-error");
    view! {
        <Panel title=t.add_member() id="add-member">
            <form class="form panel__body" method="post" novalidate>
                <FormNotice errors=errors.clone()/>
                <Field
                    name="email"
                    label=t.email()
                    kind="email"
                    value=email
                    hint=t.add_member_hint()
                    autocomplete="off"
                    errors=errors
                />
                <fieldset aria-describedby=described>
                    <legend>{t.roles()}</legend>
                    <Check
                        name="agent"
                        value="yes"
                        checked=agent
                        label=t.role_agent()
                        hint=t.role_agent_hint()
                    />
                    <Check
                        name="admin"
                        value="yes"
                        checked=admin
                        label=t.role_admin()
                        hint=t.role_admin_hint()
                    />
                    <ErrorLine id="roles" error=roles/>
                </fieldset>
                <p><Submit label=t.add() name="action" value="add"/></p>
            </form>
        </Panel>
    }
}
