//! Choosing a new password with the link from the mail.
//!
//! Fields: `password`, `password_again`. The token stays in the address (`?token=`), which the form
//! posts to.

use super::new_password::new_password;
use crate::{
    Language, Page,
    format::Reader,
    paths,
    shell::Layout,
    ui::{FormErrors, FormNotice, Submit},
};
use leptos::prelude::*;

/// The page behind the link from the mail.
#[derive(Debug, Clone, Default)]
pub struct ResetPasswordPage {
    /// Whose password; `None` when the link works no longer.
    pub email: Option<String>,
    /// What is wrong.
    pub errors: FormErrors,
}

impl Page for ResetPasswordPage {
    fn title(&self, t: Language) -> String {
        if self.email.is_some() { t.reset_title().into() } else { t.link_over_title().into() }
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
        let Self { email, errors } = self;
        let Some(email) = email else {
            return view! {
                <h1>{title}</h1>
                <p>{t.link_over()}</p>
                <p>
                    <a class="btn btn--primary btn--wide" href=paths::FORGOT_PASSWORD>
                        {t.ask_for_link()}
                    </a>
                </p>
            }
            .into_any();
        };
        view! {
            <h1>{title}</h1>
            <p class="muted">{t.reset_lead(&email)}</p>
            <form class="form" method="post" novalidate>
                <FormNotice errors=errors.clone()/>
                // For the browser's own memory of passwords.
                <input type="hidden" name="email" value=email autocomplete="username"/>
                {new_password(t, errors)}
                <Submit label=t.reset_submit() class="btn btn--primary btn--wide"/>
            </form>
        }
        .into_any()
    }
}
