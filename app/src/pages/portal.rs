//! The customers' page of a project, for those who have no site of their own to put the icon on.
//!
//! It has no form. The words are drawn by the server. The embed tells the page of each change with the
//! event `porchlight:availability`, and a line of script then shows the words for it. The embed's own light is
//! hidden here: the page is the light, and says everything once.

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
    /// When it opens next, while it is closed.
    pub next_open: Option<Timestamp>,
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
        let Self { key, name, status, since, agents_online, next_open } = self;
        let count =
            agents_online.filter(|&count| count > 0 && status == Status::Online).map(|count| {
                view! { <p data-count=count.to_string()>{t.portal_online_count(count)}</p> }
            });
        let opens = next_open.map(|at| {
            let words = weave(&t.portal_opens(SLOTS[0]), [view! { <Time at=at/> }.into_any()]);
            view! { <p class="strong" data-opens=at.as_millis().to_string()>{words}</p> }
        });
        let since = weave(&t.portal_since(SLOTS[0]), [view! { <Time at=since/> }.into_any()]);
        view! {
            <header class="help__bar">
                <a class="help__brand" href=paths::portal(&key)>{name.clone()}</a>
            </header>
            <main class="help__hero" id="main">
                <h1>{t.portal_lead()}</h1>
                <div class="home" aria-live="polite">
                    <section
                        class="home__state home__state--online"
                        data-when=Status::Online.name()
                        hidden=status != Status::Online
                    >
                        <Icon name=IconName::LampOnline size=40/>
                        <div>
                            <h2>{t.portal_online_title(&name)}</h2>
                            {count}
                        </div>
                    </section>
                    <section
                        class="home__state"
                        data-when=Status::Offline.name()
                        hidden=status != Status::Offline
                    >
                        <Icon name=IconName::LampOffline size=40/>
                        <div>
                            <h2>{t.portal_offline_title(&name)}</h2>
                            {opens}
                        </div>
                    </section>
                    <p class="muted small" data-since=self.since.as_millis().to_string()>{since}</p>
                    <p class="muted small" data-lost="" hidden=true>{t.portal_lost()}</p>
                </div>
                <p class="muted" data-live="" hidden=true>{t.portal_note()}</p>
                <p class="muted" data-gone="" hidden=true>{t.portal_gone()}</p>
            </main>
            <footer class="help__end">
                <p class="muted small">{t.portal_by()}</p>
            </footer>
            <porchlight-portal hidden=true data-project=key.to_string()></porchlight-portal>
            <script nonce=use_nonce()>{FOLLOW}</script>
            {(reader.zone_name() == "UTC").then(|| {
                view! { <script nonce=use_nonce()>{IN_OWN_ZONE}</script> }
            })}
            <script async=true src="/embed/v1/portal.js" nonce=use_nonce()></script>
        }
        .into_any()
    }
}

/// A customer's first page comes before anybody knows their time zone, and there is often no second one:
/// the browser puts the times into its own.
const IN_OWN_ZONE: &str = "for(const x of document.querySelectorAll(\"time\")){\
const d=new Date(x.dateTime),today=d.toDateString()==new Date().toDateString();\
x.textContent=new Intl.DateTimeFormat(document.documentElement.lang,{hour:\"2-digit\",\
minute:\"2-digit\",hourCycle:\"h23\",...!today&&{weekday:\"long\"}}).format(d)}";

/// Shows the words for what the embed has heard. What was drawn for another moment, the count and the
/// time, is hidden rather than left to be wrong. Without a connection the page greys, and says so.
const FOLLOW: &str = "{const light=document.querySelector(\"porchlight-portal\"),\
show=(part,is)=>{for(const x of document.querySelectorAll(`[data-${part}]`))x.hidden=!is(x.dataset[part])};\
addEventListener(\"porchlight:availability\",({detail:d})=>{\
show(\"when\",x=>x==d.status);\
show(\"count\",x=>x==d.agents_online);\
show(\"opens\",x=>x==Date.parse(d.next_open));\
show(\"since\",x=>x==Date.parse(d.since))});\
new MutationObserver(()=>{const s=light.dataset.state,home=document.querySelector(\".home\");\
show(\"lost\",()=>s==\"reconnecting\");\
show(\"live\",()=>s.endsWith(\"line\"));\
show(\"gone\",()=>s==\"unavailable\");\
home.hidden=s==\"unavailable\";\
home.classList.toggle(\"home--stale\",s==\"reconnecting\")\
}).observe(light,{attributeFilter:[\"data-state\"]})}";
