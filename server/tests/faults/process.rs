//! The program as a process.

use super::http::{Client, Reply};
use std::{
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    process::{Child, Command, Output, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::Duration,
};

/// The program, with nothing of the environment that could change what it does.
pub(super) fn porchlight(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_porchlight"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PORCHLIGHT")) {
        command.env_remove(name);
    }
    command.args(arguments).env("RUST_BACKTRACE", "0");
    command
}

/// Runs a command to its end, with so much on its standard input.
pub(super) fn run(arguments: &[&str], input: &str) -> Output {
    let mut command = porchlight(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    child.wait_with_output().unwrap()
}

/// What a command says that must succeed.
#[track_caller]
pub(super) fn say(arguments: &[&str], input: &str) -> String {
    let output = run(arguments, input);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What a command says that must fail.
#[track_caller]
pub(super) fn complain(arguments: &[&str]) -> String {
    let output = run(arguments, "");
    assert!(!output.status.success(), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Asks until the answer is yes, for ten seconds at most.
#[track_caller]
pub(super) fn until(what: &str, holds: impl FnMut() -> bool) {
    within(1_000, what, holds);
}

/// The same for what a server does by itself every ten seconds: for half a minute at most.
#[track_caller]
pub(super) fn patiently(what: &str, holds: impl FnMut() -> bool) {
    within(3_000, what, holds);
}

#[track_caller]
fn within(hundredths: u32, what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..hundredths {
        if holds() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("it did not happen within {} seconds: {what}", hundredths / 100);
}

/// A server that runs. Dropped, it is killed.
pub(super) struct Server {
    child: Child,
    pub(super) address: SocketAddr,
    /// What it says on standard output.
    said: Arc<Mutex<String>>,
}

impl Server {
    /// Starts one on a free port, and waits until it is there.
    pub(super) fn start(database: &str) -> Self {
        Self::start_with(database, &[])
    }

    /// The same, with more flags.
    pub(super) fn start_with(database: &str, flags: &[&str]) -> Self {
        let serve = ["serve", "--database-url", database];
        let anywhere = ["--listen", "127.0.0.1:0"];
        let anywhere = if flags.contains(&"--listen") { &[][..] } else { &anywhere };
        Self::of(porchlight(&[&serve[..], anywhere, flags].concat()))
    }

    /// The same, from a command that becomes the server.
    pub(super) fn of(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let address = line.trim_end().rsplit("http://").next().unwrap().trim_end_matches('/');
        let address = address.parse().unwrap_or_else(|_| panic!("it did not start: {line:?}"));
        let said = Arc::new(Mutex::new(line));
        let server = Self { child, address, said: said.clone() };
        thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                *said.lock().unwrap() += &line;
            }
        });
        until("it is ready", || server.get("/readyz").is_some_and(|reply| reply.status == 200));
        server
    }

    /// The first line that a command says which becomes a server, wherever that one listens. It is killed.
    pub(super) fn greets(mut command: Command) -> String {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        line
    }

    /// Whether it has said this on standard output.
    pub(super) fn said(&self, words: &str) -> bool {
        self.said.lock().unwrap().contains(words)
    }

    /// Somebody who asks it.
    pub(super) fn client(&self, token: &str) -> Client {
        Client::connect(self.address, token).unwrap()
    }

    /// Asks for something that anybody may ask for; nothing when nobody answers.
    pub(super) fn get(&self, path: &str) -> Option<Reply> {
        Client::connect(self.address, "").ok()?.ask("GET", path, "").ok()
    }

    /// What the public learns of a project.
    pub(super) fn availability(&self, project: &str) -> Reply {
        self.get(&format!("/api/v1/projects/{project}/availability")).unwrap()
    }

    /// The most memory that it has had so far, in MiB.
    pub(super) fn peak_memory(&self) -> u64 {
        let status = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(status).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peak.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() / 1024
    }

    /// Kills it as `kill -9` does.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to stop, as a service manager does.
    pub(super) fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("sh").args(["-c", "kill -TERM \"$0\"", &pid]).status().unwrap().success()
        );
    }

    /// The code with which it exits by itself within so many seconds.
    pub(super) fn exit_code_within(mut self, seconds: u64) -> Option<i32> {
        let (sender, receiver) = mpsc::channel();
        let pid = self.child.id();
        thread::spawn(move || sender.send(self.child.wait().unwrap().code()).ok());
        receiver.recv_timeout(Duration::from_secs(seconds)).unwrap_or_else(|_| {
            Command::new("sh").args(["-c", "kill -9 \"$0\"", &pid.to_string()]).status().ok();
            panic!("it has not exited within {seconds} seconds")
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
