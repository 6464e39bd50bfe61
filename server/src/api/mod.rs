//! The HTTP API, one action a file. `openapi.json` beside this file describes it.

mod agents;
mod availability;
mod beat;
mod devices;
mod me_events;
mod my_presence;
mod put_offline;
mod stream;

pub(crate) use stream::{EventStream, Events};

use crate::{state::Server, web::problem::Problem};
use axum::{
    Router,
    body::Bytes,
    extract::{
        FromRequest, Request,
        rejection::{BytesRejection, JsonRejection},
    },
    response::IntoResponse,
    routing::{delete, get, post},
};
use http::{HeaderMap, HeaderValue, header};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

/// The routes of the API.
pub fn router() -> Router<Server> {
    Router::new()
        .route(
            "/api/v1/projects/{key}/availability",
            get(availability::get).options(availability::preflight),
        )
        .route(
            "/api/v1/projects/{key}/availability/events",
            get(availability::events).options(availability::preflight),
        )
        .route("/api/v1/me/presence", get(my_presence::get).put(my_presence::put))
        .route("/api/v1/me/events", get(me_events::get))
        .route("/api/v1/me/beat", post(beat::post))
        .route("/api/v1/me/devices", get(devices::get))
        .route("/api/v1/me/devices/{id}", delete(devices::delete))
        .route("/api/v1/agents", get(agents::get))
        .route("/api/v1/agents/{id}/offline", post(put_offline::post))
        .route("/api/v1/openapi.json", get(openapi))
}

async fn openapi() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
    ];
    (headers, include_str!("openapi.json"))
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
