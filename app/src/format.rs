//! Times and durations in the reader's own words.

use crate::Language;
use presence::MINUTE;

/// How long, in words: "1 h 12 min", "4 min", "less than a minute". To the nearest minute, for it is
/// read and not computed with.
pub fn duration(t: Language, millis: i64) -> String {
    if millis < MINUTE {
        return t.time_under_a_minute().to_owned();
    }
    let minutes = (millis + MINUTE / 2) / MINUTE;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => t.time_minutes(minutes),
        (hours, 0) => t.time_hours(hours),
        (hours, minutes) => t.time_hours_minutes(hours, minutes),
    }
}

/// The same for a sum, which may be nothing at all: "0 min".
pub fn exact_duration(t: Language, millis: i64) -> String {
    if millis == 0 { t.time_minutes(0) } else { duration(t, millis) }
}

/// A share in thousandths: "97.0 %", "100 %".
pub fn percent(t: Language, thousandths: u16) -> String {
    match thousandths {
        1_000.. => t.percent_all().to_owned(),
        _ => t.percent(&(thousandths % 10).to_string(), &(thousandths / 10).to_string()),
    }
}

/// A time of day on a 24-hour clock: "17:30".
pub fn clock(t: Language, hour: i8, minute: i8) -> String {
    t.clock(&format!("{hour:02}"), &format!("{minute:02}"))
}

/// Names in a row: "Support, Billing".
pub fn list<S: AsRef<str>>(t: Language, items: &[S]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    items.join(t.list_comma())
}

#[cfg(feature = "ssr")]
pub use on_the_server::Reader;

#[cfg(feature = "ssr")]
mod on_the_server {
    use super::{Language, clock};
    use jiff::{Zoned, tz::TimeZone};
    use presence::Timestamp;

    /// Who reads: their language, their time zone, and the moment at which the page is drawn.
    #[derive(Debug, Clone)]
    pub struct Reader {
        /// The language of the page.
        pub language: Language,
        /// The moment at which the page is drawn.
        pub now: Timestamp,
        zone: TimeZone,
        name: String,
    }

    impl Reader {
        /// A reader in the IANA zone `time_zone`; in UTC, which is then said beside each time, when
        /// there is no such zone.
        pub fn new(language: Language, time_zone: &str, now: Timestamp) -> Self {
            let found = TimeZone::get(time_zone).ok().filter(|_| time_zone != "UTC");
            let name = if found.is_some() { time_zone } else { "UTC" };
            Self { language, now, zone: found.unwrap_or(TimeZone::UTC), name: name.to_owned() }
        }

        /// The zone's IANA name, or `UTC`.
        pub fn zone_name(&self) -> &str {
            &self.name
        }

        fn zoned(&self, at: Timestamp) -> Zoned {
            let at = jiff::Timestamp::from_millisecond(at.as_millis());
            at.unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(self.zone.clone())
        }

        /// The time of day: "17:30", or "17:30 UTC" where the zone is not known.
        pub fn clock(&self, at: Timestamp) -> String {
            let at = self.zoned(at);
            let time = clock(self.language, at.hour(), at.minute());
            if self.name == "UTC" { self.language.clock_utc(&time) } else { time }
        }

        /// The time, with the day where it is not today: "17:30", "yesterday, 17:30",
        /// "Monday, 17:30", "12 March, 17:30", "12 March 2025, 17:30".
        pub fn moment(&self, at: Timestamp) -> String {
            let t = self.language;
            let time = self.clock(at);
            let (then, today) = (self.zoned(at), self.zoned(self.now));
            let days = today.date().until(then.date()).map_or(i32::MAX, |span| span.get_days());
            let day = then.day().to_string();
            match days {
                0 => time,
                -1 => t.date_yesterday(&time),
                1 => t.date_tomorrow(&time),
                -6..=6 => t.date_weekday(&time, &t.weekday(weekday(&then))),
                _ if then.year() == today.year() => t.date_day(&day, &t.month(then.month()), &time),
                _ => t.date_day_year(&day, &t.month(then.month()), &time, &then.year().to_string()),
            }
        }

