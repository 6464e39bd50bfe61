//! The two npm tools that shrink a release, from `xtask/node_modules` (`script/setup build` puts
//! them there).

use std::{
    io::Write as _,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context as _, Result, ensure};

use super::Plan;

/// Minifies JavaScript or CSS; `language` is `js` or `css`.
///
/// Names at the top level of a script stay as they are, for it runs in other people's pages.
pub(super) fn minify(plan: &Plan, language: &str, source: &[u8]) -> Result<Vec<u8>> {
    let loader = format!("--loader={language}");
    run(
        plan,
        "esbuild",
        |command| command.args(["--minify", "--log-level=warning", &loader]),
        source,
    )
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
