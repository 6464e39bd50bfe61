//! Asking for a link to choose a new password.
//!
//! Fields: `email`.

use crate::{
    Language, Page,
    format::Reader,
    icons::IconName,
    paths,
    shell::Layout,
    ui::{Field, FormErrors, FormNotice, Notice, Submit, Tone},
};
use leptos::prelude::*;

/// How far one has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ForgotPasswordStep {
    /// Asking for the address.
    #[default]
    Ask,
    /// A link is on its way, if there is such an account. The answer never tells whether there is.
    Sent,
    /// This site sends no mail.
    NoMail,
}

/// The page for those who forgot their password.
#[derive(Debug, Clone, Default)]
pub struct ForgotPasswordPage {
    /// How far one has come.
    pub step: ForgotPasswordStep,
    /// What was typed.
    pub email: String,
    /// What is wrong.
    pub errors: FormErrors,
}

impl Page for ForgotPasswordPage {
    fn title(&self, t: Language) -> String {
        match self.step {
            ForgotPasswordStep::Sent => t.forgot_sent_title().into(),
            _ => t.forgot_title().into(),
        }
    }

    fn layout(&self) -> Layout {
        Layout::Card
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let title = self.title(t);
        let Self { step, email, errors } = self;
        let content = match step {
            ForgotPasswordStep::Ask => view! {
                <p class="muted">{t.forgot_lead()}</p>
                <form class="form" method="post" novalidate>
                    <FormNotice errors=errors.clone()/>
                    <Field
                        name="email"
                        label=t.email()
                        kind="email"
                        value=email
                        autocomplete="username"
                        errors=errors
                    />
                    <Submit
                        label=t.forgot_submit()
                        class="btn btn--primary btn--wide"
                        icon=IconName::Mail
                    />
                </form>
            }
            .into_any(),
            ForgotPasswordStep::Sent => {
                view! { <Notice tone=Tone::Info role="status">{t.forgot_sent(&email)}</Notice> }
                    .into_any()
            }
            ForgotPasswordStep::NoMail => {
                view! { <Notice tone=Tone::Warn>{t.forgot_mail_off()}</Notice> }.into_any()
            }
        };
        view! {
            <h1>{title}</h1>
            {content}
            <p><a href=paths::SIGN_IN>{t.back_to_sign_in()}</a></p>
        }
        .into_any()
    }
}
