//! HTTP/1.1 by hyper.

use super::{
    gate::Gate,
    handover::{Handover, Socket},
    patience::{Patience, Waiting},
};
use crate::{
    api::{EventStream, Events},
    web::problem::Problem,
};
use axum::{body::Body, extract::ConnectInfo, response::IntoResponse, routing::RouterIntoService};
use http::{Method, Request, Response, Version};
use hyper::{
    body::{Body as _, Incoming},
    server::conn::http1,
    service::service_fn,
};
use std::{
    convert::Infallible,
    future::poll_fn,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};
use tokio::{
    net::TcpStream,
    time::{Instant, Sleep, sleep_until},
};
use tokio_util::sync::CancellationToken;
use tower_service::Service as _;

/// The largest head of a request, in bytes. Proxies that know people by Kerberos send 16 KiB of a ticket.
const HEAD: usize = 32 * 1024;

/// How HTTP came to its end on a connection.
pub(super) enum Ended {
    /// With the connection.
    Over,
    /// With an answer, while the client may still send what it was an answer to.
    Unread(TcpStream),
    /// With the head of an event stream.
    Events(TcpStream, Events),
}

/// Speaks HTTP until the connection ends, or until an answer's head is out and the rest are events. Told to
/// leave, it ends as soon as nothing is asked.
pub(super) async fn serve_http(
    stream: TcpStream,
    peer: SocketAddr,
    router: RouterIntoService<Incoming>,
    gate: &Gate,
    patience: Patience,
    leave: &CancellationToken,
) -> Ended {
    let handover = Arc::new(Handover::default());
    let waiting = Arc::new(Waiting::new(patience, Instant::now()));
    let has_body = AtomicBool::new(false);
    let service = service_fn(|mut request: Request<Incoming>| {
        waiting.asked();
        has_body.store(!request.body().is_end_stream(), Ordering::Relaxed);
        // Without chunks (HTTP/1.0) or without a body (HEAD) there is nothing to take over.
        let may_hand_over =
            request.method() == Method::GET && request.version() == Version::HTTP_11;
        let place = gate.let_through(peer.ip(), request.headers());
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = place.map(|place| (place, router.clone().call(request)));
        let (handover, waiting) = (&handover, &waiting);
        async move {
            let mut answer: Response<Body> = match answer {
                Ok((_place, answer)) => answer.await?,
                Err(_) => Problem::too_many().into_response(),
            };
            waiting.answered(Instant::now());
            if may_hand_over
                && let Some(events) = answer.extensions_mut().remove::<EventStream>()
                && let Some(events) = events.take()
            {
                handover.announce(events);
                *answer.body_mut() = Body::new(handover.clone().awaited());
            }
            Ok::<_, Infallible>(answer)
        }
    });
    let socket = Socket::new(stream, handover.clone(), waiting.clone());
    let mut connection = http1::Builder::new()
        // It would set a timer anew for each request; `Waiting` is looked at when there is nothing to do.
        .header_read_timeout(None)
        .max_headers(64)
        .max_header_size(HEAD)
        .max_buf_size(HEAD)
        .serve_connection(socket, service);
    let mut told_to_leave = pin!(leave.cancelled());
    let mut is_leaving = false;
    let mut limit = pin!(sleep_until(waiting.look_again(Instant::now())));
    let mut is_given_up = false;
    let ended = poll_fn(|context| {
        let mut polled = Pin::new(&mut connection).poll(context);
        if polled.is_pending() && handover.is_due() {
            return Poll::Ready(Ok(()));
        }
        // Only now: what has come already is still answered.
        if polled.is_pending() && !is_leaving && told_to_leave.as_mut().poll(context).is_ready() {
            is_leaving = true;
            Pin::new(&mut connection).graceful_shutdown();
            polled = Pin::new(&mut connection).poll(context);
        }
        if polled.is_pending() && poll_over(limit.as_mut(), &waiting, context).is_ready() {
            is_given_up = true;
            return Poll::Ready(Ok(()));
        }
        polled
    })
    .await;
    if let Some(events) = handover.take() {
        return Ended::Events(connection.into_parts().io.into_inner(), events);
    }
    let is_unread = match ended {
        Ok(()) => has_body.load(Ordering::Relaxed) && !is_given_up,
        Err(error) => {
            tracing::debug!(%error, "a connection ended early");
            // What cannot be read is answered too.
            error.is_parse()
        }
    };
    if is_unread { Ended::Unread(connection.into_parts().io.into_inner()) } else { Ended::Over }
}

/// Resolves when a head was waited for long enough. The timer is set anew when it went off, not with each
/// request.
fn poll_over(mut limit: Pin<&mut Sleep>, waiting: &Waiting, context: &mut Context<'_>) -> Poll<()> {
    if let Some(until) = waiting.until()
        && until < limit.deadline()
    {
        limit.as_mut().reset(until);
    }
    while limit.as_mut().poll(context).is_ready() {
        let now = Instant::now();
        if waiting.until().is_some_and(|until| until <= now) {
            return Poll::Ready(());
        }
        limit.as_mut().reset(waiting.look_again(now));
    }
    Poll::Pending
}
