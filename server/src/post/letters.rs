//! The letters that people get, in their language.

use crate::{post::mail::Letter, site_url::SiteUrl};
use app::{Language, format::Reader};
use presence::Timestamp;
use service::{InvitationLink, ResetLink};

/// Asks somebody to join. Nobody knows their language yet, so it is the inviter's.
pub fn invitation(
    site: &SiteUrl,
    now: Timestamp,
    t: Language,
    to: &InvitationLink,
    link: &str,
) -> Letter {
    let until = moment(now, t, to.expires_at);
    let body = match &to.project {
        Some(project) => {
            t.letter_invitation_project_body(link, &to.inviter, project, site.name(), &until)
        }
        None => t.letter_invitation_body(link, &to.inviter, site.name(), &until),
    };
    Letter {
        to: to.email.clone(),
        subject: t.letter_invitation_subject(&to.inviter, site.name()),
        body,
    }
}

/// Helps somebody to a new password, in the language that they chose, else in `asked_in`.
pub fn password_reset(
    site: &SiteUrl,
    now: Timestamp,
    asked_in: Language,
    to: &ResetLink,
    link: &str,
) -> Letter {
    let t = to.language.as_deref().and_then(Language::from_tag).unwrap_or(asked_in);
    Letter {
        to: to.email.clone(),
        subject: t.letter_reset_subject(site.name()),
        body: t.letter_reset_body(link, &to.name, site.name(), &moment(now, t, to.expires_at)),
    }
}

/// The reader's time zone is not known: UTC, and it says so.
fn moment(now: Timestamp, t: Language, at: Timestamp) -> String {
    Reader::new(t, "UTC", now).moment(at)
}
