//! An admin asks somebody to join, by e-mail address.
//!
//! An address has one invitation, whose roles add up. Whoever holds its link can become that person, so a
//! link is shown only to an admin who could give everything that it brings
//! ([`InvitationLink::may_be_shown`]); else it may only be sent to the address. Where the site sends mail it
//! is in a letter and nowhere else.

use crate::{
    Email, Failure, Identity, LanguageTag, Letter, Outcome, Secret, Service, StoreError,
    deliveries::{INVITATION, Post, invitation_of},
    error::from_failures,
    store::{
        audit::{Act, roles_text},
        invitations::{self, Invitation},
        members, projects,
        users::{self, User},
    },
    values::secret::random_id,
    writing::{Turn, Writing},
};
use presence::{Action, Caller, Denied, ProjectId, ProjectKey, Roles, Timestamp, UserId, may};

/// How long an invitation lasts, in minutes: 7 days.
const INVITATION_MINUTES: u32 = 7 * 24 * 60;
/// For how long it is tried to send its letter, in minutes: a day.
const LETTER_MINUTES: u32 = 24 * 60;

/// Whom to ask, and to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// Their address.
    pub email: Email,
    /// Into which project, and what they shall be there; `None` for an account without a project.
    pub project: Option<(ProjectKey, Roles)>,
    /// Whether they shall be a site admin.
    pub site_admin: bool,
    /// The language of the letter that is posted; without one the admin hands the link over.
    pub letter: Option<LanguageTag>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invited {
    /// They have an account, and have the roles now.
    Added(UserId),
    /// They have an account, and had the roles already.
    Exists(UserId),
    /// They are asked. Older links of theirs work no more.
    Asked(Asked),
}

/// How the link of an invitation comes to whom it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// In a letter to this address, which waits to be sent.
    ByLetter(String),
    /// By the hand of the admin.
    ByLink(InvitationLink),
}

/// The link of an invitation, to be handed on once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationLink {
    /// The invitation's id.
    pub id: String,
    /// What the link holds.
    pub secret: Secret,
    /// Where it may be sent.
    pub email: String,
    /// The name of the admin who asks.
    pub inviter: String,
    /// The name of the project that they asked into, if it was one.
    pub project: Option<String>,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Whether the admin who made it may see it. If not, others have put more into the invitation than
    /// this admin could give: send it, and show it to nobody.
    pub may_be_shown: bool,
}

/// Why nobody was asked.
#[derive(Debug, thiserror::Error)]
pub enum InviteRefused {
    /// Into a project, but as nothing.
    #[error("no role was chosen")]
    NoRole,
    /// The address was written to too often within an hour.
    #[error("many letters went to this address lately")]
    TooManyLetters,
    /// By the policy or the store.
    #[error(transparent)]
    Failure(#[from] Failure),
}

from_failures!(InviteRefused);

impl Service {
    /// Asks somebody to join; one who has an account gets the roles at once.
    pub async fn invite(&self, who: &Identity, asked: &Invite) -> Result<Invited, InviteRefused> {
        let (mut writing, who) = self.begin_as(who).await?;
        let mut place = None;
        if let Some((key, roles)) = &asked.project {
            let id = projects::id_of(writing.tx(), key).await?.ok_or(Denied::Hidden)?;
            may(&who.caller, &Action::ChangeProject(&id))?;
            if !roles.any() {
                return Err(InviteRefused::NoRole);
            }
            place = Some((id, *roles));
        }
        if asked.site_admin || place.is_none() {
            may(&who.caller, &Action::ManagePeople)?;
        }
        let here = users::by_email(writing.tx(), &asked.email).await?;
        let invited = if let Some(user) = here {
            let place = place.as_ref().map(|(id, roles)| (id, *roles));
            match writing.add_to(&user, place, asked.site_admin, &who).await? {
                Outcome::Exists => Invited::Exists(user.id),
                Outcome::Added | Outcome::Extended => Invited::Added(user.id),
            }
        } else {
            let place = place.as_ref();
            let link = writing.invite(&asked.email, place, asked.site_admin, &who).await?;
            Invited::Asked(writing.hand_over(link, asked.letter.as_ref()).await?)
        };
        writing.commit().await?;
        Ok(invited)
    }

