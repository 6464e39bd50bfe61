//! Coming in: by signing in, or through a link that does it.

use crate::pages::parts::attempts::Browser;
use crate::pages::parts::visitor::{Visitor, done};
use crate::{state::Server, web::auth, web::problem::Problem};
use app::flash::Flash;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderName, HeaderValue, header};
use service::SignedIn;

/// Sets the session's cookie and goes on to `to`, which has no secret in its address. Whoever was signed
/// in with this browser before is so no more.
pub async fn enter(
    server: &Server,
    visitor: &Visitor,
    browser: &Browser,
    signed_in: &SignedIn,
    to: &str,
    flash: Option<&Flash>,
) -> Result<Response, Problem> {
    if let Some(before) = &visitor.who {
        server.service.sign_out(before).await?;
    }
    let mut response = match flash {
        Some(flash) => done(server, to, flash),
        None => Redirect::to(to).into_response(),
    };
    let seconds = signed_in.expires_at.millis_since(visitor.now) / 1_000;
    let cookie = auth::set_session(&signed_in.secret, seconds, server.site.is_https());
    response.headers_mut().append(header::SET_COOKIE, cookie);
    browser.is_known_to(server, &signed_in.identity.caller.id, &mut response).await;
    Ok(response)
}

/// On pages with a secret in their address: what follows from them learns the site's origin alone.
///
/// Not `no-referrer`: with that, browsers send a form with `Origin: null`, which is what a form of
/// another site may say as well, and over plain http there is nothing else to tell them apart.
pub const KEEP_ADDRESS: [(HeaderName, HeaderValue); 1] =
    [(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"))];
