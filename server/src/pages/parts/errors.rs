//! Errors for people: what the API says as a problem, a page says in words.

use crate::pages::parts::visitor::Visitor;
use crate::{
    state::Server,
    web::problem::{Problem, Told, request_id},
};
use app::pages::{ErrorKind, ErrorPage, ErrorReader};
use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::header;

/// Nothing lives at this address.
pub async fn not_found() -> Problem {
    Problem::not_found()
}

/// Nothing takes this method there.
pub async fn method_not_allowed() -> Problem {
    Problem::method_not_allowed()
}

/// Draws the problem as a page for those who asked for one.
pub async fn draw_problem(State(server): State<Server>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_for_programs = path.starts_with("/api/") || path.starts_with("/do/");
    let wants_page = !is_for_programs
        && request
            .headers()
            .get(header::ACCEPT)
            .is_some_and(|value| value.as_bytes().windows(9).any(|part| part == b"text/html"));
    if !wants_page {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let copy = parts.clone();
    let response = next.run(Request::from_parts(copy, body)).await;
    let Some(Told(status)) = response.extensions().get::<Told>().copied() else {
        return response;
    };
    // Who asks may be what could not be found out; then the problem itself has to do.
    let Ok(visitor) =
        <Visitor as FromRequestParts<Server>>::from_request_parts(&mut parts, &server).await
    else {
        return response;
    };
    let retry = response.headers().get(header::RETRY_AFTER).cloned();
    let page = ErrorPage {
        reader: ErrorReader::at(parts.uri.path()),
        kind: ErrorKind::from_status(status.as_u16()),
        request_id: Some(request_id()),
    };
    let mut page = visitor.respond(status, None, page).into_response();
    if let Some(retry) = retry {
        page.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    page
}
