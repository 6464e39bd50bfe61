//! What a program may ask this site, to be read by whoever writes the program.
//!
//! It has no form. The words about the calls come from the description of the API and are English; only what
//! stands around them is in the reader's language.

use crate::{Language, Page, format::Reader, paths, shell::Layout};
use leptos::prelude::*;

/// Where a program reads the same.
const DESCRIPTION: &str = "/api/v1/openapi.json";

/// The whole API.
#[derive(Debug, Clone, Default)]
pub struct ApiPage {
    /// What holds for all of it.
    pub words: String,
    /// The calls, by subject.
    pub groups: Vec<ApiGroup>,
    /// The shapes that are sent and answered.
    pub shapes: Vec<ApiShape>,
}

/// The calls of one subject.
#[derive(Debug, Clone, Default)]
pub struct ApiGroup {
    /// The subject.
    pub name: String,
    /// In words.
    pub words: String,
    /// Its calls.
    pub calls: Vec<ApiCall>,
}

/// One call.
#[derive(Debug, Clone, Default)]
pub struct ApiCall {
    /// Its name, unlike any other's.
    pub name: String,
    /// `GET`, `PUT` and so on.
    pub method: String,
    /// Where.
    pub path: String,
    /// What it does, in a line.
    pub title: String,
    /// What else there is to know.
    pub words: String,
    /// Whether anybody may call it.
    pub open: bool,
    /// What stands in the address and the head of the request.
    pub parameters: Vec<ApiField>,
    /// What is sent.
    pub body: Option<ApiContent>,
    /// What may come back.
    pub answers: Vec<ApiAnswer>,
}

/// What is sent or comes back.
#[derive(Debug, Clone, Default)]
pub struct ApiContent {
    /// Its media type.
    pub media_type: String,
    /// Of which kind it is.
    pub kind: ApiKind,
    /// Examples, each with its name where there are several.
    pub examples: Vec<(Option<String>, String)>,
}

/// One of the answers to a call.
#[derive(Debug, Clone, Default)]
pub struct ApiAnswer {
    /// The status.
    pub status: String,
    /// When it is given.
    pub words: String,
    /// What is in it, if anything.
    pub content: Option<ApiContent>,
}

/// A structure, or the values that something has.
#[derive(Debug, Clone, Default)]
pub struct ApiShape {
    /// Its name.
    pub name: String,
    /// In words.
    pub words: String,
    /// Of which kind it is, where it is no structure.
    pub kind: ApiKind,
    /// Its fields, where it is one.
    pub fields: Vec<ApiField>,
}

/// A field or a parameter.
#[derive(Debug, Clone, Default)]
pub struct ApiField {
    /// Its name.
    pub name: String,
    /// Of which kind it is.
    pub kind: ApiKind,
    /// Whether it may be left out.
    pub optional: bool,
    /// In words.
    pub words: String,
}

/// A kind of value.
#[derive(Debug, Clone, Default)]
pub struct ApiKind {
    /// A shape of this description, by its name.
    pub shape: Option<String>,
    /// Whether it is a list of these.
    pub list: bool,
    /// The kind by itself, and what bounds it: `integer`, `1 to 1440`.
    pub words: Vec<String>,
}

impl Page for ApiPage {
    fn title(&self, t: Language) -> String {
        t.api_title().into()
    }

    fn layout(&self) -> Layout {
        Layout::Bare
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self { words, groups, shapes } = self;
        let contents = groups
            .iter()
            .map(|group| {
                let calls = group.calls.iter().map(|call| {
                    let to = format!("#{}", call.name);
                    view! { <li><a href=to>{call.title.clone()}</a></li> }
                });
                view! { <li>{capital(&group.name)}<ul>{calls.collect_view()}</ul></li> }
            })
            .collect_view();
        let groups = groups.into_iter().map(|group| view_group(t, group)).collect_view();
        let shapes = shapes.into_iter().map(|shape| view_shape(t, shape)).collect_view();
        view! {
            <header class="help__bar"><a class="help__brand" href=paths::HOME>"Porchlight"</a></header>
            <main class="api" id="main">
                <h1>{t.api_title()}</h1>
                <nav class="api__contents" aria-label=t.api_contents()>
                    <ul lang="en" dir="ltr">{contents}</ul>
                    <p><a href="#shapes">{t.api_shapes()}</a></p>
                    <p><a href=DESCRIPTION>{t.api_description()}</a></p>
                </nav>
                <div class="api__text">
                    <div lang="en" dir="ltr">{prose(&words)}{groups}</div>
                    <h2 id="shapes">{t.api_shapes()}</h2>
                    <div lang="en" dir="ltr">{shapes}</div>
                </div>
            </main>
        }
        .into_any()
    }
}

