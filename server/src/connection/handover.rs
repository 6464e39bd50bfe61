//! How a socket is taken out of hyper once the head of an event stream's answer is out.

use super::patience::Waiting;
use crate::api::Events;
use bytes::Bytes;
use hyper::{
    body::{Body as HttpBody, Frame},
    rt::{Read, ReadBufCursor, Write},
};
use hyper_util::rt::TokioIo;
use std::{
    convert::Infallible,
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};
use tokio::{net::TcpStream, time::Instant};

/// How far the end of HTTP on a connection has come.
#[derive(Default)]
pub(super) struct Handover {
    events: Mutex<Option<Events>>,
    /// hyper has asked for the body, so it has encoded the head.
    head_is_encoded: AtomicBool,
    /// hyper holds bytes back that the socket did not take yet.
    is_writing: AtomicBool,
}

impl Handover {
    /// What follows the head of the answer.
    pub(super) fn announce(&self, events: Events) {
        *self.events.lock().unwrap_or_else(PoisonError::into_inner) = Some(events);
    }

    /// The body that hyper sees meanwhile.
    pub(super) fn awaited(self: Arc<Self>) -> Awaited {
        Awaited(self)
    }

    /// Whether all that hyper had to say is said.
    pub(super) fn is_due(&self) -> bool {
        self.head_is_encoded.load(Ordering::Relaxed) && !self.is_writing.load(Ordering::Relaxed)
    }

    /// What follows, once it is due.
    pub(super) fn take(&self) -> Option<Events> {
        let due = self.is_due();
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.take().filter(|_| due)
    }
}

/// The body that hyper sees of an answer which is taken out of its hands: nothing yet.
pub(super) struct Awaited(Arc<Handover>);

impl HttpBody for Awaited {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.head_is_encoded.store(true, Ordering::Relaxed);
        Poll::Pending
    }
}

/// A socket that knows whether hyper has more to write: it flushes when, and only when, it has not. It says
/// too when something comes and goes, so that nobody is waited for in vain.
pub(super) struct Socket {
    stream: TokioIo<TcpStream>,
    handover: Arc<Handover>,
    waiting: Arc<Waiting>,
}

impl Socket {
    /// The socket of a connection.
    pub(super) fn new(stream: TcpStream, handover: Arc<Handover>, waiting: Arc<Waiting>) -> Self {
        Self { stream: TokioIo::new(stream), handover, waiting }
    }

    /// The socket itself.
    pub(super) fn into_inner(self) -> TcpStream {
        self.stream.into_inner()
    }

    fn said(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(written, Poll::Ready(Ok(_))) {
            self.waiting.said(Instant::now);
        }
        written
    }
}

impl Read for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if matches!(read, Poll::Ready(Ok(()))) {
            self.waiting.heard(Instant::now);
        }
        read
    }
}

impl Write for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.handover.is_writing.store(true, Ordering::Relaxed);
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.said(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.handover.is_writing.store(true, Ordering::Relaxed);
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.said(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.handover.is_writing.store(false, Ordering::Relaxed);
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
