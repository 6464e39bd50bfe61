//! Neighbours who need each other are one room: in no folder may a file, or a folder with all that is
//! in it, depend on a neighbour that depends on it in turn.
//!
//! What is read is what a file names by `crate::`, `super::` and `self::`, `use` or not; a name that a
//! module passes on (`pub use`) counts for where it comes from. Tests may name whom they like. A folder's
//! own `mod.rs` stands above its children, who may use what it offers them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context as _, Result};
use syn::{
    Attribute, Item, ItemUse, Meta, UseTree, Visibility,
    visit::{self, Visit},
};

/// A module by its names from the crate's root down.
type Module = Vec<String>;

/// What one file says.
#[derive(Default)]
struct Source {
    /// What it defines.
    defines: BTreeSet<String>,
    /// What it passes on under which name, and from where; `*` is everything.
    passes_on: Vec<(String, Module)>,
    /// What it names, as absolute paths.
    names: BTreeSet<Module>,
}

/// The modules of one crate.
#[derive(Default)]
pub(super) struct Crate {
    name: String,
    sources: BTreeMap<Module, Source>,
}

/// Reads the sources of a crate of the workspace.
pub(super) fn read(root: &Path, name: &str) -> Result<Crate> {
    let mut files = BTreeMap::new();
    read_into(&mut files, &root.join(name).join("src"), &mut Vec::new())?;
    let sources = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    parse(name, sources)
}

fn read_into(
    files: &mut BTreeMap<String, String>,
    directory: &Path,
    below: &mut Vec<String>,
) -> Result<()> {
    for entry in fs::read_dir(directory).with_context(|| directory.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        below.push(name);
        if path.is_dir() {
            read_into(files, &path, below)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.insert(below.join("/"), fs::read_to_string(&path)?);
        }
        below.pop();
    }
    Ok(())
}

fn parse<'a>(name: &str, files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Crate> {
    let mut sources = BTreeMap::new();
    for (path, text) in files {
        let module = module_of(path);
        let file = syn::parse_file(text).with_context(|| format!("{name}/src/{path}"))?;
        let mut reader = Reader { module: module.clone(), source: Source::default() };
        reader.visit_file(&file);
        // The binary and the library beside it are both the root.
        let source: &mut Source = sources.entry(module).or_default();
        source.defines.extend(reader.source.defines);
        source.passes_on.extend(reader.source.passes_on);
        source.names.extend(reader.source.names);
    }
    Ok(Crate { name: name.to_owned(), sources })
}

fn module_of(path: &str) -> Module {
    let mut names: Module = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    let last = names.last().map_or("", String::as_str);
    if last == "mod" || (names.len() == 1 && (last == "lib" || last == "main")) {
        names.pop();
    }
    names
}

struct Reader {
    module: Module,
    source: Source,
}

impl Reader {
    /// A path as it stands in this file, from the crate's root down; `None` where it leads out of the
    /// crate, or stays where it is.
    fn absolute(&self, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([&self.module, rest].concat()),
            "super" => {
                let mut base = self.module.clone();
                let mut rest = path;
                while rest.first().is_some_and(|name| name == "super") {
                    base.pop()?;
                    rest = &rest[1..];
                }
                base.extend_from_slice(rest);
                Some(base)
            }
            _ => None,
        }
    }

    fn take_use(&mut self, tree: &UseTree, mut path: Module, is_public: bool) {
        match tree {
            UseTree::Path(step) => {
                path.push(step.ident.to_string());
                self.take_use(&step.tree, path, is_public);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.take_use(tree, path.clone(), is_public);
                }
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                if name != "self" {
                    path.push(name.clone());
                }
                self.take_name(&path, &name, is_public);
            }
            UseTree::Rename(rename) => {
                path.push(rename.ident.to_string());
                self.take_name(&path, &rename.rename.to_string(), is_public);
            }
            UseTree::Glob(_) => self.take_name(&path, "*", is_public),
        }
    }

    fn take_name(&mut self, path: &[String], name: &str, is_public: bool) {
        let within = self.absolute(path);
        if is_public {
            // `pub use child::Name` in a module names its own child.
            let from = within.clone().unwrap_or_else(|| [&self.module[..], path].concat());
            self.source.passes_on.push((name.to_owned(), from));
        }
        self.source.names.extend(within);
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string().trim() == "test",
        _ => false,
    })
}

