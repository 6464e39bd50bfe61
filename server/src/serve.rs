//! `porchlight serve`: listens, serves, and stops within five seconds when it is told to.

use crate::{
    clock::SystemClock,
    config::ServeArgs,
    connection::{Connections, Gate, Patience, accept, listen, queue},
    hub::Hub,
    limits::Limits,
    metrics_listener,
    nudge::Nudge,
    open_files::{self, Room},
    post::mail::Mailer,
    proxies::Proxies,
    router,
    state::{Server, ServerState},
    tries::Tries,
    workers::{
        deliveries::{Deliveries, Postman},
        drive,
        due::Due,
        forget::Forget,
        heard::Heard,
        heartbeat::Heartbeat,
        tick::Tick,
    },
};
use anyhow::{Context, bail};
use presence::SECOND;
use service::{Clock, Node, Observer, Service, Store};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How long the database has for its farewell once every connection is over. A server that is killed needs none.
const FAREWELL: Duration = Duration::from_secs(1);

/// Runs until Ctrl-C or SIGTERM.
pub async fn run(mut config: ServeArgs) -> anyhow::Result<()> {
    let files = open_files::raise();
    let room = make_room(files, &mut config)?;
    let listener =
        listen(config.listen).with_context(|| format!("cannot listen on {}", config.listen))?;
    open_files::make_table(files, &listener);
    let address = listener.local_addr()?;
    let metrics = metrics_listener::listen(&config).await?;
    let site = config.public_url_at(address).context("--public-url cannot be used")?;
    if !site.is_safe() && !config.risk_plain_http {
        bail!(
            "{site} is plain http beyond this machine: passwords and sessions would cross the \
             network in the clear. Put https before it, or accept the risk with --risk-plain-http."
        );
    }
    let mailer = config.smtp_url.as_ref().map(|url| Mailer::new(url.reveal(), &config.mail_from));
    let mailer = mailer.transpose()?;
    let hub = Arc::new(Hub::default());
    let store = Store::open_to_serve(config.database.database_url.reveal())
        .await
        .context("the database cannot be used")?;
    let vault = config.database.vault();
    if mailer.is_some() {
        vault.ready()?;
    }
    let service = Service::start(store, vault, Arc::new(SystemClock), hub.clone()).await?;
    service.count_gaps_of(i64::from(config.suspend_gap) * SECOND);
    let node = service.listen(&format!("http://{}", reachable(address))).await?;
    // This process may know newer rules of time zones than the last one.
    service.reckon_schedules().await?;
    hub.everything_changed(&service);
    router::recorder();
    let server = Server::new(ServerState {
        limits: Limits::new(&config),
        tries: Tries::new(config.sign_in_limit),
        service: service.clone(),
        hub,
        site,
        mailer,
        stop: CancellationToken::new(),
        node_secret: node.secret.reveal().to_owned(),
        config,
    });
    greet(&server).await?;
    let workers = set_to_work(&server, &node);
    if let Some(metrics) = metrics {
        tokio::spawn(metrics_listener::answer(metrics, server.clone()));
    }
    tokio::spawn({
        let server = server.clone();
        async move {
            told_to_stop().await;
            // First of all: a log that nobody reads must not keep the server from stopping.
            server.stop.cancel();
            server.hub.end_all();
            tracing::info!("stopping");
        }
    });
    let gate = Gate::new(room, Proxies::new(&server.config.trusted_proxy));
    let router = router::router(server.clone()).into_service();
    let connections = Connections::new(router, gate, Patience::default(), server.stop.clone());
    // Beside the requests, where their tasks need not be handed from one thread to another.
    tokio::spawn(accept(listener, Arc::new(connections))).await?;
    let farewell = async {
        workers.wait().await;
        if let Err(error) = service.leave(&node).await {
            tracing::warn!(%error, "could not sign off from the database");
        }
        service.store().close().await;
    };
    if tokio::time::timeout(FAREWELL, farewell).await.is_err() {
        tracing::warn!("the database was busy; nothing that was acknowledged is lost");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Sees how many connections there is room for, and says so. The settings are bounded by it.
fn make_room(files: u64, config: &mut ServeArgs) -> anyhow::Result<Room> {
    let room = Room::of(files, config)?;
    config.total_stream_limit = room.streams;
    tracing::info!(
        open_files = files,
        connections = room.connections,
        of_one_network = room.each,
        event_streams = room.streams,
        queue = queue(),
        "room for connections"
    );
    Ok(room)
}

/// Starts what works beside the requests.
fn set_to_work(server: &Server, node: &Node) -> TaskTracker {
    let workers = TaskTracker::new();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let (hub, service, stop) = (&server.hub, &server.service, &server.stop);
    let alone = Nudge::default;
    let postman = Postman {
        service: service.clone(),
        mailer: server.mailer.clone(),
        site: server.site.clone(),
        node: node.clone(),
    };
    let due = Due(service.clone());
    workers.spawn(drive(due, clock.clone(), hub.due.clone(), stop.clone()));
    let deliveries = Deliveries::new(postman);
    workers.spawn(drive(deliveries, clock.clone(), hub.deliveries.clone(), stop.clone()));
    let heartbeat = Heartbeat::new(hub.clone());
    workers.spawn(drive(heartbeat, clock.clone(), alone(), stop.clone()));
    let forget = Forget::new(service.clone());
    workers.spawn(drive(forget, clock.clone(), alone(), stop.clone()));
    let heard = Heard::new(service.clone(), node.clone());
    workers.spawn(drive(heard, clock.clone(), alone(), stop.clone()));
    workers.spawn(drive(Tick::new(service.clone()), clock, alone(), stop.clone()));
    workers.close();
    workers
}

/// Prints where to go.
#[expect(clippy::print_stdout, reason = "this is what the operator reads")]
async fn greet(server: &Server) -> anyhow::Result<()> {
    println!("Porchlight is at {}", server.site);
    if let Some(code) = server.service.set_up_code().await? {
        println!("Make the first site admin here; the link works once:");
        println!("  {}", server.site.link(&format!("/setup?code={}", code.reveal())));
    }
    Ok(())
}

/// The address at which this machine reaches the server.
fn reachable(address: SocketAddr) -> SocketAddr {
    let mut address = address;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    address
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let mut terminate =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(signal) => signal,
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard");
                return interrupt.await.unwrap_or_default();
            }
        };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
