//! When the header icon can be used, in a browser on a slow machine.

use crate::{
    Bench,
    porchlight::{PASSWORD, Site, agent_email},
    report::{Aim, Figure, Section},
    say,
    stats::Samples,
};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::process::{Command, Stdio};

/// How many page loads are measured.
const LOADS: usize = 10;
/// So many times slower than this machine.
const SLOWED: u32 = 4;

pub(crate) fn run(bench: &Bench) -> Result<Section> {
    let site = Site::new(&bench.binary, &bench.folders)?;
    site.add_agents(3)?;
    let server = site.serve(None)?;
    say(&format!("{LOADS} page loads, the CPU slowed {SLOWED} times"));
    let output = Command::new("node")
        .arg(bench.root.join("bench/page.mjs"))
        .args([&format!("http://{}", server.address), &agent_email(0), PASSWORD])
        .args([LOADS.to_string(), SLOWED.to_string()])
        .current_dir(bench.root.join("end2end"))
        .stderr(Stdio::inherit())
        .output()
        .context("node is missing: `script/setup test` says where to get it")?;
    server.running.stop()?;
    ensure!(output.status.success(), "the browser did not get to the end");
    let measured: Value = serde_json::from_slice(&output.stdout)?;
    let samples = |name: &str| -> Samples {
        measured[name].as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
    };
    let awake = samples("awake");
    ensure!(awake.len() == LOADS, "{} of {LOADS} loads were measured", awake.len());
    let figure =
        |what: &str, ours, aim| Figure { what: what.to_owned(), unit: "ms", ours, peer: None, aim };
    Ok(Section {
        name: "page",
        peer: "no peer",
        figures: vec![
            figure(
                "from navigation until the header icon hears a click, p50",
                awake.median(),
                Aim::Under(300.0),
            ),
            figure("the same, slowest", awake.max(), Aim::None),
            figure(
                "until a click made at once has opened the dialog, p50",
                samples("opened").median(),
                Aim::None,
            ),
            figure(
                "a click on a page at rest, until the dialog is open, p50",
                samples("later").median(),
                Aim::None,
            ),
            figure(
                "from navigation to the first paint, p50",
                samples("painted").median(),
                Aim::None,
            ),
            figure(
                "CPU not slowed: until the icon hears a click, p50",
                samples("unslowed").median(),
                Aim::None,
            ),
        ],
        notes: vec![format!(
            "{LOADS} loads each with a warm cache, Chromium {}.",
            measured["browser"].as_str().unwrap_or("of unknown version")
        )],
    })
}