fn view_group(t: Language, group: ApiGroup) -> impl IntoView {
    let calls = group.calls.into_iter().map(|call| view_call(t, call)).collect_view();
    view! {
        <h2>{capital(&group.name)}</h2>
        {prose(&group.words)}
        {calls}
    }
}

fn view_call(t: Language, call: ApiCall) -> impl IntoView {
    let ApiCall { name, method, path, title, words, open, parameters, body, answers } = call;
    let who = if open { t.api_for_anybody() } else { t.api_for_known() };
    let answers = answers
        .into_iter()
        .map(|answer| {
            let ApiAnswer { status, words, content } = answer;
            view! {
                <tr>
                    <th scope="row"><code>{status}</code></th>
                    <td>{inline(&words)}{content.map(|content| view_content(t, content))}</td>
                </tr>
            }
        })
        .collect_view();
    let body = body.map(|body| {
        view! { <h4 lang=t.tag()>{t.api_body()}</h4> {view_content(t, body)} }
    });
    let parameters = (!parameters.is_empty()).then(|| {
        view! { <h4 lang=t.tag()>{t.api_parameters()}</h4> {view_fields(t, parameters)} }
    });
    let heading = format!("{name}-title");
    let labelled = heading.clone();
    view! {
        <section class="panel api__call" id=name aria-labelledby=labelled>
            <h3 id=heading>{title}</h3>
            <p><code class="api__line"><b>{method}</b>" "{path}</code></p>
            <p class="muted" lang=t.tag()>{who}</p>
            {prose(&words)}
            {parameters}
            {body}
            <h4 lang=t.tag()>{t.api_answers()}</h4>
            <div class="api__wide"><table class="table"><tbody>{answers}</tbody></table></div>
        </section>
    }
}

fn view_content(t: Language, content: ApiContent) -> impl IntoView {
    let ApiContent { media_type, kind, examples } = content;
    let examples = examples
        .into_iter()
        .map(|(name, text)| {
            let name = name.unwrap_or_else(|| t.api_example().to_owned());
            view! { <details><summary>{name}</summary><pre tabindex="0">{text}</pre></details> }
        })
        .collect_view();
    view! { <p class="api__kind"><code>{media_type}</code>" "{view_kind(kind)}</p> {examples} }
}

fn view_shape(t: Language, shape: ApiShape) -> impl IntoView {
    let ApiShape { name, words, kind, fields } = shape;
    let is_structure = !fields.is_empty();
    let inside = if is_structure {
        view_fields(t, fields).into_any()
    } else {
        view! { <p>{view_kind(kind)}</p> }.into_any()
    };
    let id = format!("shape-{name}");
    view! {
        <section class="panel api__call" id=id>
            <h3>{name}</h3>
            {prose(&words)}
            {inside}
        </section>
    }
}

fn view_fields(t: Language, fields: Vec<ApiField>) -> impl IntoView {
    let rows = fields
        .into_iter()
        .map(|field| {
            let optional = field
                .optional
                .then(|| view! { <span class="badge" lang=t.tag()>{t.api_optional()}</span> });
            view! {
                <tr>
                    <th scope="row"><code>{field.name}</code>" "{optional}</th>
                    <td>{view_kind(field.kind)}</td>
                    <td>{inline(&field.words)}</td>
                </tr>
            }
        })
        .collect_view();
    view! { <div class="api__wide"><table class="table api__fields"><tbody>{rows}</tbody></table></div> }
}

fn view_kind(kind: ApiKind) -> impl IntoView {
    let ApiKind { shape, list, words } = kind;
    let shape = shape.map(|name| {
        let name_of = if list { format!("[{name}]") } else { name.clone() };
        view! { <a href=format!("#shape-{name}")>{name_of}</a>" " }
    });
    view! { {shape} {words.join(", ")} }
}

/// Paragraphs, with `code` between backticks.
fn prose(text: &str) -> Vec<AnyView> {
    let paragraphs = text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
    paragraphs.map(|paragraph| view! { <p>{inline(paragraph)}</p> }.into_any()).collect()
}

fn inline(text: &str) -> Vec<AnyView> {
    let pieces = text.split('`').enumerate().filter(|(_, piece)| !piece.is_empty());
    pieces
        .map(|(index, piece)| {
            let piece = piece.to_owned();
            if index % 2 == 1 {
                view! { <code>{piece}</code> }.into_any()
            } else {
                piece.into_any()
            }
        })
        .collect()
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
