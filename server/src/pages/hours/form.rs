//! The form of a schedule: what was typed, what it means, and what is wrong with which line.

use crate::{pages::parts::form::Form, web::problem::Problem};
use app::{
    pages::{DAYS, ExceptionLine, Now, ScheduleForm, SpanLine},
    ui::{FieldError, FormErrors, ScheduleError},
};
use jiff::civil::{Date, Weekday};
use presence::{
    Hours, HoursError, MAX_SPANS, Revision, Schedule, Span, SpanError, Timestamp, WEEK,
};
use service::{
    HolidayListError, KeptSchedule, LineError, ScheduleChange, Zone, read_list, write_list,
};
use std::collections::BTreeMap;

/// Most lines of a form that are looked at; a page sends fewer.
const MAX_LINES: usize = 500;

/// A form, understood as far as it can be.
pub(in crate::pages) struct Read {
    /// What was typed, each line with what is wrong with it.
    pub form: ScheduleForm,
    /// What is wrong, by field.
    pub errors: FormErrors,
    /// What it means, where nothing is wrong.
    pub change: Option<ScheduleChange>,
}

/// The form for a schedule as it is.
pub(in crate::pages) fn of(kept: &KeptSchedule, zone: &str) -> ScheduleForm {
    let holidays = write_list(kept.hours.holidays());
    ScheduleForm::of(zone, &kept.hours, holidays, kept.revision)
}

/// What hours say of a moment.
pub(in crate::pages) fn now(schedule: &Schedule, now: Timestamp) -> Now {
    if schedule.is_open(now) {
        Now::Open(schedule.closes(now))
    } else {
        Now::Closed(schedule.next_open(now))
    }
}

/// Lines that a button asks for, which change nothing yet. `None` when the button is none of these.
pub(in crate::pages) fn lines(form: &Form) -> Result<Option<ScheduleForm>, Problem> {
    Ok(with_more_lines(typed(form)?, form.get("action")).map(ScheduleForm::with_room))
}

fn with_more_lines(mut typed: ScheduleForm, action: &str) -> Option<ScheduleForm> {
    match action {
        "copy" => {
            let (monday, others) = typed.days.split_first_mut()?;
            for day in &mut others[..4] {
                day.clone_from(monday);
            }
        }
        "more-exceptions" => typed.exceptions.push(ExceptionLine::default()),
        action => {
            let day = action.strip_prefix("more-")?;
            let index = DAYS.iter().position(|known| *known == day)?;
            if typed.days[index].len() < MAX_SPANS {
                typed.days[index].push(SpanLine::default());
            }
        }
    }
    Some(typed)
}

/// Reads the form.
pub(in crate::pages) fn read(form: &Form) -> Result<Read, Problem> {
    let mut typed = typed(form)?;
    let mut errors = FormErrors::default();
    let zone: Option<Zone> = typed.zone.parse().ok();
    if zone.is_none() {
        let empty = typed.zone.trim().is_empty();
        let error = if empty { FieldError::Required } else { schedule(ScheduleError::Zone) };
        errors.add("zone", error);
    }
    let week = week(&mut typed.days, &mut errors);
    let exceptions = exceptions(&mut typed.exceptions, &mut errors);
    let holidays = read_list(&typed.holidays);
    if let Err(error) = &holidays {
        errors.add("holidays", schedule(holiday_error(error)));
    }
    let mut change = None;
    if let (Some(zone), Ok(holidays), true) = (zone, holidays, errors.is_empty()) {
        match Hours::new(week.clone(), exceptions, holidays) {
            Ok(hours) => change = Some(ScheduleChange { zone, hours, seen: typed.revision }),
            Err(error) => place(&error, &week, &mut typed, &mut errors),
        }
    }
    Ok(Read { form: typed.with_room(), errors, change })
}

fn schedule(error: ScheduleError) -> FieldError {
    FieldError::Schedule(error)
}

/// What was typed. Which schedule was seen is no guess: a form that does not say it saves nothing.
fn typed(form: &Form) -> Result<ScheduleForm, Problem> {
    let seen = form.get("revision").parse().map(Revision::new);
    let revision =
        seen.map_err(|_| Problem::unreadable("The form does not say which schedule it changes."))?;
    let pairs = |first: &str, second: &str| -> Vec<(String, String)> {
        let own = |text: &str| text.trim().to_owned();
        form.all(first).map(own).zip(form.all(second).map(own)).take(MAX_LINES).collect()
    };
    Ok(ScheduleForm {
        zone: form.get("zone").trim().to_owned(),
        days: DAYS.map(|day| {
            pairs(&format!("{day}_from"), &format!("{day}_to"))
                .into_iter()
                .map(|(from, to)| SpanLine { from, to, error: None })
                .collect()
        }),
        exceptions: pairs("ex_date", "ex_hours")
            .into_iter()
            .map(|(date, hours)| ExceptionLine { date, hours, error: None })
            .collect(),
        holidays: form.get("holidays").to_owned(),
        revision,
    })
}

