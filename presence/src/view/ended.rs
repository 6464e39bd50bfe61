//! How being online ended, and who did it.

use crate::{EndKind, EndReason, Ending, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A person, as far as others may know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Person {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// How being online ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Ended {
    /// When.
    #[serde(with = "crate::rfc3339")]
    pub at: Timestamp,
    /// Why.
    pub reason: EndKind,
    /// By whom, where it was somebody else.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub by: Option<Person>,
    /// Their words, if they left some.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub note: Option<String>,
}

impl Ended {
    /// An ending with the names that belong to it, which `name` knows.
    pub fn of(ending: &Ending, name: impl Fn(&UserId) -> String) -> Self {
        let (by, note) = match &ending.reason {
            EndReason::PutOffline { by, note } => (Some(by), note.clone()),
            EndReason::ForcedLogout { by } => (Some(by), None),
            _ => (None, None),
        };
        Self {
            at: ending.ended_at,
            reason: ending.reason.kind(),
            by: by.map(|id| Person { id: id.to_string(), name: name(id) }),
            note,
        }
    }

    /// Whether the door did it.
    pub fn by_door(&self) -> bool {
        self.reason == EndKind::PutOffline
    }
}
