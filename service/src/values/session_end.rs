//! Why a session ended before its time, on another device than its own.

/// Why. Who signs out on the device itself knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEnd {
    /// A site admin ended every session of the person.
    ForcedLogout,
    /// A site admin disabled the account.
    AccountDisabled,
    /// The password was changed.
    NewPassword,
    /// The person signed it out from another device.
    SignedOut,
    /// A site admin signed it out.
    SignedOutByAdmin,
}

impl SessionEnd {
    const ALL: [Self; 5] = [
        Self::ForcedLogout,
        Self::AccountDisabled,
        Self::NewPassword,
        Self::SignedOut,
        Self::SignedOutByAdmin,
    ];

    /// The name in the table. It is never changed.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ForcedLogout => "forced_logout",
            Self::AccountDisabled => "account_disabled",
            Self::NewPassword => "new_password",
            Self::SignedOut => "signed_out",
            Self::SignedOutByAdmin => "signed_out_by_admin",
        }
    }

    /// The one with this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.name() == name)
    }
}
