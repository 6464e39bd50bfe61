//! What people write for others to read.

/// Whether a text holds a character that no eye sees: a control character other than a line break or a tab,
/// or a mark that turns the writing direction of what follows, with which one text can be made to look like
/// another. The databases differ in what they do with some of them.
pub(crate) fn has_unseen(text: &str) -> bool {
    text.chars().any(|c| is_unseen(c) && !matches!(c, '\n' | '\r' | '\t'))
}

/// The same, of one character; line breaks and tabs are among them.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
