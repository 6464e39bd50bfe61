//! How many files this process may hold open, and who gets them: each connection is one.

use crate::config::ServeArgs;
use rustix::{
    fd::{AsFd, RawFd},
    io::fcntl_dupfd_cloexec,
    process::{Resource, Rlimit, getrlimit, setrlimit},
};

/// The most that is ever asked for: a million connections need more than a node has.
const ENOUGH: u64 = 1 << 20;

/// What is kept for the database with its connections, for letters on their way, and for the process itself.
const KEPT: u64 = 48;

/// The fewest connections with which there is any use in starting.
const FEWEST: u64 = 16;

/// What one network, or all event streams together, leave to others, where there is so much.
const LEFT: u32 = 1_000;

/// Raises the limit of open files as far as this process may; returns what it came to.
pub fn raise() -> u64 {
    let limit = getrlimit(Resource::Nofile);
    // No limit at all is told as none.
    let now = limit.current.unwrap_or(ENOUGH);
    let wanted = limit.maximum.unwrap_or(ENOUGH).min(ENOUGH);
    if wanted <= now {
        return now;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum }) {
        Ok(()) => wanted,
        Err(error) => {
            tracing::warn!(%error, now, wanted, "the limit of open files could not be raised");
            now
        }
    }
}

/// The largest table of open files that is made before it is needed: 256 KiB of the kernel's memory.
const TABLE: u64 = 1 << 15;

/// Makes the kernel's table of open files as large as it may have to be. Left alone it doubles as connections come,
/// and each time a process that has threads stands still, in the middle of accepting, until no processor looks at
/// the old one: tens of milliseconds, in which those who came at once are not the only ones who wait.
pub fn make_table(files: u64, any: impl AsFd) {
    let last = RawFd::try_from(files.min(TABLE).saturating_sub(1)).unwrap_or(RawFd::MAX);
    // The copy is closed again at once; the table keeps its size.
    if let Err(error) = fcntl_dupfd_cloexec(any, last) {
        tracing::debug!(%error, last, "the table of open files grows as it must");
    }
}

/// How many connections there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// All together.
    pub connections: u32,
    /// Those of one network.
    pub each: u32,
    /// Those that are event streams.
    pub streams: u32,
}

/// So few files may be open that it is no use to start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("only {0} files may be open at once, and {least} are needed: raise `ulimit -n`", least = KEPT + FEWEST)]
pub struct TooFew(u64);

impl Room {
    /// The room that there is with so many open files. Whatever the settings say, nobody gets so many that
    /// the database cannot be opened, and neither one network nor the streams get all.
    pub fn of(files: u64, config: &ServeArgs) -> Result<Self, TooFew> {
        let connections = files.checked_sub(KEPT).filter(|room| *room >= FEWEST);
        let connections = connections.ok_or(TooFew(files))?;
        let connections = u32::try_from(connections).unwrap_or(u32::MAX);
        let each = config.connection_limit.max(config.stream_limit);
        Ok(Self {
            connections,
            each: each.min(connections - LEFT.min(connections / 2)),
            streams: config.total_stream_limit.min(connections - LEFT.min(connections / 8)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Cli, Command};
    use clap::Parser;

    fn room(files: u64, flags: &[&str]) -> Result<Room, TooFew> {
        let cli = Cli::parse_from(["porchlight", "serve"].iter().chain(flags));
        let Command::Serve(config) = cli.command else { unreachable!("serve was asked for") };
        Room::of(files, &config)
    }

    #[test]
    fn the_limit_is_raised_as_far_as_it_goes() {
        let raised = raise();
        let limit = getrlimit(Resource::Nofile);
        assert_eq!(limit.current, Some(raised));
        assert!(limit.maximum.is_none_or(|most| raised == most || raised == ENOUGH), "{limit:?}");
        assert_eq!(raise(), raised, "and not beyond");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_table_is_as_large_as_it_may_have_to_be() {
        let size = || {
            let status = std::fs::read_to_string("/proc/self/status").unwrap();
            let size = status.lines().find_map(|line| line.strip_prefix("FDSize:")).unwrap();
            size.trim().parse::<u64>().unwrap()
        };
        let files = raise().min(4_096);
        assert!(size() < files);
        make_table(files, std::io::stderr());
        assert!(size() >= files, "{} of {files}", size());
    }

    #[test]
    fn nobody_gets_all() {
        for (files, flags, connections, each, streams) in [
            (1_048_576, "", 1_048_528, 600, 18_000),
            (20_000, "", 19_952, 600, 18_000),
            (20_000, "--stream-limit=900", 19_952, 900, 18_000),
            (20_000, "--stream-limit=20000", 19_952, 18_952, 18_000),
            (20_000, "--connection-limit=700 --stream-limit=20", 19_952, 700, 18_000),
            (20_000, "--connection-limit=20 --stream-limit=10", 19_952, 20, 18_000),
            (20_000, "--connection-limit=20", 19_952, 500, 18_000),
            (20_000, "--total-stream-limit=20000", 19_952, 600, 18_952),
            (4_096, "", 4_048, 600, 3_542),
            (1_024, "", 976, 488, 854),
            (256, "", 208, 104, 182),
            (64, "", 16, 8, 14),
        ] {
            let flags: Vec<&str> = flags.split(' ').filter(|flag| !flag.is_empty()).collect();
            let expected = Room { connections, each, streams };
            assert_eq!(room(files, &flags), Ok(expected), "{files} {flags:?}");
        }
        for files in [0, 3, 48, 63] {
            assert_eq!(room(files, &[]), Err(TooFew(files)), "{files}");
        }
    }
}