        /// The whole of now: "Thursday 12 March, 17:24".
        pub fn today(&self) -> String {
            let (t, now) = (self.language, self.zoned(self.now));
            let day = now.day().to_string();
            t.today_is(
                &day,
                &t.month(now.month()),
                &self.clock(self.now),
                &t.weekday(weekday(&now)),
            )
        }

        /// For `datetime`: RFC 3339 in UTC.
        pub fn rfc3339(at: Timestamp) -> String {
            let at = jiff::Timestamp::from_millisecond(at.as_millis());
            at.unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string()
        }
    }

    /// 1 is Monday.
    fn weekday(at: &Zoned) -> i8 {
        at.weekday().to_monday_one_offset()
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn at(text: &str) -> Timestamp {
            let at: jiff::Timestamp = text.parse().expect("a time");
            Timestamp::from_millis(at.as_millisecond())
        }

        #[test]
        fn a_moment_names_the_day_unless_it_is_today() {
            let reader = |l| Reader::new(l, "Europe/Berlin", at("2026-03-12T16:24:00Z"));
            for (time, en, de) in [
                ("2026-03-12T16:30:00Z", "17:30", "17:30"),
                ("2026-03-12T23:30:00Z", "tomorrow, 00:30", "morgen, 00:30"),
                ("2026-03-11T22:30:00Z", "yesterday, 23:30", "gestern, 23:30"),
                ("2026-03-09T08:05:00Z", "Monday, 09:05", "Montag, 09:05"),
                ("2026-01-02T08:05:00Z", "2 January, 09:05", "2. Januar, 09:05"),
                ("2025-03-12T08:05:00Z", "12 March 2025, 09:05", "12. März 2025, 09:05"),
                ("2026-07-01T08:05:00Z", "1 July, 10:05", "1. Juli, 10:05"),
            ] {
                assert_eq!(reader(Language::En).moment(at(time)), en, "{time}");
                assert_eq!(reader(Language::De).moment(at(time)), de, "{time}");
            }
        }

        #[test]
        fn an_unknown_zone_is_utc_and_says_so() {
            for zone in ["UTC", "", "Mars/Olympus", "../../etc/passwd"] {
                let reader = Reader::new(Language::En, zone, at("2026-03-12T16:24:00Z"));
                assert_eq!(reader.clock(at("2026-03-12T16:24:00Z")), "16:24 UTC", "{zone}");
                assert_eq!(reader.zone_name(), "UTC");
            }
        }

        #[test]
        fn today_is_told_in_full() {
            let at = at("2026-03-12T16:24:00Z");
            let told = |l| Reader::new(l, "Europe/Berlin", at).today();
            assert_eq!(told(Language::En), "Thursday 12 March, 17:24");
            assert_eq!(told(Language::De), "Donnerstag, 12. März, 17:24");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short() {
        for (seconds, words) in [
            (-5, "less than a minute"),
            (0, "less than a minute"),
            (59, "less than a minute"),
            (60, "1 min"),
            (89, "1 min"),
            (90, "2 min"),
            (4 * 60, "4 min"),
            (60 * 60, "1 h"),
            (60 * 60 - 1, "1 h"),
            (72 * 60, "1 h 12 min"),
            (24 * 60 * 60, "24 h"),
        ] {
            assert_eq!(duration(Language::En, seconds * 1_000), words, "{seconds}");
        }
        assert_eq!(duration(Language::De, 72 * MINUTE), "1 h 12 min");
        assert_eq!(exact_duration(Language::En, 0), "0 min");
        assert_eq!(exact_duration(Language::En, 1), "less than a minute");
    }

    #[test]
    fn shares_are_told_to_a_tenth_of_a_per_cent() {
        for (share, en, de) in [
            (0, "0.0 %", "0,0 %"),
            (7, "0.7 %", "0,7 %"),
            (970, "97.0 %", "97,0 %"),
            (999, "99.9 %", "99,9 %"),
            (1_000, "100 %", "100 %"),
        ] {
            assert_eq!(percent(Language::En, share), en);
            assert_eq!(percent(Language::De, share), de);
        }
    }
}
