//! Many portals that come at once, as after a restart: how long until all of them are live, and how long somebody
//! else waits meanwhile.
//!
//! Porchlight and nchan take turns, each with a fresh process: on all cores, where the client takes what it needs
//! of them, and on one core, with the client on another.

use crate::{
    Bench,
    crowd::Crowd,
    http::{Connection, presence_body, put_presence, request},
    nginx::{EVENTS, Nginx, PLAIN, PUBLISH},
    porchlight::{PROJECT, Site},
    process::Running,
    report::{Aim, Figure, Section},
    say,
    stats::{Samples, ToF64, milliseconds},
};
use anyhow::{Context, Result};
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

/// So often each of the two has its turn.
const TURNS: usize = 3;
/// How often somebody else asks meanwhile.
const ASKS_EVERY: Duration = Duration::from_millis(10);
/// Until what a fresh process does at its start is done.
const CALM: Duration = Duration::from_millis(300);

#[derive(Default)]
struct Measured {
    /// Milliseconds until half of the streams, and all of them, were live.
    half: Samples,
    all: Samples,
    /// Milliseconds of the slowest answer to somebody else, over a new connection each and over a kept one.
    newcomer: Samples,
    regular: Samples,
    /// Microseconds of CPU time of the server for each stream.
    cpu: Samples,
}

/// Who is asked, and for what.
struct Side<'s> {
    running: &'s Running,
    address: SocketAddr,
    events: &'s str,
    plain: &'s str,
}

pub(crate) fn run(bench: &Bench) -> Result<Section> {
    // A process with threads stands still each time that its table of open files grows. That is none of the
    // server's time, so the table has its size before.
    drop(
        rustix::io::fcntl_dupfd_cloexec(std::io::stderr(), i32::try_from(bench.streams)? + 1_000)
            .ok(),
    );
    let site = Site::new(&bench.binary, &bench.folders)?;
    let token = site.add_agents(1)?.remove(0);
    let mut figures = Vec::new();
    let one_core = (bench.machine.cores > 1).then_some(Some(0));
    for core in [None].into_iter().chain(one_core) {
        let where_to = if core.is_some() { "one core" } else { "all cores" };
        let (mut ours, mut peer) = (Measured::default(), Measured::default());
        for turn in 1..=TURNS {
            say(&format!("a storm of {} on Porchlight, {where_to}, turn {turn}", bench.streams));
            porchlight(bench, &site, &token, core, &mut ours)?;
            say(&format!("a storm of {} on nchan, {where_to}, turn {turn}", bench.streams));
            nchan(bench, core, &mut peer)?;
        }
        figures.extend(compare(bench, where_to, &ours, &peer));
    }
    Ok(Section {
        name: "storm",
        peer: "nginx + nchan",
        figures,
        notes: vec![format!(
            "Medians of {TURNS} turns each; somebody else asks every {} ms.",
            ASKS_EVERY.as_millis()
        )],
    })
}

fn compare(bench: &Bench, where_to: &str, ours: &Measured, peer: &Measured) -> Vec<Figure> {
    let figure = |what: String, unit, of: fn(&Measured) -> &Samples, aim| Figure {
        what,
        unit,
        ours: of(ours).median(),
        peer: Some(of(peer).median()),
        aim,
    };
    let all = format!("{where_to}: until {} streams are live", bench.streams);
    vec![
        figure(all, "ms", |seen| &seen.all, Aim::Under(1_000.0)),
        figure("until half of them are".to_owned(), "ms", |seen| &seen.half, Aim::None),
        figure(
            "slowest answer meanwhile, a new connection each".to_owned(),
            "ms",
            |seen| &seen.newcomer,
            Aim::Under(100.0),
        ),
        figure(
            "slowest answer meanwhile, a kept connection".to_owned(),
            "ms",
            |seen| &seen.regular,
            Aim::Under(100.0),
        ),
        figure("CPU time of the server for a stream".to_owned(), "µs", |seen| &seen.cpu, Aim::None),
    ]
}

fn porchlight(
    bench: &Bench,
    site: &Site,
    token: &str,
    core: Option<usize>,
    into: &mut Measured,
) -> Result<()> {
    let server = site.serve(core)?;
    let mut agent = Connection::open(server.address)?;
    agent.ask(&put_presence(token, presence_body(false)))?.ok()?;
    let plain = format!("/api/v1/projects/{PROJECT}/availability");
    let side = Side {
        running: &server.running,
        address: server.address,
        events: &format!("{plain}/events"),
        plain: &plain,
    };
    measure(bench, &side, into)?;
    server.running.stop()
}

fn nchan(bench: &Bench, core: Option<usize>, into: &mut Measured) -> Result<()> {
    let nginx = match core {
        None => Nginx::fan_out(&bench.folders, bench.machine.cores)?,
        Some(core) => Nginx::fan_out_on(&bench.folders, core)?,
    };
    let body = format!("{{\"project\":\"{PROJECT}\",\"status\":\"offline\"}}");
    let extra = "X-EventSource-Event: availability\r\n";
    Connection::open(nginx.address)?.ask(&request("POST", PUBLISH, extra, &body))?.ok()?;
    let side =
        Side { running: &nginx.running, address: nginx.address, events: EVENTS, plain: PLAIN };
    measure(bench, &side, into)?;
    nginx.running.stop()
}

fn measure(bench: &Bench, side: &Side<'_>, into: &mut Measured) -> Result<()> {
    thread::sleep(CALM);
    let is_over = AtomicBool::new(false);
    let asks = |keeps: bool| somebody_asks(side, keeps, &is_over);
    let (arrivals, cpu, newcomer, regular) = thread::scope(|scope| -> Result<_> {
        let newcomer = scope.spawn(|| asks(false));
        let regular = scope.spawn(|| asks(true));
        thread::sleep(CALM);
        let cpu = side.running.cpu()?;
        let storm =
            Crowd::storm(side.address, side.events, bench.streams, b"\"status\":\"offline\"");
        let cpu = side.running.cpu()?.saturating_sub(cpu);
        is_over.store(true, Ordering::Relaxed);
        let joined = |asked: thread::Result<Result<Samples>>| {
            asked.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        let (newcomer, regular) = (joined(newcomer.join())?, joined(regular.join())?);
        let (_crowd, arrivals) = storm.context("the storm")?;
        Ok((arrivals, cpu, newcomer, regular))
    })?;
    into.all.extend([arrivals.max()]);
    into.half.extend([arrivals.median()]);
    into.newcomer.extend([newcomer.max()]);
    into.regular.extend([regular.max()]);
    into.cpu.extend([milliseconds(cpu) * 1e3 / bench.streams.to_f64()]);
    Ok(())
}

/// Asks again and again until the storm is over, and says how long each answer took.
fn somebody_asks(side: &Side<'_>, keeps: bool, is_over: &AtomicBool) -> Result<Samples> {
    let mut kept = keeps.then(|| Connection::open(side.address)).transpose()?;
    let plain = request("GET", side.plain, "", "");
    let mut waited = Samples::default();
    let mut due = Instant::now();
    while !is_over.load(Ordering::Relaxed) {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let answer = match &mut kept {
            Some(connection) => connection.ask(&plain)?,
            None => Connection::open(side.address)?.ask(&plain)?,
        };
        answer.ok()?;
        waited.extend([milliseconds(due.elapsed())]);
        due = (due + ASKS_EVERY).max(Instant::now());
    }
    Ok(waited)
}
