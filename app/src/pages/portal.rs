//! The customers' page of a project, for those who have no site of their own to put the icon on.
//!
//! It has no form. The words are drawn by the server; the embed changes the icon as soon as somebody
//! comes or goes.

use crate::{
    Language, Page,
    format::Reader,
    icons::{Icon, IconName},
    paths,
    shell::Layout,
    ui::{SLOTS, Time, weave},
};
use leptos::{nonce::use_nonce, prelude::*};
use presence::{ProjectKey, Status, Timestamp};

/// The customers' page of a project.
#[derive(Debug, Clone)]
pub struct PortalPage {
    /// The project's key.
    pub key: ProjectKey,
    /// The project's name.
    pub name: String,
    /// Whether somebody is home.
    pub status: Status,
    /// Since when.
    pub since: Timestamp,
    /// How many agents are available, where the project shows it.
    pub agents_online: Option<u32>,
}

impl Page for PortalPage {
    fn title(&self, t: Language) -> String {
        t.portal_title(&self.name)
    }

    fn layout(&self) -> Layout {
        Layout::Bare
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self { key, name, status, since, agents_online } = self;
        let (class, icon, title, text) = match status {
            Status::Online => (
                "home home--online",
                IconName::LampOnline,
                t.portal_online_title(&name),
                match agents_online {
                    Some(count) if count > 0 => t.portal_online_count(count),
                    _ => t.portal_online().to_owned(),
                },
            ),
            Status::Offline => (
                "home",
                IconName::LampOffline,
                t.portal_offline_title(&name),
                t.portal_offline().to_owned(),
            ),
        };
        let since = weave(&t.portal_since(SLOTS[0]), [view! { <Time at=since/> }.into_any()]);
        view! {
            <header class="help__bar">
                <a class="help__brand" href=paths::portal(&key)>{name.clone()}</a>
            </header>
            <main class="help__hero" id="main">
                <h1>{t.portal_lead()}</h1>
                <section class=class aria-labelledby="state">
                    <Icon name=icon size=40/>
                    <div>
                        <h2 id="state">{title}</h2>
                        <p>{text}</p>
                        <p class="muted small">{since}</p>
                    </div>
                </section>
                <p class="muted">{t.portal_note()}</p>
            </main>
            <footer class="help__end">
                <p class="muted small">{t.portal_by()}</p>
            </footer>
            <script
                async=true
                src="/embed/v1/portal.js"
                data-project=key.to_string()
                data-name=name
                nonce=use_nonce()
            ></script>
        }
        .into_any()
    }
}
