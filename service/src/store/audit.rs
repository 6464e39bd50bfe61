//! The audit log: every administrative act, written in the transaction of the act. Nothing updates or
//! deletes a row.

use crate::{error::StoreError, values::secret::random_id};
use presence::{Roles, Timestamp, UserId};
use sqlx::AnyConnection;

/// An administrative act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    SetUp,
    AddUser,
    SetSiteAdmin,
    SetDisabled,
    ForceLogout,
    PutOffline,
    MakeResetLink,
    Invite,
    RenewInvitation,
    WithdrawInvitation,
    AcceptInvitation,
    AddProject,
    ChangeProject,
    ChangeSchedule,
    SetMember,
    ChangeSite,
    AddToken,
    RevokeToken,
    SignOutDevice,
    FillDemo,
    Restore,
}

impl Act {
    /// The name in the table. It is never changed.
    const fn name(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::AddUser => "add_user",
            Self::SetSiteAdmin => "set_site_admin",
            Self::SetDisabled => "set_disabled",
            Self::ForceLogout => "force_logout",
            Self::PutOffline => "put_offline",
            Self::MakeResetLink => "make_reset_link",
            Self::Invite => "invite",
            Self::RenewInvitation => "renew_invitation",
            Self::WithdrawInvitation => "withdraw_invitation",
            Self::AcceptInvitation => "accept_invitation",
            Self::AddProject => "add_project",
            Self::ChangeProject => "change_project",
            Self::ChangeSchedule => "change_schedule",
            Self::SetMember => "set_member",
            Self::ChangeSite => "change_site",
            Self::AddToken => "add_token",
            Self::RevokeToken => "revoke_token",
            Self::SignOutDevice => "sign_out_device",
            Self::FillDemo => "fill_demo",
            Self::Restore => "restore",
        }
    }
}

/// Appends an act, by a person or by the command line.
pub(crate) async fn append(
    connection: &mut AnyConnection,
    at: Timestamp,
    actor: Option<&UserId>,
    act: Act,
    subject: &str,
    detail: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into audit (id, at, actor_id, act, subject, detail) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(random_id())
    .bind(at.as_millis())
    .bind(actor.map(UserId::as_str))
    .bind(act.name())
    .bind(subject)
    .bind(detail)
    .execute(connection)
    .await?;
    Ok(())
}

/// Roles as the audit log names them.
pub(crate) const fn roles_text(roles: Roles) -> &'static str {
    match (roles.agent, roles.admin) {
        (true, true) => "agent admin",
        (true, false) => "agent",
        (false, true) => "admin",
        (false, false) => "none",
    }
}
