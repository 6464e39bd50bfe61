//! The repository's own chores, as `cargo xtask …`: building what the browser loads, checking what
//! the compiler cannot, and lending tests a PostgreSQL server.
//!
//! It must never become part of the product: no other crate may depend on it.

mod postgres;
mod site;
mod tidy;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The chores of this repository. `make` calls them in the right order.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Build everything a browser loads into target/site, which the server then embeds.
    Site {
        /// Optimise for size: minutes instead of seconds.
        #[arg(long)]
        release: bool,
    },
    /// Check the rules that the compiler does not know: who may depend on whom, what a file may
    /// say.
    Tidy,
    /// Run a command beside a throw-away PostgreSQL server, at `PORCHLIGHT_TEST_POSTGRES_URL`.
    Postgres {
        /// The command and its arguments.
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
}

fn main() -> ExitCode {
    do_chore(Arguments::parse().chore).unwrap_or_else(|error| {
        eprintln!("xtask: {error:#}");
        ExitCode::FAILURE
    })
}

fn do_chore(chore: Chore) -> Result<ExitCode> {
    match chore {
        Chore::Site { release } => site::build(&root(), release).map(|()| ExitCode::SUCCESS),
        Chore::Tidy => tidy::check(&root()),
        Chore::Postgres { command } => postgres::run_beside(&command),
    }
}

/// The top of the checkout, whatever directory the chore was called from.
fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}
