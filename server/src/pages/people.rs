//! Everybody with an account, for site admins.

use super::{
    fields,
    form::Form,
    invitations::{self, hand_over},
    query::Query,
    rows,
    visitor::{SignedIn, Visitor, done},
};
use crate::{letters, problem::Problem, state::App, views};
use app::{
    flash::Flash,
    model::Forgotten,
    pages::{ForgottenPerson, PeoplePage, PersonRow, ResetLink},
    paths,
    ui::{FieldError, FormErrors},
};
use axum::{extract::State, response::Response};
use presence::{Agent, Presence, Standing, Timestamp, door_projects};
use service::{
    Identity, InvitationLink, Invite, InviteError, Invited, MakeResetLinkError, Person,
    SetDisabledError, SetSiteAdminError, Site,
};

/// `GET /people`
pub(super) async fn get(
    State(app): State<App>,
    SignedIn { visitor, who }: SignedIn,
    query: Query,
) -> Result<Response, Problem> {
    let page = page(&app, &who, visitor.now).await?;
    let only = match query.get("presence") {
        Some("online") => Some(Presence::Online),
        Some("away") => Some(Presence::Away),
        Some("lost") => Some(Presence::Lost),
        Some("offline") => Some(Presence::Offline),
        _ => None,
    };
    Ok(visitor.page(PeoplePage { only, ..page }))
}

/// `POST /people`
pub(super) async fn post(
    State(app): State<App>,
    SignedIn { visitor, who }: SignedIn,
    form: Form,
) -> Result<Response, Problem> {
    match form.get("action") {
        "make_site_admin" => set_site_admin(&app, visitor, &who, &form, true).await,
        "unmake_site_admin" => set_site_admin(&app, visitor, &who, &form, false).await,
        "disable" => set_disabled(&app, visitor, &who, &form, true).await,
        "enable" => set_disabled(&app, visitor, &who, &form, false).await,
        "force_logout" => force_logout(&app, &who, &form).await,
        "sign_out_device" => sign_out_device(&app, &who, &form).await,
        "reset_link" => make_reset_link(&app, visitor, &who, &form).await,
        "invite" => invite(&app, visitor, &who, &form).await,
        "renew" => {
            let link = app.service.renew_invitation(&who, form.get("invitation")).await?;
            invited(&app, visitor, &who, link).await
        }
        "withdraw" => {
            let pending = app.service.pending_invitations(&who, None).await?;
            invitations::withdraw(&app, &who, &form, &pending, paths::PEOPLE).await
        }
        _ => Err(Problem::unreadable("The form does not say what to do.")),
    }
}

/// `action=make_site_admin` and `action=unmake_site_admin`
async fn set_site_admin(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
    site_admin: bool,
) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    match app.service.set_site_admin(who, &person, site_admin).await {
        Ok(()) => {
            let name = app.service.site().name(&person).to_owned();
            let flash = if site_admin {
                Flash::SiteAdminMade { name }
            } else {
                Flash::SiteAdminUnmade { name }
            };
            // Whoever took it from themselves is let in here no more.
            let still = site_admin || person != who.caller.id;
            Ok(done(app, if still { paths::PEOPLE } else { paths::HOME }, &flash))
        }
        Err(SetSiteAdminError::LastSiteAdmin) => {
            again(app, visitor, who, FieldError::LastAdmin).await
        }
        Err(SetSiteAdminError::Failure(failure)) => Err(failure.into()),
    }
}

/// `action=disable` and `action=enable`
async fn set_disabled(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
    disabled: bool,
) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    match app.service.set_disabled(who, &person, disabled).await {
        Ok(()) => {
            let name = app.service.site().name(&person).to_owned();
            let flash = if disabled {
                Flash::PersonDisabled { name }
            } else {
                Flash::PersonEnabled { name }
            };
            Ok(done(app, paths::PEOPLE, &flash))
        }
        Err(SetDisabledError::Yourself) => again(app, visitor, who, FieldError::OwnAccount).await,
        Err(SetDisabledError::Failure(failure)) => Err(failure.into()),
    }
}

/// `action=force_logout`
async fn force_logout(app: &App, who: &Identity, form: &Form) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    app.service.force_logout(who, &person).await?;
    let name = app.service.site().name(&person).to_owned();
    Ok(done(app, paths::PEOPLE, &Flash::LoggedOut { name }))
}

/// `action=sign_out_device`: one of somebody's devices.
async fn sign_out_device(app: &App, who: &Identity, form: &Form) -> Result<Response, Problem> {
    let device = fields::device(form)?;
    app.service.sign_out_device(who, &device).await?;
    Ok(done(app, paths::PEOPLE, &Flash::DeviceSignedOut))
}

/// `action=reset_link`: mailed where the site sends mail, else shown once, on this very page.
async fn make_reset_link(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let person = fields::person(form)?;
    let to = match app.service.make_reset_link(who, &person).await {
        Ok(link) => link,
        // The page offers no link for those who are disabled, so they were so since.
        Err(MakeResetLinkError::Disabled) => {
            return again(app, visitor, who, FieldError::Stale).await;
        }
        Err(MakeResetLinkError::Failure(failure)) => return Err(failure.into()),
    };
    let link = app.link(&format!("{}?token={}", paths::RESET_PASSWORD, to.secret.reveal()));
    if letters::post(app, letters::password_reset(app, visitor.language, &to, &link)) {
        return Ok(done(app, paths::PEOPLE, &Flash::ResetLinkSent { name: to.name }));
    }
    let reset_link = ResetLink { name: to.name.clone(), link, until: to.expires_at };
    let page = page(app, who, visitor.now).await?;
    let visitor = visitor.telling(Flash::ResetLinkMade { name: to.name });
    Ok(visitor.page(PeoplePage { reset_link: Some(reset_link), ..page }))
}

