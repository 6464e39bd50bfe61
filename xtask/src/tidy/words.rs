//! What no file of the repository may say.

/// Directories that exist on one machine only. A path below them works for its author and for
/// nobody else; `mktemp` and `$HOME` know the reader's own. Taken apart, so that this file does not
/// offend.
const MACHINE_PATHS: [&str; 6] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/t", "mp/"),
    concat!("/private/v", "ar/"),
];

/// Hosts of package registries. Which mirror is near is for each machine's configuration to say; a
/// lock file names the package and its checksum, and that is enough. (The index that Cargo.lock
/// names is an identity, not an address.)
const REGISTRIES: [&str; 8] = [
    concat!("registry.npm", "js.org"),
    concat!("registry.yarn", "pkg.com"),
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("py", "pi.org"),
    concat!("files.python", "hosted.org"),
    concat!("deb.deb", "ian.org"),
    concat!("proxy.gol", "ang.org"),
];

/// Promises to nobody. What is missing goes into an issue, and what is wrong gets mended.
const PROMISES: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

/// Every offence of one file, with its line.
pub(super) fn offences(path: &str, text: &str) -> Vec<String> {
    let mut offences = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let mut say = |what: &str| offences.push(format!("{path}:{number}: {what}"));
        for machine_path in MACHINE_PATHS.iter().filter(|path| starts_a_path(line, path)) {
            say(&format!("`{machine_path}` is a path of one machine"));
        }
        for host in REGISTRIES.iter().filter(|host| line.contains(**host)) {
            say(&format!("`{host}` is the host of a registry"));
        }
        for promise in PROMISES.iter().filter(|word| contains_word(line, word)) {
            say(&format!("`{promise}` promises something to nobody"));
        }
        if is_user_interface(path) && styles_inline(line) {
            say("an inline style is refused by the Content-Security-Policy: use a class");
        }
    }
    offences
}

/// Whether the text names the directory itself, rather than one of that name somewhere below
/// another.
fn starts_a_path(line: &str, directory: &str) -> bool {
    line.match_indices(directory).any(|(at, _)| {
        !line[..at]
            .ends_with(|before: char| before.is_alphanumeric() || "._-~})$*".contains(before))
    })
}

fn contains_word(line: &str, word: &str) -> bool {
    let part_of_a_name = |char: char| char.is_alphanumeric() || char == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(part_of_a_name)
            && !line[at + word.len()..].starts_with(part_of_a_name)
    })
}

fn is_user_interface(path: &str) -> bool {
    path.starts_with("app/src/") || path.starts_with("public/")
}

/// `style="…"`, `style=move || …` and Leptos's `style:width=…`, all of which are drawn as an
/// attribute.
fn styles_inline(line: &str) -> bool {
    line.match_indices("style").any(|(at, _)| {
        let attribute = line[..at].is_empty() || line[..at].ends_with(char::is_whitespace);
        let rest = &line[at + "style".len()..];
        let value = rest
            .strip_prefix('=')
            .is_some_and(|value| value.starts_with(['"', '{', '\'']) || value.starts_with("move"));
        let property = rest.strip_prefix(':').is_some_and(|name| {
            name.starts_with(|char: char| char.is_ascii_lowercase() || char == '-')
        });
        attribute && (value || property)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_finds_its_offence() {
        let machine = concat!("open /wo", "rk/main");
        let registry = concat!("\"resolved\": \"https://registry.npm", "js.org/x.tgz\"");
        let promise = concat!("// TO", "DO: later");
        for (path, line) in [
            ("README.md", machine),
            ("script/setup", concat!("cd \"/t", "mp/x\"")),
            ("end2end/package-lock.json", registry),
            ("server/src/main.rs", promise),
            ("app/src/header.rs", "<div style=\"color: red\">"),
            ("app/src/header.rs", "    style=move || width.get()"),
            ("app/src/header.rs", "<div style:width=width>"),
        ] {
            assert_eq!(offences(path, &format!("fine\n{line}")).len(), 1, "{path}: {line}");
        }
        assert!(offences("a.rs", &format!("fine\n{promise}"))[0].starts_with("a.rs:2: "));
    }

    #[test]
    fn what_only_looks_like_an_offence_is_none() {
        for (path, line) in [
            ("a.md", concat!("a net", "wo", "rk/protocol, https://example.org/wo", "rk/paper")),
            ("a.sh", concat!("cp x \"$HOME/wo", "rk/\" ${dir}/t", "mp/ target/t", "mp/x")),
            ("a.rs", concat!("let mas", "TO", "DON = TO", "DOS;")),
            ("app/src/theme.rs", "struct Look { style: String } // in good style"),
            ("app/src/theme.rs", "<link rel=\"stylesheet\" href=\"/pkg/porchlight.css\">"),
            ("docs/csp.md", "a style=\"…\" attribute is refused"),
            ("Cargo.lock", "source = \"registry+https://github.com/rust-lang/crates.io-index\""),
        ] {
            assert_eq!(offences(path, line), [""; 0], "{line}");
        }
    }
}
