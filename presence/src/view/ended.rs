//! How being online ended, and who did it.

use crate::{EndKind, Ending, Timestamp, UserId};
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
        let told = ending.reason.told();
        Self {
            at: ending.ended_at,
            reason: ending.reason.kind(),
            by: told.map(|(id, _)| Person { id: id.to_string(), name: name(id) }),
            note: told.and_then(|(_, note)| note.cloned()),
        }
    }

    /// Whether the door did it.
    pub fn by_door(&self) -> bool {
        self.reason == EndKind::PutOffline
    }
}
