//! The HTTP API, one action a file. `openapi.json` beside this file describes it.

mod agents;
mod availability;
mod force_offline;
mod me_events;
mod my_presence;
mod stream;

use crate::{problem::Problem, state::App};
use axum::{
    Router,
    extract::{FromRequest, Request, rejection::JsonRejection},
    response::IntoResponse,
    routing::{get, post},
};
use http::{HeaderValue, header};
use serde::de::DeserializeOwned;

/// The routes of the API.
pub fn router() -> Router<App> {
    Router::new()
        .route(
            "/api/v1/projects/{key}/availability",
            get(availability::get).options(availability::preflight),
        )
        .route("/api/v1/projects/{key}/availability/events", get(availability::events))
        .route("/api/v1/me/presence", get(my_presence::get).put(my_presence::put))
        .route("/api/v1/me/events", get(me_events::get))
        .route("/api/v1/agents", get(agents::get))
        .route("/api/v1/agents/{id}/offline", post(force_offline::post))
        .route("/api/v1/openapi.json", get(openapi))
}

async fn openapi() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    ];
    (headers, include_str!("openapi.json"))
}

/// A JSON body, with our own words when it is none.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        match axum::Json::<T>::from_request(request, app).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(unreadable(&rejection)),
        }
    }
}

fn unreadable(rejection: &JsonRejection) -> Problem {
    match rejection {
        JsonRejection::BytesRejection(_) if rejection.status() == 413 => Problem::too_large(),
        JsonRejection::JsonDataError(error) => Problem::invalid("body", error.body_text()),
        JsonRejection::MissingJsonContentType(_) => {
            Problem::unreadable("Send the body as application/json.")
        }
        other => Problem::unreadable(other.body_text()),
    }
}
