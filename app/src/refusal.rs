//! Why something was not done, as variants that cross from the server to the browser and are put into
//! words there.
//!
//! A page without scripts and the dialog get the same refusal from the same function; the API tells its
//! own problems.

use crate::ui::{FieldError, FormErrors};
use presence::view::{DoorView, MyPresence};
use serde::{Deserialize, Serialize};

/// Why something was not done. Nothing has changed, unless a variant says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Fields of the form say what cannot be.
    Form(FormErrors),
    /// The state was another one than the caller saw; this is the present.
    Stale(Box<MyPresence>),
    /// The same, at the door.
    DoorMoved(Box<DoorView>),
    /// There is no time online to extend; this is the present.
    NotOnline(Box<MyPresence>),
    /// The time online has no end; this is the present.
    NoEnd(Box<MyPresence>),
    /// The caller is an agent of no project, perhaps no more.
    NoProjects,
    /// The session is over.
    SignedOut,
    /// The role does not allow it.
    NotAllowed,
    /// It is not there, or not for the caller to know.
    NotFound,
    /// What was sent cannot be read.
    Unreadable,
    /// What was sent is too large.
    TooLarge,
    /// Too often.
    TooMany,
    /// The server cannot do it at the moment.
    Busy,
    /// No answer came in time. Nobody knows whether it was done.
    NoAnswer,
    /// The server cannot be reached.
    Unreachable,
    /// The server's own fault.
    Internal,
}

impl Refusal {
    /// What the status of an answer means that is no refusal: it was given before any of our functions was
    /// asked, or by a proxy.
    pub const fn of_status(status: u16) -> Self {
        match status {
            401 => Self::SignedOut,
            403 => Self::NotAllowed,
            404 => Self::NotFound,
            413 => Self::TooLarge,
            429 => Self::TooMany,
            503 => Self::Busy,
            // A proxy lost it on the way.
            502 | 504 => Self::NoAnswer,
            400..=499 => Self::Unreadable,
            _ => Self::Internal,
        }
    }

    /// The status that goes with it.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Form(_) => 422,
            Self::Stale(_) | Self::DoorMoved(_) | Self::NotOnline(_) | Self::NoEnd(_) => 409,
            Self::SignedOut => 401,
            Self::NotAllowed | Self::NoProjects => 403,
            Self::NotFound => 404,
            Self::Unreadable => 400,
            Self::TooLarge => 413,
            Self::TooMany => 429,
            Self::Busy | Self::NoAnswer | Self::Unreachable => 503,
            Self::Internal => 500,
        }
    }

    /// What is wrong with a form that was refused so: with its fields, or as a whole.
    pub fn errors(&self) -> FormErrors {
        let whole = match self {
            Self::Form(errors) => return errors.clone(),
            Self::Stale(_) | Self::DoorMoved(_) => FieldError::Stale,
            Self::NotOnline(_) => FieldError::Over,
            Self::NoEnd(_) => FieldError::NoEndToExtend,
            Self::NoProjects => FieldError::NoProjects,
            Self::SignedOut => FieldError::SignedOut,
            Self::NotAllowed => FieldError::NotAllowed,
            Self::NotFound => FieldError::NotThere,
            Self::Busy | Self::TooMany => FieldError::Busy,
            Self::NoAnswer => FieldError::NoAnswer,
            Self::Unreachable => FieldError::NotReachable,
            Self::Unreadable | Self::TooLarge | Self::Internal => FieldError::Internal,
        };
        FormErrors::of_form(whole)
    }

    /// The present, where the refusal tells it.
    pub fn present(&self) -> Option<&MyPresence> {
        match self {
            Self::Stale(present) | Self::NotOnline(present) | Self::NoEnd(present) => Some(present),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_without_a_refusal_means_what_its_refusal_would() {
        for refusal in [
            Refusal::SignedOut,
            Refusal::NotAllowed,
            Refusal::NotFound,
            Refusal::Unreadable,
            Refusal::TooLarge,
            Refusal::TooMany,
            Refusal::Busy,
            Refusal::Internal,
        ] {
            assert_eq!(Refusal::of_status(refusal.status()), refusal);
        }
        for (status, meaning) in [
            (400, Refusal::Unreadable),
            (415, Refusal::Unreadable),
            (502, Refusal::NoAnswer),
            (504, Refusal::NoAnswer),
            (599, Refusal::Internal),
            (302, Refusal::Internal),
        ] {
            assert_eq!(Refusal::of_status(status), meaning, "{status}");
        }
    }
}
