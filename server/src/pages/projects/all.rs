//! The projects that one may see, and a form to add one for site admins.

use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{SignedIn, done};
use crate::{state::Server, web::problem::Problem};
use app::{
    flash::Flash,
    pages::{AddProject, ProjectRow, ProjectsPage},
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{extract::State, response::Response};
use presence::{Action, ProjectKey, Status, may};
use service::{AddProjectRefused, Identity};

/// `GET /projects`
pub(in crate::pages) async fn get(State(server): State<Server>, signed_in: SignedIn) -> Response {
    let SignedIn { visitor, who } = signed_in;
    visitor.page(page(&server, &who, AddProject::default()))
}

/// `POST /projects`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    may(&who.caller, &Action::AddProject)?;
    let chat = form.is_on("chat");
    let again = |errors| {
        let (key, name) = (form.get("key").to_owned(), form.get("name").to_owned());
        page(&server, &who, AddProject { key, name, chat, errors })
    };
    let mut errors = FormErrors::default();
    let name = fields::name(&form, &mut errors);
    let key = key(&form, &mut errors);
    let (Some(name), Some(key)) = (name, key) else { return Ok(visitor.page(again(errors))) };
    match server.service.add_project(&who, &key, &name, chat).await {
        Ok(_) => {
            let added = Flash::ProjectAdded { name: name.to_string() };
            Ok(done(&server, &paths::project_members(&key), &added))
        }
        Err(AddProjectRefused::KeyTaken) => {
            let errors = FormErrors::default().with("key", FieldError::ProjectKeyTaken);
            Ok(visitor.page(again(errors)))
        }
        Err(AddProjectRefused::Failure(failure)) => Err(failure.into()),
    }
}

fn page(server: &Server, who: &Identity, add: AddProject) -> ProjectsPage {
    let projects = server.service.see_projects(who).into_iter().map(|project| ProjectRow {
        key: project.key,
        name: project.name,
        chat_enabled: project.chat_enabled,
        status: project.availability.status,
        since: project.availability.since,
        agents_online: project.available,
    });
    let mine = server.service.see_own_presence(who);
    ProjectsPage {
        projects: projects.collect(),
        may_go_online: mine.status == Status::Offline && !mine.projects.is_empty(),
        add: may(&who.caller, &Action::AddProject).is_ok().then_some(add),
    }
}

fn key(form: &Form, errors: &mut FormErrors) -> Option<ProjectKey> {
    let text = form.get("key").trim();
    let error = match text.parse() {
        Ok(key) => return Some(key),
        Err(_) if text.is_empty() => FieldError::Required,
        Err(presence::ProjectKeyError) => FieldError::ProjectKey,
    };
    errors.add("key", error);
    None
}