/// `action=invite`
async fn invite(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    form: &Form,
) -> Result<Response, Problem> {
    let mut errors = FormErrors::default();
    let site_admin = form.is_on("site_admin");
    if let Some(email) = fields::email(form, &mut errors) {
        match app.service.invite(who, &Invite { email, project: None, site_admin }).await {
            Ok(Invited::Link(link)) => return invited(app, visitor, who, link).await,
            Ok(Invited::Added(person)) => {
                let name = app.service.site().name(&person).to_owned();
                return Ok(done(app, paths::PEOPLE, &Flash::SiteAdminMade { name }));
            }
            Ok(Invited::Exists(_)) => errors.add("email", FieldError::EmailTaken),
            Err(InviteError::NoRole) => errors.add("email", FieldError::RolesNone),
            Err(InviteError::Failure(failure)) => return Err(failure.into()),
        }
    }
    let page = page(app, who, visitor.now).await?;
    let email = form.get("email").to_owned();
    Ok(visitor.page(PeoplePage { email, site_admin, errors, ..page }))
}

/// Hands over the link of an invitation, by mail or on the page.
async fn invited(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    link: InvitationLink,
) -> Result<Response, Problem> {
    match hand_over(app, &visitor, link, paths::PEOPLE) {
        Ok(response) => Ok(response),
        Err(link) => {
            let mut page = page(app, who, visitor.now).await?;
            let visitor = link.on(&mut page.invitations, visitor);
            Ok(visitor.page(page))
        }
    }
}

/// The page with what is wrong with a row of its table.
async fn again(
    app: &App,
    visitor: Visitor,
    who: &Identity,
    error: FieldError,
) -> Result<Response, Problem> {
    let page = page(app, who, visitor.now).await?;
    Ok(visitor.page(PeoplePage { errors: FormErrors::of_form(error), ..page }))
}

async fn page(app: &App, who: &Identity, now: Timestamp) -> Result<PeoplePage, Problem> {
    let people = app.service.see_people(who).await?;
    let pending = app.service.pending_invitations(who, None).await?;
    let mut people: Vec<PersonRow> = {
        let site = app.service.site();
        people.into_iter().map(|person| row(&site, who, person, now)).collect()
    };
    for person in &mut people {
        if let Some(forgotten) = &mut person.forgotten {
            let devices = app.service.devices_of(who, &person.id).await?;
            forgotten.devices = devices.into_iter().map(rows::device).collect();
        }
    }
    let invitations = invitations::rows(pending);
    Ok(PeoplePage { people, invitations, ..PeoplePage::default() })
}

/// A person, with how they stand over all of their projects.
fn row(site: &Site, who: &Identity, person: Person, now: Timestamp) -> PersonRow {
    let nobody = Agent::new(person.id.clone());
    let agent = site.desk.agent(&person.id).unwrap_or(&nobody).settle(now).agent;
    let online_since = agent.projects.values().filter_map(|standing| match standing {
        Standing::Online { since } => Some(*since),
        Standing::Offline { .. } => None,
    });
    let last_ended = agent.projects.values().filter_map(|standing| match standing {
        Standing::Offline { ended } => ended.as_ref(),
        Standing::Online { .. } => None,
    });
    let ended = last_ended.max_by_key(|ending| ending.ended_at);
    let door =
        door_projects(&who.caller, &person.id, agent.online_projects(), site.settings.door_rule);
    let keys = |admin: bool| {
        let held = person.roles.iter();
        let held = held.filter(move |(_, _, roles)| if admin { roles.admin } else { roles.agent });
        held.map(|(key, ..)| key.clone()).collect()
    };
    let you = person.id == who.caller.id;
    let lease = agent.lease.as_ref();
    let absent_since = lease.and_then(|lease| lease.absent).map(|absent| absent.since);
    PersonRow {
        you,
        presence: agent.best_presence(),
        since: absent_since.or(online_since.min()),
        until: lease.and_then(|lease| lease.until),
        attended: lease.is_none_or(|lease| lease.attended),
        forgotten: lease.and_then(|lease| {
            let why = views::forgotten(site, &agent, lease, now)?;
            Some(ForgottenPerson {
                idle_since: views::touched_at(&agent, now).filter(|_| why == Forgotten::Idle),
                shift_over: why == Forgotten::ShiftOver,
                ends_at: lease.until.into_iter().chain(views::absent_until(&agent)).min(),
                devices: Vec::new(),
            })
        }),
        devices: agent.devices.iter().count(),
        seen_at: agent.devices.seen_at().map(|at| at.min(now)),
        active_at: views::touched_at(&agent, now).map(|at| at.min(now)),
        connected: agent.rules.is_some_and(|rules| agent.devices.is_connected(&rules, now)),
        ended: ended.map(|ending| rows::ended(site, ending)),
        projects: keys(false),
        admin_of: keys(true),
        can_door: !door.is_empty(),
        can_force_logout: !you && !person.disabled,
        id: person.id,
        name: person.name,
        email: person.email,
        site_admin: person.site_admin,
        disabled: person.disabled,
    }
}
