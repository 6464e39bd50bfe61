//! Who may depend on whom: `presence` ← `service` ← `app` (ssr) ← `server`, and
//! `presence` ← `app` (hydrate) ← `frontend`.
//!
//! The rules of presence stay testable without a database or a browser only as long as they know of
//! neither; the browser gets a small module only as long as nothing of the server is reachable from
//! it.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    path::Path,
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// Each crate of the workspace, and the crates of the workspace that it may use. `server` stands in
/// no list: only it knows which clock and which mail are real.
pub(super) const MAY_USE: [(&str, &[&str]); 8] = [
    ("presence", &[]),
    ("service", &["presence"]),
    ("app", &["presence", "service"]),
    ("frontend", &["presence", "app"]),
    ("server", &["presence", "service", "app"]),
    ("bench", &["presence"]),
    ("simulation", &["presence", "service"]),
    ("xtask", &[]),
];

/// What would bring I/O, a clock, chance or a framework into the rules of presence, however
/// indirectly.
const NOT_IN_PRESENCE: [&str; 18] = [
    "async-std",
    "axum",
    "chrono",
    "futures",
    "getrandom",
    "http",
    "hyper",
    "js-sys",
    "leptos",
    "mio",
    "rand",
    "reqwest",
    "rustix",
    "smol",
    "sqlx",
    "time",
    "tokio",
    "web-sys",
];

/// The parts of `cargo metadata` that the rules look at.
pub(super) struct Workspace {
    crates: Vec<Crate>,
    /// Everything that `presence` is compiled with, outside its tests.
    beneath_presence: BTreeSet<String>,
    /// What `presence` itself asks of jiff.
    jiff_in_presence: Vec<String>,
}

struct Crate {
    name: String,
    features: BTreeMap<String, Vec<String>>,
    uses: Vec<Use>,
}

/// One crate of the workspace using another.
struct Use {
    name: String,
    features: Vec<String>,
    optional: bool,
}

/// Asks cargo. `--locked`, because a commit whose Cargo.lock is behind would build something else
/// each day.
pub(super) fn metadata(root: &Path) -> Result<Value> {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args(["metadata", "--format-version", "1", "--locked"])
        .output()
        .context("cannot run cargo")?;
    ensure!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The packages of the workspace.
pub(super) fn members(metadata: &Value) -> impl Iterator<Item = &Value> {
    let members: BTreeSet<_> = array(&metadata["workspace_members"]).map(text).collect();
    array(&metadata["packages"]).filter(move |package| members.contains(&text(&package["id"])))
}

pub(super) fn parse(metadata: &Value) -> Workspace {
    let crates: Vec<_> = members(metadata)
        .map(|package| Crate {
            name: text(&package["name"]),
            features: package["features"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, enables)| (name.clone(), array(enables).map(text).collect()))
                .collect(),
            uses: array(&package["dependencies"])
                .filter(|dependency| dependency["path"].is_string())
                .map(|dependency| Use {
                    name: text(&dependency["name"]),
                    features: array(&dependency["features"]).map(text).collect(),
                    optional: dependency["optional"] == true,
                })
                .collect(),
        })
        .collect();
    Workspace {
        crates,
        beneath_presence: beneath(metadata, "presence"),
        jiff_in_presence: jiff_features(metadata, "presence"),
    }
}

/// The features of jiff that a crate asks for, outside its tests.
fn jiff_features(metadata: &Value, name: &str) -> Vec<String> {
    array(&metadata["packages"])
        .filter(|package| package["name"] == name)
        .flat_map(|package| array(&package["dependencies"]))
        .filter(|dependency| dependency["name"] == "jiff" && dependency["kind"] != "dev")
        .flat_map(|jiff| {
            let default = (jiff["uses_default_features"] == true).then(|| "default".to_owned());
            default.into_iter().chain(array(&jiff["features"]).map(text))
        })
        .collect()
}

