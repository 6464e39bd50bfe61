//! The form in which hours are changed. It works without scripts: a button that adds a line sends the
//! form, and it comes back with what was typed and one line more.

use crate::ui::ScheduleError;
use crate::{
    Language,
    icons::IconName,
    ui::{ErrorLine, FieldError, FormErrors, FormNotice, Submit, TextArea},
};
use leptos::prelude::*;
use presence::{Hours, Revision, Span, TimeOfDay, WEEK};

/// The fields' names for the days, in the week's order. A day's errors belong to its name.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What was typed, else what is so.
#[derive(Debug, Clone, Default)]
pub struct ScheduleForm {
    /// The time zone's name.
    pub zone: String,
    /// The lines of each day, from Monday to Sunday.
    pub days: [Vec<SpanLine>; 7],
    /// The exceptions.
    pub exceptions: Vec<ExceptionLine>,
    /// The holidays, one a line.
    pub holidays: String,
    /// The revision that was seen.
    pub revision: Revision,
}

/// Two times of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpanLine {
    /// From when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// What is wrong.
    pub error: Option<ScheduleError>,
}

/// A date and its hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExceptionLine {
    /// The date.
    pub date: String,
    /// The hours; none is closed.
    pub hours: String,
    /// What is wrong.
    pub error: Option<ScheduleError>,
}

impl ScheduleForm {
    /// The form as it is filled in for these hours, with a line to spare where there is none yet.
    pub fn of(zone: &str, hours: &Hours, holidays: String, revision: Revision) -> Self {
        let exceptions = hours.exceptions().iter().map(|(date, spans)| {
            let spans: Vec<String> =
                spans.iter().map(|span| format!("{}–{}", span.from(), span.to())).collect();
            ExceptionLine { date: date.to_string(), hours: spans.join(", "), error: None }
        });
        Self {
            zone: zone.to_owned(),
            days: WEEK.map(|day| hours.of(day).iter().copied().map(SpanLine::of).collect()),
            exceptions: exceptions.collect(),
            holidays,
            revision,
        }
        .with_room()
    }

    /// Every day and the exceptions have at least one line.
    #[must_use]
    pub fn with_room(mut self) -> Self {
        for lines in self.days.iter_mut().filter(|lines| lines.is_empty()) {
            lines.push(SpanLine::default());
        }
        if self.exceptions.is_empty() {
            self.exceptions.push(ExceptionLine::default());
        }
        self
    }
}

impl SpanLine {
    fn of(span: Span) -> Self {
        // A time input knows no 24:00; an end at 00:00 means the same.
        let to = if span.to() == TimeOfDay::END { TimeOfDay::MIDNIGHT } else { span.to() };
        Self { from: span.from().to_string(), to: to.to_string(), error: None }
    }
}

/// The form.
pub(super) fn view(
    t: Language,
    form: ScheduleForm,
    errors: FormErrors,
    zones: Vec<String>,
) -> impl IntoView {
    let ScheduleForm { zone, days, exceptions, holidays, revision } = form;
    let zone_error = errors.get("zone");
    let zone_described = if zone_error.is_some() { "zone-error zone-hint" } else { "zone-hint" };
    let days = days
        .into_iter()
        .enumerate()
        .map(|(index, lines)| day(t, index, lines, &errors))
        .collect_view();
    let zones = zones.into_iter().map(|zone| view! { <option value=zone></option> }).collect_view();
    view! {
        <form class="form form--wide panel__body" method="post" novalidate>
            // Enter in a field saves: a browser presses the first button of a form.
            <button class="sr" type="submit" name="action" value="save" tabindex="-1" aria-hidden="true">
                {t.save()}
            </button>
            <input type="hidden" name="revision" value=revision.to_string()/>
            <FormNotice errors=errors.clone()/>
            <div class="field">
                <label class="label" for="zone">{t.schedule_zone()}</label>
                <input
                    class="input"
                    id="zone"
                    name="zone"
                    value=zone
                    list="zones"
                    autocomplete="off"
                    spellcheck="false"
                    required=true
                    autofocus=errors.is_first("zone")
                    aria-invalid=zone_error.is_some().then_some("true")
                    aria-describedby=zone_described
                />
                <datalist id="zones">{zones}</datalist>
                <ErrorLine id="zone" error=zone_error/>
                <span class="hint" id="zone-hint">{t.schedule_zone_hint()}</span>
            </div>
            <div class="hours">
                <p class="hint" id="hours-hint">{t.schedule_day_hint()}</p>
                {days}
                <p>
                    <Submit label=t.schedule_copy() name="action" value="copy" class="btn btn--small"/>
                </p>
            </div>
            {exception_lines(t, exceptions, &errors)}
            <TextArea
                name="holidays"
                label=t.schedule_holidays()
                value=holidays
                hint=t.schedule_holidays_hint()
                may_be_empty=true
                errors=errors
            />
            <p class="hint">{t.schedule_leases_hint()}</p>
            <p><Submit label=t.save() name="action" value="save"/></p>
        </form>
    }
}

