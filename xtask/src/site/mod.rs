//! Everything a browser loads, built into `target/site`:
//!
//! - `pkg/porchlight.js` and `pkg/porchlight_bg.wasm`, which the header's icon needs, and
//!   `pkg/split_dialog_….wasm`, its dialog's code, which comes after;
//! - `pkg/porchlight.css`, from `style/`;
//! - every file of `public/`, at the same path, but not its tests; in release, the modules of our own pages
//!   are one file, `assets/main.js`;
//! - beside each file that shrinks, the same with `.br` appended: compressed once, here, and never
//!   per request.
//!
//! The server embeds the directory when it is compiled. A file is written only when it changes, so
//! that the server is compiled again only when it must.

mod files;
mod style;
mod tools;
mod wasm;

use std::path::{Path, PathBuf};

use anyhow::Result;
use files::Files;
use tools::Source;

/// Where things are, and for whom they are built.
struct Plan {
    root: PathBuf,
    release: bool,
}

impl Plan {
    /// What one build may leave for the next, apart from what the server embeds.
    fn cache(&self) -> PathBuf {
        self.root.join("target/xtask").join(if self.release { "release" } else { "debug" })
    }

    fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }
}

/// Builds the site; with `release`, as small as it gets.
pub(crate) fn build(root: &Path, release: bool) -> Result<()> {
    let plan = Plan { root: root.to_path_buf(), release };

    let mut files = Files::default();
    files.extend(wasm::build(&plan)?);
    if let Some(css) = style::build(&plan)? {
        files.insert("pkg/porchlight.css".into(), css);
    }
    files.extend(public(&plan)?);

    let sizes = files::compress(&plan, &mut files)?;
    let changed = files::write(&plan.site(), &files)?;
    println!("{}", files::report(&sizes, release));
    println!("target/site: {} files, {changed} of them written or removed.", files.len());
    Ok(())
}

/// The module that our own pages load; what it imports lies beside and below it.
const MAIN: &str = "assets/main.js";

/// The files of `public/`. In release, scripts are minified, and the modules of our own pages are one file:
/// a browser that follows imports asks for one file after the other. As they are written they work as well,
/// without the tools that a release needs.
fn public(plan: &Plan) -> Result<Files> {
    let directory = plan.root.join("public");
    let mut files = files::read(&directory)?;
    files.retain(|path, _| is_served(path, plan.release));
    for (path, content) in &mut files {
        if plan.release && has_extension(path, "js") {
            *content = if path == MAIN {
                tools::bundle(plan, &directory.join(path))?
            } else {
                tools::minify(plan, Source::Script, content)?
            };
        }
    }
    Ok(files)
}

/// Whether a file of `public/` is one of the site: not the tests of the scripts, nor, in release, a module
/// that is a part of another.
fn is_served(path: &str, release: bool) -> bool {
    let is_part = path.starts_with("assets/") && has_extension(path, "js") && path != MAIN;
    !path.starts_with("tests/") && path != "package.json" && !(release && is_part)
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_not_served_and_a_release_has_one_module() {
        for (path, debug, release) in [
            (MAIN, true, true),
            ("assets/tabs.js", true, false),
            ("assets/beat/plan.js", true, false),
            ("assets/house.svg", true, true),
            ("embed/portal.js", true, true),
            ("tests/tabs.test.js", false, false),
            ("package.json", false, false),
        ] {
            assert_eq!((is_served(path, false), is_served(path, true)), (debug, release), "{path}");
        }
    }
}
