//! When a project means to be there.

use crate::pages::hours::calendar_file;
use crate::pages::hours::form;
use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{SignedIn, Visitor, done};
use crate::pages::projects::desk;
use crate::{state::Server, web::problem::Problem};
use app::{
    flash::Flash,
    pages::{ScheduleForm, SchedulePage},
    paths,
    ui::{FieldError, FormErrors, ScheduleError},
};
use axum::{
    body::Body,
    extract::{FromRequest, Path, Request, State},
    response::Response,
};
use http::header;
use presence::{Hours, ProjectKey};
use service::{
    AddHolidaysRefused, CalendarError, ChangeScheduleRefused, Identity, KeptSchedule, Zone,
};

/// What as many holidays as there may be take in a form, in bytes.
const LIST_BODY: usize = 512 * 1024;

/// `GET /projects/{key}/schedule`
pub(in crate::pages) async fn get(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let key = desk::key(&key)?;
    let page = page(&server, &visitor, &who, &key).await?;
    Ok(visitor.page_of(Some(&key), page))
}

/// `POST /projects/{key}/schedule`
pub(in crate::pages) async fn post(
    State(server): State<Server>,
    SignedIn { visitor, who }: SignedIn,
    Path(key): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let key = desk::key(&key)?;
    let kind = request.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data")) {
        return add_holidays(&server, visitor, &who, &key, request).await;
    }
    // Room for a file is no room for a form; but a long list of holidays has some.
    let limit = server.config.body_limit.max(LIST_BODY);
    let request = request.map(|body| Body::new(http_body_util::Limited::new(body, limit)));
    let form = Form::from_request(request, &server).await?;
    // Who may not is told so before anything is said of their form.
    server.service.see_schedule(&who, &key).await?;
    if let Some(lines) = form::lines(&form)? {
        return unsaved(&server, visitor, &who, &key, lines, FormErrors::default()).await;
    }
    let read = form::read(&form)?;
    let Some(change) = read.change else {
        return unsaved(&server, visitor, &who, &key, read.form, read.errors).await;
    };
    match server.service.change_schedule(&who, &key, &change).await {
        Ok(()) => Ok(done(&server, &paths::project_schedule(&key), &Flash::ScheduleSaved)),
        Err(ChangeScheduleRefused::Stale) => {
            let mut page = page(&server, &visitor, &who, &key).await?;
            page.errors = FormErrors::of_form(FieldError::Stale);
            Ok(visitor.page_of(Some(&key), page))
        }
        Err(ChangeScheduleRefused::Failure(failure)) => Err(failure.into()),
    }
}

/// The page again, with what was typed.
async fn unsaved(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    form: ScheduleForm,
    errors: FormErrors,
) -> Result<Response, Problem> {
    let page = SchedulePage { form, errors, ..page(server, &visitor, who, key).await? };
    Ok(visitor.page_of(Some(key), page))
}

/// The second form: `calendar`.
async fn add_holidays(
    server: &Server,
    visitor: Visitor,
    who: &Identity,
    key: &ProjectKey,
    request: Request,
) -> Result<Response, Problem> {
    let error = match calendar_file::receive(request).await? {
        None => ScheduleError::CalendarMissing,
        Some(file) => match server.service.add_holidays(who, key, file).await {
            Ok(count) => {
                let count = i64::try_from(count).unwrap_or(i64::MAX);
                let added = Flash::HolidaysAdded { count };
                return Ok(done(server, &paths::project_schedule(key), &added));
            }
            Err(AddHolidaysRefused::Failure(failure)) => return Err(failure.into()),
            Err(AddHolidaysRefused::TooMany) => ScheduleError::CalendarTooMany,
            Err(AddHolidaysRefused::File(error)) => calendar_error(error),
        },
    };
    let mut page = page(server, &visitor, who, key).await?;
    page.calendar_errors = FormErrors::default().with("calendar", FieldError::Schedule(error));
    Ok(visitor.page_of(Some(key), page))
}

fn calendar_error(error: CalendarError) -> ScheduleError {
    match error {
        CalendarError::TooLarge => ScheduleError::CalendarTooLarge,
        CalendarError::NotACalendar => ScheduleError::CalendarUnknown,
        CalendarError::CutOff => ScheduleError::CalendarCutOff,
        CalendarError::BadDate(name) => ScheduleError::CalendarDate(name),
        CalendarError::BadRecurrence(name) => ScheduleError::CalendarRule(name),
        CalendarError::TooMany => ScheduleError::CalendarTooMany,
        CalendarError::NoDays => ScheduleError::CalendarNoDays,
    }
}

/// The page with the schedule as it is, for those who may change it.
async fn page(
    server: &Server,
    visitor: &Visitor,
    who: &Identity,
    key: &ProjectKey,
) -> Result<SchedulePage, Problem> {
    let kept = server.service.see_schedule(who, key).await?;
    let project = {
        let board = server.service.board();
        let project = board.project_by_key(key).ok_or_else(Problem::not_found)?;
        desk::head(&board, who, project)
    };
    Ok(SchedulePage { project: Some(project), ..of(&kept, visitor) })
}

/// The page of a schedule, whoever's it is.
pub(in crate::pages) fn of(kept: &KeptSchedule, visitor: &Visitor) -> SchedulePage {
    let rules = kept.rules();
    // Whoever sets hours for the first time means their own clock.
    let unset = rules.is_none() && kept.zone == Zone::UTC;
    let zone = if unset { &visitor.zone } else { kept.zone.name() };
    SchedulePage {
        project: None,
        drawn: rules.is_some().then(|| Hours::clone(&kept.hours)),
        now: rules.map(|rules| form::now(&rules, visitor.now)),
        form: form::of(kept, zone),
        errors: FormErrors::default(),
        calendar_errors: FormErrors::default(),
        zones: Zone::names(),
    }
}
