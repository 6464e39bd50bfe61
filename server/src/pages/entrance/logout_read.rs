//! Somebody has read that they were logged out.

use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{SignedIn, safe_next};
use crate::{state::Server, web::problem::Problem};
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

/// `POST /account/logout-read`: `next` is the page on which it was read.
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { who, .. }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    server.service.note_logout_read(&who).await?;
    Ok(Redirect::to(safe_next(Some(form.get("next")))).into_response())
}
