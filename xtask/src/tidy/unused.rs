//! What a manifest names is used: a crate that nobody names costs time in each build and misleads who reads.
//!
//! A crate is used where its name stands before `::`, `!` or `;` in the code that may use it. Features are not
//! looked at.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::direction;

/// A crate that a member's manifest names.
pub(super) struct Named {
    /// The member.
    by: String,
    /// As the code calls it.
    name: String,
    /// The text of all the code that may use it.
    code: String,
}

/// What the manifests name: for each member, and for the workspace.
pub(super) struct Manifests {
    members: Vec<Named>,
    /// The keys of `[workspace.dependencies]`.
    workspace: BTreeSet<String>,
}

/// Reads the manifests and the code.
pub(super) fn read(root: &Path, metadata: &Value) -> Result<Manifests> {
    let manifest = fs::read_to_string(root.join("Cargo.toml")).context("Cargo.toml")?;
    let mut members = Vec::new();
    for package in direction::members(metadata) {
        let folder = package["manifest_path"].as_str().map(Path::new).and_then(Path::parent);
        let folder = folder.context("a package without a folder")?;
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let places: &[&str] = match dependency["kind"].as_str() {
                None => &["src"],
                Some("build") => &["build.rs", "build"],
                Some(_) => &["src", "tests", "examples", "build"],
            };
            let name = dependency["rename"].as_str().or(dependency["name"].as_str());
            let mut code = String::new();
            for place in places {
                append(&folder.join(place), &mut code)?;
            }
            members.push(Named {
                by: package["name"].as_str().unwrap_or_default().to_owned(),
                name: name.unwrap_or_default().to_owned(),
                code,
            });
        }
    }
    Ok(Manifests { members, workspace: workspace_dependencies(&manifest) })
}

/// Appends the Rust code at a path, if there is any.
fn append(path: &Path, code: &mut String) -> Result<()> {
    let mut open: Vec<PathBuf> = vec![path.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                open.push(entry?.path());
            }
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            code.push_str(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

fn workspace_dependencies(manifest: &str) -> BTreeSet<String> {
    let section = manifest.lines().skip_while(|line| *line != "[workspace.dependencies]").skip(1);
    let lines = section.take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.trim().to_owned())
        .filter(|name| !name.starts_with('#'))
        .collect()
}

pub(super) fn offences(manifests: &Manifests) -> Vec<String> {
    let mut offences: Vec<String> = manifests
        .members
        .iter()
        .filter(|named| !uses(&named.code, &named.name.replace('-', "_")))
        .map(|named| {
            format!("{}/Cargo.toml names {}, which its code does not use", named.by, named.name)
        })
        .collect();
    let named: BTreeSet<&str> = manifests.members.iter().map(|named| named.name.as_str()).collect();
    let unnamed = manifests.workspace.iter().filter(|name| !named.contains(name.as_str()));
    offences.extend(unnamed.map(|name| format!("Cargo.toml names {name}, which no crate uses")));
    offences
}

/// Whether code uses a crate.
fn uses(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + name.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            && ["::", "!", ";"].iter().any(|end| after.starts_with(end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_used_by_its_whole_name() {
        for (code, used) in [
            ("use time::OffsetDateTime;", true),
            ("time::now()", true),
            ("pub use time;", true),
            ("time!(1)", true),
            ("use runtime::Handle;", false),
            ("let time = 1;", false),
            ("use time_tz::Zone;", false),
        ] {
            assert_eq!(uses(code, "time"), used, "{code}");
        }
    }

    #[test]
    fn what_nobody_uses_is_named() {
        let member = |name: &str, code: &str| Named {
            by: "server".into(),
            name: name.into(),
            code: code.into(),
        };
        let manifest = "[a]\nx = 1\n[workspace.dependencies]\n# One = two\nhttp-body = \"1\"\nurl = \"2\"\n[b]\ny = 1\n";
        let manifests = Manifests {
            members: vec![member("url", "url::Url"), member("serde-json", "serde::Serialize")],
            workspace: workspace_dependencies(manifest),
        };
        assert_eq!(
            offences(&manifests),
            [
                "server/Cargo.toml names serde-json, which its code does not use",
                "Cargo.toml names http-body, which no crate uses",
            ]
        );
    }
}
