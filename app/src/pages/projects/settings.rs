//! A project's settings, and the line for the customers' own site.
//!
//! Fields: `name`, `chat` (`yes`), `show_count` (`yes`).

use super::head::{ProjectHead, ProjectTab};
use crate::{
    Language, Page,
    format::Reader,
    shell::Section,
    ui::{Check, Field, FormErrors, FormNotice, Panel, Submit},
};
use leptos::prelude::*;

/// A project's settings.
#[derive(Debug, Clone)]
pub struct ProjectSettingsPage {
    /// Which project.
    pub project: ProjectHead,
    /// What was typed before, else the project's name.
    pub name: String,
    /// Whether chat is on.
    pub chat_enabled: bool,
    /// Whether customers see how many agents are online.
    pub show_count: bool,
    /// Where the script comes from, such as `https://desk.example.com`.
    pub public_url: String,
    /// What is wrong.
    pub errors: FormErrors,
}

impl Page for ProjectSettingsPage {
    fn title(&self, t: Language) -> String {
        t.project_settings_title(&self.project.name)
    }

    fn section(&self) -> Option<Section> {
        Some(Section::Projects)
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let head = self.project.view(t, ProjectTab::Settings);
        let tag = script_tag(&self.public_url, self.project.key.as_str(), &self.project.name);
        let policy = policy(&self.public_url);
        let errors = self.errors;
        view! {
            {head}
            <Panel title=t.project_general() id="general">
                <form class="form panel__body" method="post" novalidate>
                    <FormNotice errors=errors.clone()/>
                    <Field
                        name="name"
                        label=t.project_name()
                        value=self.name
                        hint=t.project_name_hint()
                        autocomplete="off"
                        errors=errors
                    />
                    <Check
                        name="chat"
                        value="yes"
                        checked=self.chat_enabled
                        label=t.chat_enabled()
                        hint=t.chat_enabled_hint()
                    />
                    <Check
                        name="show_count"
                        value="yes"
                        checked=self.show_count
                        label=t.show_count()
                        hint=t.show_count_hint()
                    />
                    <p><Submit label=t.save()/></p>
                </form>
            </Panel>
            <Panel title=t.embed_title() id="embed">
                <div class="form panel__body">
                    <p>{t.embed_lead()}</p>
                    <div class="field">
                        <label class="label" for="script">{t.embed_label()}</label>
                        <textarea class="input mono" id="script" rows="4" readonly=true spellcheck="false">
                            {tag}
                        </textarea>
                    </div>
                    <div class="field">
                        <label class="label" for="policy">{t.embed_policy()}</label>
                        <textarea
                            class="input mono"
                            id="policy"
                            rows="2"
                            readonly=true
                            spellcheck="false"
                            aria-describedby="policy-hint"
                        >
                            {policy}
                        </textarea>
                        <p class="hint" id="policy-hint">{t.embed_policy_hint()}</p>
                    </div>
                </div>
            </Panel>
        }
        .into_any()
    }
}

/// The line that a customer's site takes in. It is HTML to be copied, so the name is escaped for its
/// attribute here, and the whole once more when it is drawn.
fn script_tag(public_url: &str, key: &str, name: &str) -> String {
    let name = name.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let base = public_url.trim_end_matches('/');
    format!(
        "<script async src=\"{base}/embed/v1/portal.js\" data-project=\"{key}\" data-name=\"{name}\"></script>"
    )
}

/// What a customers' site must allow, where it has a Content-Security-Policy. The script keeps to that: it has no
/// other file, and its style needs no permission.
fn policy(public_url: &str) -> String {
    let base = public_url.trim_end_matches('/');
    format!("script-src {base}; connect-src {base}")
}

#[cfg(test)]
mod tests {
    use super::{policy, script_tag};

    #[test]
    fn a_name_cannot_leave_its_attribute() {
        assert_eq!(
            script_tag("https://desk.example.com/", "SUP", "R&D \"<b>\""),
            "<script async src=\"https://desk.example.com/embed/v1/portal.js\" \
             data-project=\"SUP\" data-name=\"R&amp;D &quot;&lt;b>&quot;\"></script>"
        );
    }

    #[test]
    fn a_policy_names_the_server_twice_and_nothing_else() {
        assert_eq!(
            policy("https://desk.example.com:8443/"),
            "script-src https://desk.example.com:8443; connect-src https://desk.example.com:8443"
        );
    }
}
