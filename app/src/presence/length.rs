//! How long to be online: five lengths in a row, and four other ends behind "More".

use crate::{
    actions::GoOnlineForm,
    format,
    header::Header,
    icons::{Icon, IconName},
    ui::{ErrorLine, FormErrors, flag, word, words},
};
use leptos::prelude::*;
use presence::{LeaseDuration, MINUTE};

/// The choice of a length. Its fields are `length`, `until` and `minutes`; errors belong to these names.
#[component]
pub(super) fn LengthPicker(
    header: Header,
    /// What is chosen at first.
    form: GoOnlineForm,
    /// What is wrong.
    errors: Signal<FormErrors>,
) -> impl IntoView {
    let t = header.t;
    let GoOnlineForm { length, until, minutes, .. } = form;
    let option = |value: &str, words: AnyView| {
        let chosen = value == length;
        view! {
            <label class="seg__opt">
                <input type="radio" name="length" value=value.to_owned() checked=chosen/>
                <span>{words}</span>
            </label>
        }
    };
    let offered = LeaseDuration::OFFERED.map(|minutes| {
        let words = format::duration(t, i64::from(minutes) * MINUTE);
        option(&minutes.to_string(), words.into_any())
    });
    let is_one_of_more =
        !LeaseDuration::OFFERED.iter().any(|offered| offered.to_string() == length);
    // Drawn once: what is chosen must not be undone by what happens meanwhile.
    let shift = header
        .model
        .with_untracked(|model| model.shift_end(None, header.clock.now.get_untracked()));
    let shift = match shift {
        Some(end) => {
            let words = words(move || t.length_shift_at(&header.moment(end)));
            Some(option("shift", view! { {words} }.into_any()))
        }
        // What was chosen stays to be seen, even if there is none any more.
        None if length == "shift" => Some(option("shift", t.length_shift().into_any())),
        None => None,
    };
    let others =
        [("until", t.length_until()), ("minutes", t.length_minutes()), ("none", t.length_no_end())];
    let others = others.map(|(value, words)| option(value, words.into_any()));
    let error_of = move |field: &'static str| Signal::derive(move || errors.with(|e| e.get(field)));
    let is_first = |field: &'static str| errors.with_untracked(|errors| errors.is_first(field));
    let (length_error, until_error, minutes_error) =
        (error_of("length"), error_of("until"), error_of("minutes"));
    let described = move |field: &'static str, error: Signal<Option<_>>| {
        words(move || {
            let error = error.with(Option::is_some).then(|| format!("{field}-error "));
            format!("{}{field}-hint", error.unwrap_or_default())
        })
    };
    view! {
        <fieldset
            class="seg seg--length"
            aria-describedby=word(move || length_error.with(Option::is_some).then_some("length-error"))
        >
            <legend>{t.go_online_for()}</legend>
            <div class="seg__tray seg__tray--one">
                {offered.into_iter().collect_view()}
                <details class="seg__others" open=is_one_of_more>
                    <summary class="seg__open">{t.more()} <Icon name=IconName::Down size=16/></summary>
                </details>
            </div>
            // The style sheet shows them with the `details` above.
            <div class="seg__tray seg__tray--others">{shift} {others.into_iter().collect_view()}</div>
            <ErrorLine id="length" error=length_error/>
            <div class="seg__more seg__more--until">
                <label for="until" class="strong">{t.until()}</label>
                <input
                    class="input input--short"
                    type="time"
                    id="until"
                    name="until"
                    value=until
                    autofocus=is_first("until")
                    aria-invalid=flag(move || until_error.with(Option::is_some))
                    aria-describedby=described("until", until_error)
                />
                <span class="hint" id="until-hint">{words(move || t.until_zone(&header.clock.zone()))}</span>
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
                    autofocus=is_first("minutes")
                    aria-invalid=flag(move || minutes_error.with(Option::is_some))
                    aria-describedby=described("minutes", minutes_error)
                />
                <span class="hint" id="minutes-hint">
                    {t.minutes_hint(LeaseDuration::MAX_MINUTES)}
                </span>
                <ErrorLine id="minutes" error=minutes_error/>
            </div>
        </fieldset>
    }
}
