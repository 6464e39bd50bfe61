//! The tag of a language, such as `de` or `pt-BR`. Which of them the pages speak is for `app` to know.

use std::{fmt, str::FromStr};

/// A well-formed language tag of at most 35 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LanguageTag(String);

/// A text that is no language tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a language tag is letters and digits in groups of 1 to 8, parted by -")]
pub struct LanguageTagError;

impl LanguageTag {
    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LanguageTag {
    type Err = LanguageTagError;

    fn from_str(text: &str) -> Result<Self, LanguageTagError> {
        let group = |group: &str| {
            (1..=8).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let fits = text.len() <= 35
            && text.split('-').next().is_some_and(|first| first.len() >= 2)
            && text.split('-').all(group);
        if fits { Ok(Self(text.to_owned())) } else { Err(LanguageTagError) }
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
