//! How long to be online: five lengths above, the other ends below.

use super::{ErrorLine, FormErrors, language};
use crate::format;
use leptos::prelude::*;
use presence::{LeaseDuration, MINUTE};

/// What was chosen and typed in a [`LengthPicker`], as the form sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LengthChoice {
    /// One of `30`, `60`, `120`, `240`, `480`, `shift`, `until`, `minutes`, `none`.
    pub length: String,
    /// The time of day of `until`: `17:30`.
    pub until: String,
    /// The number of `minutes`.
    pub minutes: String,
}

impl Default for LengthChoice {
    fn default() -> Self {
        Self { length: "240".into(), until: String::new(), minutes: String::new() }
    }
}

/// The choice of a length. Its fields are `length`, `until` and `minutes`; errors belong to these names.
#[component]
pub fn LengthPicker(
    /// What is chosen.
    choice: LengthChoice,
    /// What is wrong.
    errors: FormErrors,
    /// Whether there is a shift to end with.
    shift: bool,
    /// The reader's time zone, to be said beside the time of day.
    #[prop(into)]
    zone: String,
) -> impl IntoView {
    let t = language();
    let LengthChoice { length, until, minutes } = choice;
    let option = move |value: &str, words: String, wide: bool, length: &str| {
        let class = if wide { "seg__opt seg__opt--wide" } else { "seg__opt" };
        view! {
            <label class=class>
                <input type="radio" name="length" value=value.to_owned() checked=value == length/>
                <span>{words}</span>
            </label>
        }
    };
    let offered = LeaseDuration::OFFERED
        .into_iter()
        .map(|m| {
            let words = format::duration(t, i64::from(m) * MINUTE);
            option(&m.to_string(), words, false, &length)
        })
        .collect_view();
    let others = [
        ("shift", t.length_shift()),
        ("until", t.length_until()),
        ("minutes", t.length_minutes()),
        ("none", t.length_no_end()),
    ];
    let others = others
        .into_iter()
        // What was chosen stays to be seen, even if there is none any more.
        .filter(|(value, _)| *value != "shift" || shift || length == "shift")
        .map(|(value, words)| option(value, words.to_owned(), true, &length))
        .collect_view();
    let (until_error, minutes_error) = (errors.get("until"), errors.get("minutes"));
    view! {
        <fieldset class="seg" aria-describedby=errors.get("length").map(|_| "length-error")>
            <legend>{t.go_online_for()}</legend>
            <div class="seg__tray">{offered}{others}</div>
            <ErrorLine id="length" error=errors.get("length")/>
            <div class="seg__more seg__more--until">
                <label for="until" class="strong">{t.until()}</label>
                <input
                    class="input input--short"
                    type="time"
                    id="until"
                    name="until"
                    value=until
                    autofocus=errors.is_first("until")
                    aria-invalid=until_error.is_some().then_some("true")
                    aria-describedby=if until_error.is_some() { "until-error until-hint" } else { "until-hint" }
                />
                <span class="hint" id="until-hint">{t.until_zone(&zone)}</span>
                <ErrorLine id="until" error=until_error/>
            </div>
            <div class="seg__more seg__more--minutes">
                <label for="minutes" class="strong">{t.minutes()}</label>
                <input
                    class="input input--num"
                    type="text"
                    inputmode="numeric"
                    id="minutes"
                    name="minutes"
                    value=minutes
                    autocomplete="off"
                    autofocus=errors.is_first("minutes")
                    aria-invalid=minutes_error.is_some().then_some("true")
                    aria-describedby=if minutes_error.is_some() { "minutes-error minutes-hint" } else { "minutes-hint" }
                />
                <span class="hint" id="minutes-hint">
                    {t.minutes_hint(LeaseDuration::MAX_MINUTES)}
                </span>
                <ErrorLine id="minutes" error=minutes_error/>
            </div>
        </fieldset>
    }
}
