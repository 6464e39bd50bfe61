//! Turns the Fluent catalogues into Rust: one function a message, one `match` a function.
//!
//! English is the reference: every other language has exactly its messages with exactly its variables,
//! or the build fails and says where. The supported part of Fluent is text, variables, `NUMBER($x)`,
//! string literals, select expressions over a variable (plural categories and numbers, or strings), and
//! references to messages and terms. Everything else is an error rather than a surprise at run time.
//!
//! This file is part of the build script and of the generator's own tests; it must stay free of input
//! and output.

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    parser,
    unicode::unescape_unicode_to_string,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

/// The language that defines which messages there are.
pub(crate) const REFERENCE: &str = "en";

/// One catalogue: the tag of its language (the file's name) and its text.
pub(crate) struct Source<'a> {
    /// Such as `de`.
    pub(crate) tag: &'a str,
    /// Such as `sign-in = Anmelden`.
    pub(crate) text: &'a str,
}

/// What a variable is on the Rust side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
enum Kind {
    Text,
    Number,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Variable(String),
    Select { variable: String, plural: bool, arms: Vec<(Key, Vec<Piece>)>, default: Vec<Piece> },
}

#[derive(Clone, Debug, PartialEq)]
enum Key {
    Name(String),
    Number(String),
}

struct Catalogue<'a> {
    tag: &'a str,
    messages: BTreeMap<String, Pattern<String>>,
    terms: BTreeMap<String, Pattern<String>>,
}

struct Message {
    pieces: Vec<Piece>,
    variables: BTreeMap<String, Kind>,
}

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Names of functions that `language.rs` writes by hand, and words that Rust keeps.
const RESERVED: [&str; 18] = [
    "all",
    "tag",
    "direction",
    "native-name",
    "from-tag",
    "negotiate",
    "default",
    "clone",
    "eq",
    "hash",
    "type",
    "match",
    "move",
    "continue",
    "loop",
    "self",
    "in",
    "use",
];

/// Messages that tell about the language itself, and what they may be.
const FACTS: [&str; 3] = ["language-name", "language-direction", "number-group"];

/// The Rust source for these catalogues, or every complaint about them.
pub(crate) fn generate(sources: &[Source<'_>]) -> Result<String, Vec<String>> {
    let mut complaints = Vec::new();
    let mut catalogues = Vec::new();
    for source in sources {
        match read(source) {
            Ok(catalogue) => catalogues.push(catalogue),
            Err(mut found) => complaints.append(&mut found),
        }
    }
    catalogues.sort_by_key(|c| (c.tag != REFERENCE, c.tag.to_owned()));
    if !complaints.is_empty() {
        return Err(complaints);
    }
    if catalogues.first().is_none_or(|c| c.tag != REFERENCE) {
        return Err(vec![format!("{REFERENCE}.ftl is missing: it is the reference")]);
    }

    let mut compiled = Vec::new();
    for catalogue in &catalogues {
        let mut messages = BTreeMap::new();
        for id in catalogue.messages.keys() {
            match compile(catalogue, id) {
                Ok(message) => {
                    messages.insert(id.clone(), message);
                }
                Err(why) => complaints.push(format!("{}.ftl: {id}: {why}", catalogue.tag)),
            }
        }
        compiled.push((catalogue.tag, messages));
    }
    if !complaints.is_empty() {
        return Err(complaints);
    }
    compare(&compiled, &mut complaints);
    if complaints.is_empty() { Ok(write(&compiled)) } else { Err(complaints) }
}

/// Every language against the reference.
fn compare(compiled: &[(&str, BTreeMap<String, Message>)], complaints: &mut Vec<String>) {
    let (_, reference) = &compiled[0];
    for fact in FACTS {
        if !reference.contains_key(fact) {
            complaints
                .push(format!("{REFERENCE}.ftl: {fact} is missing: it tells about the language"));
        }
    }
    for id in reference.keys() {
        if RESERVED.contains(&id.as_str()) {
            complaints.push(format!("{REFERENCE}.ftl: {id}: this name is taken; choose another"));
        }
    }
    for (tag, messages) in compiled {
        if let Some(message) = messages.get("language-direction")
            && !matches!(&message.pieces[..], [Piece::Text(t)] if t == "ltr" || t == "rtl")
        {
            complaints.push(format!("{tag}.ftl: language-direction: must be ltr or rtl"));
        }
        for (id, message) in reference {
            let Some(other) = messages.get(id) else {
                complaints.push(format!("{tag}.ftl: {id} is missing"));
                continue;
            };
            let wanted: BTreeSet<_> = message.variables.keys().collect();
            let found: BTreeSet<_> = other.variables.keys().collect();
            if wanted != found {
                complaints.push(format!(
                    "{tag}.ftl: {id}: has the variables {found:?}, but {REFERENCE}.ftl has {wanted:?}"
                ));
            }
        }
        for (id, message) in messages {
            for (variable, _) in message.variables.iter().filter(|(_, kind)| **kind == Kind::Text) {
                let number = compiled.iter().any(|(_, all)| {
                    all.get(id).is_some_and(|m| m.variables.get(variable) == Some(&Kind::Number))
                });
                if number && chooses_words(&message.pieces, variable) {
                    complaints.push(format!(
                        "{tag}.ftl: {id}: ${variable} is a word here and a number in another language"
                    ));
                }
            }
        }
        for id in messages.keys().filter(|id| !reference.contains_key(*id)) {
            complaints.push(format!("{tag}.ftl: {id}: {REFERENCE}.ftl has no such message"));
        }
    }
}

fn chooses_words(pieces: &[Piece], name: &str) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Select { variable, plural, arms, default } => {
            (!plural && variable == name)
                || arms.iter().any(|(_, pieces)| chooses_words(pieces, name))
                || chooses_words(default, name)
        }
        _ => false,
    })
}

