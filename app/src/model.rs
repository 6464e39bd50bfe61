//! What server and browser tell each other about presence: the JSON of the API and of the header's event
//! stream. Times are RFC 3339 in UTC.

use presence::{EndReason, Presence, Revision, Status, Timestamp};
use serde::{Deserialize, Serialize};

/// A person, as far as others may know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// How being online ended in a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    #[serde(with = "rfc3339")]
    pub at: Timestamp,
    /// Why: a name of [`EndReason`].
    pub reason: String,
    /// By whom, where it was somebody else.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<Person>,
    /// Their words, if they left some.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
}

impl Ended {
    /// Whether the door did it.
    pub fn by_door(&self) -> bool {
        self.reason == "put_offline"
    }
}

/// One's own presence in one project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyProject {
    /// The project's key.
    pub project: String,
    /// The project's name.
    pub name: String,
    /// How one is there.
    pub presence: Presence,
    /// Online since when.
    #[serde(with = "rfc3339::option")]
    pub since: Option<Timestamp>,
    /// Online until when; `None` while online is "no end".
    #[serde(with = "rfc3339::option")]
    pub until: Option<Timestamp>,
    /// Since when nobody is there, while away or lost.
    #[serde(with = "rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    pub absent_since: Option<Timestamp>,
    /// Whether somebody must be there to be online.
    #[serde(default)]
    pub attended: bool,
    /// How the last time ended, while offline.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ended: Option<Ended>,
}

/// One's own presence: the answer of `GET` and `PUT /api/v1/me/presence`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyPresence {
    /// Moved by every lease command and ending.
    pub revision: Revision,
    /// Online in at least one project?
    pub status: Status,
    /// When the time online began; extending keeps it.
    #[serde(with = "rfc3339::option")]
    pub since: Option<Timestamp>,
    /// When it ends; `None` while online is "no end".
    #[serde(with = "rfc3339::option")]
    pub until: Option<Timestamp>,
    /// It covers every project, those joined later included.
    pub all_projects: bool,
    /// How one is, wherever the time online covers.
    pub presence: Presence,
    /// Since when nobody is there, while away or lost.
    #[serde(with = "rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    pub absent_since: Option<Timestamp>,
    /// When the site ends the time online of somebody who stays away or lost; `None` is never.
    #[serde(with = "rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    pub absent_until: Option<Timestamp>,
    /// When somebody last touched a device, as far as known when this was said; told while away.
    #[serde(with = "rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    pub last_active: Option<Timestamp>,
    /// Whether somebody must be there to be online.
    pub attended: bool,
    /// One's own hours started it, and end it.
    pub by_hours: bool,
    /// After how many seconds without input one is away; `None` is never.
    pub away_after_s: Option<u32>,
    /// When one's own hours end, while these run.
    #[serde(with = "rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    pub shift_end: Option<Timestamp>,
    /// Each project in which one is an agent, by key.
    pub projects: Vec<MyProject>,
}

/// An agent in a project's roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRow {
    /// The agent's id.
    pub id: String,
    /// The agent's name.
    pub name: String,
    /// How they are.
    pub presence: Presence,
    /// Since when.
    #[serde(with = "rfc3339")]
    pub since: Timestamp,
    /// Until when; `None` is "no end".
    #[serde(with = "rfc3339::option")]
    pub until: Option<Timestamp>,
    /// Since when nobody is there, while away or lost.
    #[serde(with = "rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    pub absent_since: Option<Timestamp>,
    /// When they last touched a device, while away; when a device was last heard of, while lost.
    #[serde(with = "rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    pub last_sign: Option<Timestamp>,
    /// Whether their time online needs a device.
    pub attended: bool,
    /// Why their time online looks forgotten: `idle` or `shift_over`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub forgotten: Option<Forgotten>,
}

/// Why somebody's time online looks forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forgotten {
    /// Nobody has touched any of their devices for long.
    Idle,
    /// Their shift is over.
    ShiftOver,
}

/// Who has time online in a project: one event of the header's stream, the same for all who follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// The project's key.
    pub project: String,
    /// The agents, by name.
    pub agents: Vec<RosterRow>,
    /// When its shift ends, while it is open.
    #[serde(with = "rfc3339::option", skip_serializing_if = "Option::is_none", default)]
    pub closes: Option<Timestamp>,
    /// It has hours, and it is closed.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub closed: bool,
}

/// A project as the header knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderProject {
    /// The project's key.
    pub key: String,
    /// The project's name.
    pub name: String,
    /// Whether one may use the door there.
    pub door: bool,
    /// Whether one is an agent there.
    pub agent: bool,
}

/// What the header knows of its own person: the first event of its stream, and each change of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The server's clock when this was sent, so that a browser with a wrong one still counts right.
    #[serde(with = "rfc3339")]
    pub now: Timestamp,
    /// Who one is.
    pub id: String,
    /// One's own presence.
    pub presence: MyPresence,
    /// The projects that one sees.
    pub projects: Vec<HeaderProject>,
}

