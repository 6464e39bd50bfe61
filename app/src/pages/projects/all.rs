//! The projects that one may see, each with its light.
//!
//! Fields of the form for site admins: `key`, `name`, `chat` (`yes`).

use crate::{
    Language, Page,
    format::Reader,
    icons::IconName,
    paths,
    shell::Section,
    ui::{
        Check, Empty, Field, FormErrors, FormNotice, Panel, SLOTS, StatusMark, Submit, Time, weave,
    },
};
use leptos::prelude::*;
use presence::{ProjectKey, Status, Timestamp};

/// The list of projects.
#[derive(Debug, Clone, Default)]
pub struct ProjectsPage {
    /// The projects one may see, in the order of the list.
    pub projects: Vec<ProjectRow>,
    /// The form, for those who may add a project.
    pub add: Option<AddProject>,
    /// Whether the reader is an agent who is offline.
    pub may_go_online: bool,
}

/// One project in the list.
#[derive(Debug, Clone)]
pub struct ProjectRow {
    /// Its key.
    pub key: ProjectKey,
    /// Its name.
    pub name: String,
    /// Whether chat is on.
    pub chat_enabled: bool,
    /// Whether somebody is home.
    pub status: Status,
    /// Since when.
    pub since: Timestamp,
    /// How many agents are available.
    pub agents_online: u32,
}

/// The form that adds a project.
#[derive(Debug, Clone)]
pub struct AddProject {
    /// What was typed before.
    pub key: String,
    /// What was typed before.
    pub name: String,
    /// Whether chat is to be on.
    pub chat: bool,
    /// What is wrong.
    pub errors: FormErrors,
}

impl Default for AddProject {
    fn default() -> Self {
        Self { key: String::new(), name: String::new(), chat: true, errors: FormErrors::default() }
    }
}

impl Page for ProjectsPage {
    fn title(&self, t: Language) -> String {
        t.projects_title().into()
    }

    fn section(&self) -> Option<Section> {
        Some(Section::Projects)
    }

    fn errors(&self) -> Option<&FormErrors> {
        self.add.as_ref().map(|add| &add.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self { projects, add, may_go_online } = self;
        let go_online = may_go_online.then(|| {
            view! { <a class="btn btn--primary" href=paths::PRESENCE>{t.go_online()}</a> }
        });
        let list = if projects.is_empty() {
            let text =
                if add.is_some() { t.projects_empty_admin() } else { t.projects_empty_agent() };
            view! { <Empty icon=IconName::Chat title=t.projects_empty_title() text=text/> }
                .into_any()
        } else {
            let rows = projects.into_iter().map(|row| project_row(t, row)).collect_view();
            view! { <ul class="panel lines" id="project-list" data-live="">{rows}</ul> }.into_any()
        };
        view! {
            <div class="page__head">
                <div><h1>{t.projects_title()}</h1></div>
                <p class="row" id="go-online-from-here" data-live="">{go_online}</p>
                <p class="muted num">{reader.today()}</p>
            </div>
            {list}
            {add.map(|add| add_form(t, add))}
        }
        .into_any()
    }
}

fn project_row(t: Language, row: ProjectRow) -> impl IntoView {
    let count = row.chat_enabled.then(|| {
        let since = weave(&t.since_at(SLOTS[0]), [view! { <Time at=row.since/> }.into_any()]);
        view! {
            <span class="muted num">{t.project_available(row.agents_online)}</span>
            <span class="muted num">{since}</span>
        }
    });
    view! {
        <li class="line">
            <a class="line__name" href=paths::project(&row.key)>{row.name}</a>
            <span class="key">{row.key.to_string()}</span>
            <span class="line__end">
                {count}
                <StatusMark status=row.chat_enabled.then_some(row.status)/>
            </span>
        </li>
    }
}

fn add_form(t: Language, add: AddProject) -> impl IntoView {
    let AddProject { key, name, chat, errors } = add;
    view! {
        <Panel title=t.add_project() id="add-project">
            <form class="form panel__body" method="post" novalidate>
                <FormNotice errors=errors.clone()/>
                <Field
                    name="name"
                    label=t.project_name()
                    value=name
                    hint=t.project_name_hint()
                    autocomplete="off"
                    errors=errors.clone()
                />
                <Field
                    name="key"
                    label=t.project_key()
                    value=key
                    hint=t.project_key_hint()
                    autocomplete="off"
                    max=10
                    errors=errors
                />
                <Check
                    name="chat"
                    value="yes"
                    checked=chat
                    label=t.chat_enabled()
                    hint=t.chat_enabled_hint()
                />
                <p><Submit label=t.add_project()/></p>
            </form>
        </Panel>
    }
}
