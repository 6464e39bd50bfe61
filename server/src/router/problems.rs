//! Refusals that none of our handlers made.

use super::headers::is_page;
use crate::web::problem::{Problem, Told};
use axum::response::{IntoResponse, Response};

/// A refusal that none of our handlers made becomes a problem like all others.
pub(super) fn tell(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<Told>().is_some() || is_page(response.headers()) {
        return response;
    }
    let mut told = Problem::of_status(status).into_response();
    for (name, value) in response.headers() {
        // `Allow` and what lets other origins read the answer; not what describes the body.
        if !name.as_str().starts_with("content-") {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::StatusCode;

    #[tokio::test]
    async fn a_refusal_that_no_handler_made_becomes_a_problem() {
        for (status, title) in [
            (StatusCode::BAD_REQUEST, "The request cannot be read"),
            (StatusCode::URI_TOO_LONG, "The request cannot be read"),
            (StatusCode::PAYLOAD_TOO_LARGE, "The request is too large"),
            (StatusCode::SERVICE_UNAVAILABLE, "It took too long"),
        ] {
            let told = tell((status, [("allow", "GET")], "words").into_response());
            assert_eq!(told.status(), status);
            assert_eq!(told.headers()["content-type"], "application/problem+json");
            assert_eq!(told.headers()["allow"], "GET", "what else it says is kept");
            let body = axum::body::to_bytes(told.into_body(), 1_000).await.unwrap();
            let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert_eq!((&body["title"], &body["status"]), (&title.into(), &status.as_u16().into()));
        }
        let ours = tell(Problem::forbidden().into_response());
        let body = axum::body::to_bytes(ours.into_body(), 1_000).await.unwrap();
        assert!(body.starts_with(br#"{"type":"urn:porchlight:problem:forbidden""#));
        let page = axum::response::Html("words").into_response();
        let page = tell((StatusCode::NOT_FOUND, page).into_response());
        assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    }
}
