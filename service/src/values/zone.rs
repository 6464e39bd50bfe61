//! Time zones by name.

use jiff::tz::TimeZone;
use std::{fmt, str::FromStr};

/// A zone of the IANA database, such as `Europe/Berlin`, whose rules this process knows.
///
/// The machine's own database comes first, so that news of a zone's rules arrives with the system's
/// updates; the one within the binary serves where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// A text that names no zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a time zone is written like Europe/Berlin")]
pub struct ZoneError;

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// Its rules.
    pub const fn rules(&self) -> &TimeZone {
        &self.0
    }

    /// The names of all zones, in order, for a form to offer.
    pub fn names() -> Vec<String> {
        let mut names: Vec<_> = jiff::tz::db()
            .available()
            .map(|name| name.as_str().to_owned())
            .filter(|name| name == "UTC" || (name.contains('/') && !name.starts_with("Etc/")))
            .filter(|name| !name.starts_with("posix/") && !name.starts_with("right/"))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(name: &str) -> Result<Self, ZoneError> {
        let zone = TimeZone::get(name.trim()).map_err(|_| ZoneError)?;
        // `Etc/Unknown` and `localtime` are found, and say nothing.
        if zone.is_unknown() || zone.iana_name().is_none() || name.trim() == "localtime" {
            return Err(ZoneError);
        }
        Ok(Self(zone))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The rules of the zone with this name; those of UTC when there is none.
pub(crate) fn zone_or_utc(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::Zone;

    #[test]
    fn names_that_are_zones_and_names_that_are_not() {
        for (name, known) in [
            ("Europe/Berlin", Some("Europe/Berlin")),
            (" asia/kathmandu ", Some("Asia/Kathmandu")),
            ("UTC", Some("UTC")),
            ("Australia/Lord_Howe", Some("Australia/Lord_Howe")),
            ("", None),
            ("Etc/Unknown", None),
            ("Europe/Atlantis", None),
            ("+05:45", None),
            ("../../etc/passwd", None),
        ] {
            let found = name.parse::<Zone>().ok();
            assert_eq!(found.as_ref().map(Zone::name), known, "{name:?}");
        }
    }

    #[test]
    fn every_offered_name_is_a_zone() {
        let names = Zone::names();
        assert!(names.len() > 300, "{}", names.len());
        for name in names {
            assert!(name.parse::<Zone>().is_ok(), "{name}");
        }
    }
}
