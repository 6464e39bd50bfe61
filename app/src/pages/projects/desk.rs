//! A project's desk: whether somebody is home, and who.
//!
//! No form: going online happens on the page of one's own time online.

use super::head::{ProjectHead, ProjectTab};
use crate::{
    Language, Page,
    format::Reader,
    header::Header,
    icons::{Icon, IconName},
    paths,
    presence::Agents,
    shell::Section,
    ui::{SLOTS, Time, weave},
};
use leptos::prelude::*;
use presence::{Status, Timestamp, view::HeaderModel};

/// A project's desk.
#[derive(Debug, Clone)]
pub struct ProjectPage {
    /// Which project.
    pub project: ProjectHead,
    /// Whether chat is on.
    pub chat_enabled: bool,
    /// Whether somebody is home.
    pub status: Status,
    /// Since when.
    pub since: Timestamp,
    /// Everything that the header shows, with the project in context.
    pub model: HeaderModel,
}

impl Page for ProjectPage {
    fn title(&self, _: Language) -> String {
        self.project.name.clone()
    }

    fn section(&self) -> Option<Section> {
        Some(Section::Projects)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let name = &self.project.name;
        let here = self.model.counter(reader.now);
        let header = Header::on_page(reader, self.model);
        let (lamp, icon, title, hint) = match (self.chat_enabled, self.status) {
            (false, _) => (
                "lamp",
                IconName::Gone,
                t.project_status_off(name),
                t.project_off_hint().to_owned(),
            ),
            (true, Status::Online) => (
                "lamp lamp--online",
                IconName::LampOnline,
                t.project_status_online(name),
                t.project_online_hint(i64::try_from(here).unwrap_or(i64::MAX)),
            ),
            (true, Status::Offline) => (
                "lamp",
                IconName::LampOffline,
                t.project_status_offline(name),
                t.project_offline_hint().to_owned(),
            ),
        };
        let since = self.chat_enabled.then(|| {
            let since = weave(&t.since_at(SLOTS[0]), [view! { <Time at=self.since/> }.into_any()]);
            view! { <p class="muted">{since}</p> }
        });
        // Whoever is offline here goes online; anybody else looks at their time.
        let mine = header.model.with_untracked(|model| {
            model.project(self.project.key.as_str()).is_some_and(|here| here.agent)
        });
        let act = if mine && !header.is_online() {
            view! { <a class="btn btn--primary" href=paths::PRESENCE>{t.go_online()}</a> }
                .into_any()
        } else {
            view! { <a class="btn" href=paths::PRESENCE>{t.presence_page()}</a> }.into_any()
        };
        let portal = self.chat_enabled.then(|| {
            view! { <a class="btn" href=paths::portal(&self.project.key)>{t.open_portal()}</a> }
        });
        view! {
            {self.project.view(t, ProjectTab::Desk)}
            <section class="panel state" aria-labelledby="state" id="desk-state" data-live="">
                <span class=lamp><Icon name=icon size=24/></span>
                <div>
                    <h2 id="state">{title}</h2>
                    <p>{hint}</p>
                    {since}
                </div>
                <p class="row">
                    {portal}
                    {act}
                </p>
            </section>
            <section class="panel people" aria-labelledby="agents" id="desk-agents" data-live="">
                <Agents header=header id="agents"/>
            </section>
        }
        .into_any()
    }
}
