//! The header's event stream: one's own presence, and who is online in each project that one sees.
//!
//! Events: `me` first; then `roster` for each project and `presence` for oneself, each a whole snapshot,
//! at once and on every change. The stream ends when what one may see changes; the browser then asks
//! again.

use super::stream;
use crate::{
    auth::{Known, identify},
    hub::{Event, Follow},
    problem::Problem,
    state::App,
    views,
};
use axum::{extract::State, response::Response};
use futures::{StreamExt, stream::select_all};
use http::request::Parts;
use presence::Agent;
use service::Identity;
use std::pin::Pin;

type Events = Pin<Box<dyn futures::Stream<Item = bytes::Bytes> + Send>>;

/// `GET /api/v1/me/events`
pub(super) async fn get(
    State(app): State<App>,
    Known(who): Known,
    parts: Parts,
) -> Result<Response, Problem> {
    let own = follow_own(&app, &who);
    // Asked again now that the channel's end would be heard: a session or a role that ended before is
    // seen here, and one that ends from here on ends the stream. The same goes for a server that stops.
    let who = identify(&app, &parts.headers).await?.ok_or_else(Problem::unauthenticated)?;
    let place = stream::place(&app, &parts)?;
    let site = app.service.site();
    let now = app.service.now();
    let rosters: Vec<Events> = views::visible_projects(&site, &who.caller)
        .into_iter()
        .filter_map(|project| app.hub.follow_roster(&project.id))
        .map(StreamExt::boxed)
        .collect();
    let first = views::me_event(&site, &who.caller, now);
    drop(site);
    let first = futures::stream::once(std::future::ready(first.into_bytes()));
    // The person's own channel says when the stream is over.
    let events = until_first_ends(own.boxed(), select_all(rosters));
    // An event is asked for when the one before it was taken. Behind a proxy that says that the proxy is
    // there, and a laptop may have slept for a quarter of an hour.
    let is_direct = !app.limits.is_proxied(&parts);
    let events = events.inspect(move |_| {
        if is_direct {
            app.service.still_there(&who);
        }
    });
    Ok(stream::respond(place, first.chain(events)))
}

/// Follows a person's own channel. It comes before any snapshot, so that nothing falls between them.
fn follow_own(app: &App, who: &Identity) -> Follow<Event> {
    let site = app.service.site();
    let nobody = Agent::new(who.caller.id.clone());
    let agent = site.desk.agent(&who.caller.id).unwrap_or(&nobody);
    let present = views::presence_event(&site, agent, app.service.now());
    app.hub.follow_person(&who.caller.id, present)
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
