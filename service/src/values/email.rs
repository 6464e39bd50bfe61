//! An e-mail address, parsed once.

use super::text::is_ignorable;
use std::{fmt, str::FromStr};

/// The most bytes that an address may have (RFC 5321, with its erratum 1690).
const MAX_BYTES: usize = 254;
/// The most bytes before the `@`.
const MAX_LOCAL_BYTES: usize = 64;
/// The most bytes between two dots after the `@`.
const MAX_LABEL_BYTES: usize = 63;

/// An e-mail address: trimmed, in lower case, and of a shape that mail can be sent to.
///
/// Whether anybody reads it, only a mail can tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// Why a text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// There is none.
    #[error("an e-mail address is needed")]
    Empty,
    /// It has more than 254 bytes.
    #[error("an e-mail address has at most 254 bytes")]
    TooLong,
    /// It does not look like `name@example.com`.
    #[error("an e-mail address looks like name@example.com")]
    Malformed,
}

impl Email {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        // Before the work of lowering it, which a text of megabytes is not worth.
        if text.len() > MAX_BYTES {
            return Err(EmailError::TooLong);
        }
        let text = text.to_lowercase();
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError::Malformed)?;
        let fits = (1..=MAX_LOCAL_BYTES).contains(&local.len())
            && local.split('.').all(|part| !part.is_empty() && part.chars().all(is_atom))
            && domain.contains('.')
            && domain.split('.').all(is_label);
        match (fits, text.len() > MAX_BYTES) {
            (_, true) => Err(EmailError::TooLong),
            (false, _) => Err(EmailError::Malformed),
            (true, false) => Ok(Self(text)),
        }
    }
}

/// Whether a character may stand before the `@` without quotes (RFC 5322's `atext`, and letters and
/// digits of every script as RFC 6531 has it).
fn is_atom(c: char) -> bool {
    is_seen(c) || (c.is_ascii_graphic() && !"()<>[]:;@\\,.\"".contains(c))
}

/// Letters and digits, but for fillers, with which one address could be made to look like another.
fn is_seen(c: char) -> bool {
    c.is_alphanumeric() && !is_ignorable(c)
}

fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL_BYTES).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| is_seen(c) || c == '-')
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_trimmed_and_lowered() {
        for (text, email) in [
            (" Marta.Nowak@Example.COM ", "marta.nowak@example.com"),
            ("o'brien+desk@sub.example.co.uk", "o'brien+desk@sub.example.co.uk"),
            ("josé@müller.example", "josé@müller.example"),
        ] {
            assert_eq!(text.parse::<Email>().map(|e| e.0), Ok(email.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn what_mail_cannot_be_sent_to_is_refused() {
        let long = format!("{}@example.com", "a".repeat(250));
        for (text, error) in [
            ("", EmailError::Empty),
            ("  ", EmailError::Empty),
            (long.as_str(), EmailError::TooLong),
            ("marta", EmailError::Malformed),
            ("@example.com", EmailError::Malformed),
            ("marta@", EmailError::Malformed),
            ("marta@example", EmailError::Malformed),
            ("marta@example..com", EmailError::Malformed),
            ("marta@-example.com", EmailError::Malformed),
            (".marta@example.com", EmailError::Malformed),
            ("ma rta@example.com", EmailError::Malformed),
            ("marta@exa mple.com", EmailError::Malformed),
            ("a@b@example.com", EmailError::Malformed),
            ("marta@example.com\nBcc: all@example.com", EmailError::Malformed),
            ("<marta@example.com>", EmailError::Malformed),
            ("marta\u{3164}@example.com", EmailError::Malformed),
            ("marta\u{200b}@example.com", EmailError::Malformed),
            ("marta@exam\u{ffa0}ple.com", EmailError::Malformed),
        ] {
            assert_eq!(text.parse::<Email>(), Err(error), "{text:?}");
        }
    }
}