/// The names of all that a crate is compiled with, its development dependencies left out.
fn beneath(metadata: &Value, name: &str) -> BTreeSet<String> {
    let names: BTreeMap<_, _> = array(&metadata["packages"])
        .map(|package| (text(&package["id"]), text(&package["name"])))
        .collect();
    let nodes: BTreeMap<_, _> =
        array(&metadata["resolve"]["nodes"]).map(|node| (text(&node["id"]), node)).collect();

    let mut found = BTreeSet::new();
    let mut open: Vec<_> =
        names.iter().filter(|(_, known)| *known == name).map(|(id, _)| id.clone()).collect();
    while let Some(id) = open.pop() {
        for dependency in nodes.get(&id).into_iter().flat_map(|node| array(&node["deps"])) {
            let compiled_in = array(&dependency["dep_kinds"]).any(|kind| kind["kind"] != "dev");
            let id = text(&dependency["pkg"]);
            let is_new =
                names.get(&id).is_some_and(|name| compiled_in && found.insert(name.clone()));
            if is_new {
                open.push(id);
            }
        }
    }
    found
}

pub(super) fn offences(workspace: &Workspace) -> Vec<String> {
    let mut offences = Vec::new();
    for member in &workspace.crates {
        let Some((_, may_use)) = MAY_USE.iter().find(|(name, _)| *name == member.name) else {
            offences.push(format!(
                "{}: say in xtask/src/tidy/direction.rs what it may use",
                member.name
            ));
            continue;
        };
        for used in member.uses.iter().filter(|used| !may_use.contains(&used.name.as_str())) {
            offences.push(format!("{} must not depend on {}", member.name, used.name));
        }
        match member.name.as_str() {
            "app" => offences.extend(app_offences(member)),
            "server" => offences.extend(side_offence(member, "ssr", "hydrate")),
            "frontend" => offences.extend(side_offence(member, "hydrate", "ssr")),
            _ => {}
        }
    }
    for name in NOT_IN_PRESENCE.iter().filter(|name| workspace.beneath_presence.contains(**name)) {
        offences.push(format!("presence must not be compiled with {name}: it is pure"));
    }
    // With `std` jiff could ask for the time, and with a database of zones it would weigh 100 KiB in
    // the browser. Zones are handed in.
    for feature in workspace.jiff_in_presence.iter().filter(|feature| *feature != "alloc") {
        offences.push(format!("presence must not ask for jiff's {feature}: it is pure"));
    }
    offences
}

/// `app` is compiled once for the server and once for the browser, and Leptos breaks when it is
/// both at once.
fn app_offences(app: &Crate) -> Vec<String> {
    let mut offences = Vec::new();
    if app.uses.iter().any(|used| used.name == "service" && !used.optional) {
        offences.push("app must depend on service only with its feature ssr".to_owned());
    }
    for (feature, enables) in &app.features {
        let brings_service = enables.iter().any(|enabled| enabled.starts_with("dep:service"));
        if feature != "ssr" && brings_service {
            offences
                .push(format!("app's feature {feature} must not bring service into the browser"));
        }
        if feature == "default" && !enables.is_empty() {
            offences.push(
                "app must have no default features: it is built for one side at a time".to_owned(),
            );
        }
    }
    offences
}

