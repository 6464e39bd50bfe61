//! Many portals in one process: open event streams that wait for one message.
//!
//! One thread, one epoll, one read for each stream and message, and nothing remembered of a stream but how much
//! of the awaited text it has seen: the crowd shares the machine with the server that is measured.

use crate::{
    http::ANSWERS_WITHIN,
    process::own_cpu,
    stats::{Samples, milliseconds},
};
use anyhow::{Context, Result, bail, ensure};
use memchr::memmem;
use mio::{Events, Interest, Poll, Token, net::TcpStream};
use std::{
    borrow::Cow,
    io::{ErrorKind, Read, Write},
    net::SocketAddr,
    time::{Duration, Instant},
};

/// So many connections are begun before their first messages are awaited: fewer than a server's backlog.
const AT_ONCE: usize = 250;

/// So many connections of a storm wait for their first messages at most: the listen queue that most kernels allow.
const STORM_AT_ONCE: usize = 4_000;

/// Open event streams.
pub(crate) struct Crowd {
    poll: Poll,
    events: Events,
    streams: Vec<Stream>,
    buffer: Vec<u8>,
    /// Streams that have not seen the awaited text yet.
    missing: usize,
    received: usize,
}

struct Stream {
    socket: TcpStream,
    /// The request is sent.
    has_asked: bool,
    /// How many bytes of the awaited text have come; all of them when it has.
    seen: usize,
}

/// How a message reached the crowd.
pub(crate) struct Flip {
    /// When each stream had it, in milliseconds since just before it was published.
    pub(crate) arrivals: Samples,
    /// CPU time of this process meanwhile.
    pub(crate) own_cpu: Duration,
    /// Bytes that came over all streams.
    pub(crate) bytes: usize,
}

impl Crowd {
    /// Opens so many streams, and waits until each has seen `awaited`.
    pub(crate) fn open(
        address: SocketAddr,
        path: &str,
        count: usize,
        awaited: &[u8],
    ) -> Result<Self> {
        let mut crowd = Self::nobody(count)?;
        let request = follow(path);
        while crowd.streams.len() < count {
            for _ in 0..AT_ONCE.min(count - crowd.streams.len()) {
                crowd.join(address, &request)?;
            }
            crowd.wait(awaited, |_| {}).context("opening the streams")?;
        }
        Ok(crowd)
    }

    /// Opens so many streams as fast as one thread can, as after a restart: the next begin before the last ones
    /// are live. Returns how long it took until each had seen `awaited`.
    pub(crate) fn storm(
        address: SocketAddr,
        path: &str,
        count: usize,
        awaited: &[u8],
    ) -> Result<(Self, Samples)> {
        let mut crowd = Self::nobody(count)?;
        let request = follow(path);
        let mut arrivals = Vec::with_capacity(count);
        let began = Instant::now();
        while crowd.streams.len() < count || crowd.missing > 0 {
            let room = STORM_AT_ONCE.saturating_sub(crowd.missing);
            for _ in 0..room.min(count - crowd.streams.len()) {
                crowd.rush(address, &request)?;
            }
            let left = ANSWERS_WITHIN.saturating_sub(began.elapsed());
            ensure!(!left.is_zero(), "{} streams of the storm waited in vain", crowd.missing);
            crowd.hear(left, &request, awaited, &mut |at| {
                arrivals.push(milliseconds(at - began));
            })?;
        }
        Ok((crowd, arrivals.into_iter().collect()))
    }

    fn nobody(count: usize) -> Result<Self> {
        Ok(Self {
            poll: Poll::new()?,
            events: Events::with_capacity(1024),
            streams: Vec::with_capacity(count),
            buffer: vec![0; 64 * 1024],
            missing: 0,
            received: 0,
        })
    }

    /// Publishes, and waits until every stream has seen `awaited`, which none has seen before.
    pub(crate) fn flip(
        &mut self,
        awaited: &[u8],
        publish: impl FnOnce() -> Result<()>,
    ) -> Result<Flip> {
        for stream in &mut self.streams {
            stream.seen = 0;
        }
        self.missing = self.streams.len();
        self.received = 0;
        let mut arrivals = Vec::with_capacity(self.missing);
        let cpu = own_cpu()?;
        let began = Instant::now();
        publish()?;
        self.wait(awaited, |at| arrivals.push((at - began).as_secs_f64() * 1e3))?;
        let own_cpu = own_cpu()?.saturating_sub(cpu);
        Ok(Flip { arrivals: arrivals.into_iter().collect(), own_cpu, bytes: self.received })
    }

