//! The style sheet: the files that `style/main.css` imports, one after the other, as one file.
//!
//! A browser that follows `@import` asks for one file after the other; one file is one request.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};

use super::{Plan, tools};

/// The style sheet, or nothing while there is no `style/main.css`.
pub(super) fn build(plan: &Plan) -> Result<Option<Vec<u8>>> {
    let directory = plan.root.join("style");
    let main = directory.join("main.css");
    if !main.exists() {
        return Ok(None);
    }
    let css = bundle(&read(&main)?, |name| read(&directory.join(name)))?;
    if plan.release {
        tools::minify(plan, tools::Source::Css, css.as_bytes()).map(Some)
    } else {
        Ok(Some(css.into_bytes()))
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// Puts each imported file where its `@import "name.css";` stands, a line of its own.
///
/// Imports inside an imported file, and imports with a layer or a condition, are refused: nothing
/// here may change what the cascade would have done.
fn bundle(main: &str, read: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut css = String::new();
    for line in main.lines() {
        let Some(import) = line.trim().strip_prefix("@import") else {
            css.push_str(line);
            css.push('\n');
            continue;
        };
        let Some(name) = file_name(import) else {
            bail!("style/main.css: only `@import \"name.css\";` is understood, not `{line}`");
        };
        let imported = read(name)?;
        if imported.lines().any(|line| line.trim_start().starts_with("@import")) {
            bail!("style/{name}: only style/main.css may import");
        }
        css.push_str(&imported);
        css.push('\n');
    }
    Ok(css)
}

fn file_name(import: &str) -> Option<&str> {
    let import = import.trim().strip_suffix(';')?.trim_end();
    let name = import
        .strip_prefix("url(")
        .and_then(|url| url.strip_suffix(')'))
        .unwrap_or(import)
        .trim_matches(['"', '\'']);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    (Path::new(name).extension().is_some_and(|found| found == "css") && name.bytes().all(plain))
        .then(|| name.trim_start_matches("./"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle_of(main: &str, files: &[(&str, &str)]) -> Result<String> {
        bundle(main, |name| {
            let found = files.iter().find(|(known, _)| *known == name);
            found.map(|(_, css)| (*css).to_owned()).with_context(|| format!("no {name}"))
        })
    }

    #[test]
    fn imports_keep_their_order() {
        let main = "@import \"b.css\";\n@import url('./a.css');\nbody { margin: 0 }";
        let css = bundle_of(main, &[("a.css", "a {}"), ("b.css", "b {}")]).unwrap();
        assert_eq!(css, "b {}\na {}\nbody { margin: 0 }\n");
    }

    #[test]
    fn what_would_change_the_cascade_is_refused() {
        let files = [("a.css", "a {}"), ("nested.css", "@import \"a.css\";")];
        for main in [
            "@import \"a.css\" print;",
            "@import \"a.css\" layer(base);",
            "@import \"nested.css\";",
            "@import \"missing.css\";",
            "@import \"https://elsewhere.example/a.css\";",
        ] {
            assert!(bundle_of(main, &files).is_err(), "{main}");
        }
    }
}