fn side_offence(member: &Crate, wanted: &str, unwanted: &str) -> Option<String> {
    let app = member.uses.iter().find(|used| used.name == "app")?;
    let has = |feature: &str| app.features.iter().any(|enabled| enabled == feature);
    (!has(wanted) || has(unwanted)).then(|| {
        format!("{} must use app with its feature {wanted}, and without {unwanted}", member.name)
    })
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, features: &Value, uses: &[Value]) -> Value {
        json!({ "id": name, "name": name, "features": features, "dependencies": uses })
    }

    fn on(name: &str) -> Value {
        json!({ "name": name, "path": format!("/{name}"), "features": [], "optional": false })
    }

    fn on_app(feature: &str) -> Value {
        json!({ "name": "app", "path": "/app", "features": [feature], "optional": false })
    }

    fn optional(name: &str) -> Value {
        json!({ "name": name, "path": format!("/{name}"), "features": [], "optional": true })
    }

    /// The workspace as it should be, with these packages in place of their namesakes or added.
    fn offences_with(changed: &[Value]) -> Vec<String> {
        let features =
            json!({ "ssr": ["dep:service", "leptos/ssr"], "hydrate": ["leptos/hydrate"] });
        let mut packages = vec![
            package("presence", &json!({}), &[]),
            package("service", &json!({}), &[on("presence")]),
            package("app", &features, &[on("presence"), optional("service")]),
            package("frontend", &json!({}), &[on_app("hydrate")]),
            package("server", &json!({}), &[on("service"), on_app("ssr")]),
        ];
        packages.retain(|package| changed.iter().all(|change| change["name"] != package["name"]));
        packages.extend(changed.iter().cloned());
        let members: Vec<_> = packages.iter().map(|package| package["id"].clone()).collect();
        offences(&parse(&json!({ "packages": packages, "workspace_members": members })))
    }

    #[test]
    fn the_house_as_it_is_planned_is_in_order() {
        assert_eq!(offences_with(&[]), [""; 0]);
    }

    #[test]
    fn a_dependency_in_the_wrong_direction_is_an_offence() {
        let none = json!({});
        let unified = json!({ "ssr": ["dep:service"], "hydrate": ["dep:service"] });
        let by_default = json!({ "default": ["ssr"], "ssr": ["dep:service"] });
        let app_uses = [on("presence"), optional("service")];
        for (changed, offence) in [
            (package("presence", &none, &[on("service")]), "presence must not depend on service"),
            (package("service", &none, &[on("app")]), "service must not depend on app"),
            (package("bench", &none, &[on("server")]), "bench must not depend on server"),
            (
                package("frontend", &none, &[on("service"), on_app("hydrate")]),
                "frontend must not depend on service",
            ),
            (
                package("frontend", &none, &[on_app("ssr")]),
                "frontend must use app with its feature hydrate, and without ssr",
            ),
            (
                package("server", &none, &[on_app("hydrate")]),
                "server must use app with its feature ssr, and without hydrate",
            ),
            (
                package("app", &none, &[on("service")]),
                "app must depend on service only with its feature ssr",
            ),
            (
                package("app", &unified, &app_uses),
                "app's feature hydrate must not bring service into the browser",
            ),
            (
                package("app", &by_default, &app_uses),
                "app must have no default features: it is built for one side at a time",
            ),
            (
                package("newcomer", &none, &[]),
                "newcomer: say in xtask/src/tidy/direction.rs what it may use",
            ),
        ] {
            assert_eq!(offences_with(&[changed]), [offence]);
        }
    }

    #[test]
    fn presence_may_be_tested_but_not_compiled_with_the_world() {
        let uses = |kind: Value| {
            let packages =
                ["presence", "middle", "tokio"].map(|name| package(name, &json!({}), &[]));
            let dependency = |name: &str, kind: &Value| json!([{ "pkg": name, "dep_kinds": [{ "kind": kind }] }]);
            offences(&parse(&json!({
                "packages": packages,
                "workspace_members": ["presence"],
                "resolve": { "nodes": [
                    { "id": "presence", "deps": dependency("middle", &kind) },
                    { "id": "middle", "deps": dependency("tokio", &Value::Null) },
                    { "id": "tokio", "deps": [] },
                ] },
            })))
        };
        assert_eq!(uses(Value::Null), ["presence must not be compiled with tokio: it is pure"]);
        assert_eq!(uses(json!("build")), ["presence must not be compiled with tokio: it is pure"]);
        assert_eq!(uses(json!("dev")), [""; 0]);
    }

    #[test]
    fn presence_gets_no_clock_and_no_zones_with_jiff() {
        let asks = |kind: Value, default: bool, features: &[&str]| {
            let jiff = json!({
                "name": "jiff", "kind": kind, "uses_default_features": default, "features": features,
            });
            offences_with(&[package("presence", &json!({}), &[jiff])])
        };
        assert_eq!(asks(Value::Null, false, &["alloc"]), [""; 0]);
        assert_eq!(asks(json!("dev"), true, &["std"]), [""; 0]);
        assert_eq!(
            asks(Value::Null, true, &["std"]),
            [
                "presence must not ask for jiff's default: it is pure",
                "presence must not ask for jiff's std: it is pure",
            ]
        );
    }
}
