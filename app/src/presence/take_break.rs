//! Taking a break: for what, and when one means to be back. What customers will see stands above the button.

use crate::{
    actions::BreakForm,
    browser::{self, FormFields},
    format,
    header::{Header, Pending},
    icons::{Icon, IconName},
    paths,
    ui::{ErrorLine, break_reason, flag, word, words},
};
use leptos::{ev::SubmitEvent, html, prelude::*};
use presence::{LeaseEnd, Timestamp};

impl BreakForm {
    /// What the form says now.
    fn typed(fields: &FormFields) -> Self {
        Self {
            reason: fields.get("reason"),
            back: fields.get("back"),
            back_at: fields.get("back_at"),
        }
    }

    /// What an untouched form says: the first reason, and half an hour or as long as there is time.
    fn untouched(header: Header, left: Option<i64>) -> Self {
        let reasons = header.model.with_untracked(|model| model.me.break_reasons.clone());
        let fits = |minutes: &u32| left.is_none_or(|left| i64::from(*minutes) <= left);
        let back = match 30 {
            half_an_hour if fits(&half_an_hour) => half_an_hour.to_string(),
            _ => "unsure".to_owned(),
        };
        Self { reason: reasons.into_iter().next().unwrap_or_default(), back, ..Self::default() }
    }
}

/// The form.
#[component]
pub(crate) fn TakeBreak(
    header: Header,
    /// What was sent and refused.
    form: Option<BreakForm>,
) -> impl IntoView {
    let t = header.t;
    // Drawn once: what happens meanwhile must not undo what was chosen.
    let now = header.clock.now.get_untracked();
    let (left, running, reasons) = header.model.with_untracked(|model| {
        let until = model.me.online_until(now);
        let left = until.map(|until| until.millis_since(now) / presence::MINUTE);
        (left, model.me.break_at(now).cloned(), model.me.break_reasons.clone())
    });
    let form = form.unwrap_or_else(|| {
        let untouched = BreakForm::untouched(header, left);
        let reason = running.and_then(|running| running.reason);
        BreakForm { reason: reason.unwrap_or_else(|| untouched.reason.clone()), ..untouched }
    });
    let node = NodeRef::<html::Form>::new();
    let errors = Signal::derive(move || header.errors().apart().1);
    let chosen = RwSignal::new(form.clone());
    let read = move || {
        if let Some(fields) = FormFields::of(node) {
            chosen.try_set(BreakForm::typed(&fields));
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        read();
        header.take_break(chosen.get_untracked());
    };
    let busy = move || header.is_busy(Pending::Break);
    let label = move || {
        let chosen = chosen.get();
        let reason = break_reason(t, &chosen.reason);
        match ends_at(header, &chosen) {
            Some(until) => t.break_until(&reason, &header.moment(until)),
            None => reason,
        }
    };
    let option = move |name: &'static str, value: String, checked: bool, label: AnyView| {
        view! {
            <label class="pick__opt">
                <input type="radio" name=name value=value checked=checked/>
                <Icon name=IconName::Check size=16/>
                <span>{label}</span>
            </label>
        }
    };
    let reason = form.reason.clone();
    let reasons = reasons
        .into_iter()
        .map(|one| {
            let label = break_reason(t, &one);
            let checked = one == reason;
            option("reason", one, checked, label.into_any())
        })
        .collect_view();
    let back = form.back.clone();
    let lengths = BreakForm::OFFERED
        .into_iter()
        .filter(|minutes| left.is_none_or(|left| i64::from(*minutes) <= left))
        .map(|minutes| {
            let at = words(move || header.moment(header.now().plus_minutes(minutes)));
            let value = minutes.to_string();
            let checked = value == back;
            option("back", value, checked, view! { {at} }.into_any())
        })
        .collect_view();
    let until = option("back", "until".into(), back == "until", t.break_at().into_any());
    let unsure = option("back", "unsure".into(), back == "unsure", t.break_unsure().into_any());
    let error_of = move |field: &'static str| Signal::derive(move || errors.with(|e| e.get(field)));
    let (wrong_reason, wrong_back, wrong_time) =
        (error_of("reason"), error_of("back"), error_of("back_at"));
    let is_first = |field: &'static str| errors.with_untracked(|errors| errors.is_first(field));
    let described = |error: Signal<Option<_>>, id: &'static str| {
        word(move || error.with(Option::is_some).then_some(id))
    };
    view! {
        <form
            class="stack"
            method="post"
            action=paths::PRESENCE
            novalidate
            node_ref=node
            on:submit=submit
            on:change=move |_| read()
            on:input=move |_| read()
        >
            <input type="hidden" name="action" value="break"/>
            <fieldset aria-describedby=described(wrong_reason, "reason-error")>
                <legend>{t.break_for()}</legend>
                <div class="pick">{reasons}</div>
                <ErrorLine id="reason" error=wrong_reason/>
            </fieldset>
            <fieldset class="pick-back" aria-describedby=described(wrong_back, "back-error")>
                <legend>{t.break_back_at()}</legend>
                <div class="pick">{lengths} {until} {unsure}</div>
                <ErrorLine id="back" error=wrong_back/>
                <div class="pick-back__at">
                    <label for="back_at" class="strong">{t.break_back_at()}</label>
                    <input
                        class="input input--short"
                        type="time"
                        id="back_at"
                        name="back_at"
                        value=form.back_at
                        autofocus=is_first("back_at")
                        aria-invalid=flag(move || wrong_time.with(Option::is_some))
                        aria-describedby=described(wrong_time, "back_at-error")
                    />
                    <ErrorLine id="back_at" error=wrong_time/>
                </div>
            </fieldset>
            <p class="muted">{words(move || what_follows(header))}</p>
            <button class="btn btn--primary btn--wide" type="submit" aria-disabled=flag(busy)>
                <Icon name=IconName::Cup size=16/>
                {words(label)}
            </button>
        </form>
    }
}

/// What customers see meanwhile: where nobody else is there, and who stays.
fn what_follows(header: Header) -> String {
    let t = header.t;
    let now = header.now();
    header.model.with(|model| {
        let places = model.me.presence.projects.iter().filter(|place| place.since.is_some());
        let mut dark = Vec::new();
        let mut stay = Vec::new();
        for place in places {
            let others = model.others_available(&place.project, now);
            if others.is_empty() {
                dark.push(place.name.clone());
            }
            for name in others {
                if !stay.contains(&name) {
                    stay.push(name);
                }
            }
        }
        if dark.is_empty() {
            t.break_others_stay(&format::list(t, &stay))
        } else {
            t.break_nobody_stays(&format::list(t, &dark))
        }
    })
}

/// When one would be back, for the button; what it means, the server says.
fn ends_at(header: Header, chosen: &BreakForm) -> Option<Timestamp> {
    let now = header.now();
    match chosen.end("").understand().ok()? {
        LeaseEnd::After(length) => Some(now.plus_minutes(length.minutes())),
        LeaseEnd::At(until) => Some(until),
        LeaseEnd::TimeOfDay { time, .. } => Some(browser::next_time_of_day(time, now)),
        LeaseEnd::Never | LeaseEnd::Shift => None,
    }
}
