//! HTTP/1.1 by hyper.

use super::handover::{Handover, Socket};
use crate::api::{EventStream, Events};
use axum::{body::Body, extract::ConnectInfo, routing::RouterIntoService};
use http::{Method, Request, Response, Version};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioTimer;
use std::{
    convert::Infallible,
    future::poll_fn,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use tower_service::Service as _;

/// How long a client may take to send its next request's head. Waiting for one on an idle connection counts,
/// so it is longer than the minute for which reverse proxies keep theirs.
const HEAD_WITHIN: Duration = Duration::from_secs(90);
/// Speaks HTTP until the connection ends, or until an answer's head is out and the rest are events.
pub(super) async fn serve_http(
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
                *answer.body_mut() = Body::new(handover.awaited());
            }
            Ok::<_, Infallible>(answer)
        }
    });
    let socket = Socket::new(stream, handover.clone());
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
    Ok(handover.take().map(|events| (connection.into_parts().io.into_inner(), events)))
}
