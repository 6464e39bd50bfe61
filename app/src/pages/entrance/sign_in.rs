//! Signing in.
//!
//! Fields: `email`, `password`. Where one wanted to go stays in the address (`?next=`), which the form
//! posts to.

use crate::{
    Language, Page,
    format::Reader,
    paths,
    shell::Layout,
    signed_out::why_signed_out,
    ui::{Field, FormErrors, FormNotice, Notice, Submit, Tone},
};
use leptos::prelude::*;
use service::SessionEnd;

/// The page for signing in.
#[derive(Debug, Clone, Default)]
pub struct SignInPage {
    /// What was typed before.
    pub email: String,
    /// What is wrong.
    pub errors: FormErrors,
    /// Why this browser was signed out, where somebody else did it.
    pub signed_out: Option<SessionEnd>,
}

impl Page for SignInPage {
    fn title(&self, t: Language) -> String {
        t.sign_in_title().into()
    }

    fn layout(&self) -> Layout {
        Layout::Card
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self { email, errors, signed_out } = self;
        let signed_out = signed_out.map(|why| {
            view! { <Notice tone=Tone::Warn role="status">{why_signed_out(t, why)}</Notice> }
        });
        view! {
            <h1>{t.sign_in_title()}</h1>
            {signed_out}
            <form class="form" method="post" novalidate>
                <FormNotice errors=errors.clone()/>
                <Field
                    name="email"
                    label=t.email()
                    kind="email"
                    value=email
                    autocomplete="username"
                    errors=errors.clone()
                />
                <Field
                    name="password"
                    label=t.password()
                    kind="password"
                    autocomplete="current-password"
                    errors=errors
                />
                <Submit label=t.sign_in() class="btn btn--primary btn--wide"/>
                <p><a href=paths::FORGOT_PASSWORD>{t.forgot_password()}</a></p>
            </form>
        }
        .into_any()
    }
}
