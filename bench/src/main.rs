//! Measures Porchlight beside named peers, on this machine, in the same run. `docs/benchmarks.md` says how and why.
//!
//! Everything that it starts listens on the loopback alone, keeps its data in a folder of `target`, and ends with
//! it. It drives the binary as its users do, by command line and HTTP, and must never use the crates of the
//! server.
#![allow(clippy::disallowed_methods, reason = "it measures time, so it asks for it")]

mod crowd;
mod flip;
mod http;
mod machine;
mod nginx;
mod online;
mod page;
mod porchlight;
mod process;
mod report;
mod requests;
mod size;
mod stats;
mod storm;
mod streams;

use crate::{machine::Machine, report::Section};
use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Measures Porchlight beside named peers on this machine. Close what else runs: it shares the cores.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Arguments {
    /// What to measure.
    #[arg(default_value = "all")]
    what: Vec<What>,
    /// Put the tables into docs/benchmarks.md.
    #[arg(long)]
    write: bool,
    /// The server to measure.
    #[arg(long, env = "PORCHLIGHT_BIN")]
    binary: Option<PathBuf>,
    /// How many open streams.
    #[arg(long, default_value_t = 10_000)]
    streams: usize,
    /// How many flips to all of them, in each turn.
    #[arg(long, default_value_t = 10)]
    flips: usize,
    /// How long the load of `online` lasts, in seconds; `requests` takes 10 at most.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Everything, in this order.
    All,
    /// What a browser has to load.
    Size,
    /// Until the header icon can be used.
    Page,
    /// Going online and offline, and a power cut.
    Online,
    /// One subscriber's wait for a flip.
    Flip,
    /// `GET availability`.
    Requests,
    /// Many open portals.
    Streams,
    /// Many portals that come at once.
    Storm,
}

/// What every benchmark needs to know.
struct Bench {
    root: PathBuf,
    binary: PathBuf,
    /// Where folders for databases and the like are made: on the disk that a developer's data would be on.
    folders: PathBuf,
    machine: Machine,
    streams: usize,
    flips: usize,
    seconds: u64,
}

impl Bench {
    fn measure(&self, what: What) -> Result<Vec<Section>> {
        Ok(match what {
            What::All => {
                let all = [
                    What::Size,
                    What::Page,
                    What::Online,
                    What::Flip,
                    What::Requests,
                    What::Streams,
                    What::Storm,
                ];
                all.into_iter().map(|what| self.measure(what)).collect::<Result<Vec<_>>>()?.concat()
            }
            What::Size => vec![size::run(self)?],
            What::Page => vec![page::run(self)?],
            What::Online => vec![online::run(self)?],
            What::Flip => vec![flip::run(self)?],
            What::Requests => vec![requests::run(self)?],
            What::Streams => vec![streams::run(self)?],
            What::Storm => vec![storm::run(self)?],
        })
    }
}

/// Says what is done now, for whoever waits.
fn say(what: &str) {
    eprintln!("bench: {what}");
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = manifest.parent().unwrap_or(manifest).to_path_buf();
    let folders = root.join("target/bench");
    fs::create_dir_all(&folders)?;
    let binary = arguments.binary.unwrap_or_else(|| root.join("target/release/porchlight"));
    let bench = Bench {
        binary: binary
            .canonicalize()
            .with_context(|| format!("{} is missing: run `make build` first", binary.display()))?,
        folders,
        machine: Machine::look()?,
        streams: arguments.streams,
        flips: arguments.flips,
        seconds: arguments.seconds,
        root,
    };
    if bench.machine.is_busy() {
        say("this machine is busy with something else; the figures will suffer from it");
    }
    for what in arguments.what {
        for section in bench.measure(what)? {
            println!("## {}\n\n{}", section.name, section.table(&bench.machine));
            if arguments.write {
                section.write(&bench.machine, &bench.root.join("docs/benchmarks.md"))?;
            }
        }
    }
    Ok(())
}
