//! A name that people read: of a person, a project or a token.

use super::text::{has_letter, is_blank, is_unseen, trim};
use std::{fmt, str::FromStr};

/// A name of 1 to 80 characters, trimmed, on one line, of which at least one is a letter or a digit that is
/// seen; and no web address, which mail programs would make a link of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is none, or nothing of it is seen.
    #[error("a name is needed")]
    Empty,
    /// It has more than 80 characters.
    #[error("a name has at most {} characters", Name::MAX_CHARS)]
    TooLong,
    /// It has a character that no eye sees and that changes how the rest is shown.
    #[error("a name has no control characters")]
    ControlCharacter,
    /// It has neither a letter nor a digit.
    #[error("a name has at least one letter or digit")]
    NoLetter,
    /// It holds the address of a page.
    #[error("a name holds no web address")]
    Address,
}

impl Name {
    /// The most characters.
    pub const MAX_CHARS: usize = 80;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let text = trim(text);
        if text.chars().nth(Self::MAX_CHARS).is_some() {
            return Err(NameError::TooLong);
        }
        if is_blank(text) {
            return Err(NameError::Empty);
        }
        if text.chars().any(is_unseen) {
            return Err(NameError::ControlCharacter);
        }
        if !has_letter(text) {
            return Err(NameError::NoLetter);
        }
        if text.contains("://") {
            return Err(NameError::Address);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_on_one_line() {
        let longest = "é".repeat(80);
        for (text, name) in [
            (" Léa Fournier ", Ok("Léa Fournier")),
            (longest.as_str(), Ok(longest.as_str())),
            ("", Err(NameError::Empty)),
            (" \t", Err(NameError::Empty)),
            ("\u{200b}", Err(NameError::Empty)),
            ("\u{3164}\u{2800}\u{fe0f}\u{e0041}\u{301}", Err(NameError::Empty)),
            ("\u{200b}Léa\u{200b}", Ok("Léa")),
            ("王", Ok("王")),
            ("2nd line", Ok("2nd line")),
            ("–", Err(NameError::NoLetter)),
            ("👍", Err(NameError::NoLetter)),
            (". \u{3164}", Err(NameError::NoLetter)),
            ("See https://evil.example", Err(NameError::Address)),
            ("x://y", Err(NameError::Address)),
            ("Tier 1: phone/mail", Ok("Tier 1: phone/mail")),
            (&"x".repeat(81), Err(NameError::TooLong)),
            ("Léa\nFournier", Err(NameError::ControlCharacter)),
            ("L\u{202e}éa", Err(NameError::ControlCharacter)),
        ] {
            assert_eq!(text.parse::<Name>().as_ref().map(Name::as_str), name.as_ref().copied());
        }
    }
}