fn read<'a>(source: &Source<'a>) -> Result<Catalogue<'a>, Vec<String>> {
    let tag = source.tag;
    let resource = parser::parse(source.text.to_owned()).map_err(|(_, errors)| {
        errors
            .iter()
            .map(|e| {
                let line = source.text[..e.pos.start.min(source.text.len())].lines().count().max(1);
                format!("{tag}.ftl:{line}: {e}")
            })
            .collect::<Vec<_>>()
    })?;
    let mut catalogue = Catalogue { tag, messages: BTreeMap::new(), terms: BTreeMap::new() };
    let mut complaints = Vec::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name;
                if !message.attributes.is_empty() {
                    complaints.push(format!("{tag}.ftl: {id}: attributes are not supported"));
                }
                match message.value {
                    Some(value) => {
                        if catalogue.messages.insert(id.clone(), value).is_some() {
                            complaints.push(format!("{tag}.ftl: {id}: is there twice"));
                        }
                    }
                    None => complaints.push(format!("{tag}.ftl: {id}: has no text")),
                }
            }
            Entry::Term(term) => {
                let id = term.id.name;
                if !term.attributes.is_empty() {
                    complaints.push(format!("{tag}.ftl: -{id}: attributes are not supported"));
                }
                if catalogue.terms.insert(id.clone(), term.value).is_some() {
                    complaints.push(format!("{tag}.ftl: -{id}: is there twice"));
                }
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Junk { content } => {
                complaints.push(format!("{tag}.ftl: cannot be read: {}", content.trim()));
            }
        }
    }
    if complaints.is_empty() { Ok(catalogue) } else { Err(complaints) }
}

fn compile(catalogue: &Catalogue<'_>, id: &str) -> Result<Message, String> {
    let mut trail = vec![id.to_owned()];
    let pieces = merge(pattern(catalogue, &catalogue.messages[id], &mut trail)?);
    let mut variables = BTreeMap::new();
    collect(&pieces, &mut variables)?;
    Ok(Message { pieces, variables })
}

