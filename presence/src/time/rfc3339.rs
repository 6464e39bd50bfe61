//! Timestamps as RFC 3339 in UTC, to the millisecond.

use super::Timestamp;
use jiff::{
    civil::{Date, Time},
    tz::Offset,
};
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// The text of a timestamp; empty at the far ends of the calendar.
pub fn format(at: Timestamp) -> String {
    let Ok(at) = jiff::Timestamp::from_millisecond(at.as_millis()) else { return String::new() };
    let at = Offset::UTC.to_datetime(at);
    let (year, month, day) = (at.year(), at.month(), at.day());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    let mut text = std::format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if at.millisecond() != 0 {
        let millis = std::format!(".{:03}", at.millisecond());
        text.push_str(millis.trim_end_matches('0'));
    }
    text.push('Z');
    text
}

/// The timestamp of a text as [`format`] writes it; what is less than a millisecond is dropped. Other zones
/// than `Z`, and what else RFC 3339 allows, are for jiff: its parser would weigh 35 KiB on every page.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.strip_suffix('Z')?;
    let (date, time) = text.split_once('T')?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    if fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    let scale = 10_i32.checked_pow(9 - u32::try_from(fraction.len()).ok()?)?;
    let nanos = digits(fraction)? * scale;
    let small = |number: i32| i8::try_from(number).ok();
    let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, nanos).ok()?;
    let at = Offset::UTC.to_timestamp(date.to_datetime(time)).ok()?;
    Some(Timestamp::from_millis(at.as_millisecond()))
}

/// Three numbers of so many digits each.
fn numbers(text: &str, between: char, lengths: [usize; 3]) -> Option<[i32; 3]> {
    let mut parts = text.split(between);
    let mut numbers = [0; 3];
    for (number, length) in numbers.iter_mut().zip(lengths) {
        let part = parts.next().filter(|part| part.len() == length)?;
        *number = digits(part)?;
    }
    parts.next().is_none().then_some(numbers)
}

/// A number without a sign.
fn digits(text: &str) -> Option<i32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// For `#[serde(with)]`.
pub fn serialize<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&format(*at))
}

/// For `#[serde(with)]`.
pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(from)?;
    parse(&text).ok_or_else(|| D::Error::custom("not an RFC 3339 time"))
}

/// The same where there may be none: `null`.
pub mod option {
    use super::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// For `#[serde(with)]`.
    pub fn serialize<S: Serializer>(at: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => super::serialize(at, to),
            None => to.serialize_none(),
        }
    }

    /// For `#[serde(with)]`.
    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Option<Timestamp>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| super::parse(&text).ok_or_else(|| D::Error::custom("not an RFC 3339 time")))
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, format, parse};
    use proptest::prelude::*;

    #[test]
    fn texts_that_are_times_and_texts_that_are_none() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-11-25T18:20:00.5Z", Some(1_795_630_800_500)),
            ("2026-11-25T18:20:00.123456789Z", Some(1_795_630_800_123)),
            ("2024-02-29T23:59:59Z", Some(1_709_251_199_000)),
            ("2026-02-29T00:00:00Z", None),
            ("2026-11-25T24:00:00Z", None),
            ("2026-11-25T18:20:00", None),
            ("2026-11-25T18:20:00+01:00", None),
            ("2026-11-25 18:20:00Z", None),
            ("2026-11-25T18:20Z", None),
            ("2026-11-25T18:20:00.Z", None),
            ("2026-11-25T18:20:00.0123456789Z", None),
            ("+026-11-25T18:20:00Z", None),
            ("26-11-25T18:20:00Z", None),
            ("2026-11-25T18:20:00Z ", None),
            ("", None),
            ("Z", None),
            ("äöü", None),
        ] {
            assert_eq!(parse(text).map(Timestamp::as_millis), millis, "{text:?}");
        }
    }

    proptest! {
        /// jiff is the judge.
        #[test]
        fn what_is_written_is_what_jiff_writes_and_is_read_again(
            millis in -62_135_596_800_000_i64..253_402_300_799_999,
        ) {
            let text = format(Timestamp::from_millis(millis));
            let judge = jiff::Timestamp::from_millisecond(millis).unwrap();
            prop_assert_eq!(&text, &judge.to_string());
            prop_assert_eq!(parse(&text), Some(Timestamp::from_millis(millis)));
        }

        #[test]
        fn what_is_read_jiff_reads_alike(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z") {
            let judge = text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond);
            prop_assert_eq!(parse(&text).map(Timestamp::as_millis), judge);
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC*") {
            parse(&text);
        }
    }
}
