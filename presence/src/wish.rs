//! What an agent asks for when they go online, and the one way to understand it.
//!
//! A form and a program write the same wish each in their own words; both become an [`AskedWish`], and
//! [`AskedWish::understand`] says what it means or what is wrong with it.

use crate::{Break, LeaseDuration, ProjectKey, Revision, TimeOfDay, Timestamp};

/// When the time online shall end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeaseEnd {
    /// Never by itself.
    Never,
    /// So long from now.
    After(LeaseDuration),
    /// At this moment.
    At(Timestamp),
    /// When clocks show this time of day next.
    TimeOfDay {
        /// The time.
        time: TimeOfDay,
        /// The IANA zone of the clocks; UTC where there is no such zone.
        zone: String,
    },
    /// With the shift, as it is known then.
    Shift,
}

/// What the agent asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// In these projects; `None` is all of theirs.
    pub projects: Option<Vec<ProjectKey>>,
    /// Until when.
    pub end: LeaseEnd,
    /// Whether somebody must be there.
    pub attended: bool,
    /// The revision that they saw.
    pub revision: Option<Revision>,
}

/// An end as it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedEnd<'a> {
    /// Never by itself.
    Never,
    /// So many minutes from now; `None` is something that is no whole number.
    Minutes(Option<i64>),
    /// When clocks in this IANA zone show this time (`17:30`) next.
    TimeOfDay {
        /// The time.
        text: &'a str,
        /// The zone.
        zone: &'a str,
    },
    /// At this moment; `None` is something that is none.
    At(Option<Timestamp>),
    /// With the shift.
    Shift,
}

/// A wish as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedWish<'a> {
    /// Until when.
    pub end: AskedEnd<'a>,
    /// In the projects with these keys; `None` is all.
    pub projects: Option<Vec<String>>,
    /// Whether somebody must be there.
    pub attended: bool,
    /// The revision that the agent saw.
    pub revision: Option<Revision>,
}

/// Why a wish cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WishError {
    /// Not a number of minutes that is allowed.
    #[error("minutes are a whole number from 1 to {}", LeaseDuration::MAX_MINUTES)]
    Minutes,
    /// Not a time of day.
    #[error("a time of day is written like 17:30")]
    TimeOfDay,
    /// Not a moment.
    #[error("a moment is written as RFC 3339 has it")]
    Moment,
    /// The list of projects is empty.
    #[error("no project was chosen")]
    NoProject,
    /// This is no key of a project.
    #[error("{0:?} is no key of a project")]
    ProjectKey(String),
}

impl AskedWish<'_> {
    /// What it means; or everything that is wrong with it, the end first.
    pub fn understand(self) -> Result<Wish, Vec<WishError>> {
        let mut wrong = Vec::new();
        let mut keep = |error| {
            wrong.push(error);
        };
        let end = self.end.understand().map_err(&mut keep).ok();
        let projects = self.projects.map(understand_projects).transpose();
        let projects = projects.map_err(&mut keep).ok();
        match (end, projects) {
            (Some(end), Some(projects)) => {
                let Self { attended, revision, .. } = self;
                Ok(Wish { projects, end, attended, revision })
            }
            _ => Err(wrong),
        }
    }
}

impl AskedEnd<'_> {
    /// What it means.
    pub fn understand(self) -> Result<LeaseEnd, WishError> {
        match self {
            Self::Never => Ok(LeaseEnd::Never),
            Self::Shift => Ok(LeaseEnd::Shift),
            Self::Minutes(minutes) => minutes
                .and_then(|minutes| LeaseDuration::from_minutes(minutes).ok())
                .map(LeaseEnd::After)
                .ok_or(WishError::Minutes),
            Self::At(moment) => moment.map(LeaseEnd::At).ok_or(WishError::Moment),
            Self::TimeOfDay { text, zone } => {
                // Some browsers send seconds as well.
                let minute =
                    text.trim().match_indices(':').nth(1).map_or(text, |(at, _)| &text[..at]);
                let time = minute.parse().map_err(|_| WishError::TimeOfDay)?;
                Ok(LeaseEnd::TimeOfDay { time, zone: zone.to_owned() })
            }
        }
    }
}

