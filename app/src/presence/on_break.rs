//! A break that runs: how long it still is, and the way back. And the question at its end.

use super::{take_break::TakeBreak, when::sentence};
use crate::{
    actions::BreakForm,
    format,
    header::{Header, Pending},
    icons::{Icon, IconName},
    paths,
    ui::{SLOTS, flag, part, words},
};
use leptos::{ev::SubmitEvent, prelude::*};
use presence::{Timestamp, view::AbsenceView};

/// How long the break still is, and "I’m back"; and changing it.
#[component]
pub(crate) fn OnBreak(
    header: Header,
    /// What was sent and refused.
    form: Option<BreakForm>,
) -> impl IntoView {
    let t = header.t;
    let running = Memo::new(move |_| header.break_now());
    let big = move || {
        let left = running.get().and_then(|running| running.until);
        let left = left.map(|until| until.millis_since(header.now()).max(0));
        left.map(|left| {
            let left = format::duration(t, left);
            let words = t.time_left(SLOTS[0]);
            let (before, after) = words.split_once(SLOTS[0]).unwrap_or(("", ""));
            let small = |words: &str| {
                let words = words.trim().to_owned();
                (!words.is_empty()).then(|| view! { " " <small>{words}</small> " " })
            };
            view! { {small(before)} <span class="nowrap">{left}</span> {small(after)} }
        })
    };
    let ends = move || {
        running.get().map(|AbsenceView { since, until, .. }| {
            let since = sentence(header.clock, |[slot, ..]| t.since_at(slot), [since]);
            let until =
                until.map(|until| sentence(header.clock, |[slot, ..]| t.back_at(slot), [until]));
            view! { <span>{since}</span> <span>{until}</span> }
        })
    };
    let meter = move || {
        let running = running.get()?;
        Some(meter(header, running.since, running.until?))
    };
    let open = form.is_some();
    view! {
        <div class="dialog__part">
            <div class="left">
                <p class="left__big" dir="auto">{part(big)}</p>
                {im_back(header)}
                {part(meter)}
                <p class="left__ends">{part(ends)}</p>
            </div>
        </div>
        <details class="dialog__part dialog__part--line" open=open>
            <summary>{t.break_change()}</summary>
            <TakeBreak header=header form=form/>
        </details>
    }
}

/// Back in one click; a form, as everything.
fn im_back(header: Header) -> impl IntoView {
    let t = header.t;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        header.end_break();
    };
    view! {
        <form method="post" action=paths::PRESENCE on:submit=submit>
            <input type="hidden" name="action" value="end_break"/>
            <button
                class="btn btn--primary"
                type="submit"
                id="im-back"
                aria-disabled=flag(move || header.is_busy(Pending::Break))
            >
                {t.im_back()}
            </button>
        </form>
    }
}

fn meter(header: Header, since: Timestamp, until: Timestamp) -> impl IntoView {
    let t = header.t;
    let whole = until.millis_since(since).max(1);
    let passed = move || header.now().millis_since(since).clamp(0, whole);
    let label = move || t.passed_of(&format::duration(t, passed()), &format::duration(t, whole));
    view! {
        <svg class="meter" viewBox="0 0 400 6" preserveAspectRatio="none" role="img" aria-label=words(label)>
            <rect class="meter__track" width="400" height="6" rx="3"></rect>
            <rect
                class="meter__done meter__done--away"
                width=words(move || (passed() * 400 / whole).to_string())
                height="6"
                rx="3"
            ></rect>
        </svg>
    }
}

/// By how much a break is made longer at its end, in minutes.
const MORE: &str = "15";

/// "Are you back?": a small question beside the icon, once a break has ended. It waits for no click: any input
/// is an answer.
#[component]
pub(super) fn BackQuestion(header: Header) -> impl IntoView {
    let ended = Memo::new(move |_| header.break_ended());
    part(move || ended.get().map(|at| question(header, at)))
}

fn question(header: Header, ended: Timestamp) -> impl IntoView {
    let t = header.t;
    // Once: the question is not another one a second later.
    let title = untrack(move || t.are_you_back(&header.moment(ended)));
    let ends = untrack(move || header.model.with(|model| model.me.ends_at(header.now())));
    let hint = match ends {
        Some(end) => t.are_you_back_until(&untrack(move || header.moment(end))),
        None => t.are_you_back_hint().to_owned(),
    };
    let busy = move || flag(move || header.pending.with(Option::is_some));
    let more = move |_| {
        let reason = header.last_reason();
        let back = MORE.to_owned();
        header.take_break(BreakForm { reason, back, ..BreakForm::default() });
    };
    let wrong = move || {
        let errors = header.errors();
        let error = errors.whole().cloned().or_else(|| errors.get("back"));
        error.map(|error| view! { <p class="error" role="alert">{error.words(t)}</p> })
    };
    let quarter = format::duration(t, 15 * presence::MINUTE);
    view! {
        <div class="ask" role="group" aria-labelledby="back-title">
            <p>
                <strong id="back-title">{title}</strong>
                <span class="muted">{hint}</span>
            </p>
            {part(wrong)}
            <p class="ask__do">
                <button
                    class="btn btn--small btn--primary"
                    type="button"
                    aria-disabled=busy()
                    on:click=move |_| header.end_break()
                >
                    {t.im_back()}
                </button>
                <button class="btn btn--small" type="button" aria-disabled=busy() on:click=more>
                    <Icon name=IconName::Cup size=16/>
                    {t.break_more(&quarter)}
                </button>
                <button
                    class="btn btn--small btn--quiet"
                    type="button"
                    aria-disabled=busy()
                    on:click=move |_| header.go_offline(false)
                >
                    {t.go_offline()}
                </button>
            </p>
        </div>
    }
}
