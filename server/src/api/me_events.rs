//! The header's event stream: one's own presence, and who is online in each project that one sees.
//!
//! Events: `me` first; then `roster` for each project and `presence` for oneself, each a whole snapshot,
//! at once and on every change. The stream ends when what one may see changes; the browser then asks
//! again.

use super::{examples, problems::FollowedByCaller, stream};
use crate::{
    hub::{Event, Follow},
    state::Server,
    web::auth::{Known, identify},
    web::problem::Problem,
};
use axum::{extract::State, response::Response};
use futures::{StreamExt, stream::select_all};
use http::request::Parts;
use service::Identity;
use std::pin::Pin;

type Events = Pin<Box<dyn futures::Stream<Item = bytes::Bytes> + Send>>;

/// What the header shows, from now on
///
/// Server-Sent Events: first `retry`, then `me`; then `presence` with one's own presence and a `roster` for
/// each project that one sees, at once and at each change. Each event is a whole snapshot on one line of
/// JSON. A silent stream gets a comment every 20 seconds. It ends when the session, the roles or the
/// projects in view change and when the server stops: ask again.
#[utoipa::path(
    get,
    path = "/api/v1/me/events",
    tag = "presence",
    operation_id = "followMine",
    responses(
        (
            status = 200,
            description = "Events named `me`, `presence` and `roster`, whose data is a Me, a MyPresence and a \
                           Roster.",
            content_type = "text/event-stream",
            body = String,
            example = json!(examples::my_events())
        ),
        FollowedByCaller
    )
)]
pub(super) async fn get(
    State(server): State<Server>,
    Known(who): Known,
    parts: Parts,
) -> Result<Response, Problem> {
    let own = follow_own(&server, &who);
    // Asked again now that the channel's end would be heard: a session or a role that ended before is
    // seen here, and one that ends from here on ends the stream. The same goes for a server that stops.
    let who = identify(&server, &parts.headers).await?.ok_or_else(Problem::unauthenticated)?;
    let place = stream::place(&server, &parts)?;
    let rosters: Vec<Events> = {
        let board = server.service.board();
        let visible = board.projects_seen_by(&who.caller).into_iter();
        let followed = visible.filter_map(|project| server.hub.follow_roster(&project.id));
        followed.map(StreamExt::boxed).collect()
    };
    let first = Event::me(&server.service.see_me(&who));
    let first = futures::stream::once(std::future::ready(first.into_bytes()));
    // The person's own channel says when the stream is over.
    let events = until_first_ends(own.boxed(), select_all(rosters));
    // An event is asked for when the one before it was taken. Behind a proxy that says that the proxy is
    // there, and a laptop may have slept for a quarter of an hour.
    let is_direct = !server.limits.is_proxied(&parts);
    let events = events.inspect(move |_| {
        if is_direct {
            server.service.still_there(&who);
        }
    });
    Ok(stream::respond(place, first.chain(events)))
}

/// Follows a person's own channel. It comes before any snapshot, so that nothing falls between them.
fn follow_own(server: &Server, who: &Identity) -> Follow<Event> {
    server.hub.follow_person(&who.caller, &server.service.see_own_presence(who))
}

/// Both streams, until the first of them ends.
fn until_first_ends(
    first: Events,
    second: impl futures::Stream<Item = bytes::Bytes> + Send + Unpin,
) -> impl futures::Stream<Item = bytes::Bytes> + Send {
    let ending = first.map(Some).chain(futures::stream::once(std::future::ready(None)));
    futures::stream::select(ending, second.map(Some))
        .take_while(|event| std::future::ready(event.is_some()))
        .filter_map(std::future::ready)
}
