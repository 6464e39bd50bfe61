//! A PostgreSQL server for the length of one command.
//!
//! It lives in a temporary directory, listens on the loopback address alone, behind a password made
//! for the occasion, and keeps nothing. It must never outlive this process, however that ends: the
//! server is started by a shell that holds the reading end of a pipe, and when the writing end,
//! which is ours, closes, the shell stops the server and removes its directory. The kernel closes
//! it even after SIGKILL.

use std::{
    env, fs,
    io::Read as _,
    net::TcpListener,
    os::unix::{
        fs::chown,
        process::{CommandExt as _, ExitStatusExt as _},
    },
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
};
use tempfile::TempDir;

const VARIABLE: &str = "PORCHLIGHT_TEST_POSTGRES_URL";
const ROLE: &str = "porchlight";

/// Starts the server and stops it, and its directory with it, when standard input closes. `$1` is
/// the directory to remove, the rest is the server's command line.
const LEASH: &str = r#"
directory=$1; shift
exec 3<&0
"$@" </dev/null 3<&- & server=$!
(read -r _ <&3; kill -INT $server) & watcher=$!
wait $server; kill $watcher 2>/dev/null
cd / && rm -rf "$directory"
"#;

/// Runs the command with the server's address in its environment, and returns the command's own
/// exit code.
///
/// Whoever has set the variable already has a server, and it is used.
pub(crate) fn run_beside(command: &[String]) -> Result<ExitCode> {
    let server = if env::var_os(VARIABLE).is_some() { None } else { Some(Server::start()?) };

    let mut child = Command::new(&command[0]);
    child.args(&command[1..]);
    // What cargo told this program of itself is not for the command: a cargo in it would take it for a
    // change, and compile anew what looks at it.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            child.env_remove(name);
        }
    }
    if let Some(server) = &server {
        child.env(VARIABLE, &server.url);
    }
    let status = wait_for(child.spawn().with_context(|| format!("cannot run {}", command[0]))?)?;
    Ok(exit_code(status))
}

/// Waits for the command, and passes on what asks this process to end, so that the command ends
/// first.
///
/// An interrupt from the terminal reaches the command by itself, and this process only has to live
/// through it.
fn wait_for(mut child: Child) -> Result<ExitStatus> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    let pid = child.id().to_string();
    thread::spawn(move || {
        for signal in signals.forever() {
            if signal != SIGINT {
                let _ = Command::new("kill").args(["-TERM", &pid]).status();
            }
        }
    });
    Ok(child.wait()?)
}

/// As a shell would say it: what the command returned, or 128 and the signal that ended it.
fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

struct Server {
    url: String,
    leash: Child,
}

impl Server {
    fn start() -> Result<Self> {
        let programs = programs()?;
        let user = unprivileged_user()?;
        // Between asking for a free port and taking it, another process can take it.
        for _ in 0..5 {
            if let Some(server) = Self::try_start(&programs, user)? {
                return Ok(server);
            }
        }
        bail!("PostgreSQL did not start on any of five free ports")
    }

    fn try_start(programs: &Path, user: Option<(u32, u32)>) -> Result<Option<Self>> {
        let directory = tempfile::Builder::new().prefix("porchlight-postgres-").tempdir()?;
        let data = directory.path().join("data");
        let password = random_password()?;
        create_cluster(&directory, &data, programs, user, &password)?;

        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = directory.path().join("log");
        let mut leash = Command::new("sh");
        leash
            .args(["-c", LEASH, "leash"])
            .arg(directory.path())
            .arg(programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string()])
            .args(settings())
            .current_dir(&data)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log)?)
            // A Ctrl-C is for the command; the server goes when the command has gone.
            .process_group(0);
        step_down(&mut leash, user);
        let leash = leash.spawn().context("cannot run sh")?;
        // From here on the leash removes the directory.
        let _ = directory.keep();
        let mut server =
            Self { url: format!("postgres://{ROLE}:{password}@127.0.0.1:{port}/postgres"), leash };

        for _ in 0..600 {
            let log = fs::read_to_string(&log).unwrap_or_default();
            if server.leash.try_wait()?.is_some() {
                if log.contains("Address already in use") {
                    return Ok(None);
                }
                bail!("PostgreSQL did not start:\n{log}");
            }
            if log.contains("ready to accept connections") {
                return Ok(Some(server));
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!("PostgreSQL is not ready after 30 seconds")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.leash.stdin.take());
        let _ = self.leash.wait();
    }
}

