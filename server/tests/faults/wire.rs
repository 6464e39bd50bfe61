//! What comes over the wire, byte by byte: requests that can be read in one way alone.

use super::{process::Server, site::Site};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

/// The statuses of all answers to some bytes, until the server closes the connection. `Connection: close` is
/// what is asked last, so it closes it when all is well.
fn statuses(server: &Server, bytes: &[u8]) -> Vec<u16> {
    let mut socket = TcpStream::connect(server.address).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
    socket.write_all(bytes).unwrap();
    let mut answers = Vec::new();
    socket.read_to_end(&mut answers).unwrap();
    let text = String::from_utf8(answers).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("HTTP/1.1 ").or(line.strip_prefix("HTTP/1.0 ")))
        .map(|status| status[..3].parse().unwrap())
        .collect()
}

#[test]
fn a_request_is_read_in_one_way_or_not_at_all() {
    let site = Site::with(&["marta"]);
    let server = Server::start(&site.url);
    let good = "GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let smuggled = "GET /nothing HTTP/1.1\r\nhost: a\r\n\r\n";
    let post = |headers: &str, body: &str| {
        format!("POST /sign-out HTTP/1.1\r\nhost: a\r\n{headers}\r\n{body}{good}")
    };
    let chunked = format!("0\r\n\r\n{smuggled}");
    for (what, bytes, expected) in [
        ("all is well", good.to_owned(), &[200][..]),
        ("two at once", good.replace("connection: close\r\n", "") + good, &[200, 200]),
        ("no Host", good.replace("host: a\r\n", ""), &[400]),
        ("no Host, but old", good.replace("host: a\r\n", "").replace("1.1", "1.0"), &[200]),
        ("two Hosts", good.replace("host: a\r\n", "host: a\r\nhost: a\r\n"), &[400]),
        ("two Hosts in one", good.replace("host: a", "host: a, b"), &[400]),
        ("a space before the colon", good.replace("host: a", "host : a"), &[400]),
        ("a folded line", good.replace("host: a", "x: y\r\n  z\r\nhost: a"), &[400]),
        ("a whole address", good.replace("/healthz", "http://b/healthz"), &[200]),
        ("of another scheme", good.replace("/healthz", "ftp://b/healthz"), &[400]),
        ("no slash", good.replace("/healthz", "healthz"), &[400]),
        ("the server", good.replace("GET /healthz", "OPTIONS *"), &[204]),
        ("an asterisk", good.replace("/healthz", "*"), &[400]),
        ("a tunnel", good.replace("GET /healthz", "CONNECT a:443"), &[400]),
        ("another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), &[]),
        ("a length", post("content-length: 1\r\n", "x"), &[303, 200]),
        ("the same twice", post("content-length: 1\r\ncontent-length: 1\r\n", "x"), &[303, 200]),
        ("two lengths", post("content-length: 1\r\ncontent-length: 2\r\n", "x"), &[400]),
        ("two lengths in one", post("content-length: 1, 1\r\n", "x"), &[400]),
        ("a signed length", post("content-length: +1\r\n", "x"), &[400]),
        ("a hexadecimal length", post("content-length: 0x1\r\n", "x"), &[400]),
        ("chunks", post("transfer-encoding: chunked\r\n", "1\r\nx\r\n0\r\n\r\n"), &[303, 200]),
        ("chunks of no length", post("transfer-encoding: chunked\r\n", "x\r\n"), &[303]),
        // What follows is not read as another request: the connection ends.
        (
            "length and chunks",
            post(
                &format!("content-length: {}\r\ntransfer-encoding: chunked\r\n", chunked.len()),
                &chunked,
            ),
            &[303],
        ),
        (
            "chunks and length",
            post("transfer-encoding: chunked\r\ncontent-length: 4\r\n", &chunked),
            &[303],
        ),
        ("another coding", post("transfer-encoding: gzip, chunked\r\n", &chunked), &[400]),
        ("a coding of no name", post("transfer-encoding: xchunked\r\n", &chunked), &[400]),
        ("chunks twice", post("transfer-encoding: chunked, chunked\r\n", &chunked), &[400]),
        ("a hidden coding", post("transfer-encoding: \u{b}chunked\r\n", &chunked), &[400]),
        (
            "old, and chunks",
            post("transfer-encoding: chunked\r\n", "").replacen("1.1", "1.0", 1),
            &[400],
        ),
    ] {
        assert_eq!(statuses(&server, bytes.as_bytes()), expected, "{what}: {bytes:?}");
    }
}

#[test]
fn a_head_has_32_kib_at_most() {
    let site = Site::with(&["marta"]);
    let server = Server::start(&site.url);
    let start = "GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n";
    let of = |line: &str, lines: usize| format!("{start}{}\r\n", line.repeat(lines));
    let long = |length: usize| format!("cookie: {}\r\n", "x".repeat(length));
    for (what, bytes, expected) in [
        ("a ticket of Kerberos", of(&long(24_000), 1), 200),
        ("one line", of(&long(33_000), 1), 431),
        ("one line of many", of(&long(400_000), 1), 431),
        ("some lines", of(&long(1_000), 31), 200),
        ("many lines", of(&long(1_000), 34), 431),
        ("a great many lines", of(&long(1_000), 4_000), 431),
        ("many short lines", of("x: y\r\n", 100), 431),
        (
            "an address",
            start.replace("/healthz", &format!("/{}", "x".repeat(40_000))) + "\r\n",
            431,
        ),
        // It is not waited for its end.
        ("without an end", start.to_owned() + &long(390_000), 431),
    ] {
        let length = bytes.len();
        assert_eq!(statuses(&server, bytes.as_bytes()), [expected], "{what}, {length} bytes");
    }
    assert_eq!(server.get("/healthz").unwrap().status, 200);
}
