//! The HTTP API, one action a file, each described where it is written; `openapi.rs` puts the description
//! together, and `openapi.json` is how it was when somebody last read it.

mod agents;
mod availability;
mod beat;
mod devices;
mod examples;
mod force_logout;
mod me_events;
mod my_break;
mod my_presence;
pub(crate) mod openapi;
pub(crate) mod problems;
mod put_offline;
mod stream;

pub(crate) use stream::{EventStream, Events};

use crate::{state::Server, web::problem::Problem};
use axum::{
    body::Bytes,
    extract::{
        FromRequest, Request,
        rejection::{BytesRejection, JsonRejection},
    },
};
use http::{HeaderMap, header};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of what anybody may know, which is asked for more than all else together.
pub fn open() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(availability::get, availability::preflight))
        .routes(routes!(availability::events, availability::preflight_events))
}

/// The other routes of the API, with what describes them.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(my_presence::get, my_presence::put))
        .routes(routes!(my_break::post, my_break::delete))
        .routes(routes!(me_events::get))
        .routes(routes!(beat::post))
        .routes(routes!(devices::get))
        .routes(routes!(devices::delete))
        .routes(routes!(agents::get))
        .routes(routes!(put_offline::post))
        .routes(routes!(force_logout::post))
        .routes(routes!(openapi::get))
}

/// A JSON body, with our own words when it is none. No body at all is `{}`.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Server> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Problem> {
        let is_json = is_json(request.headers());
        let bytes = Bytes::from_request(request, server).await.map_err(|error| not_read(&error))?;
        if !is_json && !bytes.is_empty() {
            return Err(Problem::not_json());
        }
        parsed(&bytes).map(Self)
    }
}

/// A JSON body as a browser sends it when its page is left: without saying that it is one.
pub struct Beacon<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Server> for Beacon<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, server).await.map_err(|error| not_read(&error))?;
        parsed(&bytes).map(Self)
    }
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    match axum::Json::from_bytes(if bytes.is_empty() { b"{}" } else { bytes }) {
        Ok(axum::Json(value)) => Ok(value),
        Err(JsonRejection::JsonDataError(error)) => {
            Err(Problem::invalid("body", error.body_text()))
        }
        Err(other) => Err(Problem::unreadable(other.body_text())),
    }
}

/// A form of another site cannot say this without asking first, and a program has no reason not to.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

fn not_read(error: &BytesRejection) -> Problem {
    if error.status() == 413 {
        Problem::too_large()
    } else {
        Problem::unreadable(error.body_text())
    }
}

/// A field that may be left out but is not `null`: what came to nothing in the caller's hands, such as a
/// number that is none, must not pass for a field left out.
fn given<'d, T: Deserialize<'d>, D: Deserializer<'d>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
