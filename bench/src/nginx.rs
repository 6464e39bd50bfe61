//! The peer: nginx, with nchan for fan-out, in a folder of its own.
//!
//! What is set differently from its defaults is set in its favour.

use crate::process::{Running, command, free_address};
use anyhow::{Context, Result, bail};
use std::{
    fmt::Write,
    fs,
    net::{SocketAddr, TcpStream},
    path::Path,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long it may take to listen.
const LISTENS_WITHIN: Duration = Duration::from_secs(10);

/// A running nginx. Dropping it stops it and removes its folder.
#[derive(Debug)]
pub(crate) struct Nginx {
    pub(crate) address: SocketAddr,
    pub(crate) running: Running,
    _folder: TempDir,
}

/// Where the peer takes messages.
pub(crate) const PUBLISH: &str = "/publish";
/// Where it streams them.
pub(crate) const EVENTS: &str = "/events";
/// Where it has a short answer for whoever does not follow.
pub(crate) const PLAIN: &str = "/plain";

/// A channel like a project's: who comes first gets the latest message, then each new one; a comment every
/// 20 seconds keeps the stream alive.
const FAN_OUT: &str = "
        location = /publish {
            nchan_publisher;
            nchan_channel_id portal;
            nchan_message_buffer_length 1;
            nchan_message_timeout 1h;
        }
        location = /events {
            nchan_subscriber eventsource;
            nchan_channel_id portal;
            nchan_subscriber_first_message -1;
            nchan_eventsource_ping_interval 20;
        }
        location = /plain { return 200 \"ok\"; }
";

impl Nginx {
    /// nginx with nchan, with a worker for each core.
    pub(crate) fn fan_out(folders: &Path, cores: usize) -> Result<Self> {
        Self::start(folders, cores, None, FAN_OUT)
    }

    /// The same with one worker, on one core.
    pub(crate) fn fan_out_on(folders: &Path, core: usize) -> Result<Self> {
        Self::start(folders, 1, Some(core), FAN_OUT)
    }

    /// nginx that answers `path` from its configuration, with one worker on one core.
    pub(crate) fn fixed_answer(
        folders: &Path,
        core: Option<usize>,
        path: &str,
        headers: &[(String, String)],
        body: &str,
    ) -> Result<Self> {
        let mut location = format!("\n        location = {path} {{\n");
        for (name, value) in headers {
            match name.as_str() {
                // nginx says these by itself.
                "content-length" | "date" | "connection" => {}
                "content-type" => writeln!(location, "            default_type {value};")?,
                // New with each answer, as ours is.
                "x-request-id" => {
                    writeln!(location, "            add_header x-request-id $request_id;")?;
                }
                _ => writeln!(location, "            add_header {name} {};", quoted(value))?,
            }
        }
        write!(location, "            return 200 {};\n        }}\n", quoted(body))?;
        Self::start(folders, 1, core, &location)
    }

    fn start(folders: &Path, workers: usize, core: Option<usize>, locations: &str) -> Result<Self> {
        let folder = tempfile::tempdir_in(folders)?;
        let address = free_address()?;
        let user = if rustix::process::geteuid().is_root() { "user root;" } else { "" };
        // Debian keeps its modules here; elsewhere nchan may be compiled in.
        let module = "/usr/lib/nginx/modules/ngx_nchan_module.so";
        let module = if Path::new(module).is_file() {
            format!("load_module {module};")
        } else {
            String::new()
        };
        let prefix = folder.path().display();
        let configuration = format!(
            "{module}
{user}
daemon off;
worker_processes {workers};
worker_rlimit_nofile 20000;
pid {prefix}/nginx.pid;
error_log {prefix}/log error;
events {{ worker_connections 16000; multi_accept on; }}
http {{
    access_log off;
    server_tokens off;
    tcp_nodelay on;
    keepalive_timeout 1h;
    keepalive_requests 1000000000;
    reset_timedout_connection on;
    client_body_temp_path {prefix}/body;
    proxy_temp_path {prefix}/proxy;
    fastcgi_temp_path {prefix}/fastcgi;
    uwsgi_temp_path {prefix}/uwsgi;
    scgi_temp_path {prefix}/scgi;
    server {{
        listen {address} reuseport backlog=4096;
{locations}
    }}
}}
"
        );
        let file = folder.path().join("nginx.conf");
        fs::write(&file, configuration)?;
        let mut nginx = command("nginx", core);
        nginx
            .env("PATH", with_system_programs())
            .arg("-c")
            .arg(&file)
            .arg("-e")
            .arg(folder.path().join("log"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut running = Running::start(&mut nginx)
            .context("nginx with nchan is missing: `script/setup bench` installs it")?;
        let began = Instant::now();
        while TcpStream::connect(address).is_err() {
            if !running.is_alive() || began.elapsed() > LISTENS_WITHIN {
                let log = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
                bail!("nginx did not start:\n{log}");
            }
            thread::sleep(Duration::from_millis(20));
        }
        // Every worker is up a moment after the first accepts.
        thread::sleep(Duration::from_millis(300));
        Ok(Self { address, running, _folder: folder })
    }
}

/// Debian keeps nginx where only an administrator's PATH looks.
fn with_system_programs() -> String {
    format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default())
}

/// A value in nginx's single quotes.
fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
}
