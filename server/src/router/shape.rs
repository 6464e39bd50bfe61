//! Requests that could be understood in two ways are understood in none: whoever stands between us and the
//! client may have read the other one (RFC 9112 §3.2, §6.1 and §11.2).

use crate::web::problem::Problem;
use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode, Uri, Version, header,
    uri::{Authority, PathAndQuery, Scheme},
};

/// What `OPTIONS *` is told of the server as a whole.
const METHODS: HeaderValue =
    HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    /// An address of this server; it was written out whole, and this is the host in it and the rest.
    Whole(Authority, Uri),
    /// An address of this server.
    Path,
    /// What the server can do at all.
    Server,
}

/// Makes every address one that begins with a slash. Returns the answer where nobody need be asked for it: what is
/// ambiguous is refused, and the server as a whole (`OPTIONS *`) takes some methods.
pub(super) fn settle(request: &mut Request) -> Option<Response> {
    match asked(request) {
        Ok(Asked::Path) => {}
        Ok(Asked::Whole(host, path)) => {
            // The host in the address goes before the one in the header.
            if let Ok(host) = HeaderValue::try_from(host.as_str()) {
                request.headers_mut().insert(header::HOST, host);
            }
            *request.uri_mut() = path;
        }
        Ok(Asked::Server) => {
            return Some((StatusCode::NO_CONTENT, [(header::ALLOW, METHODS)]).into_response());
        }
        Err(why) => return Some(Problem::unreadable(why).into_response()),
    }
    None
}

fn asked<B>(request: &Request<B>) -> Result<Asked, &'static str> {
    one_host(request.headers(), request.version())?;
    known_coding(request.headers())?;
    let uri = request.uri();
    match (uri.scheme(), uri.authority()) {
        (Some(scheme), Some(host)) => {
            if *scheme != Scheme::HTTP && *scheme != Scheme::HTTPS {
                return Err("Its address has another scheme than http and https.");
            }
            if !is_host(host) {
                return Err("The host in its address cannot be read.");
            }
            let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
            let path = path.parse().map_err(|_| "Its address cannot be read.")?;
            Ok(Asked::Whole(host.clone(), path))
        }
        (None, None) if uri.path().starts_with('/') => Ok(Asked::Path),
        (None, None) if uri.path() == "*" && request.method() == Method::OPTIONS => {
            Ok(Asked::Server)
        }
        _ => Err("Its address does not begin with a slash."),
    }
}

/// One host, and one that can be read. Only the old HTTP/1.0 knows requests without one.
fn one_host(headers: &HeaderMap, version: Version) -> Result<(), &'static str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) if version == Version::HTTP_10 => Ok(()),
        (None, _) => Err("It has no Host."),
        (Some(_), Some(_)) => Err("It has more than one Host."),
        (Some(host), None) => match Authority::try_from(host.as_bytes()) {
            Ok(host) if is_host(&host) => Ok(()),
            _ => Err("Its Host cannot be read."),
        },
    }
}

fn is_host(host: &Authority) -> bool {
    !host.host().is_empty() && !host.as_str().contains('@')
}

/// The one coding of a body that there is, and that once.
fn known_coding(headers: &HeaderMap) -> Result<(), &'static str> {
    let mut codings = headers.get_all(header::TRANSFER_ENCODING).iter();
    match (codings.next(), codings.next()) {
        (None, _) => Ok(()),
        (Some(coding), None) if coding.as_bytes().eq_ignore_ascii_case(b"chunked") => Ok(()),
        _ => Err("Its body may come in chunks, and in no other coding."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, uri: &str, headers: &[(&'static str, &str)]) -> http::Request<()> {
        let request = http::Request::builder().method(method).uri(uri);
        let mut request = request.body(()).unwrap();
        for (name, value) in headers {
            request.headers_mut().append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        request
    }

    #[test]
    fn a_request_has_one_host() {
        for (hosts, good) in [
            (&["desk.example.com"][..], true),
            (&["desk.example.com:3000"], true),
            (&["127.0.0.1"], true),
            (&["[::1]:3000"], true),
            (&[], false),
            (&[""], false),
            (&["desk.example.com", "desk.example.com"], false),
            (&["desk.example.com", "evil.example"], false),
            (&["desk.example.com, evil.example"], false),
            (&["desk.example.com/evil"], false),
            (&["desk.example.com evil"], false),
            (&["desk@evil.example"], false),
            (&["desk.example.com:"], true),
            (&[":3000"], false),
            (&["d\u{e9}sk.example"], false),
        ] {
            let headers: Vec<_> = hosts.iter().map(|host| ("host", *host)).collect();
            let mut request = request("GET", "/", &headers);
            assert_eq!(asked(&request).is_ok(), good, "{hosts:?}");
            *request.version_mut() = Version::HTTP_10;
            assert_eq!(asked(&request).is_ok(), good || hosts.is_empty(), "HTTP/1.0: {hosts:?}");
        }
    }

    #[test]
    fn an_address_is_understood_in_one_way() {
        let whole = |host: &str, path: &str| {
            Some(Asked::Whole(host.parse().unwrap(), path.parse().unwrap()))
        };
        for (method, uri, expected) in [
            ("GET", "/healthz?a=b", Some(Asked::Path)),
            ("GET", "//evil.example/healthz", Some(Asked::Path)),
            ("GET", "http://desk.example.com/a?b=c", whole("desk.example.com", "/a?b=c")),
            ("GET", "HTTPS://evil.example:1/a", whole("evil.example:1", "/a")),
            ("GET", "http://desk.example.com", whole("desk.example.com", "/")),
            ("GET", "ftp://desk.example.com/", None),
            ("GET", "http://desk@evil.example/", None),
            ("OPTIONS", "*", Some(Asked::Server)),
            ("GET", "*", None),
            ("GET", "desk.example.com", None),
            ("CONNECT", "desk.example.com:443", None),
        ] {
            let asked = asked(&request(method, uri, &[("host", "desk.example.com")])).ok();
            assert_eq!(asked, expected, "{method} {uri}");
        }
    }

    #[test]
    fn a_body_comes_in_chunks_or_not() {
        for (codings, good) in [
            (&["chunked"][..], true),
            (&["Chunked"], true),
            (&["gzip, chunked"], false),
            (&["chunked, chunked"], false),
            (&["chunked", "chunked"], false),
            (&["identity"], false),
            (&["xchunked"], false),
        ] {
            let mut headers = vec![("host", "desk.example.com")];
            headers.extend(codings.iter().map(|coding| ("transfer-encoding", *coding)));
            assert_eq!(asked(&request("POST", "/", &headers)).is_ok(), good, "{codings:?}");
        }
    }
}
