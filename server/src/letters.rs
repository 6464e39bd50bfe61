//! The letters that people get, in their language, and how one is posted.

use crate::{mail::Letter, state::Server};
use app::{Language, format::Reader};
use presence::Timestamp;
use service::{InvitationLink, ResetLink};

/// Asks somebody to join. Nobody knows their language yet, so it is the inviter's.
pub fn invitation(server: &Server, t: Language, to: &InvitationLink, link: &str) -> Letter {
    let site = server.site_name();
    let until = moment(server, t, to.expires_at);
    let body = match &to.project {
        Some(project) => {
            t.letter_invitation_project_body(link, &to.inviter, project, &site, &until)
        }
        None => t.letter_invitation_body(link, &to.inviter, &site, &until),
    };
    Letter { to: to.email.clone(), subject: t.letter_invitation_subject(&to.inviter, &site), body }
}

/// Helps somebody to a new password, in the language that they chose, else in `asked_in`.
pub fn password_reset(server: &Server, asked_in: Language, to: &ResetLink, link: &str) -> Letter {
    let t = to.language.as_deref().and_then(Language::from_tag).unwrap_or(asked_in);
    let site = server.site_name();
    Letter {
        to: to.email.clone(),
        subject: t.letter_reset_subject(&site),
        body: t.letter_reset_body(link, &to.name, &site, &moment(server, t, to.expires_at)),
    }
}

/// The reader's time zone is not known: UTC, and it says so.
fn moment(server: &Server, t: Language, at: Timestamp) -> String {
    Reader::new(t, "UTC", server.service.now()).moment(at)
}

/// Posts a letter, where the site sends mail; nobody waits for it. What is logged when it fails tells
/// nothing of who it was for.
pub fn post(server: &Server, letter: Letter) -> bool {
    let Some(mailer) = server.mailer.clone() else { return false };
    tokio::spawn(async move {
        if let Err(error) = mailer.send(&letter).await {
            tracing::error!(cause = error.kind(), "a letter was not sent");
        }
    });
    true
}
