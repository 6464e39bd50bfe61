//! Events, serialised once.

use super::channel::Frame;
use bytes::Bytes;
use http::HeaderValue;
use presence::{
    Availability, Project, ProjectKey, Revision, Status, Timestamp, rfc3339,
    view::{Me, MyPresence, Roster},
};
use serde::Serialize;
use utoipa::ToSchema;

/// An event of an event stream. The format is that of the HTML standard, "Server-sent events".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event(Bytes);

impl Event {
    /// An event with a name and one line of compact JSON.
    fn json(name: &str, data: &impl Serialize) -> Self {
        // These are our own structures of strings and numbers: they have no way to fail.
        let data = serde_json::to_string(data).expect("plain data becomes JSON");
        Self(Bytes::from(format!("event: {name}\ndata: {data}\n\n")))
    }

    /// A person's own part of the header, which begins their stream.
    pub fn me(me: &Me) -> Self {
        Self::json("me", me)
    }

    /// A person's own presence.
    pub fn presence(presence: &MyPresence) -> Self {
        Self::json("presence", presence)
    }

    /// Who has time online in a project.
    pub fn roster(roster: &Roster) -> Self {
        Self::json("roster", roster)
    }

    /// The bytes of the event.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl Frame for Event {
    fn event(&self) -> &Bytes {
        &self.0
    }
}

/// A project's public availability, ready to be sent as a body or as an event.
#[derive(Debug, Clone)]
pub struct PublicFrame {
    /// The public revision.
    pub revision: Revision,
    /// The JSON body.
    pub body: Bytes,
    /// Its strong entity tag.
    pub etag: HeaderValue,
    event: Bytes,
}

/// What the public sees of a project.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Availability)]
pub struct PublicObject {
    /// The project's key.
    pub project: ProjectKey,
    /// Online while at least one agent is there.
    pub status: Status,
    /// Since when.
    #[serde(with = "rfc3339")]
    pub since: Timestamp,
    /// When the desk opens next, while its hours say that it is closed; null while they say that it is open,
    /// and without hours. Opening and closing are changes of this object.
    #[serde(with = "rfc3339::option")]
    #[schema(required)]
    pub next_open: Option<Timestamp>,
    /// Moved by each change of this object.
    pub revision: Revision,
    /// How many agents are there; only where the project shows it to the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub agents_online: Option<u32>,
}

impl PublicFrame {
    /// The frame of what the public sees of a project.
    pub fn of(project: &Project, availability: &Availability) -> Self {
        let Availability { status, since, agents_online, next_open, revision } = *availability;
        let object = PublicObject {
            project: project.key.clone(),
            status,
            since,
            next_open,
            revision,
            agents_online,
        };
        Self::new(revision, serde_json::to_string(&object).expect("plain data becomes JSON"))
    }

    /// The frame of a body that is one line of JSON.
    fn new(revision: Revision, body: String) -> Self {
        use sha2::{Digest, Sha256};
        let event = Bytes::from(format!("event: availability\nid: {revision}\ndata: {body}\n\n"));
        let digest = Sha256::digest(body.as_bytes());
        let tag = digest.iter().take(8).fold(String::from("\""), |mut tag, byte| {
            use std::fmt::Write;
            write!(tag, "{byte:02x}").expect("a string takes whatever is written");
            tag
        });
        let etag = HeaderValue::try_from(tag + "\"").expect("hexadecimal digits fit a header");
        Self { revision, body: Bytes::from(body), etag, event }
    }
}

impl Frame for PublicFrame {
    fn event(&self) -> &Bytes {
        &self.event
    }
}
