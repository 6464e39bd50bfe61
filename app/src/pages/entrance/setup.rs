//! Creating the first site admin, behind the link that the server prints.
//!
//! Fields: `name`, `email`, `password`, `password_again`.

use super::new_password::new_password;
use crate::{
    Language, Page,
    format::Reader,
    shell::Layout,
    ui::{Field, FormErrors, FormNotice, Submit},
};
use leptos::prelude::*;

/// The page of an empty site's first visitor.
#[derive(Debug, Clone, Default)]
pub struct SetupPage {
    /// What was typed before.
    pub name: String,
    /// What was typed before.
    pub email: String,
    /// What is wrong.
    pub errors: FormErrors,
}

impl Page for SetupPage {
    fn title(&self, t: Language) -> String {
        t.setup_title().into()
    }

    fn layout(&self) -> Layout {
        Layout::Card
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self { name, email, errors } = self;
        view! {
            <h1>{t.setup_title()}</h1>
            <p class="muted">{t.setup_lead()}</p>
            <form class="form" method="post" novalidate>
                <FormNotice errors=errors.clone()/>
                <Field
                    name="name"
                    label=t.name()
                    value=name
                    hint=t.name_hint()
                    autocomplete="name"
                    errors=errors.clone()
                />
                <Field
                    name="email"
                    label=t.email()
                    kind="email"
                    value=email
                    autocomplete="username"
                    errors=errors.clone()
                />
                {new_password(t, errors)}
                <Submit label=t.setup_submit() class="btn btn--primary btn--wide"/>
            </form>
        }
        .into_any()
    }
}

/// What an empty site tells those who come without the link, or with one that works no longer.
#[derive(Debug, Clone, Copy, Default)]
pub struct SetupLinkPage;

impl Page for SetupLinkPage {
    fn title(&self, t: Language) -> String {
        t.setup_title().into()
    }

    fn layout(&self) -> Layout {
        Layout::Card
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        view! {
            <h1>{t.setup_title()}</h1>
            <p>{t.setup_needs_link()}</p>
            <p class="muted">{t.setup_needs_link_hint()}</p>
        }
        .into_any()
    }
}
