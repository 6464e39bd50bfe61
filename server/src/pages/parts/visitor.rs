//! Who looks at a page, in which language and time zone, and how a page becomes an answer.

use crate::{
    assets,
    pages::parts::query::Query,
    state::Server,
    web::auth::{self, Known},
    web::nonce::Nonce,
    web::problem::Problem,
};
use app::{Language, LoggedOut, Page, PageContext, Viewer, flash::Flash, shell::ZONE_COOKIE};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    response::{Html, IntoResponse, Redirect, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use presence::{ProjectKey, Timestamp, view::HeaderModel};
use service::{Identity, LanguageTag};

const FLASH_COOKIE: &str = "porchlight_flash";
/// The longest way back that is remembered; none of our pages has a longer address.
const MAX_NEXT_BYTES: usize = 2_000;

/// Anybody who looks at a page.
#[derive(Debug)]
pub struct Visitor {
    server: Server,
    /// Who they are, if they are signed in.
    pub who: Option<Identity>,
    /// Their language: their own choice, else what the browser asks for.
    pub language: Language,
    /// Their IANA time zone as their browser said it; `UTC` until it did.
    pub zone: String,
    /// The moment at which the page is asked for.
    pub now: Timestamp,
    flash: Option<Flash>,
    had_flash: bool,
    path: String,
}

/// Somebody who is signed in. Others are led to the sign-in page, and from there back.
#[derive(Debug)]
pub struct SignedIn {
    /// The visitor.
    pub visitor: Visitor,
    /// Who they are.
    pub who: Identity,
}

impl FromRequestParts<Server> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let who = <Known as OptionalFromRequestParts<Server>>::from_request_parts(parts, server)
            .await?
            .map(|Known(who)| who);
        let headers = &parts.headers;
        let chosen = who.as_ref().and_then(|who| who.language.as_deref());
        let language = chosen.and_then(Language::from_tag).unwrap_or_else(|| {
            let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            Language::negotiate(wanted.unwrap_or_default())
        });
        // A page that only looks whether something changed must not swallow the next page's notice.
        let looks_again = headers.get("sec-fetch-dest").is_some_and(|dest| dest == "empty");
        let flash = auth::cookie(headers, FLASH_COOKIE).filter(|_| !looks_again);
        Ok(Self {
            server: server.clone(),
            who,
            language,
            zone: zone(headers).to_owned(),
            now: server.service.now(),
            had_flash: flash.is_some(),
            flash: flash.and_then(read_flash),
            path: own_address(&parts.uri),
        })
    }
}

impl FromRequestParts<Server> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Response> {
        let visitor = <Visitor as FromRequestParts<Server>>::from_request_parts(parts, server)
            .await
            .map_err(IntoResponse::into_response)?;
        match visitor.who.clone() {
            Some(who) => Ok(Self { visitor, who }),
            // Somebody else has signed in since the page was drawn.
            None if auth::is_for_another(parts, server).await => {
                Err(done(server, app::paths::HOME, &Flash::OtherPerson))
            }
            None if parts.method == http::Method::GET => {
                let next = url::form_urlencoded::byte_serialize(visitor.path.as_bytes())
                    .collect::<String>();
                let to = format!("{}?next={next}", app::paths::SIGN_IN);
                Err(Redirect::to(&to).into_response())
            }
            None => Err(Redirect::to(app::paths::SIGN_IN).into_response()),
        }
    }
}

impl Visitor {
    /// Where they are: the page's path, with what is asked of it. A form posts back to it.
    pub fn address(&self) -> &str {
        &self.path
    }

    /// What is asked of the page.
    pub fn asked(&self) -> Query {
        Query::of(self.path.split_once('?').map_or("", |(_, query)| query))
    }

    /// The reader's language, as a letter would be written in.
    pub fn tag(&self) -> LanguageTag {
        self.language.tag().parse().unwrap_or_else(|_| unreachable!("our languages have tags"))
    }

    /// In which language a letter is written that this reader has posted, where the site sends mail.
    pub fn letter(&self) -> Option<LanguageTag> {
        self.server.mailer.is_some().then(|| self.tag())
    }

    /// The page as an answer: 422 when its form has errors, else 200.
    pub fn page<P: Page>(self, page: P) -> Response {
        self.page_of(None, page)
    }

    /// Tells on this very page what was done: where the page has a secret to show once, which must not
    /// travel through a redirect.
    #[must_use]
    pub fn telling(mut self, flash: Flash) -> Self {
        self.flash = Some(flash);
        self
    }

    /// The same, on a page of one project: the header icon counts that project's agents.
    pub fn page_of<P: Page>(self, project: Option<&ProjectKey>, page: P) -> Response {
        let status = match page.errors() {
            Some(errors) if !errors.is_empty() => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::OK,
        };
        self.respond(status, project, page)
    }