fn pattern(
    catalogue: &Catalogue<'_>,
    pattern: &Pattern<String>,
    trail: &mut Vec<String>,
) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => pieces.push(Piece::Text(value.clone())),
            PatternElement::Placeable { expression: e } => {
                pieces.append(&mut expression(catalogue, e, trail)?);
            }
        }
    }
    Ok(pieces)
}

fn expression(
    catalogue: &Catalogue<'_>,
    expression: &Expression<String>,
    trail: &mut Vec<String>,
) -> Result<Vec<Piece>, String> {
    match expression {
        Expression::Inline(e) => inline(catalogue, e, trail),
        Expression::Select { selector, variants } => {
            let InlineExpression::VariableReference { id } = selector else {
                return Err("a choice must be over a plain variable".into());
            };
            Ok(vec![select(catalogue, &id.name, variants, trail)?])
        }
    }
}

fn select(
    catalogue: &Catalogue<'_>,
    variable: &str,
    variants: &[Variant<String>],
    trail: &mut Vec<String>,
) -> Result<Piece, String> {
    let mut arms = Vec::new();
    let mut default = None;
    let mut keys = Vec::new();
    for variant in variants {
        let key = match &variant.key {
            VariantKey::Identifier { name } => Key::Name(name.clone()),
            VariantKey::NumberLiteral { value } => Key::Number(value.clone()),
        };
        if keys.contains(&key) {
            return Err(format!("the choice over ${variable} has a variant twice"));
        }
        keys.push(key.clone());
        let pieces = merge(pattern(catalogue, &variant.value, trail)?);
        if variant.default { default = Some(pieces) } else { arms.push((key, pieces)) }
    }
    let numeric = |key: &Key| match key {
        Key::Number(_) => true,
        Key::Name(name) => CATEGORIES.contains(&name.as_str()),
    };
    let plural = keys.iter().all(numeric);
    if !plural && keys.iter().any(|k| matches!(k, Key::Number(_))) {
        return Err(format!("the choice over ${variable} mixes numbers and words"));
    }
    if keys.iter().any(|k| matches!(k, Key::Number(n) if n.parse::<i64>().is_err())) {
        return Err(format!("the choice over ${variable} has a number that is not whole"));
    }
    let default = default.ok_or_else(|| format!("the choice over ${variable} has no default"))?;
    Ok(Piece::Select { variable: variable.to_owned(), plural, arms, default })
}

fn inline(
    catalogue: &Catalogue<'_>,
    e: &InlineExpression<String>,
    trail: &mut Vec<String>,
) -> Result<Vec<Piece>, String> {
    match e {
        InlineExpression::StringLiteral { value } => {
            Ok(vec![Piece::Text(unescape_unicode_to_string(value).into_owned())])
        }
        InlineExpression::NumberLiteral { value } => Ok(vec![Piece::Text(value.clone())]),
        InlineExpression::VariableReference { id } => Ok(vec![Piece::Variable(id.name.clone())]),
        InlineExpression::Placeable { expression: e } => expression(catalogue, e, trail),
        InlineExpression::FunctionReference { id, arguments } => {
            match (&id.name[..], &arguments.positional[..], &arguments.named[..]) {
                ("NUMBER", [InlineExpression::VariableReference { id }], []) => {
                    Ok(vec![Piece::Select {
                        variable: id.name.clone(),
                        plural: true,
                        arms: vec![],
                        default: vec![Piece::Variable(id.name.clone())],
                    }])
                }
                _ => Err(format!("{}(…) is not supported; NUMBER($x) is", id.name)),
            }
        }
        InlineExpression::MessageReference { id, attribute: None } => {
            let found = catalogue.messages.get(&id.name);
            follow(catalogue, &id.name, found, trail)
        }
        InlineExpression::TermReference { id, attribute: None, arguments: None } => {
            let name = format!("-{}", id.name);
            follow(catalogue, &name, catalogue.terms.get(&id.name), trail)
        }
        InlineExpression::MessageReference { .. } | InlineExpression::TermReference { .. } => {
            Err("references to attributes and with arguments are not supported".into())
        }
    }
}

