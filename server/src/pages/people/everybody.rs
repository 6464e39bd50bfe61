//! Everybody with an account, for site admins.

use crate::pages::parts::fields;
use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{SignedIn, Visitor, done};
use crate::pages::people::{
    acts,
    invitations::{self, hand_over},
};
use crate::{state::Server, web::problem::Problem};
use app::{
    flash::Flash,
    pages::{PeoplePage, PersonRow, ResetLink},
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{extract::State, response::Response};
use presence::{
    Presence,
    view::{DeviceView, PersonView},
};
use service::{
    Asked, Find, Identity, Invite, InviteRefused, Invited, MakeResetLinkRefused, Person,
};

/// `GET /people`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
) -> Result<Response, Problem> {
    let page = page(&server, &who, &visitor).await?;
    Ok(visitor.page(page))
}

/// `POST /people`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    match form.get("action") {
        "make_site_admin" => acts::set_site_admin(&server, visitor, &who, &form, true).await,
        "unmake_site_admin" => acts::set_site_admin(&server, visitor, &who, &form, false).await,
        "disable" => acts::disable(&server, visitor, &who, &form).await,
        "enable" => acts::enable(&server, visitor, &who, &form).await,
        "force_logout" => acts::force_logout(&server, visitor, &who, &form).await,
        "sign_out_device" => acts::sign_out_device(&server, visitor, &who, &form).await,
        "reset_link" => make_reset_link(&server, visitor, &who, &form).await,
        "invite" => invite(&server, visitor, &who, &form).await,
        "renew" => {
            let (id, letter) = (form.get("invitation"), visitor.letter());
            match server.service.renew_invitation(&who, id, letter.as_ref()).await {
                Ok(asked) => invited(&server, visitor, &who, asked).await,
                Err(InviteRefused::Failure(failure)) => Err(failure.into()),
                Err(_) => again(&server, visitor, &who, FieldError::TooManyLetters).await,
            }
        }
        "withdraw" => {
            let pending = server.service.pending_invitations(&who, None).await?;
            invitations::withdraw(&server, &who, &form, &pending, visitor.address()).await
        }
        _ => Err(Problem::unreadable("The form does not say what to do.")),
    }
}

/// `action=reset_link`: mailed where the site sends mail, else shown once, on this very page.
async fn make_reset_link(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    let letter = visitor.letter();
    let made = match server.service.make_reset_link(who, &person, letter.as_ref()).await {
        Ok(made) => made,
        // The page offers no link for those who are disabled, so they were so since.
        Err(MakeResetLinkRefused::Disabled) => {
            return again(server, visitor, who, FieldError::Stale).await;
        }
        Err(MakeResetLinkRefused::TooManyLetters) => {
            return again(server, visitor, who, FieldError::TooManyLetters).await;
        }
        Err(MakeResetLinkRefused::Failure(failure)) => return Err(failure.into()),
    };
    let (name, secret, until) = match made {
        service::ResetLink::ByLetter(name) => {
            return Ok(done(server, visitor.address(), &Flash::ResetLinkSent { name }));
        }
        service::ResetLink::ByLink { name, secret, expires_at } => (name, secret, expires_at),
    };
    let link = server.site.link(&format!("{}?token={}", paths::RESET_PASSWORD, secret.reveal()));
    let reset_link = ResetLink { name: name.clone(), link, until };
    let page = page(server, who, &visitor).await?;
    let visitor = visitor.telling(Flash::ResetLinkMade { name });
    Ok(visitor.page(PeoplePage { reset_link: Some(reset_link), ..page }))
}

/// `action=invite`
async fn invite(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let mut errors = FormErrors::default();
    let site_admin = form.is_on("site_admin");
    if let Some(email) = fields::email(form, &mut errors) {
        let invite = Invite { email, project: None, site_admin, letter: visitor.letter() };
        match server.service.invite(who, &invite).await {
            Ok(Invited::Asked(asked)) => return invited(server, visitor, who, asked).await,
            Ok(Invited::Added(person)) => {
                let name = server.service.board().name(&person).to_owned();
                return Ok(done(server, visitor.address(), &Flash::SiteAdminMade { name }));
            }
            Ok(Invited::Exists(_)) => errors.add("email", FieldError::EmailTaken),
            Err(InviteRefused::NoRole) => errors.add("email", FieldError::RolesNone),
            Err(InviteRefused::TooManyLetters) => errors.add("email", FieldError::TooManyLetters),
            Err(InviteRefused::Failure(failure)) => return Err(failure.into()),
        }
    }
    let page = page(server, who, &visitor).await?;
    let email = form.get("email").to_owned();
    Ok(visitor.page(PeoplePage { email, site_admin, errors, ..page }))
}

/// Says that somebody was asked, with the link where the admin hands it over.
async fn invited(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    asked: Asked,
) -> Result<Response, Problem> {
    match hand_over(server, asked, visitor.address()) {
        Ok(response) => Ok(response),
        Err(link) => {
            let mut page = page(server, who, &visitor).await?;
            let visitor = link.on(&mut page.invitations, visitor);
            Ok(visitor.page(page))
        }
    }
}

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
async fn page(server: &Server, who: &Identity, visitor: &Visitor) -> Result<PeoplePage, Problem> {
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
