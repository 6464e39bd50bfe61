//! The HTML document around every page: head, header bar, side navigation, notices.
//!
//! [`render`] is the only way in. It takes plain data, draws once and gives a string; it loads nothing
//! and decides nothing.

use crate::{
    Language,
    flash::Flash,
    format::Reader,
    icons::{self, Icon, IconName},
    paths,
    presence::StatusIcon,
    signed_out::LoggedOut,
    ui::{Avatar, FormErrors, Notice, SLOTS, weave},
};
use leptos::{nonce::Nonce, prelude::*, reactive::owner::Owner};
use presence::Timestamp;
use presence::view::HeaderModel;

/// Who looks at the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Their id: what the page's scripts ask, they ask for this person.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Whether the site's own pages are theirs.
    pub site_admin: bool,
}

/// What every page needs to know. All of it is handed in, the time too.
pub struct PageContext {
    /// The reader's language.
    pub language: Language,
    /// The moment at which the page is drawn.
    pub now: Timestamp,
    /// The page's path, with what is asked of it.
    pub address: String,
    /// The reader's IANA time zone from the cookie [`ZONE_COOKIE`]; `UTC` while nobody has said.
    pub time_zone: String,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// Goes into the address of the style sheet, so that it can be cached for ever.
    pub asset_version: String,
    /// The nonce of the content security policy of this answer.
    pub nonce: String,
    /// What was done just before this page.
    pub flash: Option<Flash>,
    /// That the reader was logged out, while they have not read it.
    pub logged_out: Option<LoggedOut>,
    /// What the header knows, for those who have to do with presence: what they must know is told on every page.
    /// Without it the page loads no wasm.
    pub header: Option<HeaderModel>,
    /// Whether the page has the header icon.
    pub icon: bool,
}

impl PageContext {
    /// A page for nobody in particular: no viewer, no notice, no island, times in UTC.
    pub fn new(language: Language, now: Timestamp) -> Self {
        Self {
            language,
            now,
            address: paths::HOME.into(),
            time_zone: "UTC".into(),
            viewer: None,
            asset_version: String::new(),
            nonce: String::new(),
            flash: None,
            logged_out: None,
            header: None,
            icon: true,
        }
    }
}

/// The cookie in which the browser says its time zone, as an IANA name.
pub const ZONE_COOKIE: &str = "porchlight_zone";

/// Tells the server the reader's time zone from the next page on.
const ZONE_SCRIPT: &str = "try{document.cookie=\"porchlight_zone=\"+Intl.DateTimeFormat()\
.resolvedOptions().timeZone+\";path=/;max-age=31536000;samesite=lax\"}catch{}";

/// Which entry of the navigation a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The projects and everything inside one.
    Projects,
    /// One's own time online.
    Presence,
    /// Everybody.
    People,
    /// The site's settings.
    Settings,
    /// One's own account: in the menu, not in the side.
    Account,
}

/// What stands around a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Bar and side navigation, for those who are signed in.
    Frame,
    /// The bar and one card in the middle: signing in and the like.
    Card,
    /// Nothing of ours: the customers' page.
    Bare,
}

/// A page: plain data that can draw itself.
pub trait Page: Sized {
    /// The title of the tab, without the product's name.
    fn title(&self, t: Language) -> String;

    /// Which entry of the navigation is the present one.
    fn section(&self) -> Option<Section> {
        None
    }

    /// What stands around it.
    fn layout(&self) -> Layout {
        Layout::Frame
    }

    /// What is wrong with its form. The title says so too: it is what a screen reader reads first.
    fn errors(&self) -> Option<&FormErrors> {
        None
    }

    /// The page itself, the content of `<main>`.
    fn view(self, reader: &Reader) -> AnyView;
}

/// The whole document.
pub fn render<P: Page>(context: PageContext, page: P) -> String {
    let owner = Owner::new();
    let html = owner.with(|| document(context, page));
    owner.unset_with_forced_cleanup();
    html
}

