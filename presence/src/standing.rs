//! What is true of an agent in a project, and why it ended.

use crate::{Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// What is true of an agent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// A lease covers the project and somebody is there.
    Online,
    /// A lease, but every device is idle.
    Away,
    /// A lease, but no device was seen for the grace period.
    Lost,
    /// No lease.
    Offline,
}

impl Presence {
    /// Every presence, whoever is there first.
    pub const ALL: [Self; 4] = [Self::Online, Self::Away, Self::Lost, Self::Offline];

    /// The name that the API uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Away => "away",
            Self::Lost => "lost",
            Self::Offline => "offline",
        }
    }

    /// The presence with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|presence| presence.name() == name)
    }
}

/// Whether somebody is home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// At least one agent is available.
    Online,
    /// Nobody is.
    Offline,
}

impl Status {
    /// The name that the API and the store use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Offline => "offline",
        }
    }
}

/// Why a lease ended in a project. There is always exactly one reason.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum EndReason {
    /// The agent went offline, left the project out of a new wish, or signed out of the last device.
    SignedOff,
    /// The lease reached its end.
    Expired,
    /// Every device was idle for too long.
    Idle,
    /// No device was seen for too long.
    ConnectionLost,
    /// A break without an end was too long.
    BreakOver,
    /// An admin used the door.
    PutOffline {
        /// Who.
        by: UserId,
        /// Why, in their words, if they said.
        note: Option<String>,
    },
    /// A site admin ended every session of the agent.
    ForcedLogout {
        /// Who.
        by: UserId,
        /// Why, in their words, if they said.
        note: Option<String>,
    },
    /// The agent's personal hours ended.
    Schedule,
    /// The agent is no longer an agent of the project.
    LeftProject,
    /// The account was disabled.
    AccountDisabled,
}

impl EndReason {
    /// Which it is, without who did it and why.
    pub const fn kind(&self) -> EndKind {
        match self {
            Self::SignedOff => EndKind::SignedOff,
            Self::Expired => EndKind::Expired,
            Self::Idle => EndKind::Idle,
            Self::ConnectionLost => EndKind::ConnectionLost,
            Self::BreakOver => EndKind::BreakOver,
            Self::PutOffline { .. } => EndKind::PutOffline,
            Self::ForcedLogout { .. } => EndKind::ForcedLogout,
            Self::Schedule => EndKind::Schedule,
            Self::LeftProject => EndKind::LeftProject,
            Self::AccountDisabled => EndKind::AccountDisabled,
        }
    }

    /// The reason's name as the API and the store write it.
    pub const fn name(&self) -> &'static str {
        match self.kind() {
            EndKind::SignedOff => "signed_off",
            EndKind::Expired => "expired",
            EndKind::Idle => "idle",
            EndKind::ConnectionLost => "connection_lost",
            EndKind::BreakOver => "break_over",
            EndKind::PutOffline => "put_offline",
            EndKind::ForcedLogout => "forced_logout",
            EndKind::Schedule => "schedule",
            EndKind::LeftProject => "left_project",
            EndKind::AccountDisabled => "account_disabled",
            EndKind::Other => "other",
        }
    }

    /// Whether only the agent's own, knowing "go online" may follow.
    pub const fn sticks(&self) -> bool {
        self.kind().sticks()
    }

    /// Who ended it, where it was somebody else, and why in their words.
    pub const fn told(&self) -> Option<(&UserId, Option<&String>)> {
        match self {
            Self::PutOffline { by, note } | Self::ForcedLogout { by, note } => {
                Some((by, note.as_ref()))
            }
            _ => None,
        }
    }
}

/// Why being online ended, by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = EndReason))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "EndReason says what each of them means")]
pub enum EndKind {
    SignedOff,
    Expired,
    Idle,
    ConnectionLost,
    BreakOver,
    PutOffline,
    ForcedLogout,
    Schedule,
    LeftProject,
    AccountDisabled,
    /// One that a page from before an update of the server does not know.
    #[serde(other)]
    Other,
}

impl EndKind {
    /// Whether only the agent's own, knowing "go online" may follow.
    pub const fn sticks(self) -> bool {
        matches!(self, Self::PutOffline | Self::ForcedLogout)
    }
}

/// How being online ended in a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// When; for an end that fell due, its deadline.
    pub ended_at: Timestamp,
    /// Why.
    #[serde(flatten)]
    pub reason: EndReason,
}

/// An agent's standing in one of their projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// The lease covers the project.
    Online {
        /// Since when without a break; a replaced lease does not restart it.
        since: Timestamp,
    },
    /// It does not.
    Offline {
        /// How the last time ended; `None` when there was none.
        ended: Option<Ending>,
    },
}

impl Standing {
    /// Whether the lease covers the project.
    pub const fn is_online(&self) -> bool {
        matches!(self, Self::Online { .. })
    }
}
