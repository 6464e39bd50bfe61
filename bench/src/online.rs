//! Agents going online and offline at a fixed rate, and a power cut in the middle of it.
//!
//! The load is open: a change is due at its moment whether or not the ones before it were answered, and its
//! latency counts from that moment. A server that stalls is charged for everybody who waited meanwhile.

use crate::{
    Bench,
    http::{ANSWERS_WITHIN, Answer, Connection, presence_body, put_presence, request},
    porchlight::{Server, Site},
    report::{Aim, Figure, Section},
    say,
    stats::{Samples, ToF64, milliseconds},
};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::{
    cell::RefCell,
    cmp::Ordering,
    fs::File,
    io::Write,
    net::SocketAddr,
    path::Path,
    rc::Rc,
    thread,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::mpsc,
    task::LocalSet,
};

/// Changes a second.
const RATE: u32 = 500;
/// Agents who take turns.
const AGENTS: usize = 200;
/// When the power cut comes.
const CUT_AFTER: Duration = Duration::from_secs(4);
/// What the disk alone is asked to keep: one page.
const PAGE: [u8; 4096] = [0x5a; 4096];

/// What is known of an agent's changes.
#[derive(Debug, Clone, Copy, Default)]
struct Agent {
    /// The latest acknowledged revision, and whether it means online.
    acknowledged: Option<(u64, bool)>,
    /// Changes that were sent and not answered.
    unanswered: u64,
}

/// What an open load met with.
#[derive(Debug, Default)]
struct Met {
    /// Milliseconds from the moment at which each change was due.
    latencies: Samples,
    /// Answers that were no success, and connections that broke.
    failures: usize,
    agents: Vec<Agent>,
}

pub(crate) fn run(bench: &Bench) -> Result<Section> {
    let site = Site::new(&bench.binary, &bench.folders)?;
    say(&format!("adding {AGENTS} agents"));
    let tokens = site.add_agents(AGENTS)?;

    say(&format!("{RATE} changes a second for {} s", bench.seconds));
    let server = site.serve(None)?;
    load(server.address, &tokens, Duration::from_secs(2))?;
    let cpu = server.running.cpu()?;
    let ours = load(server.address, &tokens, Duration::from_secs(bench.seconds))?;
    let cpu = server.running.cpu()?.saturating_sub(cpu);
    server.running.stop()?;

    say("the disk alone");
    let disk = disk(site.folder(), Duration::from_secs(bench.seconds.min(10)))?;

    say("a power cut");
    let Server { address, running } = site.serve(None)?;
    let cut = thread::spawn(move || {
        thread::sleep(CUT_AFTER);
        running.kill()
    });
    let met = load(address, &tokens, CUT_AFTER + Duration::from_millis(100))?;
    cut.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    let server = site.serve(None)?;
    let (kept, lost) = look_after_cut(server.address, &tokens, &met.agents)?;
    server.running.stop()?;

    let quantile = |share: f64, what: &str, aim| Figure {
        what: what.to_owned(),
        unit: "ms",
        ours: ours.latencies.quantile(share),
        peer: Some(disk.quantile(share)),
        aim,
    };
    let plain = |what: String, unit, ours, aim| Figure { what, unit, ours, peer: None, aim };
    let sent = ours.latencies.len();
    Ok(Section {
        name: "online",
        peer: "the disk alone",
        figures: vec![
            quantile(0.5, "from the due moment to the answer, p50", Aim::None),
            quantile(0.99, "the same, p99", Aim::Under(20.0)),
            quantile(1.0, "the same, slowest", Aim::None),
            plain(
                format!("answers other than 200, of {sent}"),
                "",
                ours.failures.to_f64(),
                Aim::Under(1.0),
            ),
            plain(
                "cores that the server used".to_owned(),
                "",
                cpu.as_secs_f64() / Duration::from_secs(bench.seconds).as_secs_f64(),
                Aim::None,
            ),
            plain(
                format!(
                    "acknowledged changes lost in a power cut, of {} agents' last",
                    kept + lost
                ),
                "",
                lost.to_f64(),
                Aim::Under(1.0),
            ),
        ],
        notes: vec![format!(
            "{RATE} changes a second for {} s by {AGENTS} agents in one project. The peer writes 4 KiB and waits for \
             the disk (`fdatasync`), at the same rate. The power cut is a `kill -9` after {CUT_AFTER:?} of the same \
             load, which left {} changes unanswered.",
            bench.seconds,
            met.agents.iter().map(|agent| agent.unanswered).sum::<u64>(),
        )],
    })
}

