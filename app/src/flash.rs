//! What was done just before: kept for one page, told in the reader's words.

use crate::{
    format::Reader,
    ui::{Tone, break_reason_within},
};
use presence::Timestamp;
use serde::{Deserialize, Serialize};

/// A notice that survives one redirect. It is data, so that its words come from the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "done", rename_all = "snake_case")]
pub enum Flash {
    /// A form was saved.
    Saved,
    /// A schedule was saved.
    ScheduleSaved,
    /// Holidays were added from a file.
    HolidaysAdded {
        /// How many.
        count: i64,
    },
    /// A project was made.
    ProjectAdded {
        /// Its name.
        name: String,
    },
    /// Somebody is a member now.
    MemberAdded {
        /// Who.
        name: String,
        /// The project's name.
        project: String,
    },
    /// Somebody is no member any more.
    MemberRemoved {
        /// Who.
        name: String,
        /// The project's name.
        project: String,
    },
    /// Somebody has other roles.
    RolesChanged {
        /// Who.
        name: String,
    },
    /// An invitation was sent.
    Invited {
        /// To whom.
        email: String,
    },
    /// An invitation was made, and its link must be handed over: the site sends no mail.
    InvitedByLink {
        /// To whom.
        email: String,
    },
    /// An invitation was made, and only a site admin may see its link: others put more into it than one
    /// could give oneself.
    InvitedWithheld {
        /// To whom.
        email: String,
    },
    /// A link to choose a new password was sent.
    ResetLinkSent {
        /// To whom.
        name: String,
    },
    /// A link to choose a new password was made, and must be handed over.
    ResetLinkMade {
        /// For whom.
        name: String,
    },
    /// An invitation is gone.
    Withdrawn {
        /// Whose.
        email: String,
    },
    /// One's own password was changed.
    PasswordChanged,
    /// One is signed out.
    SignedOut,
    /// Another device of one's own is signed out.
    DeviceSignedOut,
    /// An API token was made; the page shows it.
    TokenMade {
        /// What it is called.
        name: String,
    },
    /// An API token was taken back.
    TokenRevoked {
        /// What it was called.
        name: String,
    },
    /// One has just joined.
    Welcome {
        /// One's name.
        name: String,
    },
    /// Nothing was done, because somebody else has signed in since.
    OtherPerson,
    /// One is online.
    Online {
        /// Until when; `None` is "no end".
        until: Option<Timestamp>,
    },
    /// One is offline.
    Offline,
    /// One is on a break.
    OnBreak {
        /// For what.
        reason: String,
        /// When one means to be back.
        until: Option<Timestamp>,
    },
    /// One is back from it.
    Back,
    /// The time online got longer.
    Extended {
        /// Its new end.
        until: Timestamp,
    },
    /// The door was used.
    PutOffline {
        /// Who is offline.
        name: String,
        /// Names of the projects.
        projects: String,
    },
    /// The door was used on somebody who was offline.
    AlreadyOffline {
        /// Who.
        name: String,
    },
    /// Every session of somebody was ended.
    LoggedOut {
        /// Whose.
        name: String,
    },
    /// An account was disabled.
    PersonDisabled {
        /// Whose.
        name: String,
    },
    /// An account was enabled again.
    PersonEnabled {
        /// Whose.
        name: String,
    },
    /// Somebody became site admin.
    SiteAdminMade {
        /// Who.
        name: String,
    },
    /// Somebody is site admin no more.
    SiteAdminUnmade {
        /// Who.
        name: String,
    },
}

impl Flash {
    /// What it is about.
    pub fn tone(&self) -> Tone {
        match self {
            Self::SignedOut
            | Self::Offline
            | Self::OnBreak { .. }
            | Self::AlreadyOffline { .. } => Tone::Info,
            Self::OtherPerson
            | Self::InvitedByLink { .. }
            | Self::InvitedWithheld { .. }
            | Self::ResetLinkMade { .. }
            | Self::TokenMade { .. } => Tone::Warn,
            _ => Tone::Ok,
        }
    }

    /// What was done, in a sentence.
    pub fn words(&self, reader: &Reader) -> String {
        let t = reader.language;
        match self {
            Self::Saved => t.done_saved().into(),
            Self::ScheduleSaved => t.done_schedule_saved().into(),
            Self::HolidaysAdded { count: 0 } => t.done_holidays_none().into(),
            Self::HolidaysAdded { count } => t.done_holidays_added(*count),
            Self::ProjectAdded { name } => t.done_project_added(name),
            Self::MemberAdded { name, project } => t.done_member_added(name, project),
            Self::MemberRemoved { name, project } => t.done_member_removed(name, project),
            Self::RolesChanged { name } => t.done_roles_changed(name),
            Self::Invited { email } => t.done_invited(email),
            Self::InvitedByLink { email } => t.done_invited_link(email),
            Self::InvitedWithheld { email } => t.done_invited_withheld(email),
            Self::ResetLinkSent { name } => t.done_reset_link_sent(name),
            Self::ResetLinkMade { name } => t.done_reset_link_made(name),
            Self::Withdrawn { email } => t.done_withdrawn(email),
            Self::PasswordChanged => t.done_password_changed().into(),
            Self::SignedOut => t.done_signed_out().into(),
            Self::OtherPerson => t.done_other_person().into(),
            Self::DeviceSignedOut => t.done_device_signed_out().into(),
            Self::TokenMade { name } => t.done_token_made(name),
            Self::TokenRevoked { name } => t.done_token_revoked(name),
            Self::Welcome { name } => t.done_welcome(name),
            Self::Online { until: Some(until) } => t.done_online_until(&reader.moment(*until)),
            Self::Online { until: None } => t.done_online_no_end().into(),
            Self::Offline => t.done_offline().into(),
            Self::OnBreak { reason, until: Some(until) } => {
                t.done_break_until(&break_reason_within(t, reason), &reader.moment(*until))
            }
            Self::OnBreak { reason, until: None } => t.done_break(&break_reason_within(t, reason)),
            Self::Back => t.done_back().into(),
            Self::Extended { until } => t.done_extended(&reader.moment(*until)),
            Self::PutOffline { name, projects } => t.done_put_offline(name, projects),
            Self::AlreadyOffline { name } => t.done_already_offline(name),
            Self::LoggedOut { name } => t.done_logged_out(name),
            Self::PersonDisabled { name } => t.done_person_disabled(name),
            Self::PersonEnabled { name } => t.done_person_enabled(name),
            Self::SiteAdminMade { name } => t.done_site_admin_made(name),
            Self::SiteAdminUnmade { name } => t.done_site_admin_unmade(name),
        }
    }
}
