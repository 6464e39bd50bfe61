//! The two npm tools that shrink a release, from `xtask/node_modules` (`script/setup build` puts
//! them there).

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context as _, Result, ensure};

use super::Plan;

/// What there is to minify.
#[derive(Clone, Copy)]
pub(super) enum Source {
    /// A script that runs in other people's pages, where its names at the top level are everybody's.
    Script,
    Css,
}

pub(super) fn minify(plan: &Plan, source: Source, text: &[u8]) -> Result<Vec<u8>> {
    let options: &[&str] = match source {
        // Escapes would be larger, and the server says which encoding it is.
        Source::Script => &["--loader=js", "--charset=utf8"],
        Source::Css => &["--loader=css"],
    };
    let always = ["--minify", "--log-level=warning"];
    run(plan, "esbuild", |command| command.args(always).args(options), text)
}

/// A module of our own pages and the modules that it imports, as one, minified.
pub(super) fn bundle(plan: &Plan, entry: &Path) -> Result<Vec<u8>> {
    let options = ["--bundle", "--format=esm", "--minify", "--log-level=warning"];
    run(plan, "esbuild", |command| command.arg(entry).args(options), &[])
}

/// Runs a tool with `input`, and returns what it printed.
pub(super) fn run(
    plan: &Plan,
    tool: &str,
    arguments: impl FnOnce(&mut Command) -> &mut Command,
    input: &[u8],
) -> Result<Vec<u8>> {
    let program = plan.root.join("xtask/node_modules/.bin").join(tool);
    let mut command = Command::new(&program);
    arguments(&mut command);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{tool} is not installed: run `script/setup build`"))?;
    let stdin = child.stdin.take();
    let output = thread::scope(|scope| {
        // Written beside the reading: a full pipe on either side would stop both.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    })?;
    ensure!(output.status.success(), "{tool} failed");
    Ok(output.stdout)
}
