//! Connections over real sockets.

use super::*;
use crate::{api::EventStream, open_files::Room, proxies::Proxies};
use ::http::Response;
use axum::body::Body;
use axum::{
    Router,
    extract::State,
    response::IntoResponse,
    routing::{get, post},
};
use bytes::Bytes;
use futures::{StreamExt, stream};
use std::sync::Arc;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
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

/// Room for more than any test needs.
const ROOM: Room = Room { connections: 100, each: 100, streams: 100 };

/// A server with one stream, `/events`, and plain answers.
struct TestServer {
    connections: Arc<Connections>,
    stop: CancellationToken,
    events: Sender,
    address: SocketAddr,
}

impl TestServer {
    fn open() -> Self {
        Self::with(ROOM, &[], Patience::default())
    }

    fn with(room: Room, trusted: &[&str], patience: Patience) -> Self {
        async fn follow(State(events): State<Sender>) -> Response<Body> {
            let later = BroadcastStream::new(events.subscribe());
            let later = later.map(|event| event.unwrap());
            let later = later.take_while(|event| std::future::ready(event != THE_END));
            let first = stream::iter([Bytes::from_static(b"one\n"), Bytes::from_static(b"two\n")]);
            EventStream::new(first.chain(later)).into_response()
        }
        let events = Sender::new(16);
        let router = Router::new()
            .route("/events", get(follow))
            .route("/plain", get(|| async { "plain" }))
            .route("/large", get(|| async { LARGE }))
            .route("/never", get(std::future::pending::<()>))
            .route("/body", post(|body: Bytes| async move { body.len().to_string() }))
            .with_state(events.clone());
        let stop = CancellationToken::new();
        let trusted: Vec<_> = trusted.iter().map(|address| address.parse().unwrap()).collect();
        let gate = Gate::new(room, Proxies::new(&trusted));
        let connections = Connections::new(router.into_service(), gate, patience, stop.clone());
        let connections = Arc::new(connections);
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(accept(listener, connections.clone()));
        Self { connections, stop, events, address }
    }

    async fn ask(&self, request: &str) -> Client {
        self.ask_from("127.0.0.1", request).await
    }

