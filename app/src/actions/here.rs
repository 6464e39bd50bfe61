//! Who asks, of which site, and where they are: all that an action knows beside what was sent.

use crate::refusal::Refusal;
use leptos::prelude::use_context;
use presence::{Denied, ProjectId, view::MyPresence};
use service::{Failure, Identity, Service, StoreError};

/// The caller, and the site. What a person may do is a function of this, one a file beside; a page calls
/// it with a posted form, a server function with what the page's scripts sent.
#[derive(Clone)]
pub struct Here {
    /// The site.
    pub service: Service,
    /// The caller.
    pub who: Identity,
    /// The caller's IANA time zone, as their browser says it.
    pub zone: String,
    /// Notes the cause of a failure, and says what the caller is told of it.
    pub failed: fn(StoreError) -> Refusal,
}

impl Here {
    /// Of the request under way.
    pub(super) fn take() -> Result<Self, Refusal> {
        use_context().ok_or(Refusal::SignedOut)
    }

    /// The caller's presence as it is now.
    pub(super) fn present(&self) -> Box<MyPresence> {
        Box::new(self.service.see_own_presence(&self.who))
    }

    /// A project's key; its id where it is gone.
    pub(super) fn project_key(&self, id: &ProjectId) -> String {
        let board = self.service.board();
        board.project(id).map_or_else(|| id.to_string(), |project| project.key.to_string())
    }

    /// What a failure means for somebody who changes their own presence: what they may not do any more,
    /// they may not for want of a project.
    pub(super) fn own_failure(&self, failure: Failure) -> Refusal {
        match failure {
            Failure::Denied(_) => Refusal::NoProjects,
            other => self.refusal(other),
        }
    }

    /// What a failure means for the caller.
    pub(super) fn refusal(&self, failure: Failure) -> Refusal {
        match failure {
            Failure::Denied(Denied::Hidden) => Refusal::NotFound,
            Failure::Denied(Denied::Forbidden) => Refusal::NotAllowed,
            Failure::SignedOut => Refusal::SignedOut,
            Failure::Store(error) => (self.failed)(error),
        }
    }
}
