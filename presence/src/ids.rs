//! Names of things, parsed once at the boundary into types that cannot be mixed up.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// An id that is not 1 to 64 of `a-z`, `0-9` and `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is 1 to 64 of a-z, 0-9 and -")]
pub struct IdError;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let fits = (1..=64).contains(&text.len())
                    && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
                if fits { Ok(Self(text.to_owned())) } else { Err(IdError) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A person with an account: an agent, an admin, or both.
    UserId
}
id! {
    /// A project, whatever its key is at the moment.
    ProjectId
}
id! {
    /// One signed-in browser, app or token of a person.
    DeviceId
}

/// The short name of a project, such as `SUP`: a letter, then up to nine letters or digits.
///
/// Parsing raises lower case, so that `/portal/sup` finds `SUP`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProjectKey(String);

/// A text that is no project key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a project key is 2 to 10 letters and digits and starts with a letter")]
pub struct ProjectKeyError;

impl ProjectKey {
    /// The key as text, in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProjectKey {
    type Err = ProjectKeyError;

    fn from_str(text: &str) -> Result<Self, ProjectKeyError> {
        let fits = (2..=10).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric())
            && text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
        if fits { Ok(Self(text.to_ascii_uppercase())) } else { Err(ProjectKeyError) }
    }
}

impl TryFrom<String> for ProjectKey {
    type Error = ProjectKeyError;

    fn try_from(text: String) -> Result<Self, ProjectKeyError> {
        text.parse()
    }
}

impl From<ProjectKey> for String {
    fn from(key: ProjectKey) -> Self {
        key.0
    }
}

impl fmt::Display for ProjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
