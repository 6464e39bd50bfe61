//! Why somebody is offline, in words: to themselves, and to others.

use crate::{Language, format::Reader};
use presence::{EndReason, Timestamp};

/// How being online ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: EndReason,
    /// The name of who did it, where somebody else did.
    pub by_name: Option<String>,
}

impl Ended {
    fn by(&self) -> &str {
        self.by_name.as_deref().unwrap_or("?")
    }

    /// What the one who used the door said.
    pub(super) fn note(&self) -> Option<&str> {
        match &self.reason {
            EndReason::PutOffline { note, .. } => note.as_deref(),
            _ => None,
        }
    }

    /// To the person: "your time online ended".
    pub(super) fn to_you(&self, t: Language) -> String {
        match &self.reason {
            EndReason::SignedOff => t.ended_signed_off().into(),
            EndReason::Expired => t.ended_expired().into(),
            EndReason::Idle => t.ended_idle().into(),
            EndReason::ConnectionLost => t.ended_connection_lost().into(),
            EndReason::PutOffline { .. } => t.ended_put_offline(self.by()),
            EndReason::ForcedLogout { .. } => t.ended_forced_logout(self.by()),
            EndReason::Schedule => t.ended_schedule().into(),
            EndReason::LeftProject => t.ended_left_project().into(),
            EndReason::AccountDisabled => t.ended_account_disabled().into(),
        }
    }

    /// To others, with the time: "Put offline 15:12 by Priya Raman".
    pub(super) fn to_others(&self, reader: &Reader) -> String {
        let t = reader.language;
        let time = reader.moment(self.at);
        match &self.reason {
            EndReason::SignedOff => t.ended_long_signed_off(&time),
            EndReason::Expired => t.ended_long_expired(&time),
            EndReason::Idle => t.ended_long_idle(&time),
            EndReason::ConnectionLost => t.ended_long_connection_lost(&time),
            EndReason::PutOffline { .. } => t.ended_long_put_offline(self.by(), &time),
            EndReason::ForcedLogout { .. } => t.ended_long_forced_logout(self.by(), &time),
            EndReason::Schedule => t.ended_long_schedule(&time),
            EndReason::LeftProject => t.ended_long_left_project(&time),
            EndReason::AccountDisabled => t.ended_long_account_disabled(&time),
        }
    }
}