/// Everything that the header shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderModel {
    /// Oneself.
    pub me: Me,
    /// Who has time online, a roster for each project in view.
    pub rosters: Vec<Roster>,
    /// The key of the project in context, where the page has one: the counter counts it alone.
    pub context: Option<String>,
}

impl HeaderModel {
    /// The counter: distinct agents available at `now`, in the project in context or in all.
    pub fn counter(&self, now: Timestamp) -> usize {
        let agents: std::collections::BTreeSet<&str> = self
            .rosters
            .iter()
            .filter(|roster| self.context.as_ref().is_none_or(|key| *key == roster.project))
            .flat_map(|roster| &roster.agents)
            .filter(|row| row.presence == Presence::Online)
            .filter(|row| row.until.is_none_or(|until| until > now))
            .map(|row| row.id.as_str())
            .collect();
        agents.len()
    }

    /// When the shift ends of somebody who goes online at `now` in some of their projects, or in all:
    /// with their own hours, else with the last of these projects that is open.
    pub fn shift_end(&self, some: Option<&[String]>, now: Timestamp) -> Option<Timestamp> {
        let mine = |key: &str| {
            some.is_none_or(|some| some.iter().any(|chosen| chosen == key))
                && self.me.projects.iter().any(|project| project.agent && project.key == key)
        };
        let own = self.me.presence.shift_end.filter(|end| *end > now);
        let latest = || {
            let rosters = self.rosters.iter().filter(|roster| mine(&roster.project));
            rosters.filter_map(|roster| roster.closes).filter(|end| *end > now).max()
        };
        own.or_else(latest)
            .filter(|end| *end <= now.plus_minutes(presence::LeaseDuration::MAX_MINUTES))
    }

    /// Takes in a roster in place of the one before it.
    pub fn put_roster(&mut self, roster: Roster) {
        match self.rosters.iter_mut().find(|known| known.project == roster.project) {
            Some(known) => *known = roster,
            None => self.rosters.push(roster),
        }
    }
}

impl Ended {
    /// The ending as the API tells it; `name` gives a person's name.
    pub fn new(
        at: Timestamp,
        reason: &EndReason,
        name: impl Fn(&presence::UserId) -> String,
    ) -> Self {
        let (by, note) = match reason {
            EndReason::PutOffline { by, note } => (Some(by), note.clone()),
            EndReason::ForcedLogout { by } => (Some(by), None),
            _ => (None, None),
        };
        Self {
            at,
            reason: reason.name().to_owned(),
            by: by.map(|id| Person { id: id.to_string(), name: name(id) }),
            note,
        }
    }
}

/// Timestamps as RFC 3339 in UTC, to the millisecond.
pub mod rfc3339 {
    use presence::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// The text of a timestamp.
    #[cfg(feature = "ssr")]
    pub fn format(at: Timestamp) -> String {
        jiff::Timestamp::from_millisecond(at.as_millis())
            .map_or_else(|_| String::new(), |at| at.to_string())
    }

    /// The timestamp of a text.
    #[cfg(feature = "ssr")]
    pub fn parse(text: &str) -> Option<Timestamp> {
        let at: jiff::Timestamp = text.parse().ok()?;
        Some(Timestamp::from_millis(at.as_millisecond()))
    }

    /// The text of a timestamp.
    #[cfg(not(feature = "ssr"))]
    #[cfg(feature = "hydrate")]
    pub fn format(at: Timestamp) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a date has far fewer than 53 bits")]
        let millis = at.as_millis() as f64;
        js_sys::Date::new(&millis.into()).to_iso_string().into()
    }

    /// The timestamp of a text.
    #[cfg(not(feature = "ssr"))]
    #[cfg(feature = "hydrate")]
    pub fn parse(text: &str) -> Option<Timestamp> {
        let millis = js_sys::Date::parse(text);
        #[expect(clippy::cast_possible_truncation, reason = "a date has far fewer than 53 bits")]
        millis.is_finite().then(|| Timestamp::from_millis(millis as i64))
    }

    /// Without a server or a browser nothing reads or writes times.
    #[cfg(not(any(feature = "ssr", feature = "hydrate")))]
    pub fn format(_: Timestamp) -> String {
        String::new()
    }

    /// Without a server or a browser nothing reads or writes times.
    #[cfg(not(any(feature = "ssr", feature = "hydrate")))]
    pub fn parse(_: &str) -> Option<Timestamp> {
        None
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
        use presence::Timestamp;
        use serde::{Deserialize, Deserializer, Serializer, de::Error};

        /// For `#[serde(with)]`.
        pub fn serialize<S: Serializer>(at: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
            match at {
                Some(at) => super::serialize(at, to),
                None => to.serialize_none(),
            }
        }

        /// For `#[serde(with)]`.
        pub fn deserialize<'d, D: Deserializer<'d>>(
            from: D,
        ) -> Result<Option<Timestamp>, D::Error> {
            let text = Option::<String>::deserialize(from)?;
            text.map(|text| {
                super::parse(&text).ok_or_else(|| D::Error::custom("not an RFC 3339 time"))
            })
            .transpose()
        }
    }
}
