//! What every page of a project begins with: its name, and the ways to its other pages.

use crate::{Language, paths};
use leptos::prelude::*;
use presence::ProjectKey;

/// A project, as its pages name it.
#[derive(Debug, Clone)]
pub struct ProjectHead {
    /// Its key.
    pub key: ProjectKey,
    /// Its name.
    pub name: String,
    /// Whether the viewer may see its members and settings.
    pub may_manage: bool,
}

/// The pages of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectTab {
    /// Who is there.
    Desk,
    /// Who belongs to it.
    Members,
    /// When it means to be there.
    Schedule,
    /// How well its hours were covered.
    Coverage,
    /// How it behaves.
    Settings,
}

impl ProjectHead {
    /// The heading and, for those who may manage the project, the tabs.
    pub(in crate::pages) fn view(&self, t: Language, current: ProjectTab) -> AnyView {
        let tabs = self.may_manage.then(|| {
            let tabs = [
                (ProjectTab::Desk, paths::project(&self.key), t.desk()),
                (ProjectTab::Members, paths::project_members(&self.key), t.members()),
                (ProjectTab::Schedule, paths::project_schedule(&self.key), t.schedule()),
                (ProjectTab::Coverage, paths::project_coverage(&self.key), t.coverage()),
                (ProjectTab::Settings, paths::project_settings(&self.key), t.settings()),
            ]
            .map(|(tab, to, words)| {
                let current = (tab == current).then_some("page");
                view! { <li><a class="tab" href=to aria-current=current>{words}</a></li> }
            });
            view! {
                <nav class="tabs" aria-label=t.project_pages(&self.name)>
                    <ul>{tabs.into_iter().collect_view()}</ul>
                </nav>
            }
        });
        view! {
            <div class="page__head">
                <div class="row">
                    <h1>{self.name.clone()}</h1>
                    <span class="key">{self.key.to_string()}</span>
                </div>
            </div>
            {tabs}
        }
        .into_any()
    }
}
