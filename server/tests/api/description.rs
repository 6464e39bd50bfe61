//! The description says what the server does, and the server does what it says.

use super::{
    stream::EventStream,
    tools::{MINE, availability, beat, door, online, program, put, request},
};
use crate::support::{ADMIN, AGENT, TestServer};
use http::Method;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

async fn description(world: &TestServer) -> Value {
    let answer = world.stranger().get("/api/v1/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    answer.json()
}

/// A change of the API is seen by whoever reads the change of this file. Once it is meant,
/// `UPDATE_EXPECT=1 cargo nextest run -p server description` writes it.
#[tokio::test]
async fn it_is_as_somebody_last_read_it() {
    let description = description(&TestServer::new().await).await;
    let text = serde_json::to_string_pretty(&description).unwrap() + "\n";
    expect_test::expect_file!["../../src/api/openapi.json"].assert_eq(&text);
}

#[tokio::test]
async fn what_it_allows_is_what_the_routes_allow() {
    let world = TestServer::new().await;
    let description = description(&world).await;
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = description["paths"].as_object().unwrap();
    assert!(paths.len() > 12, "{paths:?}");
    for (path, operations) in paths {
        let path = path.replace("{key}", "SUP").replace("{id}", "somebody");
        let answer =
            world.stranger().saying("accept", "*/*").ask(request("PATCH", &path, "", "")).await;
        assert_eq!(answer.status, 405, "there is such a route: {path}");
        let allowed: BTreeSet<String> =
            answer.header("allow").split(',').map(|m| m.trim().to_lowercase()).collect();
        let mut known: BTreeSet<String> = operations.as_object().unwrap().keys().cloned().collect();
        if known.contains("get") {
            known.insert("head".to_owned());
        }
        assert_eq!(allowed, known, "{path}");
    }
}

#[tokio::test]
async fn each_call_has_a_name_words_and_an_answer() {
    let description = description(&TestServer::new().await).await;
    let mut names = BTreeSet::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, call) in operations.as_object().unwrap() {
            let name = call["operationId"].as_str().unwrap();
            assert!(names.insert(name), "{name} is one call's");
            assert!(!call["summary"].as_str().unwrap().is_empty(), "{method} {path}");
            assert_eq!(call["tags"].as_array().unwrap().len(), 1, "{method} {path}");
            let answers = call["responses"].as_object().unwrap();
            assert!(answers.keys().any(|status| status.starts_with('2')), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn what_it_refers_to_is_there() {
    let description = description(&TestServer::new().await).await;
    let mut found = 0;
    each(&description, &mut |node| {
        if let Some(target) = node.get("$ref") {
            let target = target.as_str().unwrap();
            assert!(description.pointer(target.trim_start_matches('#')).is_some(), "{target}");
            found += 1;
        }
    });
    assert!(found > 50, "they were found: {found}");
}

#[tokio::test]
async fn answers_are_as_they_are_described() {
    let world = TestServer::new().await;
    let schemas = Schemas::of(&description(&world).await);
    let mut marta = program(&world, "marta", &["SUP", "BIL"], AGENT).await;
    let mut ingrid = program(&world, "ingrid", &["SUP"], ADMIN).await;
    let id = world.id("marta").to_string();
    schemas.check("Availability", &availability(&world, "SUP").await.json());
    schemas.check("MyPresence", &marta.get(MINE).await.json());
    schemas.check("MyPresence", &online(&mut marta).await.json());
    schemas.check("Heard", &beat(&mut marta, &json!({ "idle_s": 1 })).await.json());
    schemas.check("Devices", &marta.get("/api/v1/me/devices").await.json());
    world.change_project("SUP", true, true).await;
    schemas.check("Availability", &availability(&world, "SUP").await.json());
    schemas.check("Agents", &marta.get("/api/v1/agents").await.json());
    let mut events = EventStream::open(&mut marta, "/api/v1/me/events").await;
    for event in events.take(4).await {
        let name = match event.name.as_str() {
            "me" => "Me",
            "presence" => "MyPresence",
            "roster" => "Roster",
            other => panic!("{other} is not described"),
        };
        schemas.check(name, &event.json());
    }
    schemas
        .check("MyPresence", &door(&mut ingrid, &id, &json!({ "reason": "Lunch?" })).await.json());
    schemas.check("MyPresence", &marta.get(MINE).await.json());
    let mut priya = world.program("priya").await;
    let path = format!("/api/v1/agents/{}/logout", world.id("ingrid"));
    schemas.check("MyPresence", &priya.json(Method::POST, &path, &json!({})).await.json());
    let stale = put(&mut marta, &json!({ "status": "online" })).await.json();
    assert!(stale["presence"].is_object());
    schemas.check("Problem", &stale);
    let invalid = put(&mut marta, &json!({ "status": "online", "minutes": 0 })).await.json();
    assert!(invalid["errors"].is_array());
    schemas.check("Problem", &invalid);
    schemas.check("Problem", &world.stranger().get(MINE).await.json());
}

/// What may be sent is taken, and what may not be is refused, as the schema of the body says.
#[tokio::test]
async fn bodies_are_taken_as_they_are_described() {
    let world = TestServer::new().await;
    let schemas = Schemas::of(&description(&world).await);
    let mut marta = program(&world, "marta", &["SUP"], AGENT).await;
    for (body, status) in [
        (json!({ "status": "online", "minutes": 1 }), 200),
        (json!({ "status": "online", "minutes": 1440 }), 200),
        (json!({ "status": "offline", "projects": [] }), 200),
        (json!({ "status": "online", "minutes": 0 }), 422),
        (json!({ "status": "online", "minutes": 1441 }), 422),
        (json!({ "status": "online", "minutes": "60" }), 422),
        (json!({ "status": "online", "minutes": null }), 422),
        (json!({ "status": "online", "end": "never" }), 422),
        (json!({ "status": "away" }), 422),
        (json!({ "status": "online", "revision": -1 }), 422),
        (json!({ "status": "online", "what": 1 }), 422),
        (json!({}), 422),
    ] {
        assert_eq!(put(&mut marta, &body).await.status, status, "{body}");
        assert_eq!(schemas.holds("PresenceWish", &body), status == 200, "{body}");
    }
    for (body, status) in [
        (json!({ "idle_s": 0.5 }), 200),
        (json!({ "idle_s": 3, "page": "hidden" }), 200),
        (json!({ "idle_s": -1 }), 422),
        (json!({ "idle_s": 31_622_401 }), 422),
        (json!({ "page": "shown" }), 422),
        (json!({ "idle_s": 0, "page": "there" }), 422),
    ] {
        assert_eq!(beat(&mut marta, &body).await.status, status, "{body}");
        assert_eq!(schemas.holds("Beat", &body), status == 200, "{body}");
    }
}

#[tokio::test]
async fn the_examples_are_as_they_are_described() {
    let description = description(&TestServer::new().await).await;
    let schemas = Schemas::of(&description);
    let mut checked = 0;
    each(&description, &mut |node| {
        let Some(schema) = node.get("schema") else { return };
        let example = node.get("example").into_iter();
        let more = node.get("examples").and_then(Value::as_object);
        let more = more.into_iter().flat_map(|more| more.values().map(|example| &example["value"]));
        for value in example.chain(more) {
            schemas.check_as(schema, value);
            checked += 1;
        }
    });
    assert!(checked > 15, "they were found: {checked}");
}

/// Calls `look` with every object below `node`.
fn each(node: &Value, look: &mut impl FnMut(&Map<String, Value>)) {
    match node {
        Value::Object(members) => {
            look(members);
            members.values().for_each(|node| each(node, look));
        }
        Value::Array(items) => items.iter().for_each(|node| each(node, look)),
        _ => {}
    }
}

/// The schemas of the description.
struct Schemas(Value);

impl Schemas {
    /// Programs must take no notice of fields that they do not know; here, each must be described.
    fn of(description: &Value) -> Self {
        let mut components = json!({ "components": description["components"] });
        for schema in components["components"]["schemas"].as_object_mut().unwrap().values_mut() {
            close(schema);
        }
        Self(components)
    }

    fn errors(&self, schema: &Value, value: &Value) -> Vec<String> {
        let mut whole = self.0.clone();
        for (keyword, rule) in schema.as_object().unwrap() {
            whole[keyword] = rule.clone();
        }
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        let validator = options.build(&whole).unwrap();
        validator
            .iter_errors(value)
            .map(|error| format!("{error} ({})", error.instance_path()))
            .collect()
    }

    #[track_caller]
    fn check_as(&self, schema: &Value, value: &Value) {
        let errors = self.errors(schema, value);
        assert!(errors.is_empty(), "{schema}: {value}: {errors:#?}");
    }

    #[track_caller]
    fn check(&self, name: &str, value: &Value) {
        self.check_as(&named(name), value);
    }

    fn holds(&self, name: &str, value: &Value) -> bool {
        self.errors(&named(name), value).is_empty()
    }
}

fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn close(schema: &mut Value) {
    if schema["properties"].is_object() {
        schema["additionalProperties"] = json!(false);
    }
}