fn document<P: Page>(context: PageContext, page: P) -> String {
    let t = context.language;
    let reader = Reader::new(t, &context.time_zone, context.now);
    provide_context(t);
    provide_context(reader.clone());
    provide_context(paths::Address(context.address.clone()));
    provide_context(Nonce::from_value(context.nonce.clone()));

    let mut title = t.page_title(&page.title(t));
    if page.errors().is_some_and(|errors| !errors.is_empty()) {
        title = t.page_title_error(&title);
    }
    let layout = match page.layout() {
        Layout::Frame if context.viewer.is_none() => Layout::Card,
        layout => layout,
    };
    let section = page.section();
    let header = context.header.filter(|_| layout == Layout::Frame);
    let islands = header.is_some();
    let signed_in = context.viewer.is_some();
    let reader_id = context.viewer.as_ref().map(|viewer| viewer.id.clone());
    let person = reader_id.as_ref().map(|id| format!(" data-person=\"{id}\""));

    let main = page.view(&reader);
    let notice = context.flash.map(|flash| {
        let tone = flash.tone();
        let words = flash.words(&reader);
        view! { <Notice tone=tone role="status">{words}</Notice> }
    });
    let told = context.logged_out.map(|told| told.view(&reader, context.address.clone()));
    let body = match (layout, context.viewer) {
        (Layout::Frame, Some(viewer)) => {
            let zone = context.time_zone.clone();
            let shown = context.icon;
            let icon = header.map(|model| {
                view! { <StatusIcon language=t zone=zone model=model shown=shown/> }.into_any()
            });
            desk(t, &viewer, section, (icon, shown), (told, notice).into_any(), main)
        }
        (Layout::Bare, _) => view! { {notice} {main} }.into_any(),
        (_, viewer) => card(t, viewer.is_some(), (told, notice).into_any(), main),
    };

    // The body first: only then is it known which symbols the page needs.
    let question = signed_in.then(|| still_there(t));
    let body = (body, question).to_html();
    let body = reader_id.map_or(body.clone(), |id| forms_of(&id, &context.address, &body));
    let wakes = match (signed_in, islands, layout == Layout::Frame && body.contains(" data-live")) {
        (false, ..) => Wakes::Nothing,
        (true, true, _) => Wakes::Islands,
        (true, false, true) => Wakes::Parts,
        (true, false, false) => Wakes::Beats,
    };
    let also: &[IconName] = match wakes {
        Wakes::Nothing | Wakes::Beats => &[],
        Wakes::Parts | Wakes::Islands => &IconName::OF_THE_HEADER,
    };
    let sprite = icons::sprite(&body, also);
    let head = head(title, &context.asset_version, &context.nonce, wakes).to_html();
    format!(
        "<!doctype html><html lang=\"{}\" dir=\"{}\"{}><head>{head}</head><body>{sprite}{body}</body></html>",
        t.tag(),
        t.direction(),
        person.unwrap_or_default(),
    )
}