/// The data are thrown away, so nothing waits for a disk; tests run side by side with a pool each.
fn settings() -> impl Iterator<Item = &'static str> {
    [
        "-c",
        "fsync=off",
        "-c",
        "synchronous_commit=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "wal_level=minimal",
        "-c",
        "max_wal_senders=0",
        "-c",
        "max_wal_size=128MB",
        "-c",
        "autovacuum=off",
        "-c",
        "max_connections=300",
        "-c",
        "unix_socket_directories=",
        "-c",
        "lc_messages=C",
    ]
    .into_iter()
}

fn create_cluster(
    directory: &TempDir,
    data: &Path,
    programs: &Path,
    user: Option<(u32, u32)>,
    password: &str,
) -> Result<()> {
    let password_file = directory.path().join("password");
    fs::write(&password_file, password)?;
    if let Some((uid, gid)) = user {
        chown(directory.path(), Some(uid), Some(gid))?;
        chown(&password_file, Some(uid), Some(gid))?;
    }
    let mut initdb = Command::new(programs.join("initdb"));
    initdb
        .arg("--pgdata")
        .arg(data)
        .arg("--pwfile")
        .arg(&password_file)
        .args(["--username", ROLE, "--auth", "password", "--encoding", "UTF8", "--locale", "C"])
        .args(["--no-sync", "--no-instructions"])
        .current_dir(directory.path());
    step_down(&mut initdb, user);
    let output = initdb.output().context("cannot run initdb")?;
    ensure!(
        output.status.success(),
        "initdb failed:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

fn step_down(command: &mut Command, user: Option<(u32, u32)>) {
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
}

/// PostgreSQL refuses to run as root; then it runs as somebody who may do less.
fn unprivileged_user() -> Result<Option<(u32, u32)>> {
    if id(&["-u"])? != Some(0) {
        return Ok(None);
    }
    for name in ["postgres", "nobody"] {
        if let (Some(uid), Some(gid)) = (id(&["-u", name])?, id(&["-g", name])?) {
            return Ok(Some((uid, gid)));
        }
    }
    bail!("this is root, and there is neither a user `postgres` nor `nobody` to run PostgreSQL as")
}

fn id(arguments: &[&str]) -> Result<Option<u32>> {
    let output = Command::new("id").args(arguments).output().context("cannot run id")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse().ok())
}

/// Where `initdb` and `postgres` are: where `script/setup` has found them, or on PATH.
fn programs() -> Result<PathBuf> {
    let recorded = env::var_os("PORCHLIGHT_POSTGRES_BIN").map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    recorded
        .into_iter()
        .chain(env::split_paths(&path))
        .find(|directory| {
            directory.join("initdb").is_file() && directory.join("postgres").is_file()
        })
        .context("no initdb and postgres found: run `script/setup test`, then `source .tools/env`")
}

fn random_password() -> Result<String> {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_keeps_its_exit_code() {
        let exit = |wait_status| exit_code(ExitStatus::from_raw(wait_status));
        assert_eq!(exit(0), ExitCode::SUCCESS);
        assert_eq!(exit(7 << 8), ExitCode::from(7));
        assert_eq!(exit(9), ExitCode::from(137), "ended by SIGKILL");
    }

    #[test]
    fn no_two_passwords_are_alike() {
        assert_ne!(random_password().unwrap(), random_password().unwrap());
    }
}
