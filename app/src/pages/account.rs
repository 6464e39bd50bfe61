//! One's own account.
//!
//! Fields: `action=profile` with `name`, `language` (a tag, or empty for the browser's);
//! `action=idle` with `own_idle` (`site`, `minutes`, `never`) and `own_idle_minutes`;
//! `action=password` with `current_password`, `password`, `password_again`.

use super::entrance::new_password;
use crate::{
    Language, Page,
    format::{self, Reader},
    paths,
    shell::Section,
    ui::{Check, ErrorLine, Field, FormErrors, FormNotice, Panel, Submit},
};
use leptos::prelude::*;
use presence::{AttendanceSettings, MINUTE};

/// One's own account.
#[derive(Debug, Clone, Default)]
pub struct AccountPage {
    /// What was typed before, else the present name.
    pub name: String,
    /// The address that one signs in with.
    pub email: String,
    /// The chosen language; `None` is the browser's.
    pub language: Option<Language>,
    /// After how much idleness one is away; `None` for those who are agents nowhere.
    pub idle: Option<OwnIdleChoice>,
    /// Whether one may have hours of one's own: agents may.
    pub has_hours: bool,
    /// What is wrong with name and language.
    pub profile_errors: FormErrors,
    /// What is wrong with the choice of idleness.
    pub idle_errors: FormErrors,
    /// What is wrong with the passwords.
    pub password_errors: FormErrors,
}

/// One's own choice of when one is away.
#[derive(Debug, Clone, Default)]
pub struct OwnIdleChoice {
    /// The site's minutes; `None` is never.
    pub site_minutes: Option<u32>,
    /// The site decides for everybody.
    pub enforced: bool,
    /// `site`, `minutes` or `never`.
    pub chosen: String,
    /// The minutes as they stand in their field.
    pub minutes: String,
}

impl Page for AccountPage {
    fn title(&self, t: Language) -> String {
        t.account_title().into()
    }

    fn section(&self) -> Option<Section> {
        Some(Section::Account)
    }

    fn errors(&self) -> Option<&FormErrors> {
        let all = [&self.profile_errors, &self.idle_errors, &self.password_errors];
        all.into_iter().find(|errors| !errors.is_empty())
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self {
            name,
            email,
            language,
            idle,
            has_hours,
            profile_errors,
            idle_errors,
            password_errors,
        } = self;
        let idle = idle.map(|idle| own_idle(t, idle, idle_errors));
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
            <div class="page__head">
                <div><h1>{t.account_title()}</h1></div>
                <a class="btn" href=paths::HISTORY>{t.history_title()}</a>
            </div>
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
            {idle}
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
            {has_hours.then(|| view! {
                <Panel title=t.own_hours() id="own-hours">
                    <div class="panel__body">
                        <p>{t.own_hours_text()}</p>
                        <p><a class="btn" href=paths::OWN_HOURS>{t.own_hours_link()}</a></p>
                    </div>
                </Panel>
            })}
            <Panel title=t.programs() id="programs">
                <div class="panel__body">
                    <p>{t.programs_text()}</p>
                    <p class="row">
                        <a class="btn" href=paths::TOKENS>{t.tokens_link()}</a>
                        <a class="btn" href=paths::API>{t.programs_link()}</a>
                    </p>
                </div>
            </Panel>
        }
        .into_any()
    }
}

/// When one is away: as the site says, later, or never.
fn own_idle(t: Language, idle: OwnIdleChoice, errors: FormErrors) -> AnyView {
    let time = idle.site_minutes.map(|minutes| format::duration(t, i64::from(minutes) * MINUTE));
    if idle.enforced {
        let words = match time {
            Some(time) => t.own_idle_enforced(&time),
            None => t.own_idle_enforced_never().to_owned(),
        };
        return view! {
            <Panel title=t.own_idle() id="own-idle">
                <p class="panel__body muted">{words}</p>
            </Panel>
        }
        .into_any();
    }
    let as_the_site = match time {
        Some(time) => t.own_idle_site(&time),
        None => t.own_idle_site_never().to_owned(),
    };
    let range = AttendanceSettings::IDLE_MINUTES;
    let choice = |value: &'static str, label: String, hint: Option<&'static str>| {
        let checked = idle.chosen == value;
        let hint = hint.map(|hint| view! { <p class="nest hint">{hint}</p> });
        view! {
            <Check kind="radio" name="own_idle" value=value checked=checked label=label/>
            {hint}
        }
        .into_any()
    };
    let as_the_site = choice("site", as_the_site, None);
    let never = choice("never", t.own_idle_never().to_owned(), Some(t.own_idle_never_hint()));
    let later = idle.site_minutes.is_some().then(|| {
        let label = choice("minutes", t.own_idle_minutes().to_owned(), None);
        view! {
            {label}
            <div class="nest numbers">
                <Field
                    name="own_idle_minutes"
                    label=t.own_idle_count()
                    value=idle.minutes.clone()
                    hint=t.own_idle_hint(
                        *range.end(),
                        idle.site_minutes.unwrap_or(*range.start()),
                    )
                    may_be_empty=true
                    errors=errors.clone()
                />
            </div>
        }
    });
    view! {
        <Panel title=t.own_idle() id="own-idle">
            <form class="form panel__body" method="post" novalidate>
                <FormNotice errors=errors.clone()/>
                <fieldset>
                    <legend class="sr">{t.own_idle()}</legend>
                    {as_the_site}
                    {later}
                    {never}
                    <ErrorLine id="own_idle" error=errors.get("own_idle")/>
                </fieldset>
                <p><Submit label=t.save() name="action" value="idle"/></p>
            </form>
        </Panel>
    }
    .into_any()
}
