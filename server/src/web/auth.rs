//! Who asks: the bearer token or the session cookie of a request.

use super::heard;
use crate::{state::Server, web::problem::Problem};
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use service::{AuthenticateError, Identity, Secret};

/// The session cookie. Over https its name makes browsers insist on `Secure`, this host and `Path=/`.
const fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-porchlight" } else { "porchlight" }
}

/// The caller of a request that must have one. Their device counts as seen.
#[derive(Debug)]
pub struct Known(pub Identity);

/// The same, of a request that says by itself what is to be heard of the device.
#[derive(Debug)]
pub struct Identified(pub Identity);

impl FromRequestParts<Server> for Identified {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let who = identify(server, &parts.headers).await?.filter(|who| is_for(parts, who));
        who.map(Identified).ok_or_else(Problem::unauthenticated)
    }
}

impl FromRequestParts<Server> for Known {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let known = <Self as OptionalFromRequestParts<Server>>::from_request_parts(parts, server);
        known.await?.ok_or_else(Problem::unauthenticated)
    }
}

impl OptionalFromRequestParts<Server> for Known {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        server: &Server,
    ) -> Result<Option<Self>, Problem> {
        let who = identify(server, &parts.headers).await?.filter(|who| is_for(parts, who));
        let Some(who) = who else { return Ok(None) };
        heard::hear(server, parts, &who).await;
        Ok(Some(Self(who)))
    }
}

/// Whether a request is meant for its caller. A page says for whom it was drawn (`?for=`): where somebody else
/// signed in since, in another tab, what it asks must not be answered with theirs, nor change anything of theirs.
fn is_for(parts: &Parts, who: &Identity) -> bool {
    let query = parts.uri.query().unwrap_or_default();
    let named = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "for");
    named.is_none_or(|(_, person)| person == who.caller.id.as_str())
}

/// Whether a request is of somebody known, and was meant for somebody else.
pub async fn is_for_another(parts: &Parts, server: &Server) -> bool {
    let known = identify(server, &parts.headers).await;
    known.is_ok_and(|who| who.is_some_and(|who| !is_for(parts, &who)))
}

/// Who a request's headers speak for; `None` for nobody known. A bearer token goes before a cookie, and
/// a bad one is not made good by a cookie. What a proxy in front asks for itself (`Basic`, `Negotiate`) is
/// none of our business.
pub async fn identify(server: &Server, headers: &HeaderMap) -> Result<Option<Identity>, Problem> {
    let found = match bearer(headers) {
        Bearer::Token(token) => server.service.token(&Secret::presented(token)).await,
        Bearer::Unreadable => return Ok(None),
        Bearer::None => match session_cookie(headers, server.site.is_https()) {
            Some(secret) => server.service.session(&Secret::presented(secret)).await,
            None => return Ok(None),
        },
    };
    match found {
        Ok(identity) => Ok(Some(identity)),
        Err(AuthenticateError::Unknown) => Ok(None),
        Err(AuthenticateError::Store(error)) => Err(error.into()),
    }
}

/// The credentials of `Authorization: Bearer …` (RFC 6750).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer<'h> {
    /// No such header.
    None,
    /// A token, good or bad.
    Token(&'h str),
    /// One that can be none, or two of them.
    Unreadable,
}

/// The bearer token; the scheme's case does not matter.
pub fn bearer(headers: &HeaderMap) -> Bearer<'_> {
    let mut found = Bearer::None;
    for value in headers.get_all(header::AUTHORIZATION) {
        let bytes = value.as_bytes().trim_ascii();
        let (scheme, token) =
            bytes.split_at(bytes.iter().position(|byte| *byte == b' ').unwrap_or(bytes.len()));
        if !scheme.eq_ignore_ascii_case(b"bearer") {
            continue;
        }
        let token = std::str::from_utf8(token).unwrap_or_default().trim();
        found = match found {
            Bearer::None if !token.is_empty() => Bearer::Token(token),
            _ => Bearer::Unreadable,
        };
    }
    found
}

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

fn session_cookie(headers: &HeaderMap, https: bool) -> Option<&str> {
    cookie(headers, cookie_name(https))
}

/// What the session cookie of a request holds, whether it is good or not.
pub fn presented_session(headers: &HeaderMap, https: bool) -> Option<Secret> {
    session_cookie(headers, https).map(Secret::presented)
}

/// `Set-Cookie` for a new session that lasts so many seconds.
pub fn set_session(secret: &Secret, seconds: i64, https: bool) -> HeaderValue {
    set_cookie(cookie_name(https), secret.reveal(), seconds, https)
}

/// The cookie by which a browser is known that somebody has signed in with before. It lets nobody in.
const fn known_cookie_name(https: bool) -> &'static str {
    if https { "__Host-porchlight-known" } else { "porchlight-known" }
}

/// By which secret a browser is known, if it is.
pub fn known_by(headers: &HeaderMap, https: bool) -> Option<Secret> {
    cookie(headers, known_cookie_name(https)).map(Secret::presented)
}

/// `Set-Cookie` for a browser that is known from now on.
pub fn set_known(secret: &Secret, https: bool) -> HeaderValue {
    let seconds = service::Service::known_browser_seconds();
    set_cookie(known_cookie_name(https), secret.reveal(), seconds, https)
}

/// `Set-Cookie` that makes the browser forget its session.
pub fn clear_session(https: bool) -> HeaderValue {
    set_cookie(cookie_name(https), "", 0, https)
}

/// `Set-Cookie` for a cookie that scripts cannot read and other sites cannot send with a change.
pub fn set_cookie(name: &str, value: &str, seconds: i64, https: bool) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    HeaderValue::try_from(format!(
        "{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    ))
    .expect("names and values of cookies are plain ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=1; xporchlight=no; porchlight=yes".parse().unwrap());
        assert_eq!(session_cookie(&headers, false), Some("yes"));
        assert_eq!(session_cookie(&headers, true), None, "https wants the host's own cookie");
    }

    #[test]
    fn a_session_cookie_is_kept_from_scripts_and_other_sites() {
        let cookie = set_session(&Secret::presented("abc"), 60, true);
        assert_eq!(
            cookie,
            "__Host-porchlight=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
        );
    }

    #[test]
    fn only_a_bearer_token_counts() {
        for (values, expected) in [
            (&[][..], Bearer::None),
            (&["Bearer abc"], Bearer::Token("abc")),
            (&["bearer  abc "], Bearer::Token("abc")),
            (&["BEARER abc"], Bearer::Token("abc")),
            (&["Basic abc"], Bearer::None),
            (&["Negotiate abc"], Bearer::None),
            (&["abc"], Bearer::None),
            (&[""], Bearer::None),
            (&["Bearers abc"], Bearer::None),
            (&["Bearer"], Bearer::Unreadable),
            (&["Bearer "], Bearer::Unreadable),
            (&["Bearer \u{e9}"], Bearer::Token("\u{e9}")),
            (&["Basic abc", "Bearer abc"], Bearer::Token("abc")),
            (&["Bearer abc", "Basic abc"], Bearer::Token("abc")),
            (&["Bearer abc", "Bearer abc"], Bearer::Unreadable),
        ] {
            let mut headers = HeaderMap::new();
            for value in values {
                let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
                headers.append(header::AUTHORIZATION, value);
            }
            assert_eq!(bearer(&headers), expected, "{values:?}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_bytes(b"Bearer \xff").unwrap());
        assert_eq!(bearer(&headers), Bearer::Unreadable);
    }
}
