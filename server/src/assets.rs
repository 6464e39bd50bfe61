//! The site's files, out of the binary.

use crate::{api::problems::Fetched, state::Server};
use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};

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

/// For what never changes under its address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The routes of files.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/assets/{*path}", get(serve))
        .route("/pkg/{file}", get(serve))
        .route("/pkg/{version}/{file}", get(module))
        .route("/favicon.ico", get(favicon))
}

async fn serve(request: Request) -> Response {
    let versioned = request.uri().query().is_some_and(|query| query.contains(VERSION));
    let cache = if versioned { FOR_EVER } else { "no-cache" };
    respond(request.uri().path(), request.headers(), cache, false)
}

/// A script or a module of wasm, which name each other: of another version than this server's there is none,
/// for it would not fit those that the page has.
async fn module(Path((version, file)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let path = if version == VERSION { format!("pkg/{file}") } else { String::new() };
    respond(&path, &headers, FOR_EVER, false)
}

/// The portal's icon for any page, in one script
///
/// The same address for ever, so it is kept for minutes.
#[utoipa::path(
    get,
    path = "/embed/v1/portal.js",
    tag = "operation",
    operation_id = "getPortalScript",
    security(()),
    params((
        "If-None-Match" = Option<String>,
        Header,
        nullable = false,
        description = "Entity tags that the caller has already.",
        example = "\"1f0c7a52b3d4e596\""
    )),
    responses(
        (
            status = 200,
            description = "The script.",
            content_type = "text/javascript",
            body = String,
            headers(
                ("ETag" = String, description = "A strong entity tag that changes with the script."),
                ("Access-Control-Allow-Origin" = String, description = "`*`")
            )
        ),
        (status = 304, description = "What the caller has is the present."),
        Fetched
    )
)]
pub(crate) async fn portal(State(_): State<Server>, headers: HeaderMap) -> Response {
    respond("embed/portal.js", &headers, "public, max-age=300, stale-while-revalidate=86400", true)
}

async fn favicon() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

fn respond(path: &str, asked: &HeaderMap, cache: &'static str, any_origin: bool) -> Response {
    let path = path.trim_start_matches('/');
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
