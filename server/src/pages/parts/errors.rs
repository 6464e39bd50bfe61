//! Errors for people: what the API says as a problem, a page says in words.

use crate::pages::parts::visitor::Visitor;
use crate::{
    state::Server,
    web::problem::{Problem, Told, request_id},
};
use app::pages::{ErrorKind, ErrorPage, ErrorReader};
use axum::{
    extract::{FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use http::{header, request::Parts};

/// Nothing lives at this address.
pub async fn not_found() -> Problem {
    Problem::not_found()
}

/// Nothing takes this method there.
pub async fn method_not_allowed() -> Problem {
    Problem::method_not_allowed()
}

/// Somebody who wants to read a page, and is told of a problem as one.
pub struct Reader(Parts);

impl Reader {
    /// Who asks for a page; programs do not.
    pub fn of(request: &Request) -> Option<Self> {
        let path = request.uri().path();
        let accepts = request.headers().get(header::ACCEPT)?;
        let is_for_programs = path.starts_with("/api/") || path.starts_with("/do/");
        if is_for_programs || !accepts.as_bytes().windows(9).any(|part| part == b"text/html") {
            return None;
        }
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.method = request.method().clone();
        parts.uri = request.uri().clone();
        parts.version = request.version();
        parts.headers = request.headers().clone();
        parts.extensions = request.extensions().clone();
        Some(Self(parts))
    }

    /// The answer, drawn as a page if it tells of a problem.
    pub async fn draw(mut self, server: &Server, answer: Response) -> Response {
        let Some(Told(status)) = answer.extensions().get::<Told>().copied() else {
            return answer;
        };
        // Who asks may be what could not be found out; then the problem itself has to do.
        let Ok(visitor) =
            <Visitor as FromRequestParts<Server>>::from_request_parts(&mut self.0, server).await
        else {
            return answer;
        };
        let retry = answer.headers().get(header::RETRY_AFTER).cloned();
        let kind = ErrorKind::from_status(status.as_u16());
        let reader = ErrorReader::at(self.0.uri.path());
        let page = ErrorPage { reader, kind, request_id: Some(request_id()) };
        let mut page = visitor.respond(status, None, page).into_response();
        if let Some(retry) = retry {
            page.headers_mut().insert(header::RETRY_AFTER, retry);
        }
        page
    }
}
