//! One connection: HTTP/1.1 by hyper, until an answer is an event stream.
//!
//! A portal waits for hours. hyper keeps a read buffer of 8 KiB and the state of a whole protocol for it, of
//! which a stream that only ever writes needs nothing. So once the head of such an answer is out, the
//! socket is taken out of hyper, and a small task of its own writes what follows (docs/benchmarks.md).

use crate::api::{EventStream, Events};
use axum::{body::Body, extract::ConnectInfo, routing::RouterIntoService};
use bytes::Bytes;
use http::{Method, Request, Response, Version};

use hyper::{
    body::{Body as HttpBody, Frame, Incoming},
    rt::{Read, ReadBufCursor, Write},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
#[cfg(target_os = "linux")]
use socket2::SockRef;
use std::{
    convert::Infallible,
    future::poll_fn,
    io::{self, ErrorKind, IoSlice},
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::net::TcpStream;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower_service::Service as _;

/// How long a client may take to send its next request's head. Waiting for one on an idle connection counts,
/// so it is longer than the minute for which reverse proxies keep theirs.
const HEAD_WITHIN: Duration = Duration::from_secs(90);
/// How long the other side of an event stream may leave what it was sent lying. Then it is gone, whatever
/// its network says.
const TAKES_WITHIN: Duration = Duration::from_mins(1);

/// How long the other side's machine may leave what was sent to it unacknowledged (`TCP_USER_TIMEOUT`, RFC
/// 5482). A phone between two cells needs a while; whoever is longer away connects again.
#[cfg(target_os = "linux")]
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(20);

/// Events that come at the same time are written together, up to about this many bytes.
const AT_ONCE: usize = 16 * 1024;

/// Every open connection, and how they end.
pub(crate) struct Connections {
    router: RouterIntoService<Incoming>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Connections {
    /// Connections whose requests `router` answers, until `stop`.
    pub(crate) fn new(router: RouterIntoService<Incoming>, stop: CancellationToken) -> Self {
        Self { router, tasks: TaskTracker::new(), stop }
    }

    /// Serves a connection that was accepted.
    pub(crate) fn serve(&self, stream: TcpStream, peer: SocketAddr) {
        // Events are small and must not wait for each other.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
        // A laptop that sleeps takes nothing: what was sent to it must not wait for a quarter of an hour.
        #[cfg(target_os = "linux")]
        if let Err(error) = SockRef::from(&stream).set_tcp_user_timeout(Some(ACKNOWLEDGED_WITHIN)) {
            tracing::debug!(%error, "no TCP_USER_TIMEOUT");
        }
        let (router, tasks, stop) = (self.router.clone(), self.tasks.clone(), self.stop.clone());
        self.tasks.spawn(async move {
            match serve_http(stream, peer, router, stop).await {
                // In a task of its own, because this one keeps the memory that HTTP needed.
                Ok(Some((stream, events))) => drop(tasks.spawn(write_events(stream, events))),
                Ok(None) => {}
                Err(error) => tracing::debug!(%error, "a connection ended early"),
            }
        });
    }

    /// Waits until every connection is over. They end by themselves once told to stop, when what is under
    /// way is done.
    pub(crate) async fn ended(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// Speaks HTTP until the connection ends, or until an answer's head is out and the rest are events.
async fn serve_http(
    stream: TcpStream,
    peer: SocketAddr,
    router: RouterIntoService<Incoming>,
    stop: CancellationToken,
) -> hyper::Result<Option<(TcpStream, Events)>> {
    let handover = Arc::new(Handover::default());
    let service = service_fn(|mut request: Request<Incoming>| {
        // Without chunks (HTTP/1.0) or without a body (HEAD) there is nothing to take over.
        let may_hand_over =
            request.method() == Method::GET && request.version() == Version::HTTP_11;
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router.clone().call(request);
        let handover = handover.clone();
        async move {
            let mut answer: Response<Body> = answer.await?;
            if may_hand_over
                && let Some(events) = answer.extensions_mut().remove::<EventStream>()
                && let Some(events) = events.take()
            {
                handover.announce(events);
                *answer.body_mut() = Body::new(Awaited(handover));
            }
            Ok::<_, Infallible>(answer)
        }
    });
    let socket = Socket { stream: TokioIo::new(stream), handover: handover.clone() };
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_headers(64)
        .serve_connection(socket, service);
    let mut stopped = pin!(stop.cancelled());
    let mut is_stopping = false;
    poll_fn(|context| {
        if !is_stopping && stopped.as_mut().poll(context).is_ready() {
            is_stopping = true;
            Pin::new(&mut connection).graceful_shutdown();
        }
        match Pin::new(&mut connection).poll(context) {
            Poll::Pending if handover.is_due() => Poll::Ready(Ok(())),
            polled => polled,
        }
    })
    .await?;
    Ok(handover.take().map(|events| (connection.into_parts().io.stream.into_inner(), events)))
}

/// How far the end of HTTP on a connection has come.
#[derive(Default)]
struct Handover {
    events: Mutex<Option<Events>>,
    /// hyper has asked for the body, so it has encoded the head.
    head_is_encoded: AtomicBool,
    /// hyper holds bytes back that the socket did not take yet.
    is_writing: AtomicBool,
}

impl Handover {
    fn announce(&self, events: Events) {
        *self.events.lock().unwrap_or_else(PoisonError::into_inner) = Some(events);
    }

    /// Whether all that hyper had to say is said.
    fn is_due(&self) -> bool {
        self.head_is_encoded.load(Ordering::Relaxed) && !self.is_writing.load(Ordering::Relaxed)
    }

    fn take(&self) -> Option<Events> {
        let due = self.is_due();
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.take().filter(|_| due)
    }
}

/// The body that hyper sees of an answer which is taken out of its hands: nothing yet.
struct Awaited(Arc<Handover>);

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

/// A socket that knows whether hyper has more to write: it flushes when, and only when, it has not.
struct Socket {
    stream: TokioIo<TcpStream>,
    handover: Arc<Handover>,
}

impl Read for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl Write for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.handover.is_writing.store(true, Ordering::Relaxed);
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.handover.is_writing.store(true, Ordering::Relaxed);
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
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

/// Writes events until there are no more, or until nobody takes them. What this holds while it waits, each
/// open portal holds: keep it small.
async fn write_events(stream: TcpStream, mut events: Events) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, extract::State, response::IntoResponse, routing::get};
    use futures::{StreamExt, stream};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
        sync::broadcast,
    };
    use tokio_stream::wrappers::BroadcastStream;

    /// What comes comes within this time.
    const PATIENCE: Duration = Duration::from_secs(10);

    /// The event after which a stream is over; it is not sent.
    const THE_END: &str = "the end";

    /// More than sockets take at once.
    static LARGE: &[u8] = &[b'#'; 4 << 20];

    type Sender = broadcast::Sender<Bytes>;

    /// A server with one stream, `/events`, and one plain answer, `/plain`.
    struct TestServer {
        connections: Arc<Connections>,
        stop: CancellationToken,
        events: Sender,
        address: SocketAddr,
    }

    impl TestServer {
        async fn open() -> Self {
            async fn follow(State(events): State<Sender>) -> Response<Body> {
                let later = BroadcastStream::new(events.subscribe());
                let later = later.map(|event| event.unwrap());
                let later = later.take_while(|event| std::future::ready(event != THE_END));
                let first =
                    stream::iter([Bytes::from_static(b"one\n"), Bytes::from_static(b"two\n")]);
                EventStream::new(first.chain(later)).into_response()
            }
            let events = Sender::new(16);
            let router = Router::new()
                .route("/events", get(follow))
                .route("/plain", get(|| async { "plain" }))
                .route("/large", get(|| async { LARGE }))
                .with_state(events.clone());
            let stop = CancellationToken::new();
            let connections = Arc::new(Connections::new(router.into_service(), stop.clone()));
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            tokio::spawn({
                let connections = connections.clone();
                async move {
                    while let Ok((stream, peer)) = listener.accept().await {
                        connections.serve(stream, peer);
                    }
                }
            });
            Self { connections, stop, events, address }
        }

        async fn ask(&self, request: &str) -> Client {
            let mut client = Client {
                socket: TcpStream::connect(self.address).await.unwrap(),
                text: String::new(),
            };
            client.say(request).await;
            client
        }

        /// Waits until so many streams are open.
        async fn followed_by(&self, number: usize) {
            eventually(|| self.events.receiver_count() == number).await;
        }

        fn tell(&self, event: &'static str) {
            self.events.send(Bytes::from_static(event.as_bytes())).unwrap();
        }
    }

    async fn eventually(condition: impl Fn() -> bool) {
        let until_true = async {
            while !condition() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(PATIENCE, until_true).await.expect("in time");
    }

    struct Client {
        socket: TcpStream,
        text: String,
    }

    impl Client {
        async fn say(&mut self, request: &str) {
            self.socket.write_all(request.as_bytes()).await.unwrap();
        }

        /// Reads until what came ends like this, and returns it.
        async fn hears(&mut self, end: &str) -> String {
            let read = async {
                while !self.text.ends_with(end) {
                    let mut bytes = [0; 1024];
                    let length = self.socket.read(&mut bytes).await.unwrap();
                    assert!(length > 0, "the connection ended after {:?}", self.text);
                    self.text += std::str::from_utf8(&bytes[..length]).unwrap();
                }
            };
            tokio::time::timeout(PATIENCE, read).await.expect("in time");
            std::mem::take(&mut self.text)
        }

        async fn sees_the_end(&mut self) {
            let mut byte = [0; 1];
            let read = tokio::time::timeout(PATIENCE, self.socket.read(&mut byte));
            assert_eq!(read.await.expect("in time").unwrap(), 0, "{byte:?}");
        }
    }

    const FOLLOW: &str = "GET /events HTTP/1.1\r\nHost: server\r\n\r\n";

    #[tokio::test]
    async fn events_come_as_chunks_after_an_ordinary_head() {
        let server = TestServer::open().await;
        let mut client = server.ask(FOLLOW).await;
        let answer = client.hears("4\r\none\n\r\n4\r\ntwo\n\r\n").await;
        let (head, _) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert!(head.contains("transfer-encoding: chunked"), "{head}");
        assert!(head.contains("\r\ndate: "), "{head}");
        server.tell("a longer event\n");
        client.hears("f\r\na longer event\n\r\n").await;
    }

    #[tokio::test]
    async fn a_stream_may_follow_other_answers_on_its_connection() {
        let server = TestServer::open().await;
        let mut client = server.ask("GET /plain HTTP/1.1\r\nHost: server\r\n\r\n").await;
        client.hears("plain").await;
        // Two more at once: both answers come, in their order.
        client.say(&("GET /plain HTTP/1.1\r\nHost: server\r\n\r\n".to_owned() + FOLLOW)).await;
        let answers = client.hears("two\n\r\n").await;
        assert!(answers.contains("\r\n\r\nplainHTTP/1.1 200 OK\r\n"), "{answers}");
        // Nor is one cut off that the socket could not take at once.
        let mut client = server.ask("GET /large HTTP/1.1\r\nHost: server\r\n\r\n").await;
        client.say(FOLLOW).await;
        let answers = client.hears("two\n\r\n").await;
        assert_eq!(answers.matches('#').count(), LARGE.len());
    }

    #[tokio::test]
    async fn whoever_goes_away_is_noticed_at_once_and_whatever_they_say_is_not_heard() {
        let server = TestServer::open().await;
        let mut client = server.ask(FOLLOW).await;
        client.hears("two\n\r\n").await;
        client.say(FOLLOW).await;
        client.say(&"x".repeat(10_000)).await;
        server.tell("three\n");
        client.hears("6\r\nthree\n\r\n").await;
        server.followed_by(1).await;
        drop(client);
        server.followed_by(0).await;
    }

    #[tokio::test]
    async fn who_does_not_read_makes_nobody_else_wait() {
        let server = TestServer::open().await;
        let mut slow = server.ask(FOLLOW).await;
        let mut quick = server.ask(FOLLOW).await;
        slow.hears("two\n\r\n").await;
        quick.hears("two\n\r\n").await;
        server.events.send(Bytes::from_static(LARGE)).unwrap();
        quick.hears("#\r\n").await;
        server.tell("three\n");
        quick.hears("6\r\nthree\n\r\n").await;
        // And the slow one gets all of it in the end, whole.
        let all = slow.hears("6\r\nthree\n\r\n").await;
        assert_eq!(all.matches('#').count(), LARGE.len());
    }

    #[tokio::test]
    async fn an_old_client_gets_no_chunks_and_a_head_has_no_body() {
        let server = TestServer::open().await;
        let mut old = server.ask("GET /events HTTP/1.0\r\n\r\n").await;
        let answer = old.hears("\r\n\r\none\ntwo\n").await;
        assert!(!answer.contains("chunked"), "{answer}");
        let mut head = server.ask("HEAD /events HTTP/1.1\r\nHost: server\r\n\r\n").await;
        head.hears("\r\n\r\n").await;
        head.say("GET /plain HTTP/1.1\r\nHost: server\r\n\r\n").await;
        let answer = head.hears("plain").await;
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "the connection goes on: {answer}");
    }

    #[tokio::test]
    async fn a_stream_ends_whole_and_stopping_waits_for_it() {
        let server = TestServer::open().await;
        let mut client = server.ask(FOLLOW).await;
        client.hears("two\n\r\n").await;
        server.stop.cancel();
        let ended = server.connections.ended();
        assert!(tokio::time::timeout(Duration::from_millis(20), ended).await.is_err());
        server.tell("last\n");
        server.tell(THE_END);
        client.hears("5\r\nlast\n\r\n0\r\n\r\n").await;
        client.sees_the_end().await;
        tokio::time::timeout(PATIENCE, server.connections.ended()).await.expect("in time");
    }

    #[tokio::test]
    async fn an_idle_connection_ends_when_the_server_stops() {
        let server = TestServer::open().await;
        let mut client = server.ask("GET /plain HTTP/1.1\r\nHost: server\r\n\r\n").await;
        client.hears("plain").await;
        server.stop.cancel();
        client.sees_the_end().await;
        tokio::time::timeout(PATIENCE, server.connections.ended()).await.expect("in time");
    }
}
