//! The words of the interface, in every language, and which language a reader wants.
//!
//! `app/locales/*.ftl` are turned into one function a message when the app is built, so that server and
//! browser share them and neither parses anything. A new language is a new file there and nothing else.

#[allow(clippy::all, clippy::pedantic)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/language.rs"));
}

pub use generated::Language;

/// CLDR's plural categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "which ones are used depends on the languages there are")]
enum Plural {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Language {
    /// The language with this tag or the nearest wider one: `de-AT` finds `de` (RFC 4647, lookup).
    pub fn from_tag(tag: &str) -> Option<Self> {
        let mut range = tag.trim();
        loop {
            if let Some(&found) = Self::ALL.iter().find(|l| l.tag().eq_ignore_ascii_case(range)) {
                return Some(found);
            }
            range = range.rsplit_once('-')?.0;
            // A single letter or digit only announces what was cut off.
            if let Some((wider, last)) = range.rsplit_once('-')
                && last.len() == 1
            {
                range = wider;
            }
        }
    }

    /// The language that suits an `Accept-Language` header best (RFC 9110, 12.5.4); the reference
    /// language where none does.
    pub fn negotiate(accept_language: &str) -> Self {
        let mut ranges: Vec<(&str, u16)> = accept_language.split(',').filter_map(range).collect();
        ranges.sort_by_key(|&(_, quality)| std::cmp::Reverse(quality));
        let refused = |language: Self| {
            ranges.iter().any(|&(tag, q)| q == 0 && tag.eq_ignore_ascii_case(language.tag()))
        };
        let wanted = ranges.iter().filter(|&&(_, quality)| quality > 0);
        wanted
            .filter_map(|&(tag, _)| match tag {
                "*" => Self::ALL.iter().copied().find(|&l| !refused(l)),
                _ => Self::from_tag(tag),
            })
            .find(|&l| !refused(l))
            .unwrap_or_default()
    }

    /// `ltr` or `rtl`, for `dir`.
    pub fn direction(self) -> &'static str {
        self.language_direction()
    }

    /// The language's name in itself, such as "Deutsch".
    pub fn native_name(self) -> &'static str {
        self.language_name()
    }

    /// A whole number as the language writes it, such as "1.440".
    pub fn number(self, number: impl Into<i64>) -> String {
        let mut out = String::new();
        push_number(self, number.into(), &mut out);
        out
    }
}

/// One element of `Accept-Language` with its quality in thousandths; `None` when it is malformed.
fn range(element: &str) -> Option<(&str, u16)> {
    let mut parts = element.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    match parts.next() {
        None => Some((tag, 1000)),
        Some(weight) => {
            let value = weight.strip_prefix("q=").or_else(|| weight.strip_prefix("Q="))?;
            Some((tag, quality(value.trim())?))
        }
    }
}

/// `0.8` as 800. Up to three decimals, from 0 to 1.
fn quality(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let fits = matches!(whole, "0" | "1")
        && decimals.len() <= 3
        && decimals.bytes().all(|b| b.is_ascii_digit());
    if !fits {
        return None;
    }
    let thousandths: u16 = format!("{decimals:0<3}").parse().ok()?;
    let value = if whole == "1" { 1000 + thousandths } else { thousandths };
    (value <= 1000).then_some(value)
}

/// The same digits on the server and in the browser, so that waking an island changes nothing.
fn push_number(language: Language, number: i64, out: &mut String) {
    let digits = number.unsigned_abs().to_string();
    if number < 0 {
        out.push('\u{2212}');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push_str(language.number_group());
        }
        out.push(digit);
    }
}

#[cfg(feature = "ssr")]
fn plural(language: Language, number: i64) -> Plural {
    use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
    let rules = language
        .tag()
        .parse::<unic_langid::LanguageIdentifier>()
        .ok()
        .and_then(|tag| PluralRules::create(tag, PluralRuleType::CARDINAL).ok());
    match rules.and_then(|rules| rules.select(number.unsigned_abs().to_string().as_str()).ok()) {
        Some(PluralCategory::ZERO) => Plural::Zero,
        Some(PluralCategory::ONE) => Plural::One,
        Some(PluralCategory::TWO) => Plural::Two,
        Some(PluralCategory::FEW) => Plural::Few,
        Some(PluralCategory::MANY) => Plural::Many,
        Some(PluralCategory::OTHER) | None => Plural::Other,
    }
}

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
fn plural(language: Language, number: i64) -> Plural {
    let locales = js_sys::Array::of1(&language.tag().into());
    let rules = js_sys::Intl::PluralRules::new(&locales, &js_sys::Object::new());
    #[expect(clippy::cast_precision_loss, reason = "a plural's category survives it")]
    let category: String = rules.select(number.unsigned_abs() as f64).into();
    match category.as_str() {
        "zero" => Plural::Zero,
        "one" => Plural::One,
        "two" => Plural::Two,
        "few" => Plural::Few,
        "many" => Plural::Many,
        _ => Plural::Other,
    }
}

#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
fn plural(_: Language, number: i64) -> Plural {
    if number == 1 { Plural::One } else { Plural::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_finds_the_nearest_wider_language() {
        for (tag, expected) in [
            ("de", Some("de")),
            ("DE", Some("de")),
            ("de-AT", Some("de")),
            ("de-Latn-DE-1996", Some("de")),
            ("de-x-own", Some("de")),
            ("en-GB", Some("en")),
            ("fr", None),
            ("d", None),
            ("", None),
            ("*", None),
        ] {
            assert_eq!(Language::from_tag(tag).map(Language::tag), expected, "{tag}");
        }
    }

    #[test]
    fn the_header_is_read_by_quality() {
        for (header, expected) in [
            ("", "en"),
            ("de", "de"),
            ("de-CH,de;q=0.9,en;q=0.8", "de"),
            ("fr-FR,fr;q=0.9,de;q=0.5,en;q=0.4", "de"),
            ("en;q=0.4, de;q=0.5", "de"),
            ("en;q=0.5, de;q=0.5", "en"),
            ("fr;q=1.0, *;q=0.1", "en"),
            ("en;q=0, *", "de"),
            ("de;q=0, de-AT", "en"),
            ("de;q=2, en", "en"),
            ("de;q=0.1234, en", "en"),
            ("de;level=1", "en"),
            ("en;q=0.001,de;q=0.002", "de"),
            (" de ; q=1.000 ", "de"),
            ("ja,ko", "en"),
        ] {
            assert_eq!(Language::negotiate(header).tag(), expected, "{header}");
        }
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        assert_eq!(Language::En.number(1_440), "1,440");
        assert_eq!(Language::De.number(1_440), "1.440");
        assert_eq!(Language::En.number(1_234_567), "1,234,567");
        assert_eq!(Language::En.number(999), "999");
        assert_eq!(Language::En.number(0), "0");
        assert_eq!(Language::En.number(-1_000), "\u{2212}1,000");
    }

    #[test]
    #[cfg(feature = "ssr")]
    fn counts_agree_with_their_words() {
        assert_eq!(Language::En.agents_online(0), "No agents online.");
        assert_eq!(Language::En.agents_online(1), "1 agent online.");
        assert_eq!(Language::En.agents_online(1_000), "1,000 agents online.");
        assert_eq!(Language::De.agents_online(1), "1 Agent online.");
        assert_eq!(Language::De.agents_online(2), "2 Agenten online.");
    }
}