/// The page with forms that say for whom they were drawn, as its scripts do: where somebody else has signed in
/// since, in another tab, what one sends must not be done in their name.
fn forms_of(person: &str, address: &str, html: &str) -> String {
    let address = address.replace('&', "&amp;").replace('"', "%22");
    let with_person = |action: &str| {
        let joint = if action.contains('?') { "&amp;" } else { "?" };
        [action, joint, "for=", person].concat()
    };
    let mut out = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(at) = rest.find("<form") {
        let (before, form) = rest.split_at(at);
        let Some(end) = form.find('>') else { break };
        let (tag, after) = form.split_at(end);
        out.push_str(before);
        match tag.split_once(" action=\"") {
            _ if !tag.contains(" method=\"post\"") => out.push_str(tag),
            Some((start, action)) => {
                let (action, more) = action.split_once('"').unwrap_or((action, ""));
                out.extend([start, " action=\"", &with_person(action), "\"", more]);
            }
            None => out.extend([tag, " action=\"", &with_person(&address), "\""]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::forms_of;

    #[test]
    fn every_form_that_changes_something_says_for_whom_it_is() {
        for (form, for_marta) in [
            ("<form method=\"post\">", "<form method=\"post\" action=\"?for=marta\">"),
            (
                "<p><form class=\"a\" method=\"post\" action=\"/x\" novalidate>y</form>",
                "<p><form class=\"a\" method=\"post\" action=\"/x?for=marta\" novalidate>y</form>",
            ),
            (
                "<form action=\"/x?y=1\" method=\"post\">",
                "<form action=\"/x?y=1&amp;for=marta\" method=\"post\">",
            ),
            ("<form action=\"/x\"><form>", "<form action=\"/x\"><form>"),
            ("<form", "<form"),
        ] {
            assert_eq!(forms_of("marta", "", form), for_marta);
        }
        assert_eq!(
            forms_of("marta", "/people?q=a&page=2", "<form method=\"post\">"),
            "<form method=\"post\" action=\"/people?q=a&amp;page=2&amp;for=marta\">"
        );
    }
}

fn head(title: String, version: &str, nonce: &str, wakes: Wakes) -> impl IntoView + use<> {
    let style = format!("/pkg/porchlight.css?v={version}");
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>{title}</title>
        <link rel="icon" type="image/svg+xml" href=format!("/assets/house.svg?v={version}")/>
        <link rel="stylesheet" href=style/>
        <script nonce=nonce.to_owned()>{ZONE_SCRIPT}</script>
        {match wakes {
            Wakes::Nothing => ().into_any(),
            Wakes::Beats => wake(version, nonce, "", "").into_any(),
            Wakes::Parts => wake_parts(version, nonce).into_any(),
            Wakes::Islands => wake_islands(version, nonce).into_any(),
        }}
    }
}

/// What a page does by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wakes {
    /// Nothing: the page loads no script.
    Nothing,
    /// It tells the server that somebody is there, as every page does for those who are signed in.
    Beats,
    /// That, and the parts marked `data-live` are drawn again by the server.
    Parts,
    /// All of that, and the header's icon.
    Islands,
}

/// The scripts of our own pages, as one. The file carries the version, so that a browser keeps it.
fn main_script(version: &str) -> String {
    format!("/assets/main.js?v={version}")
}

/// Beats, has menus close, and does what `imports` and `then` say.
fn wake(version: &str, nonce: &str, imports: &str, then: &str) -> impl IntoView + use<> {
    let main = main_script(version);
    let source = format!("import * as live from {main:?};{imports}live.menus();live.beat();{then}");
    view! { <script type="module" nonce=nonce.to_owned()>{source}</script> }
}

/// Follows the events, so that parts marked `data-live` stay true.
fn wake_parts(version: &str, nonce: &str) -> impl IntoView + use<> {
    wake(version, nonce, "", "live.follow(\"/api/v1/me/events\")")
}

/// Loads the wasm and wakes the islands.
fn wake_islands(version: &str, nonce: &str) -> impl IntoView + use<> {
    let script = format!("/pkg/{version}/porchlight.js");
    let wasm = format!("/pkg/{version}/porchlight_bg.wasm");
    let imports = format!("import init,* as app from {script:?};");
    let then = format!(
        "window.porchlightFollow=live.follow;window.porchlightTell=live.tell;\
         window.porchlightAskToTell=live.askToTell;window.porchlightWhenReached=live.whenReached;\
         await init({{module_or_path:{wasm:?}}});app.hydrate();\
         for(const island of document.querySelectorAll(\"leptos-island\"))\
         app[island.dataset.component]?.(island)"
    );
    view! {
        <link rel="modulepreload" href=script/>
        <link rel="modulepreload" href=main_script(version)/>
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        {wake(version, nonce, &imports, &then)}
    }
}

/// The question a minute before one is away. A script asks it, beside the icon; any input answers it.
fn still_there(t: Language) -> impl IntoView {
    let words = t.still_there_until(SLOTS[0]);
    let time = view! { <time></time> }.into_any();
    view! {
        <section
            class="callout callout--bar"
            id="still-there"
            aria-labelledby="still-there-title"
            popover="manual"
            data-title=t.still_there()
        >
            <h2 class="h3" id="still-there-title">{t.still_there()}</h2>
            <p>{weave(&words, [time])}</p>
            <button class="btn btn--primary" type="button">{t.still_here()}</button>
        </section>
        <p class="sr" id="still-there-heard" role="status"></p>
    }
}

fn skip_link(t: Language) -> impl IntoView {
    view! { <a class="skip" href="#main">{t.skip_to_content()}</a> }
}

fn brand(to: &'static str) -> impl IntoView {
    view! {
        <a class="bar__brand" href=to>
            <Icon name=IconName::House size=24/>
            <span class="bar__name">"Porchlight"</span>
        </a>
    }
}

fn desk(
    t: Language,
    viewer: &Viewer,
    section: Option<Section>,
    (icon, shown): (Option<AnyView>, bool),
    notice: AnyView,
    main: AnyView,
) -> AnyView {
    let divider = (shown && icon.is_some()).then(|| view! { <span class="bar__divider"></span> });
    view! {
        {skip_link(t)}
        <header class="bar" data-bar="dark">
            {brand(paths::HOME)}
            <div class="bar__end">{icon}{divider}{account_menu(t, viewer, section)}</div>
        </header>
        <div class="shell">
            {side(t, viewer, section)}
            <main class="page" id="main" tabindex="-1">{notice}{main}</main>
        </div>
    }
    .into_any()
}

fn card(t: Language, signed_in: bool, notice: AnyView, main: AnyView) -> AnyView {
    let to = if signed_in { paths::HOME } else { paths::SIGN_IN };
    view! {
        {skip_link(t)}
        <header class="bar" data-bar="dark">{brand(to)}</header>
        <main class="card-page" id="main" tabindex="-1">
            {notice}
            <div class="card">{main}</div>
        </main>
    }
    .into_any()
}

fn side(t: Language, viewer: &Viewer, section: Option<Section>) -> impl IntoView + use<> {
    let entries = [
        (Section::Projects, paths::PROJECTS, IconName::Chat, t.nav_projects(), true),
        (Section::Presence, paths::PRESENCE, IconName::Clock, t.presence_page(), true),
        (Section::People, paths::PEOPLE, IconName::People, t.nav_people(), viewer.site_admin),
        (
            Section::Settings,
            paths::SITE_SETTINGS,
            IconName::Gear,
            t.nav_settings(),
            viewer.site_admin,
        ),
    ];
    let entries = entries
        .into_iter()
        .filter(|entry| entry.4)
        .map(|(entry, to, icon, words, _)| {
            view! {
                <li>
                    <a class="side__link" href=to aria-current=(section == Some(entry)).then_some("page")>
                        <Icon name=icon/>
                        {words}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <nav class="side" aria-label=t.nav_pages()><ul>{entries}</ul></nav> }
}

fn account_menu(t: Language, viewer: &Viewer, section: Option<Section>) -> impl IntoView + use<> {
    let current = (section == Some(Section::Account)).then_some("page");
    view! {
        <details class="menu">
            <summary class="bar__tool">
                <Avatar name=viewer.name.clone() small=true/>
                <span class="sr">{t.account_of(&viewer.name)}</span>
            </summary>
            <div class="menu__box">
                <p class="menu__who">
                    <strong>{viewer.name.clone()}</strong>
                    <span class="muted">{viewer.email.clone()}</span>
                </p>
                <ul>
                    <li><a class="menu__item" href=paths::ACCOUNT aria-current=current>{t.your_account()}</a></li>
                    <li>
                        <form method="post" action=paths::SIGN_OUT>
                            <button class="menu__item" type="submit">{t.sign_out()}</button>
                        </form>
                    </li>
                </ul>
            </div>
        </details>
    }
}
