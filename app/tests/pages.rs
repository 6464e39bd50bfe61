//! Every page of the gallery, in every language: what must hold for all of them, and what for some.

#![cfg(feature = "ssr")]
#![allow(missing_docs, clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../examples/gallery.rs"]
mod gallery;

use app::{
    Language, PageContext, Viewer,
    actions::GoOnlineForm,
    flash::Flash,
    pages::{DoorPage, PeoplePage, PersonRow, PresencePage, SignInPage},
    refusal::Refusal,
    render,
    ui::{FieldError, FormErrors},
};
use presence::{
    Board, Caller, Revision, Timestamp,
    view::{DoorView, PersonView, Place},
};
use service::LetterView;
use std::collections::{BTreeMap, BTreeSet};

/// One start tag with its attributes.
struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// The start tags of a document that was written by a machine: quotes are double, names in lower case.
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_lowercase()) {
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap();
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut attributes = BTreeMap::new();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("/>")) {
                rest = after;
                break;
            }
            let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap();
            let key = rest[..end].to_owned();
            rest = &rest[end..];
            let mut value = String::new();
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let end = quoted.find('"').unwrap();
                quoted[..end].clone_into(&mut value);
                rest = &quoted[end + 1..];
            }
            attributes.insert(key, value);
        }
        tags.push(Tag { name, attributes });
    }
    tags
}

fn all_pages() -> impl Iterator<Item = (String, String)> {
    Language::ALL.iter().flat_map(|&l| {
        gallery::pages(l).into_iter().map(move |(name, html)| (format!("{name}.{}", l.tag()), html))
    })
}

#[test]
fn nothing_is_styled_or_scripted_in_place() {
    for (page, html) in all_pages() {
        for tag in tags(&html) {
            assert!(tag.get("style").is_none() && tag.name != "style", "{page}: inline style");
            let handler = tag.attributes.keys().find(|key| key.starts_with("on"));
            assert_eq!(handler, None, "{page}: inline handler");
            if tag.name == "script" {
                assert_eq!(tag.get("nonce"), Some("sample"), "{page}: a script without the nonce");
            }
        }
    }
}

#[test]
fn every_document_is_whole() {
    for (page, html) in all_pages() {
        let language = page.rsplit_once('.').unwrap().1;
        let start = format!("<!doctype html><html lang=\"{language}\" dir=\"ltr\"");
        assert!(html.starts_with(&start), "{page}");
        let tags = tags(&html);
        let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
        assert_eq!((count("h1"), count("main"), count("title")), (1, 1, 1), "{page}");
        assert!(
            tags.iter().any(|tag| tag.name == "main" && tag.get("id") == Some("main")),
            "{page}"
        );
        let sheets: Vec<_> = tags.iter().filter(|t| t.get("rel") == Some("stylesheet")).collect();
        assert_eq!(sheets.len(), 1, "{page}");
        assert!(!html.contains("pkg/porchlight.js"), "{page}: wasm without an island");
        assert!(!html.contains('\u{E000}'), "{page}: a slot without its view");
    }
}

#[test]
fn ids_are_unique_and_every_reference_finds_one() {
    for (page, html) in all_pages() {
        let tags = tags(&html);
        let mut ids = BTreeSet::new();
        for id in tags.iter().filter_map(|tag| tag.get("id")) {
            assert!(ids.insert(id), "{page}: the id {id} is there twice");
        }
        for tag in &tags {
            let named = ["for", "aria-labelledby", "aria-describedby"];
            for reference in named.iter().filter_map(|name| tag.get(name)) {
                for id in reference.split(' ') {
                    assert!(ids.contains(id), "{page}: <{}> refers to {id}", tag.name);
                }
            }
            if tag.name == "use" {
                let symbol = tag.get("href").unwrap().trim_start_matches('#');
                assert!(ids.contains(symbol), "{page}: the symbol {symbol} is not in the sprite");
            }
        }
    }
}

