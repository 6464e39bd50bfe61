//! The site's files, out of the binary.

use crate::state::Server;
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};

/// A file of the site.
struct Asset {
    path: &'static str,
    etag: &'static str,
    bytes: &'static [u8],
    brotli: Option<&'static [u8]>,
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Changes with every change of any file; pages put it behind a file's name, so that a browser may keep
/// the file for ever.
pub const VERSION: &str = env!("PORCHLIGHT_ASSET_VERSION");

/// The routes of files.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/assets/{*path}", get(serve))
        .route("/pkg/{*path}", get(serve))
        .route("/embed/v1/portal.js", get(portal))
        .route("/favicon.ico", get(favicon))
}

async fn serve(request: Request) -> Response {
    let versioned = request.uri().query().is_some_and(|query| query.contains(VERSION));
    let cache = if versioned { "public, max-age=31536000, immutable" } else { "no-cache" };
    respond(request.uri(), request.headers(), cache, false)
}

/// The portal's script: the same address for ever, so it is kept for minutes.
async fn portal(State(_): State<Server>, headers: HeaderMap) -> Response {
    let uri = Uri::from_static("/embed/portal.js");
    respond(&uri, &headers, "public, max-age=300, stale-while-revalidate=86400", true)
}

async fn favicon() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

fn respond(uri: &Uri, asked: &HeaderMap, cache: &'static str, any_origin: bool) -> Response {
    let path = uri.path().trim_start_matches('/');
    let Some(asset) = ASSETS.iter().find(|asset| asset.path == path) else {
        return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    };
    let etag = HeaderValue::from_static(asset.etag);
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).is_some_and(
        |tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == asset.etag),
    );
    let mut response = Response::new(Body::empty());
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        let takes_brotli =
            asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(
                |codings| codings.split(',').any(|coding| coding.trim().starts_with("br")),
            );
        let bytes = match asset.brotli.filter(|_| takes_brotli) {
            Some(brotli) => {
                response
                    .headers_mut()
                    .insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
                brotli
            }
            None => asset.bytes,
        };
        *response.body_mut() = Body::from(bytes);
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(asset.path)));
    }
    let headers = response.headers_mut();
    headers.insert(header::ETAG, etag);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if any_origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    }
    response
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
