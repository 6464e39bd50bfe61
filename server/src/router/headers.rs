//! Headers that every answer carries.

use crate::{state::Server, web::nonce::Nonce};
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// What a page may load, but for its own scripts, which are known by a nonce.
const OF_NO_PAGE: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// What an answer says unless it says something else itself. Whatever may be kept says so.
const FIXED: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=()"),
    ),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// Whether an answer is a page for people.
pub(super) fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// Adds the security headers.
pub(super) fn add(server: &Server, answer: &mut Response) {
    let policy = if is_page(answer.headers()) {
        of_page(answer.extensions_mut().remove())
    } else {
        OF_NO_PAGE
    };
    let headers = answer.headers_mut();
    headers.reserve(FIXED.len() + 3);
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    for (name, value) in FIXED {
        headers.entry(name).or_insert(value);
    }
    if server.site.is_https() {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=31536000"));
    }
}

/// What a page may load. One that was drawn without a nonce runs no script of its own.
fn of_page(nonce: Option<Nonce>) -> HeaderValue {
    let Nonce(nonce) = nonce.unwrap_or_default();
    HeaderValue::try_from(format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    ))
    .expect("a nonce is base64url")
}