#[test]
fn every_control_has_a_name() {
    for (page, html) in all_pages() {
        let tags = tags(&html);
        let labelled: BTreeSet<_> = tags
            .iter()
            .filter(|tag| tag.name == "label")
            .filter_map(|tag| tag.get("for"))
            .collect();
        for tag in &tags {
            let kind = tag.get("type").unwrap_or("text");
            match tag.name.as_str() {
                // Those stand inside their label.
                "input" if matches!(kind, "checkbox" | "radio") => {
                    let value = tag.get("value").unwrap();
                    let inside = html
                        .split("<label")
                        .any(|part| part.split("</label>").next().unwrap().contains(value));
                    assert!(inside, "{page}: {kind} {value} has no label around it");
                }
                "input" if kind == "hidden" => {}
                "input" | "select" | "textarea" => {
                    let id = tag.get("id").unwrap_or_default();
                    assert!(labelled.contains(id), "{page}: <{}> {id} has no label", tag.name);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn forms_post_to_their_own_page() {
    for (page, html) in all_pages() {
        for form in tags(&html).iter().filter(|tag| tag.name == "form") {
            // What only looks for something is an address.
            let method = if form.get("role") == Some("search") { "get" } else { "post" };
            assert_eq!(form.get("method"), Some(method), "{page}");
            // It says for whom it was drawn.
            let action = form.get("action").map(|action| action.split('?').next().unwrap_or(""));
            let action = action.filter(|action| !action.is_empty());
            // One's own devices are signed out from the dialog too, on whatever page that is; and that one was
            // logged out is read wherever one is.
            // The gallery says of no page where it is: its own address is where one lands.
            let elsewhere = [
                Some("/sign-out"),
                Some("/presence"),
                Some("/account/logout-read"),
                Some("/projects"),
            ];
            assert!(action.is_none() || elsewhere.contains(&action), "{page}: {action:?}");
        }
    }
}

fn context(language: Language) -> PageContext {
    let mut context = PageContext::new(language, Timestamp::from_millis(1_773_328_680_000));
    context.nonce = "sample".into();
    context
}

#[test]
fn an_error_stands_beside_its_field_and_in_the_title() {
    let errors = FormErrors::default().with("email", FieldError::Email);
    let html = render(
        context(Language::En),
        SignInPage { email: "m@\"><b>".into(), errors, signed_out: None },
    );
    assert!(html.contains("<title>Error: Sign in · Porchlight</title>"), "{html}");
    let tags = tags(&html);
    let find = |id: &str| tags.iter().find(|tag| tag.get("id") == Some(id)).unwrap();
    let email = find("email");
    assert_eq!(email.get("aria-invalid"), Some("true"));
    assert_eq!(email.get("aria-describedby"), Some("email-error"));
    assert_eq!(email.get("autocomplete"), Some("username"));
    assert!(email.get("autofocus").is_some(), "the first wrong field has the focus");
    assert_eq!(find("email-error").name, "p");
    assert!(find("password").get("aria-invalid").is_none());
    assert!(html.contains("This is not an e-mail address."));
    assert!(!html.contains("<b>"), "what was typed is kept, and escaped");
}

#[test]
fn a_password_is_never_sent_back() {
    for (page, html) in all_pages() {
        for tag in tags(&html).iter().filter(|tag| tag.get("type") == Some("password")) {
            assert!(tag.get("value").is_none(), "{page}");
        }
    }
}

/// Somebody whom an admin may put offline, and of whom nothing else is known.
fn person_view() -> PersonView {
    let id: presence::UserId = "x".parse().unwrap();
    let caller = Caller { id: id.clone(), site_admin: true, roles: BTreeMap::new() };
    let nobody = PersonView::of(&Board::default(), &caller, &id, Timestamp::from_millis(0));
    PersonView { door: true, ..nobody }
}

#[test]
fn names_and_reasons_are_text() {
    let evil = "</textarea><script>alert(1)</script>";
    let mut model = gallery::header_model(gallery::offline(None), &[]);
    for project in &mut model.me.projects {
        project.name = evil.into();
    }
    let view = DoorView {
        id: "jonas".into(),
        name: evil.into(),
        revision: Revision::new(1),
        projects: vec![Place { key: "SUP".into(), name: evil.into() }],
        stays_in: vec![evil.into()],
        last_in: vec![evil.into()],
    };
    let mut door = DoorPage::new(model.clone(), view);
    door.reason = evil.into();
    let person = PersonRow {
        id: "x".parse().unwrap(),
        name: evil.into(),
        email: evil.into(),
        site_admin: false,
        disabled: false,
        you: false,
        is: person_view(),
        device_rows: vec![],
        projects: vec![],
        admin_of: vec![],
        can_force_logout: true,
        letter: Some(LetterView::Waiting {
            since: Timestamp::from_millis(gallery::NOW),
            next_at: Timestamp::from_millis(gallery::NOW),
            answer: Some(evil.into()),
        }),
    };
    let mut signed_in = context(Language::En);
    let viewer = Viewer { id: "x".into(), name: evil.into(), email: evil.into(), site_admin: true };
    signed_in.viewer = Some(viewer.clone());
    signed_in.flash = Some(Flash::PutOffline { name: evil.into(), projects: evil.into() });
    let door = render(signed_in, door);
    let mut signed_in = context(Language::En);
    signed_in.viewer = Some(viewer);
    let people = render(signed_in, PeoplePage { people: vec![person], ..Default::default() });
    let time_online = render(context(Language::En), PresencePage::new(model, vec![]));
    for html in [door, people, time_online] {
        assert!(!html.contains("<script>alert"), "{html}");
        let closed = html.matches("</textarea>").count();
        assert_eq!(closed, html.matches("<textarea").count(), "{html}");
    }
}

#[test]
fn what_was_chosen_is_kept_when_it_was_wrong() {
    let form = GoOnlineForm {
        length: "until".into(),
        until: "25:00".into(),
        scope: "some".into(),
        projects: vec!["SUP".into()],
        ..GoOnlineForm::default()
    };
    let errors = FormErrors::default().with("until", FieldError::TimeOfDay);
    let page = PresencePage::new(gallery::header_model(gallery::offline(None), &[]), vec![]);
    let page = page.refused(Refusal::Form(errors), Some(form));
    let mut context = context(Language::De);
    context.viewer = Some(Viewer {
        id: "marta".into(),
        name: "Marta".into(),
        email: "m@x.example".into(),
        site_admin: false,
    });
    let html = render(context, page);
    let tags = tags(&html);
    let chosen: Vec<_> = tags
        .iter()
        .filter(|tag| tag.get("checked").is_some())
        .map(|tag| (tag.get("name").unwrap(), tag.get("value").unwrap()))
        .collect();
    assert_eq!(chosen, [("length", "until"), ("scope", "some"), ("projects", "SUP")]);
    let until = tags.iter().find(|tag| tag.get("id") == Some("until")).unwrap();
    assert_eq!(until.get("value"), Some("25:00"));
    assert_eq!(until.get("aria-describedby"), Some("until-error until-hint"));
    assert!(html.contains("Das ist keine Uhrzeit."), "{html}");
    let revision = tags.iter().find(|tag| tag.get("name") == Some("revision")).unwrap();
    assert_eq!(revision.get("value"), Some("3"));
    assert!(!html.contains("href=\"/people\""), "people are for site admins");
}

#[test]
fn who_may_not_use_the_door_sees_none() {
    let (_, html) =
        gallery::pages(Language::En).into_iter().find(|(name, _)| *name == "people").unwrap();
    assert!(html.contains("aria-label=\"Put Jonas Weber offline\""));
    assert!(!html.contains("Put Marta Nowak offline"));
    assert!(!html.contains("Put Tomás Herrera offline"), "who is offline cannot be put offline");
}
