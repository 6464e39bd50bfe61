//! Somebody follows the link of an invitation.

use crate::{
    Email, Name, Password, Secret, Service, SignedIn, StoreError,
    deliveries::invitation_of,
    store::{audit::Act, columns::parse, invitations},
};
use presence::Timestamp;

/// What the one who was asked sees before they answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// Who was asked.
    pub email: String,
    /// The name of the admin who asked.
    pub inviter: String,
    /// The names of the projects, by name.
    pub projects: Vec<String>,
    /// Whether they shall be a site admin.
    pub site_admin: bool,
    /// When the link ends by itself.
    pub expires_at: Timestamp,
}

/// Why nobody joined.
#[derive(Debug, thiserror::Error)]
pub enum AcceptInvitationRefused {
    /// The link was used, has been replaced or withdrawn, is over, or never was.
    #[error("the link is not good any more")]
    LinkNotGood,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Service {
    /// What a link asks for; `None` when it is not good any more.
    pub async fn invitation(&self, link: &Secret) -> Result<Option<InvitationView>, StoreError> {
        let mut reader = self.0.store.reader().await?;
        let invitation = invitations::by_secret(&mut reader, &link.hash()).await?;
        let Some(invitation) = invitation.filter(|it| it.expires_at > self.now()) else {
            return Ok(None);
        };
        let board = self.board();
        let mut projects: Vec<String> = invitation
            .roles
            .keys()
            .filter_map(|id| Some(board.project(id)?.name.clone()))
            .collect();
        projects.sort_unstable();
        Ok(Some(InvitationView {
            email: invitation.email,
            inviter: board.name(&invitation.invited_by).to_owned(),
            projects,
            site_admin: invitation.site_admin,
            expires_at: invitation.expires_at,
        }))
    }

    /// Makes the account of the one who was asked, with the roles that they were asked to, and signs them
    /// in. The link works once.
    pub async fn accept_invitation(
        &self,
        link: &Secret,
        name: &Name,
        password: &Password,
        user_agent: &str,
    ) -> Result<SignedIn, AcceptInvitationRefused> {
        // Before the work of hashing, which is not for everybody to ask for.
        if self.invitation(link).await?.is_none() {
            return Err(AcceptInvitationRefused::LinkNotGood);
        }
        let hash = self.0.hasher.hash(password).await;
        let mut writing = self.begin().await?;
        let now = writing.now();
        let invitation = invitations::by_secret(writing.tx(), &link.hash())
            .await?
            .filter(|invitation| invitation.expires_at > now)
            .ok_or(AcceptInvitationRefused::LinkNotGood)?;
        let email: Email = parse(&invitation.email)?;
        let user = writing
            .add_user(&email, name, Some(hash), false)
            .await?
            .ok_or(AcceptInvitationRefused::LinkNotGood)?;
        let by = invitation.invited_by.as_str();
        writing.audit(Some(&user), Act::AcceptInvitation, user.as_str(), by).await?;
        writing.cancel_post(&invitation_of(&invitation.id)).await?;
        let signed_in = writing.start_session(&user, user_agent).await?;
        writing.commit().await?;
        Ok(signed_in)
    }
}
