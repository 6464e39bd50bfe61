//! Why an admin did something to somebody, in their words, for that person to read.

use super::text::{has_unseen, is_blank, trim};

/// The longest reason, in characters.
pub const MAX_REASON_CHARS: usize = 500;

/// Why a text is no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReasonError {
    /// It is too long.
    #[error("a reason has at most {MAX_REASON_CHARS} characters")]
    TooLong,
    /// It has characters that nobody sees.
    #[error("a reason has no control characters")]
    Unseen,
}

/// A reason as it is kept; blank is none.
pub(crate) fn reason(text: Option<&str>) -> Result<Option<String>, ReasonError> {
    let Some(text) = text.map(trim).filter(|text| !is_blank(text)) else { return Ok(None) };
    if text.chars().nth(MAX_REASON_CHARS).is_some() {
        return Err(ReasonError::TooLong);
    }
    if has_unseen(text) {
        return Err(ReasonError::Unseen);
    }
    Ok(Some(text.to_owned()))
}