    /// The page with a status of its own.
    pub fn respond<P: Page>(
        self,
        status: StatusCode,
        project: Option<&ProjectKey>,
        page: P,
    ) -> Response {
        let mut context = PageContext::new(self.language, self.now);
        context.address.clone_from(&self.path);
        context.time_zone.clone_from(&self.zone);
        assets::VERSION.clone_into(&mut context.asset_version);
        let nonce = Nonce::random();
        context.nonce.clone_from(&nonce.0);
        context.flash = self.flash;
        if let Some(who) = &self.who {
            context.viewer = Some(Viewer {
                id: who.caller.id.to_string(),
                name: who.name.clone(),
                email: who.email.clone(),
                site_admin: who.caller.site_admin,
            });
            let board = self.server.service.board();
            context.logged_out = who.logged_out.as_ref().map(|logout| LoggedOut {
                by: board.name(&logout.by).to_owned(),
                at: logout.at,
                note: logout.note.clone(),
            });
            let chat = project
                .and_then(|key| board.project_by_key(key))
                .map(|project| project.chat_enabled);
            // Whoever has just lost their last project is told of it, too; the icon is for those who have one.
            let sees_presence = who.caller.site_admin || !who.caller.roles.is_empty();
            context.icon = sees_presence && board.settings.show_header_icons.shows(chat);
            context.header = Some(HeaderModel::of(&board, &who.caller, project, self.now));
        }
        let mut response = (status, Html(app::render(context, page))).into_response();
        response.extensions_mut().insert(nonce);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(self.language.tag()));
        headers.insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
        if self.had_flash {
            let forget = auth::set_cookie(FLASH_COOKIE, "", 0, self.server.site.is_https());
            headers.append(header::SET_COOKIE, forget);
        }
        response
    }
}

/// The address that a page was asked for, without for whom it was drawn.
fn own_address(uri: &http::Uri) -> String {
    let asked = uri.query().unwrap_or_default().split('&');
    let asked: Vec<_> =
        asked.filter(|asked| !asked.is_empty() && !asked.starts_with("for=")).collect();
    if asked.is_empty() {
        uri.path().to_owned()
    } else {
        format!("{}?{}", uri.path(), asked.join("&"))
    }
}

/// The IANA time zone that a browser said; `UTC` until it did.
pub fn zone(headers: &HeaderMap) -> &str {
    auth::cookie(headers, ZONE_COOKIE).unwrap_or("UTC")
}

/// Goes on to another page, and tells there what was done.
pub fn done(server: &Server, to: &str, flash: &Flash) -> Response {
    let mut response = Redirect::to(to).into_response();
    let text = serde_json::to_vec(flash).unwrap_or_default();
    let cookie = auth::set_cookie(
        FLASH_COOKIE,
        &BASE64_URL_SAFE_NO_PAD.encode(text),
        60,
        server.site.is_https(),
    );
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Where to go after signing in: a path of this site as a browser sends one, and nothing else that `?next=` may
/// say.
pub fn safe_next(next: Option<&str>) -> &str {
    // "//host" and "/\host" are other sites to a browser. What is not visible ASCII does not fit a header, and
    // a browser leaves some of it out before it reads the rest.
    let is_ours = |path: &&str| {
        path.len() <= MAX_NEXT_BYTES
            && path.starts_with('/')
            && !path.starts_with("//")
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    next.filter(is_ours).unwrap_or(app::paths::HOME)
}

fn read_flash(cookie: &str) -> Option<Flash> {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(cookie).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_nowhere_else() {
        let long = format!("/{}", "x".repeat(MAX_NEXT_BYTES));
        for (next, to) in [
            (None, "/projects"),
            (Some("/presence?x=1"), "/presence?x=1"),
            (Some("https://evil.example"), "/projects"),
            (Some("//evil.example"), "/projects"),
            (Some("/\\evil.example"), "/projects"),
            (Some("/\t/evil.example"), "/projects"),
            (Some("/\r\nset-cookie:x=1"), "/projects"),
            (Some("/\0"), "/projects"),
            (Some("/\u{7f}"), "/projects"),
            (Some("/a b"), "/projects"),
            (Some("/caf\u{e9}"), "/projects"),
            (Some("/\u{202e}"), "/projects"),
            (Some("presence"), "/projects"),
            (Some("javascript:alert(1)"), "/projects"),
            (Some("/%00"), "/%00"),
            (Some(&long), "/projects"),
            (Some(""), "/projects"),
        ] {
            assert_eq!(safe_next(next), to, "{next:?}");
        }
    }
}
