//! Everything a browser loads, built into `target/site`:
//!
//! - `pkg/porchlight.js` and `pkg/porchlight_bg.wasm`, which the header's icon needs, and
//!   `pkg/split_dialog_….wasm`, its dialog's code, which comes after;
//! - `pkg/porchlight.css`, from `style/`;
//! - every file of `public/`, at the same path;
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

/// The files of `public/`; in release, scripts are minified: those of our pages as modules, those that
/// other people's pages load as scripts.
fn public(plan: &Plan) -> Result<Files> {
    let mut files = files::read(&plan.root.join("public"))?;
    for (path, content) in &mut files {
        if plan.release && has_extension(path, "js") {
            let source = if path.starts_with("embed/") { Source::Script } else { Source::Module };
            *content = tools::minify(plan, source, content)?;
        }
    }
    Ok(files)
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}
