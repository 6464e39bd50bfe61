//! What a letter says, as values: it is put into words when it is sent.

use crate::Secret;
use presence::Timestamp;
use serde::{Deserialize, Serialize};

/// A letter. It holds secrets, and lies sealed in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// Somebody is asked to join.
    Invitation {
        /// The name of the admin who asks.
        inviter: String,
        /// The name of the project that they are asked into, if it is one.
        project: Option<String>,
        /// What the link holds.
        #[serde(with = "revealed")]
        link: Secret,
        /// When the link ends by itself.
        until: Timestamp,
        /// In which language, as a tag.
        language: String,
    },
    /// Somebody may choose a new password.
    PasswordReset {
        /// Their name.
        name: String,
        /// What the link holds.
        #[serde(with = "revealed")]
        link: Secret,
        /// When the link ends by itself.
        until: Timestamp,
        /// In which language, as a tag.
        language: String,
    },
}

impl Letter {
    /// What its link holds.
    pub(super) const fn secret(&self) -> &Secret {
        match self {
            Self::Invitation { link, .. } | Self::PasswordReset { link, .. } => link,
        }
    }
}

/// A secret as text, for what is sealed at once.
mod revealed {
    use crate::Secret;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(secret: &Secret, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(secret.reveal())
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Secret, D::Error> {
        String::deserialize(from).map(|text| Secret::presented(&text))
    }
}
