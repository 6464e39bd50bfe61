//! What is asked before somebody does what weighs much: what will follow, and whether it is meant.
//!
//! Fields: `action` and `person` as they were sent; `reason`, where one may be given; `confirm=yes`. The form
//! posts to the address at which it was asked.

use crate::{
    Language, Page,
    format::{self, Reader},
    icons::{Icon, IconName},
    shell::Section,
    ui::{FormErrors, FormNotice, Notice, TextArea, Tone},
};
use leptos::prelude::*;
use presence::{UserId, view::IfGone};

/// The longest reason, in characters.
const REASON_MAX: u16 = 500;

/// What is about to be done to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeavyAct {
    /// Every session of theirs ends.
    ForceLogout {
        /// How many devices are signed in.
        devices: usize,
    },
    /// Their account is disabled.
    Disable,
    /// They may change the site.
    MakeSiteAdmin,
    /// They are removed from a project.
    Remove {
        /// The project's name.
        project: String,
        /// Whether it is the reader.
        yourself: bool,
    },
}

impl HeavyAct {
    /// What the form says to do.
    const fn action(&self) -> &'static str {
        match self {
            Self::ForceLogout { .. } => "force_logout",
            Self::Disable => "disable",
            Self::MakeSiteAdmin => "make_site_admin",
            Self::Remove { .. } => "remove",
        }
    }

    const fn icon(&self) -> IconName {
        match self {
            Self::ForceLogout { .. } => IconName::Laptop,
            Self::Disable | Self::Remove { .. } => IconName::Gone,
            Self::MakeSiteAdmin => IconName::Gear,
        }
    }

    fn title(&self, t: Language, name: &str) -> String {
        match self {
            Self::ForceLogout { .. } => t.ask_force_logout(name),
            Self::Disable => t.ask_disable(name),
            Self::MakeSiteAdmin => t.ask_make_site_admin(name),
            Self::Remove { project, .. } => t.ask_remove(name, project),
        }
    }

    /// What it means for them.
    fn what(&self, t: Language, name: &str) -> Vec<String> {
        match self {
            Self::ForceLogout { devices } => vec![
                t.ask_force_logout_devices(i64::try_from(*devices).unwrap_or(i64::MAX), name),
                t.ask_force_logout_after(name),
            ],
            Self::Disable => vec![t.ask_disable_what(name)],
            Self::MakeSiteAdmin => vec![t.ask_make_site_admin_what(name)],
            Self::Remove { project, yourself: true } => vec![t.ask_remove_yourself(project)],
            Self::Remove { project, yourself: false } => vec![t.ask_remove_what(name, project)],
        }
    }

    /// The words on the button: what will happen.
    fn label(&self, t: Language) -> &'static str {
        match self {
            Self::ForceLogout { .. } => t.force_logout(),
            Self::Disable => t.disable(),
            Self::MakeSiteAdmin => t.make_site_admin(),
            Self::Remove { .. } => t.remove(),
        }
    }
}

/// The question.
#[derive(Debug, Clone)]
pub struct QuestionPage {
    /// What is about to be done.
    pub act: HeavyAct,
    /// To whom.
    pub person: UserId,
    /// Their name.
    pub name: String,
    /// What follows where their time online ends with it.
    pub if_gone: IfGone,
    /// In which part of the site it is asked.
    pub section: Section,
    /// Where it is asked: "Cancel" leads back.
    pub back: String,
    /// What was typed before.
    pub reason: String,
    /// What is wrong with it.
    pub errors: FormErrors,
}

impl Page for QuestionPage {
    fn title(&self, t: Language) -> String {
        self.act.title(t, &self.name)
    }

    fn section(&self) -> Option<Section> {
        Some(self.section)
    }

    fn errors(&self) -> Option<&FormErrors> {
        Some(&self.errors)
    }

    fn view(self, reader: &Reader) -> AnyView {
        let t = reader.language;
        let Self { act, person, name, if_gone, back, reason, errors, .. } = self;
        let IfGone { online_in, last_in } = if_gone;
        let mut lines = act.what(t, &name);
        if !online_in.is_empty() {
            lines.push(t.ask_goes_offline(&name, &format::list(t, &online_in)));
        }
        let lines = lines.into_iter().map(|words| view! { <p class="muted">{words}</p> });
        let last = (!last_in.is_empty()).then(|| {
            view! { <Notice tone=Tone::Warn>{t.door_last(&format::list(t, &last_in))}</Notice> }
        });
        let reason = matches!(act, HeavyAct::ForceLogout { .. }).then(|| {
            view! {
                <TextArea
                    name="reason"
                    label=t.reason()
                    value=reason
                    hint=t.reason_hint(&name)
                    may_be_empty=true
                    max=REASON_MAX
                    errors=errors.clone()
                />
            }
        });
        let part = (last.is_some() || reason.is_some())
            .then(|| view! { <div class="dialog__part">{last} {reason}</div> });
        let class = match act {
            HeavyAct::MakeSiteAdmin => "btn btn--primary",
            _ => "btn btn--danger",
        };
        view! {
            <FormNotice errors=errors/>
            <div class="dialog dialog--page">
                <div class="dialog__head">
                    <span class="lamp"><Icon name=act.icon() size=24/></span>
                    <div><h1>{act.title(t, &name)}</h1> {lines.collect_view()}</div>
                </div>
                <form method="post" novalidate>
                    <input type="hidden" name="action" value=act.action()/>
                    <input type="hidden" name="person" value=person.to_string()/>
                    <input type="hidden" name="confirm" value="yes"/>
                    {part}
                    <div class="dialog__foot">
                        <a class="btn" href=back>{t.cancel()}</a>
                        <button class=class type="submit">{act.label(t)}</button>
                    </div>
                </form>
            </div>
        }
        .into_any()
    }
}
