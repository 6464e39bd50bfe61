//! A site of our own in a folder of its own: a database, people, and the server.

use crate::{
    http::{Connection, request},
    process::{Running, command, free_address},
};
use anyhow::{Context, Result, bail, ensure};
use std::{
    fs::File,
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The project that everybody here belongs to.
pub(crate) const PROJECT: &str = "SUP";
/// Everybody's password; the site lives for minutes and listens on this machine alone.
pub(crate) const PASSWORD: &str = "correct horse battery staple";
/// How long a server may take to be ready.
const READY_WITHIN: Duration = Duration::from_secs(20);

/// A site: its database and its people. Dropping it removes them.
#[derive(Debug)]
pub(crate) struct Site {
    binary: PathBuf,
    folder: TempDir,
}

/// A running server of a site.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) running: Running,
}

impl Site {
    /// An empty site with one project, which has a portal.
    pub(crate) fn new(binary: &Path, folders: &Path) -> Result<Self> {
        ensure!(binary.is_file(), "{} is missing: run `make build` first", binary.display());
        let site = Self { binary: binary.to_owned(), folder: tempfile::tempdir_in(folders)? };
        site.tell(&["project", "add", "--key", PROJECT, "--name", "Support", "--chat"], "")?;
        Ok(site)
    }

    /// Where its data is.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Adds so many agents, and returns an API token of each. It takes some 50 ms for each, mostly for hashing
    /// their passwords.
    pub(crate) fn add_agents(&self, count: usize) -> Result<Vec<String>> {
        let add = |number: usize| {
            let email = agent_email(number);
            let name = format!("Agent {number}");
            self.tell(
                &["user", "add", "--email", &email, "--name", &name, "--password-stdin"],
                PASSWORD,
            )?;
            self.tell(
                &["member", "add", "--project", PROJECT, "--email", &email, "--role", "agent"],
                "",
            )?;
            self.tell(&["token", "add", "--email", &email, "--name", "bench"], "")
        };
        // Two at a time: while one waits for the disk, the other hashes.
        let half = count / 2;
        thread::scope(|scope| {
            let second = scope.spawn(|| (half..count).map(add).collect::<Result<Vec<_>>>());
            let mut tokens = (0..half).map(add).collect::<Result<Vec<_>>>()?;
            let second = second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            tokens.extend(second);
            Ok(tokens)
        })
    }

    /// Starts the server, on one core alone if one is named, and waits until it is ready. Its limits are
    /// raised: all that comes here comes from one address.
    pub(crate) fn serve(&self, core: Option<usize>) -> Result<Server> {
        let address = free_address()?;
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.folder().join("log"))
            .context("a log")?;
        let mut serve = command(&self.binary.to_string_lossy(), core);
        self.settings(&mut serve)
            .arg("serve")
            .args(["--listen", &address.to_string()])
            .args(["--stream-limit", "20000", "--total-stream-limit", "20000"])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let mut running = Running::start(&mut serve)?;
        let began = Instant::now();
        while !is_ready(address) {
            if !running.is_alive() || began.elapsed() > READY_WITHIN {
                let log = std::fs::read_to_string(self.folder().join("log")).unwrap_or_default();
                bail!("the server did not become ready:\n{log}");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(Server { address, running })
    }

    /// Runs a command beside the server, and returns what it printed.
    fn tell(&self, arguments: &[&str], input: &str) -> Result<String> {
        let mut child = self
            .settings(&mut Command::new(&self.binary))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes())?;
        }
        let output = child.wait_with_output()?;
        ensure!(
            output.status.success(),
            "porchlight {}: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// The settings of a developer's shell stay out of it.
    fn settings<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        for (name, _) in std::env::vars() {
            if name.starts_with("PORCHLIGHT_") {
                command.env_remove(name);
            }
        }
        let database = self.folder().join("porchlight.db");
        command
            .env("PORCHLIGHT_DATABASE_URL", format!("sqlite://{}", database.display()))
            .current_dir(self.folder())
    }
}

/// The address of an agent, counted from 0.
pub(crate) fn agent_email(number: usize) -> String {
    format!("agent{number}@example.com")
}

fn is_ready(address: SocketAddr) -> bool {
    Connection::open(address)
        .and_then(|mut connection| connection.ask(&request("GET", "/readyz", "", "")))
        .is_ok_and(|answer| answer.status == 200)
}
