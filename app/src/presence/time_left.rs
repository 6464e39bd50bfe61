//! The time online that runs: how much is left, ending it, and extending it.

use super::when::sentence;
use crate::{
    format,
    header::{Header, Outcome, Pending, Place},
    icons::{Icon, IconName},
    paths,
    ui::{Notice, SLOTS, Submit, Tone, flag, part, word, words},
};
use leptos::{ev::SubmitEvent, prelude::*};
use presence::{MINUTE, Timestamp};

/// The lengths by which one extends, in minutes.
pub(crate) const EXTENSIONS: [u32; 2] = [30, 60];

/// Time left, the meter, and what one can do about it in one click.
#[component]
pub(crate) fn TimeLeft(header: Header) -> impl IntoView {
    let t = header.t;
    let since = Memo::new(move |_| header.model.with(|model| model.me.presence.since));
    let until = Memo::new(move |_| header.online_until());
    let big = move || match header.left() {
        None => view! { {t.no_end()} }.into_any(),
        Some(left) => {
            let words = t.time_left(SLOTS[0]);
            let (before, after) = words.split_once(SLOTS[0]).unwrap_or(("", ""));
            let small = |words: &str| {
                let words = words.trim().to_owned();
                (!words.is_empty()).then(|| view! { " " <small>{words}</small> " " })
            };
            view! { {small(before)} <span class="nowrap">{left}</span> {small(after)} }.into_any()
        }
    };
    let meter =
        move || since.get().zip(until.get()).map(|(since, until)| meter(header, since, until));
    let ends = move || {
        let since =
            since.get().map(|since| sentence(header.clock, |[slot, ..]| t.since_at(slot), [since]));
        let until =
            until.get().map(|until| sentence(header.clock, |[slot, ..]| t.until_at(slot), [until]));
        view! { <span>{since}</span> <span>{until}</span> }
    };
    view! {
        <div class="dialog__part">
            {part(move || header.last_in().map(|last| last_one_out(header, &last)))}
            <div class="left">
                <p class="left__big" dir="auto">{part(big)}</p>
                {part(move || header.last_in().is_none().then(|| go_offline(header)))}
                {part(meter)}
                <p class="left__ends">{part(ends)}</p>
            </div>
            {part(move || until.get().is_some().then(|| extend(header)))}
        </div>
    }
}

/// How much of the time has passed, in four hundredths of its length.
fn meter(header: Header, since: Timestamp, until: Timestamp) -> impl IntoView {
    let t = header.t;
    let whole = until.millis_since(since).max(1);
    let passed = move || header.now().millis_since(since).clamp(0, whole);
    let label = move || t.passed_of(&format::duration(t, passed()), &format::duration(t, whole));
    view! {
        <svg class="meter" viewBox="0 0 400 6" preserveAspectRatio="none" role="img" aria-label=words(label)>
            <rect class="meter__track" width="400" height="6" rx="3"></rect>
            <rect
                class="meter__done"
                width=words(move || (passed() * 400 / whole).to_string())
                height="6"
                rx="3"
            ></rect>
        </svg>
    }
}

fn go_offline(header: Header) -> impl IntoView {
    let t = header.t;
    let busy = move || header.is_busy(Pending::GoOffline);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        header.go_offline(false);
    };
    view! {
        <form method="post" action=paths::PRESENCE on:submit=submit>
            <input type="hidden" name="action" value="offline"/>
            <button
                class="btn"
                type="submit"
                id="go-offline"
                aria-disabled=flag(busy)
            >
                <Icon name=IconName::LampOffline size=16/>
                {word(move || Some(if busy() { t.going_offline() } else { t.go_offline() }))}
            </button>
        </form>
    }
}

/// The last one out is told so before it is done.
fn last_one_out(header: Header, projects: &[String]) -> impl IntoView + use<> {
    let t = header.t;
    let words = t.last_one_out(&format::list(t, projects));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        header.go_offline(true);
    };
    let stay = match header.place {
        Place::Page => {
            view! { <a class="btn" href=paths::PRESENCE>{t.stay_online()}</a> }.into_any()
        }
        Place::Dialog => {
            let stay = move |_| header.outcome.set(Outcome::None);
            view! {
                <button class="btn" type="button" autofocus=true on:click=stay>
                    {t.stay_online()}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <Notice tone=Tone::Warn role="alert">
            <h3 class="h3">{t.last_one_out_title()}</h3>
            <p>{words}</p>
            <form
                class="row notice__do"
                method="post"
                action=paths::PRESENCE
                on:submit=submit
            >
                <input type="hidden" name="action" value="offline"/>
                <input type="hidden" name="confirm" value="yes"/>
                <Submit label=t.go_offline_anyway() class="btn btn--danger"/>
                {stay}
            </form>
        </Notice>
    }
}

fn extend(header: Header) -> impl IntoView {
    let t = header.t;
    let busy = move || header.is_busy(Pending::Extend);
    let buttons = EXTENSIONS.map(|minutes| {
        let words = t.extend_by(&format::duration(t, i64::from(minutes) * MINUTE));
        let extend = move |event: leptos::ev::MouseEvent| {
            // In the dialog; a page's form is sent.
            if header.place == Place::Dialog {
                event.prevent_default();
                header.extend(minutes);
            }
        };
        view! {
            <button
                class="btn btn--small"
                type="submit"
                name="extend_minutes"
                value=minutes.to_string()
                aria-disabled=flag(busy)
                on:click=extend
            >
                {words}
            </button>
        }
    });
    let revision = words(move || header.model.with(|model| model.me.presence.revision.to_string()));
    view! {
        <form method="post" action=paths::PRESENCE>
            <input type="hidden" name="action" value="extend"/>
            <input type="hidden" name="revision" value=revision/>
            <div class="split" role="group" aria-label=t.extend()>
                <span class="strong">{t.extend()}</span>
                {buttons.into_iter().collect_view()}
            </div>
        </form>
    }
}
