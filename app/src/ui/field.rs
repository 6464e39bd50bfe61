//! Fields of forms: a label, perhaps a hint, and the error beside it.

use super::{FieldError, FormErrors, Notice, Tone, flag, language, part};
use crate::icons::{Icon, IconName};
use leptos::prelude::*;

/// The ids that `aria-describedby` names: the hint's and the error's, where they are there.
fn described(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-error {id}-hint")),
    }
}

/// An error in words, with an icon, to be named by the field's `aria-describedby` as `ID-error`.
#[component]
pub fn ErrorLine(
    /// The id of the field that it belongs to.
    #[prop(into)]
    id: String,
    /// What is wrong; nothing is drawn without.
    #[prop(into)]
    error: Signal<Option<FieldError>>,
) -> impl IntoView {
    let t = language();
    part(move || {
        error.get().map(|error| {
            view! {
                <p class="error" id=format!("{id}-error")>
                    <Icon name=IconName::Bad size=16/>
                    <span>{error.words(t)}</span>
                </p>
            }
        })
    })
}

/// One line to type into.
#[component]
pub fn Field(
    /// The field's name in the form.
    name: &'static str,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// What is wrong with the form.
    errors: FormErrors,
    /// Its id, where the name is there twice.
    #[prop(optional)]
    id: Option<&'static str>,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What was typed before.
    #[prop(optional, into)]
    value: String,
    /// A line below.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What the browser may fill in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// It may be left empty, and says so.
    #[prop(optional)]
    may_be_empty: bool,
    /// The longest text.
    #[prop(optional)]
    max: Option<u16>,
) -> impl IntoView {
    let t = language();
    let id = id.unwrap_or(name);
    let error = errors.get(name);
    let described = described(id, hint.is_some(), error.is_some());
    // A password is never sent back.
    let value = (kind != "password" && !value.is_empty()).then_some(value);
    view! {
        <div class="field">
            <label class="label" for=id>
                {label}
                {may_be_empty.then(|| view! { " " <small>{format!("({})", t.optional())}</small> })}
            </label>
            <input
                class="input"
                type=kind
                id=id
                name=name
                value=value
                autocomplete=autocomplete
                maxlength=max.map(|max| max.to_string())
                required=!may_be_empty
                autofocus=errors.is_first(name)
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=described
            />
            <ErrorLine id=id error=error/>
            {hint.map(|hint| view! { <span class="hint" id=format!("{id}-hint")>{hint}</span> })}
        </div>
    }
}

/// Several lines to type into.
#[component]
pub fn TextArea(
    /// The field's name and id.
    name: &'static str,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// What is wrong with the form.
    #[prop(into)]
    errors: Signal<FormErrors>,
    /// What was typed before.
    #[prop(optional, into)]
    value: String,
    /// A line below.
    #[prop(optional, into)]
    hint: Option<String>,
    /// It may be left empty, and says so.
    #[prop(optional)]
    may_be_empty: bool,
    /// The longest text.
    #[prop(optional)]
    max: Option<u16>,
    /// One begins here, whatever is wrong.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let t = language();
    let error = Signal::derive(move || errors.with(|errors| errors.get(name)));
    let is_wrong = move || error.with(Option::is_some);
    let has_hint = hint.is_some();
    let autofocus = autofocus || errors.with_untracked(|errors| errors.is_first(name));
    view! {
        <div class="field">
            <label class="label" for=name>
                {label}
                {may_be_empty.then(|| view! { " " <small>{format!("({})", t.optional())}</small> })}
            </label>
            <textarea
                class="input"
                id=name
                name=name
                rows="3"
                maxlength=max.map(|max| max.to_string())
                required=!may_be_empty
                autofocus=autofocus
                aria-invalid=flag(is_wrong)
                aria-describedby=move || described(name, has_hint, is_wrong())
            >
                {value}
            </textarea>
            <ErrorLine id=name error=error/>
            {hint.map(|hint| view! { <span class="hint" id=format!("{name}-hint")>{hint}</span> })}
        </div>
    }
}

/// A checkbox or radio button with its words, and a line that says the consequence.
#[component]
pub fn Check(
    /// `checkbox` or `radio`.
    #[prop(default = "checkbox")]
    kind: &'static str,
    /// The field's name in the form.
    name: &'static str,
    /// What is sent when it is on.
    #[prop(into)]
    value: String,
    /// Whether it is on.
    checked: bool,
    /// The words beside it.
    #[prop(into)]
    label: String,
    /// What it means.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type=kind name=name value=value checked=checked/>
            <span>{label}</span>
            {hint.map(|hint| view! { <span class="hint">{hint}</span> })}
        </label>
    }
}

/// What is wrong with a form as a whole, above it; nothing where all is well.
#[component]
pub fn FormNotice(
    /// What is wrong.
    errors: FormErrors,
) -> impl IntoView {
    let t = language();
    let words = match errors.whole() {
        Some(error) => Some(error.words(t)),
        None if errors.count() > 0 => {
            Some(t.fix_errors(i64::try_from(errors.count()).unwrap_or(i64::MAX)))
        }
        None => None,
    };
    words.map(|words| view! { <Notice tone=Tone::Bad role="alert">{words}</Notice> })
}

/// The button that sends the form.
#[component]
pub fn Submit(
    /// The words on it: what will happen.
    #[prop(into)]
    label: String,
    /// The field's name, where a form has several buttons.
    #[prop(optional)]
    name: Option<&'static str>,
    /// What is sent when this button is the one.
    #[prop(optional, into)]
    value: Option<String>,
    /// Classes, instead of those of the one main button.
    #[prop(default = "btn btn--primary")]
    class: &'static str,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<IconName>,
    /// A longer name for those who hear it without the row around it.
    #[prop(optional, into)]
    aria: Option<String>,
) -> impl IntoView {
    view! {
        <button class=class type="submit" name=name value=value aria-label=aria>
            {icon.map(|icon| view! { <Icon name=icon size=16/> })}
            {label}
        </button>
    }
}
