//! `openapi.json` says what the server does, and the server does what it says.

use super::{
    stream::EventStream,
    tools::{MINE, availability, door, online, program, put, request},
};
use crate::support::{ADMIN, AGENT, TestServer};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The source in which every route of the API stands.
const ROUTES: &str = include_str!("../../src/api/mod.rs");

async fn description(world: &TestServer) -> Value {
    let answer = world.stranger().get("/api/v1/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    answer.json()
}

#[tokio::test]
async fn every_route_is_described_and_nothing_else() {
    let world = TestServer::new().await;
    let description = description(&world).await;
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let described: BTreeSet<&str> =
        description["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let routes: BTreeSet<&str> =
        ROUTES.split('"').filter(|text| text.starts_with("/api/v1/")).collect();
    let of_the_api: BTreeSet<&str> =
        described.iter().copied().filter(|path| path.starts_with("/api/")).collect();
    assert!(routes.len() > 6, "the routes were found");
    assert_eq!(of_the_api, routes);
    for path in described {
        let path = fill(path);
        let answer =
            world.stranger().saying("accept", "*/*").ask(request("PATCH", &path, "", "")).await;
        assert_eq!(answer.status, 405, "there is such a route: {path}");
        // What is not described is not allowed either.
        let allowed: BTreeSet<String> =
            answer.header("allow").split(',').map(|m| m.trim().to_lowercase()).collect();
        let operations = description["paths"].as_object().unwrap();
        let (_, operations) = operations.iter().find(|(known, _)| fill(known) == path).unwrap();
        let mut known: BTreeSet<String> = operations.as_object().unwrap().keys().cloned().collect();
        known.remove("parameters");
        if known.contains("get") {
            known.insert("head".to_owned());
        }
        assert_eq!(allowed, known, "{path}");
    }
}

fn fill(path: &str) -> String {
    path.replace("{key}", "SUP").replace("{id}", "somebody")
}

#[tokio::test]
async fn answers_are_as_they_are_described() {
    let world = TestServer::new().await;
    let description = description(&world).await;
    let schema = |name: &str, value: &Value| {
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        check(&description, &reference, value, name);
    };
    let mut marta = program(&world, "marta", &["SUP", "BIL"], AGENT).await;
    let mut ingrid = program(&world, "ingrid", &["SUP"], ADMIN).await;
    let id = world.id("marta").to_string();
    schema("Availability", &availability(&world, "SUP").await.json());
    schema("MyPresence", &marta.get(MINE).await.json());
    schema("MyPresence", &online(&mut marta).await.json());
    world.change_project("SUP", true, true).await;
    schema("Availability", &availability(&world, "SUP").await.json());
    schema("Agents", &marta.get("/api/v1/agents").await.json());
    let mut events = EventStream::open(&mut marta, "/api/v1/me/events").await;
    for event in events.take(4).await {
        let name = match event.name.as_str() {
            "me" => "Me",
            "presence" => "MyPresence",
            "roster" => "Roster",
            other => panic!("{other} is not described"),
        };
        schema(name, &event.json());
    }
    schema("MyPresence", &door(&mut ingrid, &id, &json!({ "reason": "Lunch?" })).await.json());
    schema("MyPresence", &marta.get(MINE).await.json());
    schema("StaleProblem", &put(&mut marta, &json!({ "status": "online" })).await.json());
    schema("StaleProblem", &door(&mut ingrid, &id, &json!({ "revision": 0 })).await.json());
    schema(
        "InvalidProblem",
        &put(&mut marta, &json!({ "status": "online", "minutes": 0 })).await.json(),
    );
    schema("Problem", &world.stranger().get(MINE).await.json());
}

#[tokio::test]
async fn the_examples_are_as_they_are_described() {
    let description = description(&TestServer::new().await).await;
    let mut checked = 0;
    examples(&description, &description, &mut checked);
    assert!(checked > 10, "they were found: {checked}");
}

/// Checks the examples of every media type below `node`. Those of event streams are text.
fn examples(description: &Value, node: &Value, checked: &mut usize) {
    if let Some(schema) = node.get("schema") {
        let example = node.get("example").into_iter();
        let more = node.get("examples").and_then(Value::as_object);
        for value in
            example.chain(more.into_iter().flat_map(|more| more.values().map(|e| &e["value"])))
        {
            check(description, schema, value, "example");
            *checked += 1;
        }
    }
    let below: Vec<&Value> = match node {
        Value::Object(members) => members.values().collect(),
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    for node in below {
        examples(description, node, checked);
    }
}

/// Whether a value is what a schema says: as much of JSON Schema as the description uses.
#[track_caller]
fn check(description: &Value, schema: &Value, value: &Value, at: &str) {
    for (keyword, rule) in schema.as_object().unwrap() {
        let holds = match keyword.as_str() {
            "$ref" => {
                let target = description.pointer(rule.as_str().unwrap().trim_start_matches('#'));
                check(description, target.unwrap(), value, at);
                true
            }
            "allOf" => {
                for rule in rule.as_array().unwrap() {
                    check(description, rule, value, at);
                }
                true
            }
            "type" => match rule {
                Value::Array(kinds) => kinds.iter().any(|kind| is_a(kind, value)),
                kind => is_a(kind, value),
            },
            "enum" => rule.as_array().unwrap().contains(value),
            "const" => rule == value,
            "required" => rule
                .as_array()
                .unwrap()
                .iter()
                .all(|name| value.get(name.as_str().unwrap()).is_some()),
            "properties" => {
                for (name, rule) in rule.as_object().unwrap() {
                    if let Some(value) = value.get(name) {
                        check(description, rule, value, &format!("{at}.{name}"));
                    }
                }
                true
            }
            "additionalProperties" => {
                assert_eq!(rule, false, "{at}");
                value
                    .as_object()
                    .unwrap()
                    .keys()
                    .all(|name| schema["properties"].get(name).is_some())
            }
            "items" => {
                for value in value.as_array().unwrap() {
                    check(description, rule, value, at);
                }
                true
            }
            "minimum" => value.as_i64() >= rule.as_i64(),
            "maximum" => value.as_i64() <= rule.as_i64(),
            "minItems" => value.as_array().unwrap().len() as u64 >= rule.as_u64().unwrap(),
            "minLength" => value.as_str().unwrap().len() as u64 >= rule.as_u64().unwrap(),
            "maxLength" => value.as_str().unwrap().len() as u64 <= rule.as_u64().unwrap(),
            "format" if rule == "date-time" => {
                value.is_null() || value.as_str().unwrap().parse::<jiff::Timestamp>().is_ok()
            }
            "format" | "pattern" | "description" | "default" => true,
            other => panic!("{at}: {other} is not understood here"),
        };
        assert!(holds, "{at}: {value} is not {keyword} {rule}");
    }
}

fn is_a(kind: &Value, value: &Value) -> bool {
    match kind.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{other} is not understood here"),
    }
}
