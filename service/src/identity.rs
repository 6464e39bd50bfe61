//! Somebody who asks, as the server knows them.

use presence::{Caller, Cause, DeviceId, DeviceKind, Timestamp, UserId};

/// Somebody whom the server knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who, and what they may.
    pub caller: Caller,
    /// The session or token that they use.
    pub device: DeviceId,
    /// Which of both it is.
    pub kind: DeviceKind,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// The language that they chose, as a tag.
    pub language: Option<String>,
    /// That they were logged out, until they have read it.
    pub logged_out: Option<LoggedOut>,
}

/// That a site admin ended every session of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedOut {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: UserId,
    /// Why, in their words, if they said.
    pub note: Option<String>,
}

impl Identity {
    /// The cause of what they do.
    pub fn cause(&self) -> Cause {
        Cause::user(self.caller.id.clone(), Some(self.device.clone()))
    }
}
