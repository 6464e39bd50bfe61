//! The people whom the page's address asks for, as rows.

use super::invitations;
use crate::pages::parts::visitor::Visitor;
use crate::{state::Server, web::problem::Problem};
use app::{
    pages::{PeoplePage, PersonRow},
    ui::{FieldError, FormErrors},
};
use axum::response::Response;
use presence::{
    Presence,
    view::{DeviceView, PersonView},
};
use service::{Find, Identity, Person};

/// The page with what is wrong with a row of its table.
pub(super) async fn again(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    error: FieldError,
) -> Result<Response, Problem> {
    let page = page(server, who, &visitor).await?;
    Ok(visitor.page(PeoplePage { errors: FormErrors::of_form(error), ..page }))
}

/// The people whom the address asks for.
pub(super) async fn page(
    server: &Server,
    who: &Identity,
    visitor: &Visitor,
) -> Result<PeoplePage, Problem> {
    let projects: Vec<_> = {
        let board = server.service.board();
        let projects = board.projects_seen_by(&who.caller).into_iter();
        projects.map(|project| (project.key.clone(), project.name.clone())).collect()
    };
    let asked = visitor.asked();
    let project = asked.get("project").and_then(|key| key.parse().ok());
    let find = Find {
        text: asked.get("q").unwrap_or_default().trim().to_owned(),
        // A project that is gone keeps nobody from being found.
        project: project.filter(|key| projects.iter().any(|(known, _)| known == key)),
        presence: asked.get("presence").and_then(Presence::from_name),
        page: asked.get("page").and_then(|page| page.parse().ok()).unwrap_or(1),
    };
    let found = server.service.find_people(who, &find).await?;
    let mut people = Vec::with_capacity(found.people.len());
    for (person, is) in found.people {
        let device_rows = match is.forgotten {
            Some(_) => server.service.devices_of(who, &person.id).await?,
            None => Vec::new(),
        };
        people.push(row(who, person, is, device_rows));
    }
    let pending = server.service.pending_invitations(who, None).await?;
    Ok(PeoplePage {
        people,
        find,
        count: found.count,
        of_presence: found.of_presence,
        page: found.page,
        pages: found.pages,
        alone: found.alone,
        projects,
        invitations: invitations::rows(pending),
        ..PeoplePage::default()
    })
}

fn row(who: &Identity, person: Person, is: PersonView, device_rows: Vec<DeviceView>) -> PersonRow {
    let keys = |admin: bool| {
        let held = person.roles.iter();
        let held = held.filter(move |(_, _, roles)| if admin { roles.admin } else { roles.agent });
        held.map(|(key, ..)| key.clone()).collect()
    };
    let you = person.id == who.caller.id;
    PersonRow {
        you,
        is,
        device_rows,
        projects: keys(false),
        admin_of: keys(true),
        can_force_logout: !you && !person.disabled,
        id: person.id,
        name: person.name,
        email: person.email,
        site_admin: person.site_admin,
        disabled: person.disabled,
        letter: person.letter,
    }
}
