//! What anyone may know: whether somebody is there. Read from memory; no database is touched.

use super::{
    examples,
    problems::{AskedByAnybody, FollowedByAnybody},
    stream,
};
use crate::{
    hub::{PublicFrame, PublicObject},
    state::Server,
    web::problem::Problem,
};
use axum::{
    body::Body,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use presence::ProjectKey;
use std::sync::Arc;

/// Fresh for a second, so that a crowd behind one cache costs one request.
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=1");
const ANYONE: HeaderValue = HeaderValue::from_static("*");

/// Whether somebody is there
///
/// An end that falls due shows at its very millisecond. A project without chat is not found.
#[utoipa::path(
    get,
    path = "/api/v1/projects/{key}/availability",
    tag = "availability",
    operation_id = "getAvailability",
    security(()),
    params(
        ("key" = ProjectKey, Path, description = "The project's key; lower case finds it too.", example = "SUP"),
        (
            "If-None-Match" = Option<String>,
            Header,
            nullable = false,
            description = "Entity tags that the caller has already, or `*`.",
            example = "\"1f0c7a52b3d4e596\""
        )
    ),
    responses(
        (
            status = 200,
            description = "The availability of the project.",
            body = PublicObject,
            headers(
                ("ETag" = String, description = "A strong entity tag that changes with the body."),
                ("Cache-Control" = String, description = "Fresh for a second."),
                ("Access-Control-Allow-Origin" = String, description = "`*`")
            ),
            examples(
                ("online" = (value = json!(examples::availability(None)))),
                ("with the number of agents" = (value = json!(examples::availability(Some(2)))))
            )
        ),
        (
            status = 304,
            description = "What the caller has is the present.",
            headers(("ETag" = String), ("Cache-Control" = String))
        ),
        AskedByAnybody
    )
)]
pub(super) async fn get(
    State(server): State<Server>,
    Path(key): Path<String>,
    request: Request,
) -> Response {
    let frame = match frame(&server, &key) {
        Ok(frame) => frame,
        Err(problem) => return open_to_all(problem.into_response()),
    };
    let mut response = Response::default();
    // The most frequent answer: its headers find their room at once, with those that every answer has.
    response.headers_mut().reserve(24);
    if matches(request.headers(), &frame.etag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        *response.body_mut() = Body::from(frame.body.clone());
        let kind = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response.headers_mut().insert(header::ETAG, frame.etag.clone());
    response.headers_mut().insert(header::CACHE_CONTROL, CACHE);
    open_to_all(response)
}

/// Whether somebody is there, from now on
///
/// Server-Sent Events: first `retry`, then `availability` with the present, then `availability` at each
/// change. `id` is the revision and `data` is one line of JSON, the same object as `GET` without `/events`.
/// A reader that is too slow skips to the newest. A silent stream gets a comment every 20 seconds. It ends
/// when the server stops, when the project's key changes and when its chat is turned off.
#[utoipa::path(
    get,
    path = "/api/v1/projects/{key}/availability/events",
    tag = "availability",
    operation_id = "followAvailability",
    security(()),
    params(("key" = ProjectKey, Path, description = "The project's key.", example = "SUP")),
    responses(
        (
            status = 200,
            description = "Events named `availability`, whose data is an Availability.",
            content_type = "text/event-stream",
            body = String,
            headers(("Access-Control-Allow-Origin" = String, description = "`*`")),
            example = json!(examples::availability_events())
        ),
        FollowedByAnybody
    )
)]
pub(super) async fn events(
    State(server): State<Server>,
    Path(key): Path<String>,
    parts: Parts,
) -> Response {
    let _turn = server.limits.begin_stream().await;
    let follow = || {
        server.service.tell_due();
        let key: ProjectKey = key.parse().map_err(|_| Problem::not_found())?;
        let place = stream::place(&server, &parts)?;
        let follow = server.hub.follow_public(&key).ok_or_else(Problem::not_found)?;
        Ok::<_, Problem>(stream::respond(place, follow))
    };
    open_to_all(follow().unwrap_or_else(IntoResponse::into_response))
}

/// What a page of another origin may ask
///
/// It may say what it has already.
#[utoipa::path(
    options,
    path = "/api/v1/projects/{key}/availability",
    tag = "availability",
    operation_id = "preflightAvailability",
    security(()),
    params(("key" = ProjectKey, Path, description = "The project's key.", example = "SUP")),
    responses((
        status = 204,
        description = "A page of any origin may ask.",
        headers(
            ("Access-Control-Allow-Origin" = String, description = "`*`"),
            ("Access-Control-Allow-Methods" = String, description = "`GET, HEAD`"),
            ("Access-Control-Allow-Headers" = String, description = "`If-None-Match, Last-Event-ID`")
        )
    ))
)]
pub(super) async fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD")),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("If-None-Match, Last-Event-ID"),
        ),
        (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400")),
    ];
    open_to_all((StatusCode::NO_CONTENT, headers).into_response())
}

/// What a page of another origin may ask
///
/// It may say what it has already.
#[utoipa::path(
    options,
    path = "/api/v1/projects/{key}/availability/events",
    tag = "availability",
    operation_id = "preflightAvailabilityEvents",
    security(()),
    params(("key" = ProjectKey, Path, description = "The project's key.", example = "SUP")),
    responses((
        status = 204,
        description = "A page of any origin may ask.",
        headers(
            ("Access-Control-Allow-Origin" = String, description = "`*`"),
            ("Access-Control-Allow-Methods" = String, description = "`GET, HEAD`"),
            ("Access-Control-Allow-Headers" = String, description = "`If-None-Match, Last-Event-ID`")
        )
    ))
)]
pub(super) async fn preflight_events() -> Response {
    preflight().await
}

fn frame(server: &Server, key: &str) -> Result<Arc<PublicFrame>, Problem> {
    // An end that is due this very moment is told before it is recorded.
    server.service.tell_due();
    let key: ProjectKey = key.parse().map_err(|_| Problem::not_found())?;
    server.hub.public(&key).ok_or_else(Problem::not_found)
}

/// Whether `If-None-Match` names this tag (RFC 9110 §13.1.2; the comparison is weak).
fn matches(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == "*" || tag.as_bytes() == etag.as_bytes())
}

fn open_to_all(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, ANYONE);
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("ETag, Retry-After"),
    );
    // Whoever may embed the answer may also read it: other origins' pages are the point.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    response
}