    /// Makes a new link for an invitation, which lasts anew, and posts it where a letter has a language. The
    /// older link works no more, and a letter that waits is not sent.
    pub async fn renew_invitation(
        &self,
        who: &Identity,
        id: &str,
        letter: Option<&LanguageTag>,
    ) -> Result<Asked, InviteRefused> {
        let (mut turn, who) = self.turn_as(who).await?;
        let now = turn.now();
        let mut invitation = turn.invitation_for(&who.caller, id).await?;
        if invitation.expires_at <= now {
            // What is over is asked anew, and only by those who could ask for it.
            invitation.roles.retain(|project, _| may_change(&who.caller, project));
            invitation.site_admin &= who.caller.site_admin;
        }
        let email = invitation.email.clone();
        turn.audit(Some(&who.caller.id), Act::RenewInvitation, &email, "").await?;
        let link = turn.link(invitation, &who, None).await?;
        let asked = turn.hand_over(link, letter).await?;
        turn.commit().await?;
        Ok(asked)
    }

    /// Takes back of an invitation what the caller could have asked for; without anything left it is
    /// gone, and its link with it.
    pub async fn withdraw_invitation(&self, who: &Identity, id: &str) -> Result<(), Failure> {
        let (mut turn, who) = self.turn_as(who).await?;
        let invitation = turn.invitation_for(&who.caller, id).await?;
        let (mine, others): (Vec<_>, Vec<_>) =
            invitation.roles.keys().partition(|project| may_change(&who.caller, project));
        if who.caller.site_admin || (others.is_empty() && !invitation.site_admin) {
            invitations::delete_of(turn.tx(), &invitation.email).await?;
            turn.cancel_post(&invitation_of(id)).await?;
        } else {
            for project in mine {
                invitations::delete_role(turn.tx(), id, project).await?;
            }
        }
        let email = &invitation.email;
        turn.audit(Some(&who.caller.id), Act::WithdrawInvitation, email, "").await?;
        turn.commit().await?;
        Ok(())
    }
}

impl Writing {
    /// Gives somebody who is here what an invitation would have brought.
    async fn add_to(
        &mut self,
        user: &User,
        place: Option<(&ProjectId, Roles)>,
        site_admin: bool,
        who: &Identity,
    ) -> Result<Outcome, StoreError> {
        let actor = Some(&who.caller.id);
        let mut outcome = Outcome::Exists;
        if let Some((project, roles)) = place {
            let before = members::roles(self.tx(), project, &user.id).await?;
            let after = before.with(roles);
            if before != after {
                self.set_roles(&user.id, project, after, &who.cause()).await?;
                let detail = format!("{project} {}", roles_text(after));
                self.audit(actor, Act::SetMember, user.id.as_str(), &detail).await?;
                outcome = Outcome::Extended;
            }
        }
        if site_admin && !user.site_admin {
            users::set_site_admin(self.tx(), &user.id, true).await?;
            self.changed.access.insert(user.id.clone());
            self.audit(actor, Act::SetSiteAdmin, user.id.as_str(), "yes").await?;
            outcome = Outcome::Extended;
        }
        Ok(outcome)
    }
}

impl Turn {
    /// Adds to the invitation of an address, or makes one.
    async fn invite(
        &mut self,
        email: &Email,
        place: Option<&(ProjectId, Roles)>,
        site_admin: bool,
        who: &Identity,
    ) -> Result<InvitationLink, StoreError> {
        let now = self.now();
        let pending = invitations::by_email(self.tx(), email)
            .await?
            .filter(|pending| pending.expires_at > now);
        let mut invitation = pending.unwrap_or_else(|| Invitation {
            id: random_id(),
            email: email.as_str().to_owned(),
            site_admin: false,
            invited_by: who.caller.id.clone(),
            created_at: now,
            expires_at: now,
            roles: std::collections::BTreeMap::new(),
        });
        let mut detail = Vec::new();
        if site_admin {
            invitation.site_admin = true;
            detail.push("site_admin");
        }
        if let Some((project, roles)) = place {
            let held = invitation.roles.entry(project.clone()).or_default();
            *held = held.with(*roles);
            detail.extend([project.as_str(), roles_text(*held)]);
        }
        let detail = detail.join(" ");
        self.audit(Some(&who.caller.id), Act::Invite, email.as_str(), &detail).await?;
        self.link(invitation, who, place.map(|(project, _)| project)).await
    }