/// Loads the server for so long.
fn load(address: SocketAddr, tokens: &[String], lasts: Duration) -> Result<Met> {
    let count = usize::try_from(u128::from(RATE) * lasts.as_millis() / 1000)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let met = Rc::new(RefCell::new(Met {
        agents: vec![Agent::default(); tokens.len()],
        ..Met::default()
    }));
    let idle = Rc::new(RefCell::new(Vec::new()));
    let tokens: Rc<[String]> = tokens.into();
    let local = LocalSet::new();
    local.block_on(&runtime, async {
        let mut due = pace(count);
        let mut changes = Vec::with_capacity(count);
        while let Some((number, due)) = due.recv().await {
            let (met, idle, tokens) = (met.clone(), idle.clone(), tokens.clone());
            changes.push(tokio::task::spawn_local(async move {
                let agent = number % tokens.len();
                let online = (number / tokens.len()).is_multiple_of(2);
                met.borrow_mut().agents[agent].unanswered += 1;
                let request = put_presence(&tokens[agent], presence_body(online));
                let asked = tokio::time::timeout(ANSWERS_WITHIN, ask(address, &idle, &request));
                let answer = asked.await.map_err(anyhow::Error::from).flatten();
                let latency = milliseconds(due.elapsed());
                let mut met = met.borrow_mut();
                match answer.and_then(revision) {
                    Ok(revision) => {
                        let agent = &mut met.agents[agent];
                        agent.unanswered -= 1;
                        agent.acknowledged = agent.acknowledged.max(Some((revision, online)));
                        met.latencies.extend([latency]);
                    }
                    Err(_) => met.failures += 1,
                }
            }));
        }
        for change in changes {
            change.await?;
        }
        Ok::<_, anyhow::Error>(())
    })?;
    Ok(met.take())
}

/// Tells when each change is due, from a thread of its own: it sleeps more exactly than the runtime's timer.
fn pace(count: usize) -> mpsc::UnboundedReceiver<(usize, Instant)> {
    let (tell, told) = mpsc::unbounded_channel();
    thread::spawn(move || {
        let began = Instant::now();
        for (number, tick) in (0..count).zip(0_u32..) {
            let due = began + Duration::from_secs(1) * tick / RATE;
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if tell.send((number, due)).is_err() {
                return;
            }
        }
    });
    told
}

/// Asks over a connection that is idle, or over a new one.
async fn ask(address: SocketAddr, idle: &RefCell<Vec<TcpStream>>, request: &str) -> Result<Answer> {
    let waiting = idle.borrow_mut().pop();
    let mut stream = if let Some(stream) = waiting {
        stream
    } else {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        stream
    };
    stream.write_all(request.as_bytes()).await?;
    let mut buffer = Vec::with_capacity(2048);
    loop {
        if stream.read_buf(&mut buffer).await? == 0 {
            bail!("the server has closed the connection");
        }
        if let Some((answer, _)) = Answer::parse(&buffer)? {
            idle.borrow_mut().push(stream);
            return Ok(answer);
        }
    }
}

/// The revision that a success tells.
fn revision(answer: Answer) -> Result<u64> {
    let body: Value = serde_json::from_slice(&answer.ok()?)?;
    body["revision"].as_u64().context("no revision")
}

/// How many agents had an acknowledged change, and of how many it is gone.
fn look_after_cut(
    address: SocketAddr,
    tokens: &[String],
    agents: &[Agent],
) -> Result<(usize, usize)> {
    let mut connection = Connection::open(address)?;
    let (mut kept, mut lost) = (0, 0);
    for (token, agent) in tokens.iter().zip(agents) {
        let Some((acknowledged, online)) = agent.acknowledged else { continue };
        let bearer = format!("Authorization: Bearer {token}\r\n");
        let body = connection.ask(&request("GET", "/api/v1/me/presence", &bearer, ""))?.ok()?;
        let body: Value = serde_json::from_slice(&body)?;
        let found = body["revision"].as_u64().context("no revision")?;
        ensure!(found <= acknowledged + agent.unanswered, "a change that nobody asked for");
        let is_kept = match found.cmp(&acknowledged) {
            Ordering::Less => false,
            Ordering::Equal => (body["status"] == "online") == online,
            // A change that was not acknowledged may have been kept.
            Ordering::Greater => true,
        };
        kept += usize::from(is_kept);
        lost += usize::from(!is_kept);
    }
    ensure!(kept + lost > 0, "nothing was acknowledged before the cut");
    Ok((kept, lost))
}

/// Writes a page at a time to a file in this folder and waits for the disk, at the same rate. Milliseconds from
/// the moment at which each was due.
fn disk(folder: &Path, lasts: Duration) -> Result<Samples> {
    let mut file = File::create(folder.join("pages"))?;
    let count = usize::try_from(u128::from(RATE) * lasts.as_millis() / 1000)?;
    let mut due = pace(count);
    let mut latencies = Vec::with_capacity(count);
    while let Some((_, due)) = due.blocking_recv() {
        file.write_all(&PAGE)?;
        file.sync_data()?;
        latencies.push(milliseconds(due.elapsed()));
    }
    Ok(latencies.into_iter().collect())
}
