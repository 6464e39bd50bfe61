//! As little HTTP/1.1 as a load generator needs, so that it costs as little as it can.

use anyhow::{Context, Result, bail, ensure};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// How long a server may take to answer.
pub(crate) const ANSWERS_WITHIN: Duration = Duration::from_secs(30);

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The answer at the beginning of `bytes`, and how long it is; `None` while it is not all there.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Option<(Self, usize)>> {
        let Some(head_ends) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            return Ok(None);
        };
        let head = std::str::from_utf8(&bytes[..head_ends]).context("a head that is not text")?;
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1)?.parse().ok())
            .context("no status line")?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let length: usize = match headers.iter().find(|(name, _)| name == "content-length") {
            Some((_, length)) => length.parse()?,
            None if status == 204 || status == 304 => 0,
            None => bail!("an answer of unknown length: {head}"),
        };
        let body_begins = head_ends + 4;
        let Some(body) = bytes.get(body_begins..body_begins + length) else { return Ok(None) };
        Ok(Some((Self { status, headers, body: body.to_vec() }, body_begins + length)))
    }

    /// The body of an answer that must be a success.
    pub(crate) fn ok(self) -> Result<Vec<u8>> {
        ensure!(
            (200..300).contains(&self.status),
            "{}: {}",
            self.status,
            String::from_utf8_lossy(&self.body)
        );
        Ok(self.body)
    }
}

/// A request as it goes over the wire. `extra` are more header lines, each with its line end.
pub(crate) fn request(method: &str, path: &str, extra: &str, body: &str) -> String {
    let length = if body.is_empty() && method == "GET" {
        String::new()
    } else {
        format!("Content-Length: {}\r\n", body.len())
    };
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{length}{extra}\r\n{body}")
}

/// A `PUT` of one's own presence, as the agent with this token.
pub(crate) fn put_presence(token: &str, body: &str) -> String {
    let extra = format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
    request("PUT", "/api/v1/me/presence", &extra, body)
}

/// What takes the agent online for an hour, or offline.
pub(crate) fn presence_body(online: bool) -> &'static str {
    if online { r#"{"status":"online","minutes":60}"# } else { r#"{"status":"offline"}"# }
}

/// A connection that stays open from answer to answer, and waits for each.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub(crate) fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(ANSWERS_WITHIN))?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    /// Sends a request and waits for nothing.
    pub(crate) fn send(&mut self, request: &str) -> Result<()> {
        Ok(self.stream.write_all(request.as_bytes())?)
    }

    /// Waits for the answer.
    pub(crate) fn receive(&mut self) -> Result<Answer> {
        let mut chunk = [0; 4096];
        loop {
            if let Some((answer, length)) = Answer::parse(&self.buffer)? {
                self.buffer.drain(..length);
                return Ok(answer);
            }
            match self.stream.read(&mut chunk)? {
                0 => bail!("the server has closed the connection"),
                read => self.buffer.extend_from_slice(&chunk[..read]),
            }
        }
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn ask(&mut self, request: &str) -> Result<Answer> {
        self.send(request)?;
        self.receive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_when_all_of_it_is_there() {
        let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: \"a\"\r\n\r\nok+";
        for short in 0..bytes.len() - 1 {
            assert!(Answer::parse(&bytes[..short]).unwrap().is_none(), "{short}");
        }
        let (answer, length) = Answer::parse(bytes).unwrap().unwrap();
        assert_eq!(
            (answer.status, answer.body.as_slice(), length),
            (200, &b"ok"[..], bytes.len() - 1)
        );
        assert_eq!(answer.headers[1], ("etag".to_owned(), "\"a\"".to_owned()));
    }
}
