//! Whoever makes connections and says nothing keeps nobody else out.

use super::{
    http::Client,
    process::{Server, porchlight, until},
    site::Site,
};
use std::{
    fs,
    io::Read,
    net::{Ipv4Addr, SocketAddr, TcpStream},
    process::Command,
};

/// The server with so many open files, and where its log lies.
fn limited(site: &Site, files: u32, flags: &[&str]) -> (Server, String) {
    let log = site.file("log");
    let mut command = Command::new("sh");
    let script = format!("ulimit -n {files}; exec \"$@\" 2>{log}");
    let serve = porchlight(&["serve", "--listen", "127.0.0.1:0", "--database-url", &site.url]);
    command.args(["-c", &script, "sh"]).arg(serve.get_program()).args(serve.get_args()).args(flags);
    (Server::of(command), log)
}

/// Connections that say nothing. Those that are not let in are at their end.
fn silent(to: SocketAddr, count: usize) -> Vec<TcpStream> {
    (0..count)
        .map(|_| {
            let socket = TcpStream::connect(to).unwrap();
            socket.set_nonblocking(true).unwrap();
            socket
        })
        .collect()
}

fn is_open(mut socket: &TcpStream) -> bool {
    matches!(socket.read(&mut [0]), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock)
}

#[test]
fn silent_connections_lock_nobody_else_out() {
    let site = Site::with(&["marta"]);
    // One network gets half of what there is, or as many as it may have.
    for (files, count, let_in) in [(64, 100, 8), (256, 400, 104), (1_024, 700, 488)] {
        let (server, log) = limited(&site, files, &[]);
        let strangers = silent(server.address, count);
        until("the others are sent away", || {
            strangers.iter().filter(|socket| is_open(socket)).count() <= let_in
        });
        // Whoever saw that the server was there may have had one of theirs.
        let open = strangers.iter().filter(|socket| is_open(socket)).count();
        assert!((let_in - 2..=let_in).contains(&open), "{open} of {let_in}, {files} files");
        // A network beside theirs, with a request that needs the database.
        let neighbour = Ipv4Addr::new(127, 0, 0, 2);
        let mut client =
            Client::connect_from(neighbour, server.address, &site.tokens["marta"]).unwrap();
        assert_eq!(client.ask("GET", "/api/v1/me/presence", "").unwrap().status, 200, "{files}");
        let wish = r#"{"status":"online"}"#;
        assert_eq!(client.ask("PUT", "/api/v1/me/presence", wish).unwrap().status, 200, "{files}");
        let log = fs::read_to_string(log).unwrap();
        let said = log.lines().filter(|line| line.contains("were not taken")).count();
        assert_eq!(said, 1, "{log}");
        assert!(log.contains("room for connections") && log.contains(&files.to_string()), "{log}");
        drop(server);
    }
}

#[test]
fn with_too_few_open_files_it_says_so_and_does_not_start() {
    let site = Site::with(&[]);
    let script = "ulimit -n 40; exec \"$@\"";
    let serve = porchlight(&["serve", "--listen", "127.0.0.1:0", "--database-url", &site.url]);
    let output = Command::new("sh")
        .args(["-c", script, "sh"])
        .arg(serve.get_program())
        .args(serve.get_args())
        .output()
        .unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(
        complaint.contains("only 40 files may be open at once, and 64 are needed"),
        "{complaint}"
    );
}
