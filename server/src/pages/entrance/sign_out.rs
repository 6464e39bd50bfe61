//! Signing out.

use crate::pages::parts::visitor::{Visitor, done};
use crate::{state::Server, web::auth, web::problem::Problem};
use app::{flash::Flash, paths};
use axum::{extract::State, response::Response};
use http::header;

/// `POST /sign-out`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    visitor: Visitor,
) -> Result<Response, Problem> {
    if let Some(who) = &visitor.who {
        server.service.sign_out(who).await?;
    }
    let mut response = done(&server, paths::SIGN_IN, &Flash::SignedOut);
    response.headers_mut().append(header::SET_COOKIE, auth::clear_session(server.site.is_https()));
    Ok(response)
}
