//! One thing that many follow.

use bytes::Bytes;
use futures::Stream;
use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;

/// How often a silent stream is shown to be alive. Proxies close what is silent for 30 s or more.
pub const HEARTBEAT: Duration = Duration::from_secs(20);

/// An event without data. A comment would keep the connection alive as well, but scripts do not see
/// comments, and would have to ask whether the line is still there.
static BEAT: Bytes = Bytes::from_static(b"event: beat\ndata:\n\n");

/// What a channel holds: the latest frame, how often it beat, and whether it is over.
#[derive(Debug)]
struct State<F> {
    frame: Arc<F>,
    beats: u64,
    ended: bool,
}

impl<F> Clone for State<F> {
    fn clone(&self) -> Self {
        Self { frame: self.frame.clone(), beats: self.beats, ended: self.ended }
    }
}

/// A frame that streams can write.
pub trait Frame: Send + Sync + 'static {
    /// The event as it goes over the wire, serialised once.
    fn event(&self) -> &Bytes;
}

/// One thing that many follow.
#[derive(Debug)]
pub struct Channel<F>(watch::Sender<State<F>>);

impl<F: Frame> Channel<F> {
    /// A channel whose followers first get `frame`.
    pub fn new(frame: F) -> Self {
        let state = State { frame: Arc::new(frame), beats: 0, ended: false };
        Self(watch::Sender::new(state))
    }

    /// The latest frame.
    pub fn latest(&self) -> Arc<F> {
        self.0.borrow().frame.clone()
    }

    /// Gives every follower a new frame.
    pub fn send(&self, frame: F) {
        self.send_if_newer(frame, |_, _| true);
    }

    /// Gives every follower a new frame, if it is newer than the latest.
    pub fn send_if_newer(&self, frame: F, newer: impl FnOnce(&F, &F) -> bool) {
        let frame = Arc::new(frame);
        self.0.send_if_modified(|state| {
            let is_newer = newer(&state.frame, &frame);
            if is_newer {
                state.frame = frame;
            }
            is_newer
        });
    }

    /// Sends the heartbeat.
    pub fn beat(&self) {
        self.0.send_modify(|state| state.beats += 1);
    }

    /// Ends every stream that follows.
    pub fn end(&self) {
        self.0.send_modify(|state| state.ended = true);
    }

    /// Whether anybody follows.
    pub fn is_followed(&self) -> bool {
        self.0.receiver_count() > 0
    }

    /// How many follow.
    pub fn followers(&self) -> usize {
        self.0.receiver_count()
    }

    /// Follows from the latest frame on.
    pub fn follow(&self) -> Follow<F> {
        Follow { states: WatchStream::new(self.0.subscribe()), last: None }
    }
}

/// A follower: a stream of the bytes to write. It ends when the channel does.
pub struct Follow<F: Frame> {
    states: WatchStream<State<F>>,
    last: Option<Arc<F>>,
}

impl<F: Frame> std::fmt::Debug for Follow<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Follow")
    }
}

impl<F: Frame> Stream for Follow<F> {
    type Item = Bytes;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let Some(state) = futures::ready!(Pin::new(&mut self.states).poll_next(context)) else {
            return Poll::Ready(None);
        };
        if state.ended {
            return Poll::Ready(None);
        }
        if self.last.as_ref().is_some_and(|last| Arc::ptr_eq(last, &state.frame)) {
            return Poll::Ready(Some(BEAT.clone()));
        }
        let bytes = state.frame.event().clone();
        self.last = Some(state.frame);
        Poll::Ready(Some(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::{FutureExt, StreamExt};

    #[derive(Debug, PartialEq)]
    struct Text(Bytes);

    impl Frame for Text {
        fn event(&self) -> &Bytes {
            &self.0
        }
    }

    fn text(text: &'static str) -> Text {
        Text(Bytes::from_static(text.as_bytes()))
    }

    #[test]
    fn a_follower_gets_the_latest_first_and_then_each_change() {
        let channel = Channel::new(text("one"));
        channel.send(text("two"));
        let mut follow = channel.follow();
        assert_eq!(follow.next().now_or_never().unwrap().unwrap(), "two");
        assert!(follow.next().now_or_never().is_none(), "nothing new, no wake");
        channel.beat();
        assert_eq!(follow.next().now_or_never().unwrap().unwrap(), "event: beat\ndata:\n\n");
        channel.send(text("three"));
        channel.send(text("four"));
        assert_eq!(follow.next().now_or_never().unwrap().unwrap(), "four", "the newest counts");
        channel.end();
        assert_eq!(follow.next().now_or_never().unwrap(), None);
    }

    #[test]
    fn what_is_not_newer_wakes_nobody() {
        let channel = Channel::new(text("one"));
        let mut follow = channel.follow();
        follow.next().now_or_never().unwrap();
        channel.send_if_newer(text("one"), |old, new| old != new);
        assert!(follow.next().now_or_never().is_none());
    }
}
