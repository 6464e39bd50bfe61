//! Many open portals: what one costs in memory, and how long a flip takes to reach the last.
//!
//! Porchlight and nchan take turns, each with a fresh process, the same client, the same number of streams and
//! the same message: A B A B.

use crate::{
    Bench,
    crowd::Crowd,
    http::{Connection, presence_body, put_presence, request},
    nginx::{EVENTS, Nginx, PUBLISH},
    porchlight::{PROJECT, Site},
    process::Running,
    report::{Aim, Figure, Section},
    say,
    stats::{Samples, ToF64, milliseconds},
};
use anyhow::{Context, Result};
use std::{net::SocketAddr, thread, time::Duration};

/// So often each of the two has its turn.
const TURNS: usize = 2;
/// Between connections and flips, so that what is left over from one is not measured with the next.
const CALM: Duration = Duration::from_millis(300);

#[derive(Default)]
struct Measured {
    /// KiB for each stream: shared pages divided among those who share them, and as `ps` counts.
    proportional: Samples,
    resident: Samples,
    /// Milliseconds from just before the flip.
    first: Samples,
    median: Samples,
    last: Samples,
    /// Milliseconds of CPU time for each flip.
    cpu: Samples,
    own_cpu: Samples,
    bytes: Samples,
}

pub(crate) fn run(bench: &Bench) -> Result<Section> {
    let site = Site::new(&bench.binary, &bench.folders)?;
    let token = site.add_agents(1)?.remove(0);
    let (mut ours, mut peer) = (Measured::default(), Measured::default());
    let mut message = String::new();
    for turn in 1..=TURNS {
        say(&format!("{} streams of Porchlight, turn {turn}", bench.streams));
        message = porchlight(bench, &site, &token, &mut ours)?;
        say(&format!("{} streams of nchan, turn {turn}", bench.streams));
        nchan(bench, &message, &mut peer)?;
    }
    let figure = |what: &str, unit, of: fn(&Measured) -> &Samples, aim| Figure {
        what: what.to_owned(),
        unit,
        ours: of(&ours).median(),
        peer: Some(of(&peer).median()),
        aim,
    };
    let last = format!("one flip, until the last of {} streams has it", bench.streams);
    let worst = Figure {
        what: "the same, the slowest flip".to_owned(),
        unit: "ms",
        ours: ours.last.max(),
        peer: Some(peer.last.max()),
        aim: Aim::None,
    };
    Ok(Section {
        name: "streams",
        peer: "nginx + nchan",
        figures: vec![
            figure(&last, "ms", |measured| &measured.last, Aim::NoMoreThanPeer),
            worst,
            figure("until half of them have it", "ms", |measured| &measured.median, Aim::None),
            figure("until the first has it", "ms", |measured| &measured.first, Aim::None),
            figure("CPU time of the server for a flip", "ms", |measured| &measured.cpu, Aim::None),
            figure("CPU time of the client for it", "ms", |measured| &measured.own_cpu, Aim::None),
            figure("bytes to one stream for it", "B", |measured| &measured.bytes, Aim::None),
            figure(
                "memory for an open stream",
                "KiB",
                |measured| &measured.proportional,
                Aim::NoMoreThanPeer,
            ),
            figure(
                "the same as `ps` counts it (RSS)",
                "KiB",
                |measured| &measured.resident,
                Aim::None,
            ),
        ],
        notes: vec![format!(
            "Medians of {} flips each, in {TURNS} turns each. Porchlight's flip is an agent's request over HTTP, \
             committed to SQLite before anybody is told; nchan's is a message that it keeps in memory ({} bytes).",
            ours.last.len(),
            message.len(),
        )],
    })
}

/// One turn of Porchlight. Returns what a message looks like.
fn porchlight(bench: &Bench, site: &Site, token: &str, into: &mut Measured) -> Result<String> {
    let server = site.serve(None)?;
    let mut agent = Connection::open(server.address)?;
    let availability = format!("/api/v1/projects/{PROJECT}/availability");
    let flip = |online| put_presence(token, presence_body(online));
    agent.ask(&flip(false))?.ok()?;
    let message = agent.ask(&request("GET", &availability, "", ""))?.ok()?;
    let path = format!("{availability}/events");
    measure(bench, (&server.running, server.address, &path), &mut agent, flip, into)?;
    server.running.stop()?;
    String::from_utf8(message).context("the message is text")
}

/// One turn of nchan, with such a message.
fn nchan(bench: &Bench, message: &str, into: &mut Measured) -> Result<()> {
    let nginx = Nginx::fan_out(&bench.folders, bench.machine.cores)?;
    let mut publisher = Connection::open(nginx.address)?;
    let flip = |online: bool| {
        let body = message.replace(status(!online), status(online));
        request("POST", PUBLISH, "X-EventSource-Event: availability\r\n", &body)
    };
    publisher.ask(&flip(false))?.ok()?;
    measure(bench, (&nginx.running, nginx.address, EVENTS), &mut publisher, flip, into)?;
    nginx.running.stop()
}

fn measure(
    bench: &Bench,
    (server, address, path): (&Running, SocketAddr, &str),
    publisher: &mut Connection,
    flip: impl Fn(bool) -> String,
    into: &mut Measured,
) -> Result<()> {
    thread::sleep(CALM);
    let before = server.memory()?;
    let mut crowd = Crowd::open(address, path, bench.streams, status(false).as_bytes())?;
    thread::sleep(3 * CALM);
    let after = server.memory()?;
    let each = |before: u64, after: u64| {
        after.saturating_sub(before).to_f64() / 1024.0 / bench.streams.to_f64()
    };
    into.proportional.extend([each(before.proportional, after.proportional)]);
    into.resident.extend([each(before.resident, after.resident)]);
    for number in 0..=bench.flips {
        thread::sleep(CALM);
        let online = number % 2 == 0;
        let request = flip(online);
        let cpu = server.cpu()?;
        let flip = crowd.flip(status(online).as_bytes(), || publisher.send(&request))?;
        publisher.receive()?.ok()?;
        thread::sleep(CALM);
        let cpu = server.cpu()?.saturating_sub(cpu);
        // The first finds everything cold, in both.
        if number > 0 {
            into.first.extend([flip.arrivals.quantile(0.0)]);
            into.median.extend([flip.arrivals.median()]);
            into.last.extend([flip.arrivals.max()]);
            into.cpu.extend([milliseconds(cpu)]);
            into.own_cpu.extend([milliseconds(flip.own_cpu)]);
            into.bytes.extend([flip.bytes.to_f64() / bench.streams.to_f64()]);
        }
    }
    Ok(())
}

const fn status(online: bool) -> &'static str {
    if online { r#""status":"online""# } else { r#""status":"offline""# }
}