    /// Posts the link, or leaves it to the admin.
    async fn hand_over(
        &mut self,
        link: InvitationLink,
        letter: Option<&LanguageTag>,
    ) -> Result<Asked, InviteRefused> {
        let about = invitation_of(&link.id);
        let Some(language) = letter else {
            self.cancel_post(&about).await?;
            return Ok(Asked::ByLink(link));
        };
        if !self.may_write_to(&link.email, INVITATION).await? {
            return Err(InviteRefused::TooManyLetters);
        }
        let letter = Letter::Invitation {
            inviter: link.inviter,
            project: link.project,
            link: link.secret,
            until: link.expires_at,
            language: language.to_string(),
        };
        // A letter that comes a day late is better asked for anew.
        let expires_at = self.now().plus_minutes(LETTER_MINUTES).min(link.expires_at);
        self.post(Post { about, to: &link.email, letter: &letter, expires_at }).await?;
        Ok(Asked::ByLetter(link.email))
    }

    /// Saves an invitation under a new link, from `who`.
    async fn link(
        &mut self,
        mut invitation: Invitation,
        who: &Identity,
        project: Option<&ProjectId>,
    ) -> Result<InvitationLink, StoreError> {
        let secret = Secret::random();
        invitation.invited_by = who.caller.id.clone();
        invitation.expires_at = self.now().plus_minutes(INVITATION_MINUTES);
        invitations::put(self.tx(), &invitation, &secret.hash()).await?;
        // Asked into one project, that is the one to name.
        let project = project.or_else(|| match invitation.roles.len() {
            1 => invitation.roles.keys().next(),
            _ => None,
        });
        let project = match project {
            Some(id) => projects::load(self.tx(), id).await?.map(|project| project.name),
            None => None,
        };
        Ok(InvitationLink {
            may_be_shown: may_give(&who.caller, &invitation),
            id: invitation.id,
            secret,
            email: invitation.email,
            inviter: who.name.clone(),
            project,
            expires_at: invitation.expires_at,
        })
    }

    /// The invitation, if the caller could have asked for any part of it.
    async fn invitation_for(&mut self, caller: &Caller, id: &str) -> Result<Invitation, Failure> {
        // An id is as we made it; what else a form says is none, on either database.
        if !id.chars().all(|c| c.is_ascii_graphic()) {
            return Err(Denied::Hidden.into());
        }
        let invitation = invitations::by_id(self.tx(), id).await?.ok_or(Denied::Hidden)?;
        let theirs = may(caller, &Action::ManagePeople).is_ok()
            || invitation.roles.keys().any(|project| may_change(caller, project));
        if theirs { Ok(invitation) } else { Err(Denied::Hidden.into()) }
    }
}

/// Whether the caller could give everything that an invitation brings.
fn may_give(caller: &Caller, invitation: &Invitation) -> bool {
    let site_only = invitation.site_admin || invitation.roles.is_empty();
    (!site_only || may(caller, &Action::ManagePeople).is_ok())
        && invitation.roles.keys().all(|project| may_change(caller, project))
}

pub(crate) fn may_change(caller: &Caller, project: &ProjectId) -> bool {
    may(caller, &Action::ChangeProject(project)).is_ok()
}
