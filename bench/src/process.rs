//! Programs that the benchmark starts, what they cost, and their end.

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    collections::BTreeSet,
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

/// How long a program may take to end once it is asked to.
const ENDS_WITHIN: Duration = Duration::from_secs(10);

/// A program that runs until it is stopped, and at the latest until this is dropped.
#[derive(Debug)]
pub(crate) struct Running(Child);

/// Memory of a program and its children, in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Memory {
    /// Pages that several processes share count in each of them.
    pub(crate) resident: u64,
    /// Pages that several processes share are divided among them.
    pub(crate) proportional: u64,
}

impl Running {
    /// Starts a program.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let child = command
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        Ok(Self(child))
    }

    /// Whether it still runs.
    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.0.try_wait(), Ok(None))
    }

    /// CPU time that it and its children have used so far, of all their threads.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        family(self.0.id()).into_iter().map(cpu_of).sum()
    }

    /// The memory that it and its children have now.
    pub(crate) fn memory(&self) -> Result<Memory> {
        let mut sum = Memory::default();
        for pid in family(self.0.id()) {
            let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))
                .context("the kernel does not tell how much memory a process has")?;
            sum.resident += kibibytes(&rollup, "Rss:") * 1024;
            sum.proportional += kibibytes(&rollup, "Pss:") * 1024;
        }
        Ok(sum)
    }

    /// Ends it as an operator would, and waits for it.
    pub(crate) fn stop(mut self) -> Result<()> {
        self.end()
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        if !self.is_alive() {
            return Ok(());
        }
        if let Some(pid) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            kill_process(pid, Signal::TERM)?;
        }
        let began = Instant::now();
        while began.elapsed() < ENDS_WITHIN {
            if !self.is_alive() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(10));
        }
        self.0.kill()?;
        self.0.wait()?;
        bail!("a program did not end within {ENDS_WITHIN:?} and was killed")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            eprintln!("bench: {error:#}");
        }
    }
}

/// CPU time that this process has used so far, of all its threads.
pub(crate) fn own_cpu() -> Result<Duration> {
    cpu_of(std::process::id())
}

/// A port of this machine's loopback on which nobody listens just now.
pub(crate) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// The program as it would be started by itself, or on one core alone.
pub(crate) fn command(program: &str, core: Option<usize>) -> Command {
    match core {
        None => Command::new(program),
        Some(core) => {
            let mut command = Command::new("taskset");
            command.arg("--cpu-list").arg(core.to_string()).arg(program);
            command
        }
    }
}

/// A process and its children's children.
fn family(pid: u32) -> BTreeSet<u32> {
    let mut found = BTreeSet::from([pid]);
    let mut open = vec![pid];
    while let Some(pid) = open.pop() {
        for thread in threads(pid) {
            let children = fs::read_to_string(format!("/proc/{pid}/task/{thread}/children"));
            for child in children.unwrap_or_default().split_whitespace() {
                if let Ok(child) = child.parse()
                    && found.insert(child)
                {
                    open.push(child);
                }
            }
        }
    }
    found
}

fn threads(pid: u32) -> Vec<u32> {
    let Ok(entries) = fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// From the scheduler's own account, in nanoseconds: `/proc/PID/stat` counts in steps of 10 ms.
fn cpu_of(pid: u32) -> Result<Duration> {
    let mut nanoseconds = 0;
    for thread in threads(pid) {
        // A thread may end between the two looks.
        let Ok(text) = fs::read_to_string(format!("/proc/{pid}/task/{thread}/schedstat")) else {
            continue;
        };
        nanoseconds += text
            .split_whitespace()
            .next()
            .and_then(|number| number.parse::<u64>().ok())
            .context("the kernel does not tell how much time a thread has used")?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}

fn kibibytes(rollup: &str, name: &str) -> u64 {
    rollup
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_known_with_its_children_and_ends_when_told() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 60 & wait"]);
        let running = Running::start(&mut command).unwrap();
        let began = Instant::now();
        while family(running.0.id()).len() < 2 {
            assert!(began.elapsed() < ENDS_WITHIN, "the child never came");
        }
        assert!(running.memory().unwrap().resident > 0);
        running.stop().unwrap();
        assert!(began.elapsed() < ENDS_WITHIN);
    }

    #[test]
    fn what_this_process_does_costs_time() {
        let before = own_cpu().unwrap();
        let began = Instant::now();
        while began.elapsed() < Duration::from_millis(20) {}
        assert!(own_cpu().unwrap().saturating_sub(before) > Duration::from_millis(2));
    }
}
