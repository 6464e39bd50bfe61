//! Forms that anybody may send, and nobody too often.

use crate::{
    pages::parts::visitor::Visitor,
    state::Server,
    tries::{TooOften, Try},
    web::{auth, problem::Problem},
};
use app::{Page, ui::FieldError};
use axum::{extract::FromRequestParts, response::Response};
use http::{HeaderValue, StatusCode, header, request::Parts};
use presence::UserId;
use service::{Email, Secret};
use std::{convert::Infallible, net::IpAddr};

/// The browser that sends a form.
#[derive(Debug)]
pub struct Browser {
    /// Where it sends from.
    address: IpAddr,
    /// What it calls itself.
    pub name: String,
    /// By what it is known, if somebody has signed in with it before.
    known_by: Option<Secret>,
}

impl FromRequestParts<Server> for Browser {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Infallible> {
        let name = parts.headers.get(header::USER_AGENT).and_then(|name| name.to_str().ok());
        Ok(Self {
            address: server.limits.address_of(parts),
            name: name.unwrap_or_default().to_owned(),
            known_by: auth::known_by(&parts.headers, server.site.is_https()),
        })
    }
}

/// After a minute without a failure every limit is whole again.
const WAIT_SECONDS: u16 = 60;

impl Browser {
    /// Begins a try to sign in to an account.
    pub async fn sign_in<'s>(
        &self,
        server: &'s Server,
        email: &Email,
    ) -> Result<Result<Try<'s>, TooOften>, Problem> {
        let mut known_by = None;
        if let Some(secret) = &self.known_by
            && server.service.knows_browser(secret, email).await?
        {
            known_by = Some(secret.reveal());
        }
        let now = server.service.now();
        Ok(server.tries.sign_in(self.address, email.as_str(), known_by, now))
    }

    /// Counts a link from here that is not good; tells when there were too many.
    pub fn bad_link(&self, server: &Server) -> Result<(), Problem> {
        let counted = server.tries.bad_link(self.address, server.service.now());
        counted.map_err(|TooOften| Problem::too_many())
    }

    /// Counts somebody here who says that they forgot their password.
    pub fn forgotten(&self, server: &Server) -> Result<(), TooOften> {
        server.tries.forgotten(self.address, server.service.now())
    }

    /// Lets the browser be known from now on: somebody signed in with it. Where that does not work they are
    /// signed in all the same.
    pub async fn is_known_to(&self, server: &Server, user: &UserId, response: &mut Response) {
        match server.service.know_browser(user, self.known_by.as_ref()).await {
            Ok(secret) => {
                let cookie = auth::set_known(&secret, server.site.is_https());
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Err(error) => tracing::warn!(%error, "a browser could not be remembered"),
        }
    }
}

/// What to tell somebody who fails too often.
pub fn too_many() -> FieldError {
    FieldError::TooMany(i64::from(WAIT_SECONDS) * 1_000)
}

/// The page as the answer to somebody who fails too often.
pub fn wait<P: Page>(visitor: Visitor, page: P) -> Response {
    let mut response = visitor.respond(StatusCode::TOO_MANY_REQUESTS, None, page);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(WAIT_SECONDS));
    response
}
