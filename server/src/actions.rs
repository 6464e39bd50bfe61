//! Server functions: `/do/*`, for the scripts of this site's own pages.
//!
//! They lie within the router like every route, and so behind the same walls: whose requests are accepted,
//! how large they may be, how long they may take. Whoever asks is known before any of them is called.

use crate::{
    state::Server,
    web::{
        auth::Known,
        problem::{Problem, Told},
    },
};
use app::{actions::Here, refusal::Refusal};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{FromRequest, OptionalFromRequestParts, Request, State},
    response::{IntoResponse, Response},
    routing::post,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use leptos::{prelude::provide_context, server_fn::axum::get_server_fn_service};
use service::{Identity, StoreError};

/// The routes of server functions.
pub(crate) fn router() -> Router<Server> {
    Router::new().route("/do/{*name}", post(handle))
}

impl Server {
    /// What an action of this person knows. `headers` say in which zone they are.
    pub(crate) fn here(&self, who: Identity, zone: &str) -> Here {
        Here { service: self.service.clone(), who, zone: zone.to_owned(), failed }
    }
}

async fn handle(State(server): State<Server>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    if get_server_fn_service(parts.uri.path(), parts.method.clone()).is_none() {
        return refuse(&Refusal::NotFound);
    }
    let known =
        <Known as OptionalFromRequestParts<Server>>::from_request_parts(&mut parts, &server);
    let who = match known.await {
        Ok(Some(Known(who))) => who,
        Ok(None) => return refuse(&Refusal::SignedOut),
        Err(problem) => return refuse(&Refusal::of_status(problem.status().as_u16())),
    };
    // A form of another site cannot say this without asking first.
    if !is_json(&parts.headers) {
        return refuse(&Refusal::Unreadable);
    }
    // Read here, where a limit that is met has a name.
    let copy = Request::from_parts(parts.clone(), body);
    let body = match Bytes::from_request(copy, &server).await {
        Ok(body) => body,
        Err(rejection) => return refuse(&Refusal::of_status(rejection.status().as_u16())),
    };
    // Whoever accepts pages would be led on to one.
    parts.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let zone = crate::pages::parts::visitor::zone(&parts.headers).to_owned();
    let here = server.here(who, &zone);
    let request = Request::from_parts(parts, Body::from(body));
    let answer =
        leptos_axum::handle_server_fns_with_context(move || provide_context(here.clone()), request);
    told(answer.await.into_response())
}

/// A refusal as an answer.
fn refuse(refusal: &Refusal) -> Response {
    let status =
        StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    told((status, axum::Json(refusal)).into_response())
}

/// It says itself what is wrong: nobody else need say it in other words.
fn told(mut response: Response) -> Response {
    let told = Told(response.status());
    response.extensions_mut().insert(told);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Notes why the store failed, and says what of it the caller is told.
fn failed(error: StoreError) -> Refusal {
    Refusal::of_status(Problem::from(error).status().as_u16())
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

impl From<Refusal> for Problem {
    /// What a page tells of a refusal that its form cannot tell.
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::SignedOut => Self::unauthenticated(),
            Refusal::NotAllowed | Refusal::NoProjects => Self::forbidden(),
            Refusal::NotFound => Self::not_found(),
            Refusal::Unreadable => Self::unreadable("The form cannot be read."),
            Refusal::TooLarge => Self::too_large(),
            Refusal::TooMany => Self::too_many(),
            Refusal::Busy | Refusal::NoAnswer | Refusal::Unreachable => Self::busy(),
            Refusal::Internal => Self::already_noted(),
            Refusal::Form(_)
            | Refusal::Stale(_)
            | Refusal::DoorMoved(_)
            | Refusal::NotOnline(_)
            | Refusal::NoEnd(_) => Self::stale(refusal.present().cloned()),
        }
    }
}
