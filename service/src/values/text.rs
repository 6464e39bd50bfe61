//! What people write for others to read.

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup, VariationSelector},
};

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

/// Whether nothing of a text is seen: it is empty, or made of spaces, fillers, joiners, tags, or marks that
/// stand on nothing.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| takes_no_ink(c) || is_one_of(GeneralCategoryGroup::Mark, c))
}

/// Whether a text has a letter or a digit that is seen.
pub(crate) fn has_letter(text: &str) -> bool {
    let is_letter = |c| {
        is_one_of(GeneralCategoryGroup::Letter, c) || is_one_of(GeneralCategoryGroup::Number, c)
    };
    text.chars().any(|c| is_letter(c) && !takes_no_ink(c))
}

/// A text without the empty space at its ends. What may not be in a text at all stays, to be refused.
pub(crate) fn trim(text: &str) -> &str {
    // A selector says how the character before it looks, and belongs to it.
    let selectors = CodePointSetData::new::<VariationSelector>();
    let is_space = |c| is_ignorable(c) && !is_unseen(c) && !selectors.contains(c);
    text.trim_matches(|c: char| c.is_whitespace() || is_space(c))
}

/// Whether there is nothing to see where the character stands: white space, control characters, and the few
/// letters and symbols that are blank.
fn takes_no_ink(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_ignorable(c)
        // The empty pattern of braille, and two blanks among the hieroglyphs.
        || matches!(c, '\u{2800}' | '\u{13441}' | '\u{13442}')
}

/// Whether a program that does not know the character shows nothing in its place: zero-width spaces and
/// joiners, fillers, tags, and the like.
pub(crate) fn is_ignorable(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

fn is_one_of(categories: GeneralCategoryGroup, c: char) -> bool {
    categories.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

#[cfg(test)]
mod tests {
    use super::{has_letter, is_blank, trim};

    #[test]
    fn what_is_not_seen_is_blank_and_no_letter() {
        for (what, text) in [
            ("nothing", ""),
            ("spaces", " \u{a0}\u{3000}\t"),
            ("a zero-width space", "\u{200b}"),
            ("joiners", "\u{200c}\u{200d}\u{2060}"),
            ("a byte order mark", "\u{feff}"),
            ("a soft hyphen", "\u{ad}"),
            ("a grapheme joiner", "\u{34f}"),
            ("direction marks", "\u{200e}\u{200f}\u{61c}"),
            ("Hangul fillers, which are letters", "\u{115f}\u{1160}\u{3164}\u{ffa0}"),
            ("Khmer vowels that are not shown", "\u{17b4}\u{17b5}"),
            ("empty braille", "\u{2800}"),
            ("blank hieroglyphs, which are letters", "\u{13441}\u{13442}"),
            ("selectors", "\u{fe0f}\u{fe00}\u{180b}\u{e0100}"),
            ("tags", "\u{e0041}\u{e0042}\u{e007f}"),
            ("marks on nothing", "\u{301}\u{308}\u{20dd}"),
            ("marks that count as alphabetic", "\u{345}\u{5b0}\u{93e}\u{903}"),
            ("all of it", " \u{200b}\u{3164}\u{2800}\u{fe0f}\u{301}"),
        ] {
            assert!(is_blank(text), "{what}");
            assert!(!has_letter(text), "{what}");
        }
    }

    #[test]
    fn letters_and_digits_of_every_script_are_seen() {
        for text in
            ["Marta", "7", "Ⅷ", "王", "ကို", "محمد", "שרה", "ไท", "e\u{301}", "\u{200f}א", "𝔐", "〇"]
        {
            assert!(has_letter(text), "{text}");
            assert!(!is_blank(text), "{text}");
        }
        for text in ["–", "👍🏽", "…", "!", "♥\u{fe0f}", "🏴\u{e0067}\u{e007f}"] {
            assert!(!has_letter(text), "{text}");
            assert!(!is_blank(text), "{text}");
        }
    }

    #[test]
    fn the_ends_are_trimmed_and_the_middle_is_left() {
        for (text, trimmed) in [
            (" \u{200b}Marta\u{feff} \u{3164}", "Marta"),
            ("मी\u{200d}ना", "मी\u{200d}ना"),
            ("I ♥\u{fe0f}", "I ♥\u{fe0f}"),
            ("\u{202e}atraM\0", "\u{202e}atraM\0"),
            ("\u{200b} \u{200b}", ""),
        ] {
            assert_eq!(trim(text), trimmed, "{text:?}");
        }
    }
}
