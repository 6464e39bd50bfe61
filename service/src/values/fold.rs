//! Texts as people compare them when they look for something.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The text without its case and accents: "Tomás HERRERA" is "tomas herrera".
pub(crate) fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_and_accents_make_no_difference() {
        for (text, folded) in [
            ("Tomás HERRERA", "tomas herrera"),
            ("Tomás", "tomas"),
            ("Léa Fournier", "lea fournier"),
            ("İpek Öztürk", "ipek ozturk"),
            ("Łukasz", "łukasz"),
            ("Ｗｉｄｅ", "wide"),
            ("田中 愛子", "田中 愛子"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