impl<'a> Visit<'a> for Reader {
    fn visit_item(&mut self, item: &'a Item) {
        let name = match item {
            Item::Const(it) => Some(&it.ident),
            Item::Enum(it) => Some(&it.ident),
            Item::Fn(it) => Some(&it.sig.ident),
            Item::Static(it) => Some(&it.ident),
            Item::Struct(it) => Some(&it.ident),
            Item::Trait(it) => Some(&it.ident),
            Item::Type(it) => Some(&it.ident),
            _ => None,
        };
        self.source.defines.extend(name.map(ToString::to_string));
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            // Inline modules are few and small: what they name by `super` is this file's.
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'a ItemUse) {
        let is_public = !matches!(item.vis, Visibility::Inherited);
        self.take_use(&item.tree, Vec::new(), is_public);
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let names: Module = path.segments.iter().map(|step| step.ident.to_string()).collect();
        if names.len() > 1 {
            self.source.names.extend(self.absolute(&names));
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'a syn::Macro) {
        // What stands in a macro is not parsed; its paths are spelled out all the same.
        let text = mac.tokens.to_string();
        for (at, _) in text.match_indices("crate ::") {
            let path: Module = std::iter::once("crate".to_owned())
                .chain(
                    text[at + "crate".len()..]
                        .split("::")
                        .skip(1)
                        .map_while(|step| step.split_whitespace().next())
                        .map(|step| step.trim_matches(|c: char| !c.is_alphanumeric() && c != '_'))
                        .take_while(|step| !step.is_empty())
                        .map(str::to_owned),
                )
                .collect();
            self.source.names.extend(self.absolute(&path));
        }
        visit::visit_macro(self, mac);
    }
}

impl Crate {
    /// The module that a path leads to, through all that is passed on.
    fn home(&self, path: &[String]) -> Option<Module> {
        self.home_within(path, 0)
    }

    fn home_within(&self, path: &[String], depth: usize) -> Option<Module> {
        let known = (0..=path.len()).rev().find(|n| self.sources.contains_key(&path[..*n]))?;
        let module = path[..known].to_vec();
        let (Some(name), true) = (path.get(known), depth < 8) else { return Some(module) };
        let source = &self.sources[&module];
        if source.defines.contains(name) {
            return Some(module);
        }
        let rest = &path[known + 1..];
        let named = source.passes_on.iter().find(|(passed, _)| passed == name);
        if let Some((_, from)) = named {
            return self.home_within(&[from, rest].concat(), depth + 1);
        }
        let in_a_glob =
            source.passes_on.iter().filter(|(passed, _)| passed == "*").find(|(_, from)| {
                self.sources.get(from).is_some_and(|source| source.defines.contains(name))
            });
        match in_a_glob {
            Some((_, from)) => Some(from.clone()),
            None => Some(module),
        }
    }

