//! How soon one subscriber knows of a flip.

use crate::{
    Bench,
    http::{Connection, presence_body, put_presence, request},
    nginx::{EVENTS, Nginx, PUBLISH},
    porchlight::{PROJECT, Site},
    report::{Aim, Figure, Section},
    say,
    stats::{Samples, milliseconds},
};
use anyhow::{Context, Result, bail};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// How many flips are measured.
const FLIPS: usize = 200;
/// Between two flips.
const PAUSE: Duration = Duration::from_millis(20);
/// How long an event may take.
const COMES_WITHIN: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Measured {
    /// Milliseconds from just before the request is sent to its answer and to the event.
    answer: Samples,
    event: Samples,
    /// From the answer to the event. Negative when the event comes first.
    after_answer: Samples,
}

pub(crate) fn run(bench: &Bench) -> Result<Section> {
    let site = Site::new(&bench.binary, &bench.folders)?;
    let token = site.add_agents(1)?.remove(0);
    say(&format!("{FLIPS} flips to one subscriber"));

    let server = site.serve(None)?;
    let mut agent = Connection::open(server.address)?;
    let flip = |online| put_presence(&token, presence_body(online));
    agent.ask(&flip(false))?.ok()?;
    let path = format!("/api/v1/projects/{PROJECT}/availability/events");
    let ours = measure(server.address, &path, &mut agent, flip)?;
    server.running.stop()?;

    let nginx = Nginx::fan_out(&bench.folders, bench.machine.cores)?;
    let mut publisher = Connection::open(nginx.address)?;
    let message = |online: bool| {
        let status = if online { "online" } else { "offline" };
        let body = format!("{{\"project\":\"{PROJECT}\",\"status\":\"{status}\"}}");
        request("POST", PUBLISH, "X-EventSource-Event: availability\r\n", &body)
    };
    publisher.ask(&message(false))?.ok()?;
    let peer = measure(nginx.address, EVENTS, &mut publisher, message)?;
    nginx.running.stop()?;

    let figure = |what: &str, share, of: fn(&Measured) -> &Samples, aim| Figure {
        what: what.to_owned(),
        unit: "ms",
        ours: of(&ours).quantile(share),
        peer: Some(of(&peer).quantile(share)),
        aim,
    };
    let figures = vec![
        figure("from the answer to the event, p50", 0.5, |seen| &seen.after_answer, Aim::None),
        figure("the same, p99", 0.99, |seen| &seen.after_answer, Aim::Under(100.0)),
        figure("from the request to the event, p50", 0.5, |seen| &seen.event, Aim::None),
        figure("the same, p99", 0.99, |seen| &seen.event, Aim::Under(1000.0)),
        figure("from the request to its answer, p50", 0.5, |seen| &seen.answer, Aim::None),
        figure("the same, p99", 0.99, |seen| &seen.answer, Aim::None),
    ];
    Ok(Section {
        name: "flip",
        peer: "nginx + nchan",
        figures,
        notes: vec![format!(
            "{FLIPS} flips. Below zero, the event was there before the answer. Porchlight's answer says that the \
             change is on the disk; nchan's that the message is in memory."
        )],
    })
}

fn measure(
    address: SocketAddr,
    path: &str,
    publisher: &mut Connection,
    flip: impl Fn(bool) -> String,
) -> Result<Measured> {
    let events = subscribe(address, path)?;
    let next = || events.recv_timeout(COMES_WITHIN).context("an event did not come");
    // What was true before anything happened.
    next()?;
    let mut measured = Measured::default();
    for number in 0..FLIPS {
        thread::sleep(PAUSE);
        let request = flip(number % 2 == 0);
        let began = Instant::now();
        let answer = publisher.ask(&request)?;
        let answered = Instant::now();
        answer.ok()?;
        let came = next()?;
        measured.answer.extend([milliseconds(answered - began)]);
        measured.event.extend([milliseconds(came - began)]);
        let late = milliseconds(came.saturating_duration_since(answered));
        let early = milliseconds(answered.saturating_duration_since(came));
        measured.after_answer.extend([late - early]);
    }
    Ok(measured)
}

/// Follows a stream in a thread of its own, which tells when each event was there whole. It ends with the
/// server, or when nobody listens any more.
fn subscribe(address: SocketAddr, path: &str) -> Result<mpsc::Receiver<Instant>> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")?;
    let (tell, events) = mpsc::channel();
    thread::spawn(move || -> Result<()> {
        let mut chunk = [0; 4096];
        let mut text = Vec::new();
        loop {
            match stream.read(&mut chunk)? {
                0 => bail!("the stream has ended"),
                read => text.extend_from_slice(&chunk[..read]),
            }
            let now = Instant::now();
            // Events end with an empty line; comments and the head have no data.
            while let Some(end) = text.windows(2).position(|two| two == b"\n\n") {
                let event: Vec<u8> = text.drain(..end + 2).collect();
                if event.windows(5).any(|five| five == b"data:") {
                    tell.send(now)?;
                }
            }
        }
    });
    Ok(events)
}
