//! One connection: HTTP/1.1 by hyper, until an answer is an event stream.
//!
//! A portal waits for hours. hyper keeps a read buffer of 8 KiB and the state of a whole protocol for it, of
//! which a stream that only ever writes needs nothing. So once the head of such an answer is out, the
//! socket is taken out of hyper, and a small task of its own writes what follows (docs/benchmarks.md).

mod events;
mod handover;
mod http;

use axum::routing::RouterIntoService;
use events::write_events;
use http::serve_http;
use hyper::body::Incoming;
#[cfg(target_os = "linux")]
use socket2::SockRef;
use std::net::SocketAddr;
#[cfg(target_os = "linux")]
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How long the other side's machine may leave what was sent to it unacknowledged (`TCP_USER_TIMEOUT`, RFC
/// 5482). A phone between two cells needs a while; whoever is longer away connects again.
#[cfg(target_os = "linux")]
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(20);

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::EventStream;
    use ::http::Response;
    use axum::body::Body;
    use axum::{Router, extract::State, response::IntoResponse, routing::get};
    use bytes::Bytes;
    use futures::{StreamExt, stream};
    use std::sync::Arc;
    use std::time::Duration;
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