/// A break as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedBreak<'a> {
    /// Why: one of the site's list.
    pub reason: &'a str,
    /// When the agent means to be back; [`AskedEnd::Never`] is when they say so.
    pub end: AskedEnd<'a>,
}

/// A break that an agent wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishedBreak {
    /// Why: one of the site's list, as the site will find out.
    pub reason: String,
    /// When the agent means to be back.
    pub end: LeaseEnd,
}

impl AskedBreak<'_> {
    /// What it means, or what is wrong with its end.
    pub fn understand(self) -> Result<WishedBreak, WishError> {
        let end = self.end.understand()?;
        let too_long =
            matches!(end, LeaseEnd::After(length) if !Break::MINUTES.contains(&length.minutes()));
        if too_long || end == LeaseEnd::Shift {
            return Err(WishError::Minutes);
        }
        Ok(WishedBreak { reason: self.reason.trim().to_owned(), end })
    }
}

fn understand_projects(keys: Vec<String>) -> Result<Vec<ProjectKey>, WishError> {
    if keys.is_empty() {
        return Err(WishError::NoProject);
    }
    keys.into_iter().map(|key| key.parse().map_err(|_| WishError::ProjectKey(key))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_what_people_and_browsers_write() {
        for (text, time) in [
            ("17:30", Some("17:30")),
            (" 9:05 ", Some("09:05")),
            ("24:00", Some("24:00")),
            // Some browsers send seconds as well.
            ("17:30:00", Some("17:30")),
            ("25:00", None),
            ("soon", None),
            ("", None),
            ("ä:ö:ü", None),
        ] {
            let zone = "Europe/Berlin";
            let end = time.map(|time| LeaseEnd::TimeOfDay {
                time: time.parse().unwrap(),
                zone: zone.to_owned(),
            });
            let asked = AskedEnd::TimeOfDay { text, zone };
            assert_eq!(asked.understand(), end.ok_or(WishError::TimeOfDay), "{text:?}");
        }
    }

    #[test]
    fn a_break_has_1_to_240_minutes_or_a_moment_or_no_end() {
        for (end, meant) in [
            (AskedEnd::Minutes(Some(0)), Err(WishError::Minutes)),
            (
                AskedEnd::Minutes(Some(1)),
                Ok(LeaseEnd::After(LeaseDuration::from_minutes(1).unwrap())),
            ),
            (
                AskedEnd::Minutes(Some(240)),
                Ok(LeaseEnd::After(LeaseDuration::from_minutes(240).unwrap())),
            ),
            (AskedEnd::Minutes(Some(241)), Err(WishError::Minutes)),
            (AskedEnd::Minutes(None), Err(WishError::Minutes)),
            (AskedEnd::At(None), Err(WishError::Moment)),
            (AskedEnd::Shift, Err(WishError::Minutes)),
            (AskedEnd::Never, Ok(LeaseEnd::Never)),
        ] {
            let understood = AskedBreak { reason: " lunch ", end }.understand();
            let meant = meant.map(|end| WishedBreak { reason: "lunch".to_owned(), end });
            assert_eq!(understood, meant, "{end:?}");
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let keys = |keys: &[&str]| Some(keys.iter().map(ToString::to_string).collect());
        for (end, projects, wrong) in [
            (AskedEnd::Minutes(Some(0)), None, vec![WishError::Minutes]),
            (AskedEnd::Minutes(Some(1_441)), None, vec![WishError::Minutes]),
            (AskedEnd::Minutes(None), keys(&[]), vec![WishError::Minutes, WishError::NoProject]),
            (AskedEnd::At(None), None, vec![WishError::Moment]),
            (AskedEnd::Never, keys(&["SUP", "1"]), vec![WishError::ProjectKey("1".into())]),
            (AskedEnd::Shift, keys(&["sup"]), vec![]),
        ] {
            let asked = AskedWish { end, projects, attended: true, revision: None };
            let understood = asked.clone().understand();
            assert_eq!(understood.err().unwrap_or_default(), wrong, "{asked:?}");
        }
    }
}