/// The spans of each day; a line with neither time is none.
fn week(days: &mut [Vec<SpanLine>; 7], errors: &mut FormErrors) -> [Vec<Span>; 7] {
    let mut week: [Vec<Span>; 7] = Default::default();
    for ((lines, spans), field) in days.iter_mut().zip(&mut week).zip(DAYS) {
        for line in lines.iter_mut().filter(|line| !(line.from.is_empty() && line.to.is_empty())) {
            match Span::parse(&line.from, &line.to) {
                Ok(span) => spans.push(span),
                Err(error) => {
                    let error = match error {
                        SpanError::BadStart => ScheduleError::SpanStart,
                        SpanError::BadEnd => ScheduleError::SpanEnd,
                        SpanError::Empty => ScheduleError::SpanEmpty,
                    };
                    line.error = Some(error.clone());
                    errors.add(field, schedule(error));
                }
            }
        }
    }
    week
}

/// The exceptions; a line with neither date nor hours is none.
fn exceptions(lines: &mut [ExceptionLine], errors: &mut FormErrors) -> BTreeMap<Date, Vec<Span>> {
    let mut exceptions = BTreeMap::new();
    for line in lines.iter_mut().filter(|line| !(line.date.is_empty() && line.hours.is_empty())) {
        let error = match (line.date.parse::<Date>(), spans(&line.hours)) {
            (Err(_), _) => ScheduleError::Date,
            (_, None) => ScheduleError::ExceptionHours,
            (Ok(date), Some(spans)) => match exceptions.insert(date, spans) {
                None => continue,
                Some(_) => ScheduleError::DateAgain,
            },
        };
        line.error = Some(error.clone());
        errors.add("exceptions", schedule(error));
    }
    exceptions
}

/// `09:00–12:00, 13:00-17:00`.
fn spans(text: &str) -> Option<Vec<Span>> {
    text.split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (from, to) = part.split_once(['-', '–', '—'])?;
            Span::parse(from, to).ok()
        })
        .collect()
}

/// Says at its line what does not fit together.
fn place(
    error: &HoursError,
    week: &[Vec<Span>; 7],
    form: &mut ScheduleForm,
    errors: &mut FormErrors,
) {
    // The spans were read in the order of the lines that are not empty.
    let mut on_day = |day: Weekday, index: usize, error: ScheduleError| {
        let at = WEEK.iter().position(|known| *known == day).unwrap_or(0);
        let mut order: Vec<usize> = (0..week[at].len()).collect();
        order.sort_by_key(|line| week[at][*line]);
        let wanted = order.get(index).or(order.last()).copied();
        let filled = form.days[at].iter_mut().filter(|line| !line.from.is_empty());
        if let Some(line) = wanted.and_then(|wanted| filled.into_iter().nth(wanted)) {
            line.error = Some(error.clone());
        }
        errors.add(DAYS[at], schedule(error));
    };
    match error {
        HoursError::Overlap { day, index } => on_day(*day, *index, ScheduleError::SpanOverlap),
        HoursError::OverlapNextDay { day } => {
            on_day(*day, usize::MAX, ScheduleError::SpanOverlapNextDay);
        }
        HoursError::TooManySpans { day } => on_day(*day, usize::MAX, ScheduleError::TooManySpans),
        HoursError::ExceptionOverlap { date } | HoursError::ExceptionTooLong { date } => {
            let error = ScheduleError::ExceptionOverlap;
            let text = date.to_string();
            if let Some(line) = form.exceptions.iter_mut().find(|line| line.date == text) {
                line.error = Some(error.clone());
            }
            errors.add("exceptions", schedule(error));
        }
        HoursError::TooManyExceptions => {
            errors.add("exceptions", schedule(ScheduleError::TooManyExceptions));
        }
        HoursError::TooManyHolidays | HoursError::LongHolidayName { .. } => {
            errors.add("holidays", schedule(ScheduleError::TooManyHolidays));
        }
    }
}

fn holiday_error(error: &HolidayListError) -> ScheduleError {
    match error {
        HolidayListError::TooMany => ScheduleError::TooManyHolidays,
        HolidayListError::Line { line, error } => match error {
            LineError::NoDate => ScheduleError::LineDate(*line),
            LineError::Again => ScheduleError::LineAgain(*line),
            LineError::LongName => ScheduleError::LineName(*line),
        },
    }
}
