//! One's own account.
//!
//! Fields: `action=profile` with `name`, `language` (a tag, or empty for the browser's);
//! `action=password` with `current_password`, `password`, `password_again`.

use super::setup::new_password;
use crate::{
    Language, Page,
    format::Reader,
    shell::Section,
    ui::{ErrorLine, Field, FormErrors, FormNotice, Panel, Submit},
};
use leptos::prelude::*;

/// One's own account.
#[derive(Debug, Clone, Default)]
pub struct AccountPage {
    /// What was typed before, else the present name.
    pub name: String,
    /// The address that one signs in with.
    pub email: String,
    /// The chosen language; `None` is the browser's.
    pub language: Option<Language>,
    /// What is wrong with name and language.
    pub profile_errors: FormErrors,
    /// What is wrong with the passwords.
    pub password_errors: FormErrors,
}

impl Page for AccountPage {
    fn title(&self, t: Language) -> String {
        t.account_title().into()
    }

    fn section(&self) -> Option<Section> {
        Some(Section::Account)
    }

    fn errors(&self) -> Option<&FormErrors> {
        let both = [&self.profile_errors, &self.password_errors];
        both.into_iter().find(|errors| !errors.is_empty())
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self { name, email, language, profile_errors, password_errors } = self;
        let address = email.clone();
        let zone = t.language_hint(reader.zone_name());
        let options = Language::ALL
            .iter()
            .map(|&l| {
                view! {
                    <option value=l.tag() lang=l.tag() selected=language == Some(l)>
                        {l.native_name()}
                    </option>
                }
            })
            .collect_view();
        let language_error = profile_errors.get("language");
        view! {
            <div class="page__head"><div><h1>{t.account_title()}</h1></div></div>
            <Panel title=t.account_profile() id="profile">
                <form class="form panel__body" method="post" novalidate>
                    <FormNotice errors=profile_errors.clone()/>
                    <Field
                        name="name"
                        label=t.name()
                        value=name
                        hint=t.name_hint()
                        autocomplete="name"
                        errors=profile_errors
                    />
                    <div class="field">
                        <label class="label" for="email">{t.email()}</label>
                        <input class="input" id="email" type="email" value=address readonly=true autocomplete="email"/>
                    </div>
                    <div class="field">
                        <label class="label" for="language">{t.language()}</label>
                        <select
                            class="input"
                            id="language"
                            name="language"
                            aria-invalid=language_error.is_some().then_some("true")
                            aria-describedby=if language_error.is_some() { "language-error language-hint" } else { "language-hint" }
                        >
                            <option value="" selected=language.is_none()>{t.language_auto()}</option>
                            {options}
                        </select>
                        <ErrorLine id="language" error=language_error/>
                        <span class="hint" id="language-hint">{zone}</span>
                    </div>
                    <p><Submit label=t.save() name="action" value="profile"/></p>
                </form>
            </Panel>
            <Panel title=t.account_password() id="passwords">
                <form class="form panel__body" method="post" novalidate>
                    <FormNotice errors=password_errors.clone()/>
                    <p class="muted">{t.account_password_lead()}</p>
                    // For the browser's own memory of passwords.
                    <input type="hidden" value=email autocomplete="username"/>
                    <Field
                        name="current_password"
                        label=t.current_password()
                        kind="password"
                        autocomplete="current-password"
                        errors=password_errors.clone()
                    />
                    {new_password(t, password_errors)}
                    <p><Submit label=t.change_password() name="action" value="password"/></p>
                </form>
            </Panel>
        }
        .into_any()
    }
}