    /// Asks from another address of this machine.
    async fn ask_from(&self, address: &str, request: &str) -> Client {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(format!("{address}:0").parse().unwrap()).unwrap();
        let socket = socket.connect(self.address).await.unwrap();
        let mut client = Client { socket, text: String::new() };
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

    /// Reads an answer that says how long it is, and nothing of what comes after it.
    async fn hears_an_answer(&mut self) -> String {
        let read = async {
            let mut answer = String::new();
            let mut missing = usize::MAX;
            while missing > 0 {
                answer.push(self.socket.read_u8().await.unwrap().into());
                missing -= 1;
                if answer.ends_with("\r\n\r\n") && missing > answer.len() {
                    let length = answer.split("content-length: ").nth(1).unwrap();
                    missing = length.split("\r\n").next().unwrap().parse().unwrap();
                }
            }
            answer
        };
        tokio::time::timeout(PATIENCE, read).await.expect("in time")
    }

    async fn sees_the_end(&mut self) {
        let mut byte = [0; 1];
        let read = tokio::time::timeout(PATIENCE, self.socket.read(&mut byte));
        // An end is an end, also where something that was sent was not read.
        let read = read.await.expect("in time").unwrap_or_default();
        assert_eq!(read, 0, "{byte:?}");
    }

    /// Sends a head byte by byte, until nobody listens any more.
    async fn drips(&mut self, head: &str) {
        let drip = async {
            for byte in head.bytes().cycle() {
                if self.socket.write_all(&[byte]).await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, drip).await.expect("in time");
    }
}

const PLAIN: &str = "GET /plain HTTP/1.1\r\nHost: server\r\n\r\n";
const NEVER: &str = "GET /never HTTP/1.1\r\nHost: server\r\n\r\n";
const FOLLOW: &str = "GET /events HTTP/1.1\r\nHost: server\r\n\r\n";

#[tokio::test]
async fn events_come_as_chunks_after_an_ordinary_head() {
    let server = TestServer::open();
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
    let server = TestServer::open();
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
    let server = TestServer::open();
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
    let server = TestServer::open();
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
    let server = TestServer::open();
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
    let server = TestServer::open();
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
    let server = TestServer::open();
    let mut client = server.ask("GET /plain HTTP/1.1\r\nHost: server\r\n\r\n").await;
    client.hears("plain").await;
    server.stop.cancel();
    client.sees_the_end().await;
    tokio::time::timeout(PATIENCE, server.connections.ended()).await.expect("in time");
}

/// A network may have two connections, and there is room for four.
fn narrow(trusted: &[&str]) -> TestServer {
    let room = Room { connections: 4, each: 2, streams: 4 };
    TestServer::with(room, trusted, Patience::default())
}

#[tokio::test]
async fn a_network_with_as_many_as_it_may_have_locks_nobody_else_out() {
    let server = narrow(&[]);
    let mut first = server.ask(NEVER).await;
    let _stream = server.ask(FOLLOW).await;
    server.followed_by(1).await;
    for request in ["", PLAIN, FOLLOW] {
        server.ask(request).await.sees_the_end().await;
    }
    server.ask_from("127.0.0.2", PLAIN).await.hears("plain").await;
    // Whoever goes makes room again.
    first.socket.shutdown().await.unwrap();
    first.sees_the_end().await;
    server.ask(PLAIN).await.hears("plain").await;
}

#[tokio::test]
async fn where_there_is_no_room_those_with_nothing_to_do_leave() {
    let server = narrow(&[]);
    let mut idle = server.ask(PLAIN).await;
    idle.hears("plain").await;
    let mut silent = server.ask("").await;
    let mut stream = server.ask_from("127.0.0.2", FOLLOW).await;
    stream.hears("two\n\r\n").await;
    let mut slow = server.ask_from("127.0.0.2", "POST /body HTTP/1.1\r\nHost: s\r\n").await;
    slow.say("content-length: 2\r\n\r\n1").await;
    server.ask_from("127.0.0.3", PLAIN).await.hears("plain").await;
    idle.sees_the_end().await;
    silent.sees_the_end().await;
    server.tell("three\n");
    stream.hears("6\r\nthree\n\r\n").await;
    slow.say("2").await;
    let answer = slow.hears("\r\n\r\n2").await;
    assert!(answer.contains("connection: close\r\n"), "{answer}");
}

#[tokio::test]
async fn a_trusted_proxy_is_no_network_and_each_request_counts_for_its_client() {
    let server = narrow(&["127.0.0.1"]);
    let forwarded = |to: &str, client: &str| {
        format!("GET {to} HTTP/1.1\r\nHost: server\r\nX-Forwarded-For: {client}\r\n\r\n")
    };
    let _first = server.ask(&forwarded("/never", "192.0.2.1")).await;
    let _second = server.ask(&forwarded("/never", "192.0.2.1")).await;
    let mut proxy = server.ask("").await;
    // The two that never end come to the router in their own time.
    let refused = async {
        loop {
            proxy.say(&forwarded("/plain", "192.0.2.1")).await;
            if proxy.hears_an_answer().await.starts_with("HTTP/1.1 429") {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, refused).await.expect("in time");
    for client in ["192.0.2.2", "127.0.0.1", "nobody"] {
        proxy.say(&forwarded("/plain", client)).await;
        assert!(proxy.hears_an_answer().await.starts_with("HTTP/1.1 200"), "{client}");
    }
}

#[tokio::test]
async fn whoever_does_not_ask_is_not_waited_for() {
    let head = Duration::from_millis(100);
    let patience = Patience { head, idle: 5 * head };
    let server = TestServer::with(ROOM, &[], patience);
    let began = tokio::time::Instant::now();
    let working = server.ask(NEVER).await;
    let mut stream = server.ask(FOLLOW).await;
    let mut idle = server.ask(PLAIN).await;
    idle.hears("plain").await;
    let mut silent = server.ask("").await;
    silent.sees_the_end().await;
    assert!(began.elapsed() >= head, "not before its time");
    server.ask("").await.drips("GET / HTTP/1.1\r\nx: y").await;
    // The next head on a connection has no more time than the first.
    let mut again = server.ask(PLAIN).await;
    again.hears("plain").await;
    again.drips("GET / HTTP/1.1\r\nx: y").await;
    idle.sees_the_end().await;
    assert!(began.elapsed() >= 5 * head, "whoever asked once may rest");
    // Nor does it concern those who have asked.
    server.tell("three\n");
    stream.hears("6\r\nthree\n\r\n").await;
    assert!(working.socket.try_read(&mut [0]).is_err(), "it is still worked for");
}