fn follow(
    catalogue: &Catalogue<'_>,
    name: &str,
    found: Option<&Pattern<String>>,
    trail: &mut Vec<String>,
) -> Result<Vec<Piece>, String> {
    let found = found.ok_or_else(|| format!("refers to {name}, which is not there"))?;
    if trail.iter().any(|seen| seen == name) {
        return Err(format!("refers to itself by way of {name}"));
    }
    trail.push(name.to_owned());
    let pieces = pattern(catalogue, found, trail)?;
    trail.pop();
    Ok(pieces)
}

/// Neighbouring texts become one.
fn merge(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut merged: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (merged.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => merged.push(piece),
        }
    }
    merged
}

fn collect(pieces: &[Piece], variables: &mut BTreeMap<String, Kind>) -> Result<(), String> {
    for piece in pieces {
        match piece {
            Piece::Text(_) => {}
            Piece::Variable(name) => {
                variables.entry(name.clone()).or_insert(Kind::Text);
            }
            Piece::Select { variable, plural, arms, default } => {
                let kind = variables.entry(variable.clone()).or_insert(Kind::Text);
                if *plural {
                    *kind = Kind::Number;
                }
                for (_, pieces) in arms {
                    collect(pieces, variables)?;
                }
                collect(default, variables)?;
                if !plural && variables.get(variable) == Some(&Kind::Number) {
                    return Err(format!(
                        "${variable} is a number in one place and a word in another"
                    ));
                }
            }
        }
    }
    Ok(())
}

fn snake(id: &str) -> String {
    id.replace('-', "_")
}

fn variant_name(tag: &str) -> String {
    tag.split('-')
        .map(|part| {
            let mut chars = part.chars();
            chars.next().map_or_else(String::new, |c| {
                c.to_uppercase().collect::<String>() + &chars.as_str().to_lowercase()
            })
        })
        .collect()
}

/// The reference's pattern in one line, for the function's comment.
fn describe(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(t) => text.push_str(&t.replace('\n', " ")),
            Piece::Variable(name) => drop(write!(text, "{{{name}}}")),
            Piece::Select { default, .. } => text.push_str(&describe(default)),
        }
    }
    text
}

fn write(compiled: &[(&str, BTreeMap<String, Message>)]) -> String {
    let mut out = String::new();
    out.push_str(
        "/// A language that the interface speaks: one for each file in `locales/`.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ::serde::Serialize, ::serde::Deserialize)]\n\
         pub enum Language {\n",
    );
    for (tag, messages) in compiled {
        let name = describe(&messages["language-name"].pieces);
        let default = if *tag == REFERENCE { "#[default]\n" } else { "" };
        let _ = write!(
            out,
            "/// {name}.\n{default}#[serde(rename = {tag:?})]\n{},\n",
            variant_name(tag)
        );
    }
    out.push_str("}\n\nimpl Language {\n");
    let all: Vec<_> =
        compiled.iter().map(|(tag, _)| format!("Self::{}", variant_name(tag))).collect();
    let _ = write!(
        out,
        "/// Every language, the reference first.\npub const ALL: &'static [Self] = &[{}];\n\n",
        all.join(", ")
    );
    out.push_str(
        "/// The language's tag, such as `de`, for `lang` and `Accept-Language`.\n\
         pub const fn tag(self) -> &'static str {\nmatch self {\n",
    );
    for (tag, _) in compiled {
        let _ = writeln!(out, "Self::{} => {tag:?},", variant_name(tag));
    }
    out.push_str("}\n}\n");
    for id in compiled[0].1.keys() {
        function(&mut out, compiled, id);
    }
    out.push_str("}\n");
    out
}

