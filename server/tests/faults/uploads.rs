//! Bodies that are too large: whoever sends one learns that it is.

use super::{process::Server, site::Site};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

/// Far more than a socket takes at once, and than any route wants.
const LARGE: usize = 40 * 1024 * 1024;

/// How a file begins.
const FILE: &[u8] =
    b"--x\r\ncontent-disposition: form-data; name=\"calendar\"; filename=\"a.ics\"\r\n\r\n";

/// Sends all of a large body, as a browser does, and only then reads the answer.
fn status(server: &Server, token: &str, to: (&str, &str), kind: &str) -> u16 {
    let mut socket = TcpStream::connect(server.address).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
    let (method, path) = to;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\n\
         content-type: {kind}\r\ncontent-length: {}\r\n\r\n",
        FILE.len() + LARGE
    );
    socket.write_all(head.as_bytes()).unwrap();
    // Where files are taken, it is one; elsewhere it is as good as anything.
    socket.write_all(FILE).unwrap();
    let piece = vec![b'x'; 64 * 1024];
    for _ in 0..LARGE / piece.len() {
        socket.write_all(&piece).unwrap_or_else(|error| panic!("{method} {path}: {error}"));
    }
    let mut answer = [0; 12];
    socket.read_exact(&mut answer).unwrap_or_else(|error| panic!("{method} {path}: {error}"));
    String::from_utf8_lossy(&answer[9..]).parse().unwrap()
}

#[test]
fn whoever_sends_too_much_is_told_so() {
    const JSON: &str = "application/json";
    const FORM: &str = "application/x-www-form-urlencoded";
    const FILES: &str = "multipart/form-data; boundary=x";
    let site = Site::with(&["marta"]);
    let server = Server::start(&site.url);
    let (marta, priya) = (&site.tokens["marta"], &site.tokens["priya"]);
    let people = "/people/nobody/offline";
    for (who, to, kind, expected) in [
        (marta, ("PUT", "/api/v1/me/presence"), JSON, 413),
        (marta, ("POST", "/api/v1/me/beat"), JSON, 413),
        (priya, ("POST", "/api/v1/agents/nobody/offline"), JSON, 413),
        (marta, ("POST", "/do/go-online"), JSON, 413),
        (marta, ("POST", "/presence"), FORM, 413),
        (priya, ("POST", people), FORM, 413),
        (marta, ("POST", "/account"), FORM, 413),
        (marta, ("POST", "/account/hours"), FORM, 413),
        (priya, ("POST", "/people"), FORM, 413),
        (priya, ("POST", "/projects"), FORM, 413),
        (priya, ("POST", "/projects/SUP/members"), FORM, 413),
        (priya, ("POST", "/projects/SUP/settings"), FORM, 413),
        (priya, ("POST", "/projects/SUP/schedule"), FORM, 413),
        (priya, ("POST", "/projects/SUP/schedule"), FILES, 413),
        (priya, ("POST", "/settings"), FORM, 413),
        (marta, ("POST", "/sign-in"), FORM, 413),
        (marta, ("POST", "/setup"), FORM, 413),
        (marta, ("POST", "/forgot-password"), FORM, 413),
        (marta, ("POST", "/reset-password"), FORM, 413),
        (marta, ("POST", "/invitation"), FORM, 413),
        // Who may not ask at all is told that.
        (&"nobody".to_owned(), ("PUT", "/api/v1/me/presence"), JSON, 401),
        (marta, ("POST", "/no/such/page"), FORM, 404),
        (marta, ("POST", "/healthz"), FORM, 405),
        (marta, ("POST", "/account"), "image/png", 400),
    ] {
        assert_eq!(status(&server, who, to, kind), expected, "{to:?} {kind}");
    }
}
