//! The listener for metrics: an address of its own, for who runs the server.

use crate::{router, state::Server};
use anyhow::{Context, bail};
use axum::routing::RouterIntoService;
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

/// How many may ask at once. Prometheus is one, and somebody may look by hand.
const AT_ONCE: usize = 16;
/// How long somebody may take to ask, or to ask again.
const HEAD_WITHIN: Duration = Duration::from_secs(90);
/// The fewest characters of a token that nobody guesses.
const TOKEN_CHARS: usize = 16;

/// Listens where the command line says, if it does. Beyond this machine there must be a token.
pub(crate) async fn listen(
    config: &crate::config::ServeArgs,
) -> anyhow::Result<Option<TcpListener>> {
    let token = config.metrics_token.as_ref();
    if token.is_some_and(|token| token.reveal().chars().count() < TOKEN_CHARS) {
        bail!(
            "--metrics-token has at least {TOKEN_CHARS} characters: make one with openssl rand -hex 16"
        );
    }
    let Some(address) = config.metrics_listen else { return Ok(None) };
    if !address.ip().is_loopback() && token.is_none() {
        bail!(
            "--metrics-listen {address} is reached from beyond this machine: set --metrics-token, or \
             listen on 127.0.0.1"
        );
    }
    let listener = TcpListener::bind(address).await;
    Ok(Some(listener.with_context(|| format!("cannot listen on {address} for metrics"))?))
}

/// Answers until the server stops.
pub(crate) async fn answer(listener: TcpListener, server: Server) {
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, "metrics are served at /metrics");
    }
    let stop = server.stop.clone();
    let router = router::metrics_router(server).into_service();
    let room = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match (accepted, room.clone().try_acquire_owned()) {
            (Ok((stream, peer)), Ok(place)) => {
                let router = router.clone();
                tokio::spawn(async move {
                    serve(stream, peer, router).await;
                    drop(place);
                });
            }
            // Who finds no room is turned away.
            (Ok(_), Err(_)) => {}
            (Err(error), _) => {
                tracing::warn!(%error, "could not accept a connection for metrics");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn serve(stream: TcpStream, peer: SocketAddr, router: RouterIntoService<Incoming>) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_headers(64)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    if let Err(error) = connection.await {
        tracing::debug!(%error, %peer, "a connection for metrics ended early");
    }
}
