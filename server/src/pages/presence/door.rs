//! The door as a page: it asks, then acts.

use crate::{
    pages::parts::{
        form::Form,
        query::Query,
        visitor::{SignedIn, done, safe_next},
    },
    state::Server,
    web::problem::Problem,
};
use app::{
    actions::{Here, PutOfflineForm},
    flash::Flash,
    pages::DoorPage,
    paths,
    refusal::Refusal,
};
use axum::{
    extract::{Path, State},
    response::Response,
};

/// `GET /people/{id}/offline`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let here = server.here(who, &visitor.zone);
    Ok(visitor.page(page(&here, &id, &query)?))
}

/// `POST /people/{id}/offline`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(id): Path<String>,
    query: Query,
    form: Form,
) -> Result<Response, Problem> {
    let here = server.here(who, &visitor.zone);
    let form = PutOfflineForm { agent: id.clone(), ..form.read()? };
    match here.put_offline(&form).await {
        Ok(done_to) => {
            let name = done_to.name;
            let flash = if done_to.projects.is_empty() {
                Flash::AlreadyOffline { name }
            } else {
                let projects = app::format::list(visitor.language, &done_to.projects);
                Flash::PutOffline { name, projects }
            };
            Ok(done(&server, back(&query), &flash))
        }
        Err(refusal @ (Refusal::Form(_) | Refusal::DoorMoved(_))) => {
            Ok(visitor.page(page(&here, &id, &query)?.refused(refusal, form.reason)))
        }
        Err(other) => Err(other.into()),
    }
}

/// What the door would do now.
fn page(here: &Here, id: &str, query: &Query) -> Result<DoorPage, Refusal> {
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let page = DoorPage::new(here.see_header(None)?, here.see_door(&id)?);
    Ok(page.offered_on(back(query).to_owned()))
}

/// Where the door was offered: there the admin sees what came of it.
fn back(query: &Query) -> &str {
    query.get("back").map_or(paths::PRESENCE, |back| safe_next(Some(back)))
}
