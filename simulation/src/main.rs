//! Runs seeds by hand: one again, or fresh ones for some minutes.
//!
//! ```text
//! simulation rules 0x1234          that seed again; or service, or postgres
//! simulation soak 10               fresh seeds for ten minutes
//! ```

use simulation::{DAY, Kind, Report, base, hold, parse, seeds_from};
use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

const USAGE: &str = "usage: simulation KIND SEED, or simulation soak MINUTES";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["soak", minutes] => match minutes.parse::<u64>() {
            Ok(minutes) => soak(Duration::from_secs(60 * minutes)),
            Err(_) => return usage(),
        },
        [kind, seed] => match (Kind::from_name(kind), parse(seed)) {
            (Some(kind), Some(seed)) => println!("{:?}", hold(kind, seed)),
            _ => return usage(),
        },
        _ => return usage(),
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

/// Fresh seeds until the time is over.
fn soak(time: Duration) {
    let base = base();
    println!("fresh seeds from SIMULATION_BASE={base:#x}");
    let start = now();
    let mut total = Report::default();
    let mut seeds = 0;
    for seed in seeds_from(base) {
        if now().duration_since(start) >= time {
            break;
        }
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_here()) {
            total = total.and(hold(kind, seed));
        }
        seeds += 1;
    }
    let days = total.simulated / DAY;
    println!("{seeds} seeds, {days} simulated days: {total:?}");
}

/// How long it takes is measured by the machine's own clock; nothing in the simulation asks for it.
#[expect(
    clippy::disallowed_methods,
    reason = "a tool that runs for some minutes must know when they are over"
)]
fn now() -> Instant {
    Instant::now()
}
