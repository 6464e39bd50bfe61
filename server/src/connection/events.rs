//! What follows the head of an event stream's answer, written by a task that holds next to nothing.

use crate::api::Events;
use std::{
    future::poll_fn,
    io::{self, ErrorKind},
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::net::TcpStream;

/// How long the other side of an event stream may leave what it was sent lying. Then it is gone, whatever
/// its network says.
const TAKES_WITHIN: Duration = Duration::from_mins(1);

/// Events that come at the same time are written together, up to about this many bytes.
const AT_ONCE: usize = 16 * 1024;

/// Writes events until there are no more, or until nobody takes them. What this holds while it waits, each
/// open portal holds: keep it small.
pub(super) async fn write_events(stream: TcpStream, mut events: Events) {
    loop {
        let next = poll_fn(|context| match poll_gone(&stream, context) {
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending => poll_chunks(&mut events, context).map(Some),
        });
        let Some((bytes, is_last)) = next.await else { return };
        if write(&stream, &bytes).await.is_err() || is_last {
            return;
        }
    }
}

/// All events that there are now, each as a chunk of the body (RFC 9112 §7.1), and whether they are the last.
fn poll_chunks(events: &mut Events, context: &mut Context<'_>) -> Poll<(Vec<u8>, bool)> {
    let mut bytes = Vec::new();
    while bytes.len() < AT_ONCE {
        match events.as_mut().poll_next(context) {
            // A chunk without bytes would be the last.
            Poll::Ready(Some(event)) if event.is_empty() => {}
            Poll::Ready(Some(event)) => {
                let size = format!("{:x}\r\n", event.len());
                bytes.reserve_exact(size.len() + event.len() + 2);
                bytes.extend_from_slice(size.as_bytes());
                bytes.extend_from_slice(&event);
                bytes.extend_from_slice(b"\r\n");
            }
            Poll::Ready(None) => {
                bytes.extend_from_slice(b"0\r\n\r\n");
                return Poll::Ready((bytes, true));
            }
            Poll::Pending if bytes.is_empty() => return Poll::Pending,
            Poll::Pending => break,
        }
    }
    Poll::Ready((bytes, false))
}

/// Resolves when the other side has gone. Whatever it says after its request is not heard: after an answer
/// that does not end there is no other.
fn poll_gone(stream: &TcpStream, context: &mut Context<'_>) -> Poll<()> {
    if ready!(stream.poll_read_ready(context)).is_err() {
        return Poll::Ready(());
    }
    match stream.try_read(&mut [0; 512]) {
        Ok(0) => Poll::Ready(()),
        Err(error) if error.kind() != ErrorKind::WouldBlock => Poll::Ready(()),
        Ok(_) | Err(_) => {
            // There may be more to throw away; let others have their turn first.
            context.waker().wake_by_ref();
            Poll::Pending
        }
    }
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match stream.try_write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                // Boxed, because hardly any stream ever needs it.
                Box::pin(tokio::time::timeout(TAKES_WITHIN, stream.writable())).await??;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