    /// Who depends on whom among the children of each module, with an example.
    fn neighbours(&self) -> BTreeMap<Module, BTreeMap<(String, String), String>> {
        let mut all: BTreeMap<Module, BTreeMap<(String, String), String>> = BTreeMap::new();
        for (module, source) in &self.sources {
            for target in source.names.iter().filter_map(|path| self.home(path)) {
                let shared = module.iter().zip(&target).take_while(|(a, b)| a == b).count();
                let (Some(from), Some(to)) = (module.get(shared), target.get(shared)) else {
                    continue;
                };
                let example = format!("{} → {}", module.join("::"), target.join("::"));
                all.entry(module[..shared].to_vec())
                    .or_default()
                    .entry((from.clone(), to.clone()))
                    .or_insert(example);
            }
        }
        all
    }
}

/// Every circle of neighbours, with what closes it.
pub(super) fn offences(krate: &Crate) -> Vec<String> {
    let mut offences = Vec::new();
    for (folder, arrows) in krate.neighbours() {
        let reach = |from: &str| {
            let mut seen = BTreeSet::new();
            let mut open = vec![from.to_owned()];
            while let Some(at) = open.pop() {
                for (_, to) in arrows.keys().filter(|(from, _)| *from == at) {
                    if seen.insert(to.clone()) {
                        open.push(to.clone());
                    }
                }
            }
            seen
        };
        let children: BTreeSet<&String> = arrows.keys().map(|(from, _)| from).collect();
        let reached: BTreeMap<&String, BTreeSet<String>> =
            children.iter().map(|child| (*child, reach(child))).collect();
        let mut told = BTreeSet::new();
        for (child, reaches) in &reached {
            if !reaches.contains(*child) || told.contains(*child) {
                continue;
            }
            let circle: BTreeSet<&String> = reached
                .iter()
                .filter(|(other, back)| reaches.contains(**other) && back.contains(*child))
                .map(|(other, _)| *other)
                .collect();
            let closes: Vec<&str> = arrows
                .iter()
                .filter(|((from, to), _)| circle.contains(from) && circle.contains(to))
                .map(|(_, example)| example.as_str())
                .collect();
            let path = [&[krate.name.clone(), "src".to_owned()], &folder[..]].concat().join("/");
            offences.push(format!(
                "{path}: {} need each other: {}",
                circle.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", "),
                closes.join("; ")
            ));
            told.extend(circle);
        }
    }
    offences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offences_of(files: &[(&str, &str)]) -> Vec<String> {
        offences(&parse("house", files.iter().copied()).unwrap())
    }

    #[test]
    fn one_direction_is_in_order() {
        let files = [
            ("lib.rs", "mod a; mod b; pub use b::Thing;"),
            ("a.rs", "use crate::Thing; fn f(_: Thing) {}"),
            ("b.rs", "pub struct Thing;"),
        ];
        assert_eq!(offences_of(&files), [""; 0]);
    }

    #[test]
    fn neighbours_who_need_each_other_are_found() {
        for (why, files) in [
            (
                "by name",
                [
                    ("lib.rs", "mod a; mod b;"),
                    ("a.rs", "use crate::b::B; pub struct A;"),
                    ("b.rs", "use super::a::A; pub struct B;"),
                ],
            ),
            (
                "through what the root passes on",
                [
                    ("lib.rs", "mod a; mod b; pub use a::A;"),
                    ("a.rs", "use crate::b::B; pub struct A;"),
                    ("b.rs", "use crate::A; pub struct B;"),
                ],
            ),
            (
                "without a use",
                [
                    ("lib.rs", "mod a; mod b;"),
                    ("a.rs", "pub fn a() { crate::b::b() }"),
                    ("b.rs", "pub fn b() { crate::a::a() }"),
                ],
            ),
            (
                "in a macro",
                [
                    ("lib.rs", "mod a; mod b;"),
                    ("a.rs", "pub fn a() { x!(crate::b::b()) }"),
                    ("b.rs", "pub fn b() { crate::a::a() }"),
                ],
            ),
        ] {
            let found = offences_of(&files);
            assert_eq!(found.len(), 1, "{why}");
            assert!(found[0].starts_with("house/src: a, b need each other: "), "{why}: {found:?}");
        }
    }

    #[test]
    fn a_folder_counts_with_all_that_is_in_it() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a/mod.rs", "mod deep; pub struct A;"),
            ("a/deep.rs", "use crate::b::B;"),
            ("b.rs", "use crate::a::A; pub struct B;"),
        ];
        let found = offences_of(&files);
        assert_eq!(found, ["house/src: a, b need each other: a::deep → b; b → a"]);
    }

    #[test]
    fn children_may_use_what_their_folder_offers_and_tests_whom_they_like() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a/mod.rs", "mod child; pub use child::C; pub struct A;"),
            ("a/child.rs", "use super::A; pub struct C;"),
            ("b.rs", "use crate::a::A; pub struct B;"),
            ("a/tested.rs", "#[cfg(test)] mod tests { use crate::b::B; }"),
        ];
        assert_eq!(offences_of(&files), [""; 0]);
    }
}
