//! A project's settings.

use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{SignedIn, done};
use crate::pages::projects::desk;
use crate::{state::Server, web::problem::Problem};
use app::{flash::Flash, pages::ProjectSettingsPage, paths, ui::FormErrors};
use axum::{
    extract::{Path, State},
    response::Response,
};
use presence::{Action, ProjectKey, may};
use service::{Identity, ProjectChange};

/// `GET /projects/{key}/settings`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let key = desk::key(&key)?;
    let page = page(&server, &who, &key)?;
    Ok(visitor.page_of(Some(&key), page))
}

/// `POST /projects/{key}/settings`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let key = desk::key(&key)?;
    let page = page(&server, &who, &key)?;
    let (chat_enabled, show_count) = (form.is_on("chat"), form.is_on("show_count"));
    let mut errors = FormErrors::default();
    let Some(name) = fields::name(&form, &mut errors) else {
        let name = form.get("name").to_owned();
        let page = ProjectSettingsPage { name, chat_enabled, show_count, errors, ..page };
        return Ok(visitor.page_of(Some(&key), page));
    };
    let change = ProjectChange { name, chat_enabled, show_count };
    server.service.change_project(&who, &key, &change).await?;
    Ok(done(&server, &paths::project_settings(&key), &Flash::Saved))
}

/// The page with the project as it is, for those who may change it.
fn page(server: &Server, who: &Identity, key: &ProjectKey) -> Result<ProjectSettingsPage, Problem> {
    let board = server.service.board();
    let project = board.project_by_key(key).ok_or_else(Problem::not_found)?;
    may(&who.caller, &Action::ChangeProject(&project.id))?;
    Ok(ProjectSettingsPage {
        project: desk::head(&board, who, project),
        name: project.name.clone(),
        chat_enabled: project.chat_enabled,
        show_count: project.show_count,
        public_url: server.site.to_string(),
        errors: FormErrors::default(),
    })
}
