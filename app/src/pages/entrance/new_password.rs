//! Choosing a password.

use crate::{
    Language,
    ui::{Field, FormErrors},
};
use leptos::prelude::*;

/// The shortest password that the pages ask for, in characters; the server checks that the service takes it.
pub const PASSWORD_MIN: u32 = 10;

/// A new password, twice: `password` and `password_again`.
pub(in crate::pages) fn new_password(t: Language, errors: FormErrors) -> impl IntoView {
    view! {
        <Field
            name="password"
            label=t.new_password()
            kind="password"
            hint=t.password_hint(PASSWORD_MIN)
            autocomplete="new-password"
            errors=errors.clone()
        />
        <Field
            name="password_again"
            label=t.repeat_password()
            kind="password"
            autocomplete="new-password"
            errors=errors
        />
    }
}
