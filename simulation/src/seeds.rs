//! Which seeds are run, and what becomes of one that fails.

use crate::{
    chance::Chance,
    drive::{Report, drive},
    happening::DAY,
    served::{Engine, Served},
    site::Site,
    world::start_of,
};
use std::{
    fs::OpenOptions,
    hash::{BuildHasher, RandomState},
    io::Write,
    panic::{catch_unwind, resume_unwind},
    path::{Path, PathBuf},
};

/// What is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The rules alone, with a site in memory: two weeks.
    Rules,
    /// The service on `SQLite`: two days.
    Service,
    /// The service on Postgres: one day.
    Postgres,
}

impl Kind {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Rules, Self::Service, Self::Postgres];

    /// Its name, in the file of kept seeds and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Service => "service",
            Self::Postgres => "postgres",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it can be simulated here.
    pub fn is_here(self) -> bool {
        self != Self::Postgres || Engine::Postgres.is_here()
    }

    fn run(self, seed: u64) -> Report {
        let start = start_of(seed);
        match self {
            Self::Rules => drive(&mut Site::new(start), seed, 14 * DAY),
            Self::Service => drive(&mut Served::new(start, Engine::Sqlite), seed, 2 * DAY),
            Self::Postgres => drive(&mut Served::new(start, Engine::Postgres), seed, DAY),
        }
    }
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds.txt")
}

/// The seeds that have found something once.
///
/// # Panics
///
/// When the file cannot be read.
pub fn kept(kind: Kind) -> Vec<u64> {
    let file = file();
    let text = std::fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", file.display()));
    let seeds = text.lines().filter_map(|line| line.trim().split_once(' '));
    seeds.filter(|(name, _)| *name == kind.name()).filter_map(|(_, seed)| parse(seed)).collect()
}

/// A seed as it is written: hexadecimal.
pub fn parse(seed: &str) -> Option<u64> {
    let seed = seed.trim();
    u64::from_str_radix(seed.strip_prefix("0x").unwrap_or(seed), 16).ok()
}

/// What fresh seeds come from: `SIMULATION_BASE`, or chance.
pub fn base() -> u64 {
    let given = std::env::var("SIMULATION_BASE").ok();
    given.as_deref().and_then(parse).unwrap_or_else(|| RandomState::new().hash_one(0))
}

/// Fresh seeds.
pub fn seeds_from(base: u64) -> impl Iterator<Item = u64> {
    let mut chance = Chance::new(base);
    std::iter::repeat_with(move || chance.number())
}

/// Runs a seed. One that fails prints itself with the command that repeats it, and is kept.
///
/// # Panics
///
/// With whatever the run panics with.
pub fn hold(kind: Kind, seed: u64) -> Report {
    match catch_unwind(|| kind.run(seed)) {
        Ok(report) => report,
        Err(panic) => {
            let name = kind.name();
            eprintln!(
                "{name} fails with {seed:#x}; again: cargo run -p simulation {name} {seed:#x}"
            );
            if !kept(kind).contains(&seed) {
                keep(kind, seed);
            }
            resume_unwind(panic)
        }
    }
}

fn keep(kind: Kind, seed: u64) {
    let line = format!("# Say here what it found.\n{} {seed:#x}\n", kind.name());
    let kept = OpenOptions::new()
        .append(true)
        .open(file())
        .and_then(|mut file| file.write_all(line.as_bytes()));
    match kept {
        Ok(()) => eprintln!("it is kept in {}", file().display()),
        Err(error) => eprintln!("it could not be kept in {}: {error}", file().display()),
    }
}
