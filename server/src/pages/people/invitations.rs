//! Invitations on the pages of members and of people: the list, and how a new link is handed over.

use crate::pages::parts::form::Form;
use crate::pages::parts::visitor::{Visitor, done};
use crate::{state::Server, web::problem::Problem};
use app::{flash::Flash, pages::Invitation, paths};
use axum::response::Response;
use service::{Asked, Identity, PendingInvitation};

/// The list as the pages show it. A link is in it only once, right after it was made.
pub fn rows(pending: Vec<PendingInvitation>) -> Vec<Invitation> {
    let row = |invitation: PendingInvitation| Invitation {
        id: invitation.id,
        email: invitation.email,
        until: invitation.expires_at,
        link: None,
        letter: invitation.letter,
    };
    pending.into_iter().map(row).collect()
}

/// A link that the admin hands over, beside the invitation with this id.
pub struct ToShow {
    id: String,
    link: String,
    email: String,
}

impl ToShow {
    /// Puts the link into the list, and says so.
    pub fn on(self, invitations: &mut [Invitation], visitor: Visitor) -> Visitor {
        if let Some(row) = invitations.iter_mut().find(|row| row.id == self.id) {
            row.link = Some(self.link);
        }
        visitor.telling(Flash::InvitedByLink { email: self.email })
    }
}

/// Says that somebody was asked. Where the admin hands the link over the page itself has to show it: it must
/// not travel through a redirect.
pub fn hand_over(server: &Server, asked: Asked, back: &str) -> Result<Response, ToShow> {
    let to = match asked {
        Asked::ByLetter(email) => return Ok(done(server, back, &Flash::Invited { email })),
        Asked::ByLink(to) => to,
    };
    if !to.may_be_shown {
        return Ok(done(server, back, &Flash::InvitedWithheld { email: to.email }));
    }
    let link = server.site.link(&format!("{}?token={}", paths::INVITATION, to.secret.reveal()));
    Err(ToShow { id: to.id, link, email: to.email })
}

/// `action=withdraw`
pub async fn withdraw(
    server: &Server,
    who: &Identity,
    form: &Form,
    pending: &[PendingInvitation],
    back: &str,
) -> Result<Response, Problem> {
    let id = form.get("invitation");
    let invitation =
        pending.iter().find(|invitation| invitation.id == id).ok_or_else(Problem::not_found)?;
    server.service.withdraw_invitation(who, id).await?;
    Ok(done(server, back, &Flash::Withdrawn { email: invitation.email.clone() }))
}
