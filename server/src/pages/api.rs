//! The API's description as a page.

use super::parts::visitor::Visitor;
use crate::api::openapi::Described;
use app::pages::{ApiAnswer, ApiCall, ApiContent, ApiField, ApiGroup, ApiKind, ApiPage, ApiShape};
use axum::{Extension, response::Response};
use serde_json::{Map, Value};

/// `GET /api`: anyone.
pub(super) async fn get(visitor: Visitor, Extension(described): Extension<Described>) -> Response {
    visitor.page(Reading(&described.description).page())
}

/// Reads a description of `OpenAPI` 3.1, as much of it as ours uses.
struct Reading<'a>(&'a Value);

impl Reading<'_> {
    fn page(&self) -> ApiPage {
        let shapes = members(&self.0["components"]["schemas"]);
        ApiPage {
            words: text(&self.0["info"]["description"]),
            groups: list(&self.0["tags"]).iter().map(|tag| self.group(tag)).collect(),
            shapes: shapes.map(|(name, schema)| shape(name, schema)).collect(),
        }
    }

    fn group(&self, tag: &Value) -> ApiGroup {
        let calls = members(&self.0["paths"]).flat_map(|(path, calls)| {
            let of_tag =
                members(calls).filter(|(_, call)| list(&call["tags"]).contains(&tag["name"]));
            // What browsers ask by themselves is of no use to read.
            let asked = of_tag.filter(|(method, _)| *method != "options");
            asked.map(move |(method, call)| self.call(path, method, call))
        });
        ApiGroup {
            name: text(&tag["name"]),
            words: text(&tag["description"]),
            calls: calls.collect(),
        }
    }

    fn call(&self, path: &str, method: &str, call: &Value) -> ApiCall {
        let answers = members(&call["responses"]).map(|(status, answer)| {
            let answer = self.followed(answer);
            ApiAnswer {
                status: status.to_owned(),
                words: text(&answer["description"]),
                content: content(answer),
            }
        });
        ApiCall {
            name: text(&call["operationId"]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            title: text(&call["summary"]),
            words: text(&call["description"]),
            open: list(&call["security"]).iter().any(|way| members(way).next().is_none()),
            parameters: list(&call["parameters"]).iter().map(parameter).collect(),
            body: content(&call["requestBody"]),
            answers: answers.collect(),
        }
    }

    /// What a reference refers to.
    fn followed<'v>(&'v self, value: &'v Value) -> &'v Value {
        let target = value["$ref"].as_str().map(|target| target.trim_start_matches('#'));
        target.and_then(|target| self.0.pointer(target)).unwrap_or(value)
    }
}

fn parameter(parameter: &Value) -> ApiField {
    ApiField {
        name: text(&parameter["name"]),
        kind: kind(&parameter["schema"]),
        optional: parameter["required"] != true,
        words: text(&parameter["description"]),
    }
}

fn content(of: &Value) -> Option<ApiContent> {
    let (media_type, content) = members(&of["content"]).next()?;
    let one = content.get("example").map(|example| (None, shown(example)));
    let more = members(&content["examples"])
        .map(|(name, example)| (Some(name.to_owned()), shown(&example["value"])));
    Some(ApiContent {
        media_type: media_type.to_owned(),
        kind: kind(&content["schema"]),
        examples: one.into_iter().chain(more).collect(),
    })
}

/// An example as it is sent: text as it is, else JSON.
fn shown(example: &Value) -> String {
    match example {
        Value::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

fn shape(name: &str, schema: &Value) -> ApiShape {
    let required = list(&schema["required"]);
    let fields = members(&schema["properties"]).map(|(name, field)| ApiField {
        name: name.to_owned(),
        kind: kind(field),
        optional: !required.iter().any(|required| required == name),
        words: described(field),
    });
    ApiShape {
        name: name.to_owned(),
        words: text(&schema["description"]),
        kind: kind(schema),
        fields: fields.collect(),
    }
}

/// The words of a field; where it may be null, they stand with what it is otherwise.
fn described(field: &Value) -> String {
    let own = text(&field["description"]);
    if own.is_empty() {
        list(&field["oneOf"]).first().map(described).unwrap_or_default()
    } else {
        own
    }
}

fn kind(schema: &Value) -> ApiKind {
    if let Some(target) = schema["$ref"].as_str() {
        let name = target.rsplit('/').next().unwrap_or_default();
        return ApiKind { shape: Some(name.to_owned()), ..ApiKind::default() };
    }
    if schema["type"] == "array" {
        return ApiKind { list: true, ..kind(&schema["items"]) };
    }
    if let [first, second] = list(&schema["oneOf"]) {
        let (what, or) = if first["type"] == "null" { (second, first) } else { (first, second) };
        let mut kind = kind(what);
        kind.words.push(format!("or {}", text(&or["type"])));
        return kind;
    }
    let names = match &schema["type"] {
        Value::Array(types) => types.iter().map(text).collect::<Vec<_>>().join(" or "),
        one => text(one),
    };
    let values: Vec<String> = list(&schema["enum"]).iter().map(Value::to_string).collect();
    let bounds =
        [("minimum", "at least"), ("maximum", "at most"), ("maxLength", "at most so long:")];
    let bounds = bounds
        .iter()
        .filter_map(|(name, words)| schema.get(*name).map(|bound| format!("{words} {bound}")));
    let mut words = if values.is_empty() { vec![names] } else { values };
    words.extend(bounds);
    words.extend(schema["pattern"].as_str().map(str::to_owned));
    words.retain(|word| !word.is_empty());
    ApiKind { words, ..ApiKind::default() }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.as_object().into_iter().flat_map(Map::iter);
    members.map(|(name, value)| (name.as_str(), value))
}
