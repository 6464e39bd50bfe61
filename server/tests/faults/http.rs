//! HTTP/1.1 over a socket, as little as is needed.

use serde_json::Value;
use socket2::{Domain, Socket, Type};
use std::{
    io::{BufRead, BufReader, Read, Result, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

/// A connection of somebody who asks.
pub(super) struct Client {
    socket: BufReader<TcpStream>,
    token: String,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    /// Status line and headers, in lower case.
    pub(super) head: String,
    pub(super) body: String,
}

impl Reply {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }
}

impl Client {
    /// Connects; an empty token is nobody's.
    pub(super) fn connect(to: SocketAddr, token: &str) -> Result<Self> {
        Self::over(TcpStream::connect(to)?, token)
    }

    /// Connects from another address of this machine.
    pub(super) fn connect_from(from: Ipv4Addr, to: SocketAddr, token: &str) -> Result<Self> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.bind(&SocketAddr::from((from, 0)).into())?;
        socket.connect(&to.into())?;
        Self::over(socket.into(), token)
    }

    fn over(socket: TcpStream, token: &str) -> Result<Self> {
        socket.set_nodelay(true)?;
        // Nothing here may take so long.
        socket.set_read_timeout(Some(Duration::from_secs(15)))?;
        Ok(Self { socket: BufReader::new(socket), token: token.to_owned() })
    }

    /// Asks, and reads the whole answer.
    pub(super) fn ask(&mut self, method: &str, path: &str, body: &str) -> Result<Reply> {
        self.ask_as("application/json", method, path, body)
    }

    /// The same with a body of another kind.
    pub(super) fn ask_as(
        &mut self,
        kind: &str,
        method: &str,
        path: &str,
        body: &str,
    ) -> Result<Reply> {
        self.send_as(kind, method, path, body.len(), body)?;
        self.read()
    }

    /// Sends a request that says how long its body is, and so much of it as is given.
    pub(super) fn send(
        &mut self,
        method: &str,
        path: &str,
        length: usize,
        body: &str,
    ) -> Result<()> {
        self.send_as("application/json", method, path, length, body)
    }

    fn send_as(
        &mut self,
        kind: &str,
        method: &str,
        path: &str,
        length: usize,
        body: &str,
    ) -> Result<()> {
        let token = match self.token.as_str() {
            "" => String::new(),
            token => format!("authorization: Bearer {token}\r\n"),
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{token}content-type: {kind}\r\n\
             content-length: {length}\r\n\r\n{body}"
        );
        self.socket.get_mut().write_all(request.as_bytes())
    }

    /// Sends more of the body.
    pub(super) fn send_more(&mut self, body: &str) -> Result<()> {
        self.socket.get_mut().write_all(body.as_bytes())
    }

    /// Reads a whole answer.
    pub(super) fn read(&mut self) -> Result<Reply> {
        let (status, head) = self.read_head()?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        self.socket.read_exact(&mut body)?;
        Ok(Reply { status, head, body: String::from_utf8(body).unwrap() })
    }

    /// Opens an event stream, and reads until its first event is there.
    pub(super) fn follow(&mut self, path: &str) -> Result<()> {
        self.send("GET", path, 0, "")?;
        let (status, head) = self.read_head()?;
        assert_eq!(status, 200, "{head}");
        self.read_until("data: ").map(drop)
    }

    /// Reads lines until one begins so, and returns it.
    pub(super) fn read_until(&mut self, start: &str) -> Result<String> {
        loop {
            let mut line = String::new();
            if self.socket.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            if line.starts_with(start) {
                return Ok(line);
            }
        }
    }

    /// Reads the rest of a stream; whether it ended as HTTP ends one, with an empty chunk.
    pub(super) fn ends_cleanly(&mut self) -> bool {
        let mut rest = String::new();
        self.socket.read_to_string(&mut rest).is_ok() && rest.ends_with("0\r\n\r\n")
    }

    fn read_head(&mut self) -> Result<(u16, String)> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.socket.read_line(&mut head)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Ok((status, head.to_lowercase()))
    }
}
