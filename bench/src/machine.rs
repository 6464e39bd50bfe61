//! What a reader must know about the machine. Nothing that names it.

use anyhow::Result;
use std::{fs, process::Command, thread};

/// The machine, the day, and how busy it was with other things before.
#[derive(Debug, Clone)]
pub(crate) struct Machine {
    pub(crate) cores: usize,
    processor: String,
    kernel: String,
    day: String,
    load: f64,
}

impl Machine {
    /// This machine, now.
    pub(crate) fn look() -> Result<Self> {
        let first_word = |path: &str| -> Result<String> {
            let text = fs::read_to_string(path)?;
            Ok(text.split_whitespace().next().unwrap_or_default().to_owned())
        };
        let processors = fs::read_to_string("/proc/cpuinfo")?;
        let processor = processors
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
            .map_or("unknown processor", |(_, name)| name.trim());
        let release = first_word("/proc/sys/kernel/osrelease")?;
        let date = Command::new("date").args(["--utc", "+%Y-%m-%d"]).output()?;
        Ok(Self {
            cores: thread::available_parallelism()?.get(),
            processor: processor.to_owned(),
            kernel: release.split('-').next().unwrap_or_default().to_owned(),
            day: String::from_utf8_lossy(&date.stdout).trim().to_owned(),
            load: first_word("/proc/loadavg")?.parse()?,
        })
    }

    /// Whether something else runs that would be measured as well.
    pub(crate) fn is_busy(&self) -> bool {
        self.load > 1.0
    }

    /// In words.
    pub(crate) fn words(&self) -> String {
        format!(
            "{}; {} cores ({}), Linux {}; load before the run {:.1}.",
            self.day, self.cores, self.processor, self.kernel, self.load
        )
    }
}