fn function(out: &mut String, compiled: &[(&str, BTreeMap<String, Message>)], id: &str) {
    let mut variables: BTreeMap<&str, Kind> = BTreeMap::new();
    for (_, messages) in compiled {
        for (name, kind) in &messages[id].variables {
            let entry = variables.entry(name).or_insert(*kind);
            *entry = (*entry).max(*kind);
        }
    }
    let _ = write!(
        out,
        "\n/// `{}`\n#[must_use]\npub fn {}(self",
        describe(&compiled[0].1[id].pieces).replace('`', "'"),
        snake(id)
    );
    for (name, kind) in &variables {
        let kind = match kind {
            Kind::Text => "&str",
            Kind::Number => "impl Into<i64>",
        };
        let _ = write!(out, ", {}: {kind}", snake(name));
    }
    if variables.is_empty() {
        out.push_str(") -> &'static str {\nmatch self {\n");
        for (tag, messages) in compiled {
            let _ = writeln!(
                out,
                "Self::{} => {:?},",
                variant_name(tag),
                describe_exact(&messages[id].pieces)
            );
        }
        out.push_str("}\n}\n");
        return;
    }
    out.push_str(") -> String {\n");
    for (name, kind) in &variables {
        if *kind == Kind::Number {
            let _ = writeln!(out, "let {0}: i64 = {0}.into();", snake(name));
        }
    }
    out.push_str("let mut out = String::new();\nmatch self {\n");
    for (tag, messages) in compiled {
        let _ = writeln!(out, "Self::{} => {{", variant_name(tag));
        body(out, &messages[id].pieces, &variables);
        out.push_str("}\n");
    }
    out.push_str("}\nout\n}\n");
}

fn describe_exact(pieces: &[Piece]) -> String {
    match pieces {
        [] => String::new(),
        [Piece::Text(text)] => text.clone(),
        _ => unreachable!("a message without variables is one text"),
    }
}

fn body(out: &mut String, pieces: &[Piece], variables: &BTreeMap<&str, Kind>) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                let _ = writeln!(out, "out.push_str({text:?});");
            }
            Piece::Variable(name) if variables[name.as_str()] == Kind::Number => {
                let _ = writeln!(out, "super::push_number(self, {}, &mut out);", snake(name));
            }
            Piece::Variable(name) => {
                let _ = writeln!(out, "out.push_str({});", snake(name));
            }
            Piece::Select { default, arms, .. } if arms.is_empty() => body(out, default, variables),
            Piece::Select { variable, plural: false, arms, default } => {
                let _ = writeln!(out, "match {} {{", snake(variable));
                for (key, pieces) in arms {
                    let (Key::Name(key) | Key::Number(key)) = key;
                    let _ = writeln!(out, "{key:?} => {{");
                    body(out, pieces, variables);
                    out.push_str("}\n");
                }
                out.push_str("_ => {\n");
                body(out, default, variables);
                out.push_str("}\n}\n");
            }
            Piece::Select { variable, arms, default, .. } => {
                plural(out, &snake(variable), arms, default, variables);
            }
        }
    }
}

/// Exact numbers first, then the category.
fn plural(
    out: &mut String,
    variable: &str,
    arms: &[(Key, Vec<Piece>)],
    default: &[Piece],
    variables: &BTreeMap<&str, Kind>,
) {
    let _ = writeln!(out, "match {variable} {{");
    for (key, pieces) in arms {
        if let Key::Number(number) = key {
            let _ = writeln!(out, "{number} => {{");
            body(out, pieces, variables);
            out.push_str("}\n");
        }
    }
    let names: Vec<_> = arms.iter().filter(|(key, _)| matches!(key, Key::Name(_))).collect();
    if names.is_empty() {
        out.push_str("_ => {\n");
        body(out, default, variables);
        out.push_str("}\n}\n");
        return;
    }
    let _ = writeln!(out, "_ => match super::plural(self, {variable}) {{");
    for (key, pieces) in names {
        if let Key::Name(name) = key {
            let _ = writeln!(out, "super::Plural::{} => {{", variant_name(name));
            body(out, pieces, variables);
            out.push_str("}\n");
        }
    }
    out.push_str("_ => {\n");
    body(out, default, variables);
    out.push_str("}\n}\n}\n");
}
