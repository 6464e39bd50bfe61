//! Forms that anybody may send, and nobody too often.

use crate::pages::parts::visitor::Visitor;
use crate::state::Server;
use app::{Page, ui::FieldError};
use axum::{extract::FromRequestParts, response::Response};
use http::{HeaderValue, StatusCode, header, request::Parts};
use std::{convert::Infallible, net::IpAddr};

/// The browser that sends a form.
#[derive(Debug)]
pub struct Browser {
    /// Where it sends from.
    address: IpAddr,
    /// What it calls itself.
    pub name: String,
}

impl FromRequestParts<Server> for Browser {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Infallible> {
        let name = parts.headers.get(header::USER_AGENT).and_then(|name| name.to_str().ok());
        Ok(Self {
            address: server.limits.address_of(parts),
            name: name.unwrap_or_default().to_owned(),
        })
    }
}

/// After a minute without an attempt every limit is whole again.
const WAIT_SECONDS: u16 = 60;

impl Browser {
    /// Counts an attempt from here.
    pub fn attempt(&self, server: &Server) -> Result<(), FieldError> {
        server.limits.sign_in(self.address).map_err(|_| too_many())
    }

    /// Counts an attempt from here on one account.
    pub fn attempt_on(&self, server: &Server, email: &service::Email) -> Result<(), FieldError> {
        self.attempt(server)?;
        server.limits.account(email.as_str()).map_err(|_| too_many())
    }
}

/// What to tell somebody who tries too often.
pub fn too_many() -> FieldError {
    FieldError::TooMany(i64::from(WAIT_SECONDS) * 1_000)
}

/// The page as the answer to somebody who tries too often.
pub fn wait<P: Page>(visitor: Visitor, page: P) -> Response {
    let mut response = visitor.respond(StatusCode::TOO_MANY_REQUESTS, None, page);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(WAIT_SECONDS));
    response
}
