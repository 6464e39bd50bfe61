//! The site's settings, for site admins.
//!
//! Fields: `show_header_icons` (a name of `ShowHeaderIcons`), `door_rule` (a name of `DoorRule`);
//! `idle_minutes` and `limit_minutes` (empty is never), `grace_seconds`; the boxes `idle_enforced`, `lost`
//! and `unattended`; `break_reasons` (one a line); `keep_history` (days).

use crate::{
    Language, Page,
    format::Reader,
    shell::Section,
    ui::{Check, ErrorLine, Field, FormErrors, FormNotice, Submit, TextArea},
};
use leptos::prelude::*;
use presence::{AttendanceSettings, DoorRule, KeepHistory, ShowHeaderIcons, SiteSettings};

/// The site's settings.
#[derive(Debug, Clone, Default)]
pub struct SiteSettingsPage {
    /// What is chosen.
    pub settings: SiteSettings,
    /// What was typed as numbers, where it is not what is chosen.
    pub typed: Option<AttendanceNumbers>,
    /// What was typed as days for which history is kept, where it is not what is chosen.
    pub keep_history: Option<String>,
    /// What was typed as reasons for breaks, where it is not what is chosen.
    pub break_reasons: Option<String>,
    /// What is wrong.
    pub errors: FormErrors,
}

/// The numbers of away and lost as they stand in their fields.
#[derive(Debug, Clone, Default)]
pub struct AttendanceNumbers {
    /// Minutes until away; empty is never.
    pub idle_minutes: String,
    /// Seconds until lost.
    pub grace_seconds: String,
    /// Minutes until the time online ends; empty is never.
    pub limit_minutes: String,
}

impl From<&AttendanceSettings> for AttendanceNumbers {
    fn from(settings: &AttendanceSettings) -> Self {
        let text = |number: Option<u32>| number.map_or_else(String::new, |n| n.to_string());
        Self {
            idle_minutes: text(settings.idle_minutes),
            grace_seconds: settings.grace_seconds.to_string(),
            limit_minutes: text(settings.limit_minutes),
        }
    }
}

impl Page for SiteSettingsPage {
    fn title(&self, t: Language) -> String {
        t.site_settings_title().into()
    }

    fn section(&self) -> Option<Section> {
        Some(Section::Settings)
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self { settings, typed, keep_history, break_reasons, errors } = self;
        let reasons = break_reasons.unwrap_or_else(|| settings.break_reasons.all().join("\n"));
        let days = keep_history.unwrap_or_else(|| settings.keep_history.get().to_string());
        let (most, least) = (*KeepHistory::DAYS.end(), *KeepHistory::DAYS.start());
        let numbers = typed.unwrap_or_else(|| (&settings.attendance).into());
        let icons = ShowHeaderIcons::ALL.map(|choice| {
            let (label, hint) = match choice {
                ShowHeaderIcons::Everywhere => (t.icons_everywhere(), t.icons_everywhere_hint()),
                ShowHeaderIcons::ChatProjects => {
                    (t.icons_chat_projects(), t.icons_chat_projects_hint())
                }
                ShowHeaderIcons::Nowhere => (t.icons_nowhere(), t.icons_nowhere_hint()),
            };
            let checked = choice == settings.show_header_icons;
            (choice.name(), label, hint, checked)
        });
        let door = DoorRule::ALL.map(|choice| {
            let (label, hint) = match choice {
                DoorRule::ProjectAndSiteAdmins => {
                    (t.door_project_and_site_admins(), t.door_project_and_site_admins_hint())
                }
                DoorRule::SiteAdmins => (t.door_site_admins(), t.door_site_admins_hint()),
                DoorRule::BothAtOnce => (t.door_both_at_once(), t.door_both_at_once_hint()),
            };
            (choice.name(), label, hint, choice == settings.door_rule)
        });
        view! {
            <div class="page__head"><div><h1>{t.site_settings_title()}</h1></div></div>
            <form class="panel" method="post" novalidate>
                <div class="form panel__body">
                    <FormNotice errors=errors.clone()/>
                    {choices("show_header_icons", t.show_icons(), icons, &errors)}
                    {choices("door_rule", t.door_rule(), door, &errors)}
                    {attendance(t, &settings.attendance, numbers, errors.clone())}
                    <TextArea
                        name="break_reasons"
                        label=t.break_reasons()
                        value=reasons
                        hint=t.break_reasons_hint()
                        errors=errors.clone()
                    />
                    <Field
                        name="keep_history"
                        label=t.keep_history()
                        value=days
                        hint=t.keep_history_hint(most, least)
                        autocomplete="off"
                        errors=errors
                    />
                    <p><Submit label=t.save()/></p>
                </div>
            </form>
        }
        .into_any()
    }
}

/// How the site looks whether somebody is there.
fn attendance(
    t: Language,
    settings: &AttendanceSettings,
    numbers: AttendanceNumbers,
    errors: FormErrors,
) -> impl IntoView + use<> {
    let (idle, grace, limit) = (
        AttendanceSettings::IDLE_MINUTES,
        AttendanceSettings::GRACE_SECONDS,
        AttendanceSettings::LIMIT_MINUTES,
    );
    view! {
        <fieldset class="numbers">
            <legend>{t.attendance()}</legend>
            <Field
                name="idle_minutes"
                label=t.idle_minutes()
                kind="text"
                value=numbers.idle_minutes
                hint=t.idle_minutes_hint(*idle.end(), *idle.start())
                may_be_empty=true
                errors=errors.clone()
            />
            <Check
                name="idle_enforced"
                value="yes"
                checked=settings.idle_enforced
                label=t.idle_enforced()
                hint=t.idle_enforced_hint()
            />
            <Check
                name="lost"
                value="yes"
                checked=settings.lost
                label=t.lost_rule()
                hint=t.lost_rule_hint()
            />
            <Field
                name="grace_seconds"
                label=t.grace_seconds()
                kind="text"
                value=numbers.grace_seconds
                hint=t.grace_seconds_hint(*grace.end(), *grace.start())
                errors=errors.clone()
            />
            <Field
                name="limit_minutes"
                label=t.limit_minutes()
                kind="text"
                value=numbers.limit_minutes
                hint=t.limit_minutes_hint(*limit.end(), *limit.start())
                may_be_empty=true
                errors=errors
            />
            <Check
                name="unattended"
                value="yes"
                checked=settings.unattended
                label=t.unattended_rule()
                hint=t.unattended_rule_hint()
            />
        </fieldset>
    }
}

fn choices(
    name: &'static str,
    legend: &'static str,
    choices: [(&'static str, &'static str, &'static str, bool); 3],
    errors: &FormErrors,
) -> impl IntoView + use<> {
    let error = errors.get(name);
    let described = error.as_ref().map(|_| format!("{name}-error"));
    let choices = choices.map(|(value, label, hint, checked)| {
        view! { <Check kind="radio" name=name value=value checked=checked label=label hint=hint/> }
    });
    view! {
        <fieldset aria-describedby=described>
            <legend>{legend}</legend>
            {choices.into_iter().collect_view()}
            <ErrorLine id=name error=error/>
        </fieldset>
    }
}
