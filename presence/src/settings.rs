//! The site's settings that the rules read.

use serde::{Deserialize, Serialize};

/// Where the header icon stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShowHeaderIcons {
    /// On every page.
    Everywhere,
    /// Only where the project in context has chat enabled.
    #[default]
    ChatProjects,
    /// Nowhere.
    Nowhere,
}

impl ShowHeaderIcons {
    /// Every choice, in the order in which the settings page offers them.
    pub const ALL: [Self; 3] = [Self::Everywhere, Self::ChatProjects, Self::Nowhere];

    /// The name that the store and forms use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::ChatProjects => "chat_projects",
            Self::Nowhere => "nowhere",
        }
    }

    /// The choice with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }

    /// Whether a page shows the icon. `project_chat` is the `chat_enabled` of the project in context,
    /// `None` without one. A project without chat never has an icon.
    pub fn shows(self, project_chat: Option<bool>) -> bool {
        match self {
            Self::Everywhere => project_chat != Some(false),
            Self::ChatProjects => project_chat == Some(true),
            Self::Nowhere => false,
        }
    }
}

/// Who may put somebody else offline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoorRule {
    /// Project admins in their projects, site admins everywhere.
    #[default]
    ProjectAndSiteAdmins,
    /// Site admins alone.
    SiteAdmins,
    /// Only those who are site admin and admin of the project at once.
    BothAtOnce,
}

impl DoorRule {
    /// Every choice, in the order in which the settings page offers them.
    pub const ALL: [Self; 3] = [Self::ProjectAndSiteAdmins, Self::SiteAdmins, Self::BothAtOnce];

    /// The name that the store and forms use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProjectAndSiteAdmins => "project_and_site_admins",
            Self::SiteAdmins => "site_admins",
            Self::BothAtOnce => "both_at_once",
        }
    }

    /// The choice with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}

/// What a site admin may set for the whole site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SiteSettings {
    /// Where the header icon stands.
    pub show_header_icons: ShowHeaderIcons,
    /// Who may use the door.
    pub door_rule: DoorRule,
}