fn day(
    t: Language,
    index: usize,
    lines: Vec<SpanLine>,
    errors: &FormErrors,
) -> impl IntoView + use<> {
    let field = DAYS[index];
    let name = t.weekday(i64::from(WEEK[index].to_monday_one_offset()));
    let more = t.schedule_more_of(&name);
    let mut first = errors.is_first(field);
    let lines = lines
        .into_iter()
        .zip(1_u32..)
        .map(|(line, number)| {
            let SpanLine { from, to, error } = line;
            let id = format!("{field}-{number}");
            let focus = error.is_some() && std::mem::take(&mut first);
            let described = if error.is_some() {
                format!("{id}-error hours-hint")
            } else {
                "hours-hint".into()
            };
            let input = |part: &str, value: String, label: String, focus: bool| {
                let own = format!("{id}-{part}");
                view! {
                    <label class="sr" for=own.clone()>{label}</label>
                    <input
                        class="input input--short"
                        type="time"
                        id=own
                        name=format!("{field}_{part}")
                        value=value
                        autofocus=focus
                        aria-invalid=error.is_some().then_some("true")
                        aria-describedby=described.clone()
                    />
                }
            };
            let number = number.to_string();
            let inputs = (
                input("from", from, t.schedule_from_of(&name, &number), focus),
                view! { <span aria-hidden="true">"–"</span> },
                input("to", to, t.schedule_to_of(&name, &number), false),
            );
            view! {
                <div class="hours__line">
                    <div class="row nowrap-row">{inputs}</div>
                    <ErrorLine id=id error=error.map(FieldError::Schedule)/>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="hours__day">
            <legend>{name}</legend>
            <div class="hours__lines">{lines}</div>
            <Submit
                label=t.schedule_more()
                name="action"
                value=format!("more-{field}")
                class="btn btn--small btn--quiet"
                icon=IconName::Plus
                aria=more
            />
        </fieldset>
    }
}

fn exception_lines(
    t: Language,
    lines: Vec<ExceptionLine>,
    errors: &FormErrors,
) -> impl IntoView + use<> {
    let mut first = errors.is_first("exceptions");
    let lines = lines
        .into_iter()
        .zip(1_u32..)
        .map(|(line, number)| {
            let ExceptionLine { date, hours, error } = line;
            let id = format!("exception-{number}");
            let focus = error.is_some() && std::mem::take(&mut first);
            let described = if error.is_some() {
                format!("{id}-error exceptions-hint")
            } else {
                "exceptions-hint".into()
            };
            let invalid = error.is_some().then_some("true");
            let (date_id, hours_id) = (format!("{id}-date"), format!("{id}-hours"));
            let number = number.to_string();
            view! {
                <div class="hours__line">
                    <div class="row">
                        <label class="sr" for=date_id.clone()>{t.schedule_date_of(&number)}</label>
                        <input
                            class="input input--date"
                            type="date"
                            id=date_id
                            name="ex_date"
                            value=date
                            autofocus=focus
                            aria-invalid=invalid
                            aria-describedby=described.clone()
                        />
                        <label class="sr" for=hours_id.clone()>{t.schedule_hours_of(&number)}</label>
                        <input
                            class="input input--hours"
                            type="text"
                            id=hours_id
                            name="ex_hours"
                            value=hours
                            autocomplete="off"
                            aria-invalid=invalid
                            aria-describedby=described
                        />
                    </div>
                    <ErrorLine id=id error=error.map(FieldError::Schedule)/>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset>
            <legend>{t.schedule_exceptions()}</legend>
            <p class="hint" id="exceptions-hint">{t.schedule_exceptions_hint()}</p>
            <div class="hours__lines">{lines}</div>
            <p>
                <Submit
                    label=t.schedule_more_exceptions()
                    name="action"
                    value="more-exceptions"
                    class="btn btn--small btn--quiet"
                    icon=IconName::Plus
                />
            </p>
        </fieldset>
    }
}
