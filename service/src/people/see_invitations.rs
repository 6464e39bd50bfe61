//! Invitations that wait for an answer, for those who could have asked.

use crate::{
    Failure, Identity, LetterView, Service,
    deliveries::{self, invitation_of},
    people::invite::may_change,
    store::invitations::{self, Invitation},
};
use presence::{Action, Denied, ProjectKey, Roles, Timestamp, may};

/// An invitation, with what of it the caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingInvitation {
    /// Its id.
    pub id: String,
    /// Who was asked.
    pub email: String,
    /// Whether they shall be a site admin; only site admins are told.
    pub site_admin: bool,
    /// What they shall be, by project: its key, its name, and their roles.
    pub roles: Vec<(ProjectKey, String, Roles)>,
    /// The name of the admin who asked last.
    pub inviter: String,
    /// When they were first asked.
    pub created_at: Timestamp,
    /// When the link ends, or ended.
    pub expires_at: Timestamp,
    /// What became of its letter; none where none was posted.
    pub letter: Option<LetterView>,
}

impl Service {
    /// The invitations into one project, or of the whole site; newest first. One that is over stays in
    /// the list until it is renewed or withdrawn.
    pub async fn pending_invitations(
        &self,
        who: &Identity,
        project: Option<&ProjectKey>,
    ) -> Result<Vec<PendingInvitation>, Failure> {
        let only = project
            .map(|key| self.board().project_by_key(key).map(|it| it.id.clone()))
            .map(|id| id.ok_or(Denied::Hidden))
            .transpose()?;
        may(&who.caller, &only.as_ref().map_or(Action::ManagePeople, Action::ChangeProject))?;
        let mut reader = self.0.store.reader().await?;
        let mut pending = Vec::new();
        for invitation in invitations::all(&mut reader).await? {
            if only.as_ref().is_none_or(|id| invitation.roles.contains_key(id)) {
                let letter =
                    deliveries::latest(&mut reader, &invitation_of(&invitation.id)).await?;
                pending.push(self.pending(who, invitation, letter));
            }
        }
        Ok(pending)
    }

    fn pending(
        &self,
        who: &Identity,
        invitation: Invitation,
        letter: Option<LetterView>,
    ) -> PendingInvitation {
        let board = self.board();
        let mut roles: Vec<_> = invitation
            .roles
            .iter()
            .filter(|(id, _)| may_change(&who.caller, id))
            .filter_map(|(id, roles)| {
                let project = board.project(id)?;
                Some((project.key.clone(), project.name.clone(), *roles))
            })
            .collect();
        roles.sort_by(|a, b| a.0.cmp(&b.0));
        PendingInvitation {
            id: invitation.id,
            email: invitation.email,
            site_admin: invitation.site_admin && who.caller.site_admin,
            roles,
            inviter: board.name(&invitation.invited_by).to_owned(),
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
            letter,
        }
    }
}