    fn join(&mut self, address: SocketAddr, request: &str) -> Result<()> {
        let mut socket = std::net::TcpStream::connect(address)?;
        socket.write_all(request.as_bytes())?;
        socket.set_nonblocking(true)?;
        let mut socket = TcpStream::from_std(socket);
        let token = Token(self.streams.len());
        self.poll.registry().register(&mut socket, token, Interest::READABLE)?;
        self.streams.push(Stream { socket, has_asked: true, seen: 0 });
        self.missing += 1;
        Ok(())
    }

    /// Joins without waiting for the connection. Over the loopback it most often is there at once.
    fn rush(&mut self, address: SocketAddr, request: &str) -> Result<()> {
        let mut stream = Stream { socket: TcpStream::connect(address)?, has_asked: false, seen: 0 };
        stream.ask(request)?;
        let token = Token(self.streams.len());
        let interest = if stream.has_asked {
            Interest::READABLE
        } else {
            Interest::READABLE | Interest::WRITABLE
        };
        self.poll.registry().register(&mut stream.socket, token, interest)?;
        self.streams.push(stream);
        self.missing += 1;
        Ok(())
    }

    /// Reads until every stream has seen the awaited text; says when each did.
    fn wait(&mut self, awaited: &[u8], mut seen: impl FnMut(Instant)) -> Result<()> {
        let began = Instant::now();
        while self.missing > 0 {
            let left = ANSWERS_WITHIN.saturating_sub(began.elapsed());
            ensure!(!left.is_zero(), "{} streams waited in vain", self.missing);
            self.hear(left, "", awaited, &mut seen)?;
        }
        Ok(())
    }

    /// Reads what has come, or comes first within `patience`; streams that could not ask yet ask.
    fn hear(
        &mut self,
        patience: Duration,
        request: &str,
        awaited: &[u8],
        seen: &mut impl FnMut(Instant),
    ) -> Result<()> {
        match self.poll.poll(&mut self.events, Some(patience)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            polled => polled?,
        }
        for event in &self.events {
            let stream = &mut self.streams[event.token().0];
            if !stream.has_asked {
                stream.ask(request)?;
            }
            let before = stream.seen;
            self.received += stream.read(&mut self.buffer, awaited)?;
            if before < awaited.len() && stream.seen == awaited.len() {
                self.missing -= 1;
                seen(Instant::now());
            }
        }
        Ok(())
    }
}

/// What opens a stream.
fn follow(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
}

impl Stream {
    /// Sends the request, unless there is no connection yet.
    fn ask(&mut self, request: &str) -> Result<()> {
        match self.socket.write(request.as_bytes()) {
            Ok(written) => {
                ensure!(written == request.len(), "a request did not fit a socket");
                self.has_asked = true;
                Ok(())
            }
            Err(error) if is_not_yet(&error) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads what is there. epoll tells of new bytes alone, so a read that fills the buffer is followed by
    /// another one, and a shorter one has read all.
    fn read(&mut self, buffer: &mut [u8], awaited: &[u8]) -> Result<usize> {
        let mut received = 0;
        loop {
            match self.socket.read(buffer) {
                Ok(0) => bail!("the server closed a stream"),
                Ok(read) => {
                    received += read;
                    self.seen = advance(self.seen, &buffer[..read], awaited);
                    if read < buffer.len() {
                        return Ok(received);
                    }
                }
                Err(error) if is_not_yet(&error) => return Ok(received),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Nothing to read yet, or no connection yet.
fn is_not_yet(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected)
}

/// How many bytes of `awaited` have been seen after `bytes`, when `seen` were before. A text may come in
/// several pieces.
fn advance(seen: usize, bytes: &[u8], awaited: &[u8]) -> usize {
    if seen == awaited.len() {
        return seen;
    }
    // Pieces are rare: most often all of it is here, or nothing.
    let so_far = match seen {
        0 => Cow::Borrowed(bytes),
        _ => Cow::Owned([&awaited[..seen], bytes].concat()),
    };
    if memmem::find(&so_far, awaited).is_some() {
        return awaited.len();
    }
    (1..awaited.len()).rev().find(|&length| so_far.ends_with(&awaited[..length])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_seen_in_however_many_pieces_it_comes() {
        let text = b"data: {\"status\":\"status\":\"online\"}";
        let awaited = b"\"status\":\"online\"";
        for first in 0..text.len() {
            for second in first..text.len() {
                let pieces = [&text[..first], &text[first..second], &text[second..]];
                let seen = pieces.iter().fold(0, |seen, piece| advance(seen, piece, awaited));
                assert_eq!(seen, awaited.len(), "{pieces:?}");
            }
        }
        assert_eq!(advance(0, b"\"status\":\"offline\"", awaited), 1, "a quote may begin it");
    }
}
