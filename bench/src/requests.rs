//! `GET availability`, beside nginx that has the same bytes in its configuration.

use crate::{
    Bench,
    http::{Connection, presence_body, put_presence, request},
    nginx::Nginx,
    porchlight::{PROJECT, Site},
    process::{Running, command},
    report::{Aim, Figure, Section},
    say,
    stats::{Samples, ToF64},
};
use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;

/// So often each of the two has its turn.
const TURNS: usize = 2;

#[derive(Default)]
struct Measured {
    a_second: Samples,
    /// For each second of CPU time that the server used.
    a_cpu_second: Samples,
}

pub(crate) fn run(bench: &Bench) -> Result<Section> {
    // The server has one core for itself and wrk another one, where there are two.
    let (server_core, wrk_core) =
        if bench.machine.cores > 1 { (Some(0), Some(1)) } else { (None, None) };
    let site = Site::new(&bench.binary, &bench.folders)?;
    let token = site.add_agents(1)?.remove(0);
    let path = format!("/api/v1/projects/{PROJECT}/availability");
    let (mut ours, mut peer) = (Measured::default(), Measured::default());
    for turn in 1..=TURNS {
        say(&format!("requests to Porchlight, turn {turn}"));
        let server = site.serve(server_core)?;
        let mut agent = Connection::open(server.address)?;
        agent.ask(&put_presence(&token, presence_body(true)))?.ok()?;
        let answer = agent.ask(&request("GET", &path, "", ""))?;
        measure(bench, &server.running, server.address, &path, wrk_core, &mut ours)?;
        server.running.stop()?;

        say(&format!("requests to nginx, turn {turn}"));
        let body = String::from_utf8(answer.body).context("the body is text")?;
        let nginx =
            Nginx::fixed_answer(&bench.folders, server_core, &path, &answer.headers, &body)?;
        let same = Connection::open(nginx.address)?.ask(&request("GET", &path, "", ""))?;
        ensure!(same.body == body.as_bytes(), "nginx answers with another body");
        measure(bench, &nginx.running, nginx.address, &path, wrk_core, &mut peer)?;
        nginx.running.stop()?;
    }
    Ok(Section {
        name: "requests",
        peer: "nginx `return 200`",
        figures: vec![
            Figure {
                what: "requests for each second of the server's CPU time".to_owned(),
                unit: "",
                ours: ours.a_cpu_second.median(),
                peer: Some(peer.a_cpu_second.median()),
                aim: Aim::NoLessThanPeer,
            },
            Figure {
                what: "requests a second, the server on one core".to_owned(),
                unit: "",
                ours: ours.a_second.median(),
                peer: Some(peer.a_second.median()),
                aim: Aim::None,
            },
        ],
        notes: vec![format!(
            "`wrk -t1 -c64 -d{}`, {TURNS} turns each; same body and same headers, a new request id included.",
            bench.seconds.min(10)
        )],
    })
}

fn measure(
    bench: &Bench,
    server: &Running,
    address: SocketAddr,
    path: &str,
    core: Option<usize>,
    into: &mut Measured,
) -> Result<()> {
    let url = format!("http://{address}{path}");
    let wrk = |seconds: u64| -> Result<(f64, u64)> {
        let output = command("wrk", core)
            .args(["-t1", "-c64", &format!("-d{seconds}"), &url])
            .output()
            .context("wrk is missing: `script/setup bench` installs it")?;
        ensure!(output.status.success(), "wrk: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8_lossy(&output.stdout);
        ensure!(!text.contains("Non-2xx"), "not every answer was 200:\n{text}");
        let a_second =
            text.lines().find_map(|line| line.strip_prefix("Requests/sec:")?.trim().parse().ok());
        let requests =
            text.lines().find_map(|line| line.split_once(" requests in")?.0.trim().parse().ok());
        Ok((a_second.context("no rate")?, requests.context("no count")?))
    };
    wrk(1)?;
    let cpu = server.cpu()?;
    let (a_second, requests) = wrk(bench.seconds.min(10))?;
    let cpu = server.cpu()?.saturating_sub(cpu);
    into.a_second.extend([a_second]);
    into.a_cpu_second.extend([requests.to_f64() / cpu.as_secs_f64()]);
    Ok(())
}
