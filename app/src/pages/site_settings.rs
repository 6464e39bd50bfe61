//! The site's settings, for site admins.
//!
//! Fields: `show_header_icons` (a name of `ShowHeaderIcons`), `door_rule` (a name of `DoorRule`).

use crate::{
    Language, Page,
    format::Reader,
    shell::Section,
    ui::{Check, ErrorLine, FormErrors, FormNotice, Submit},
};
use leptos::prelude::*;
use presence::{DoorRule, ShowHeaderIcons, SiteSettings};

/// The site's settings.
#[derive(Debug, Clone, Default)]
pub struct SiteSettingsPage {
    /// What is chosen.
    pub settings: SiteSettings,
    /// What is wrong.
    pub errors: FormErrors,
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
        let Self { settings, errors } = self;
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
                    <p><Submit label=t.save()/></p>
                </div>
            </form>
        }
        .into_any()
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
