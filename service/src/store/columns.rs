//! What columns hold, and the types that it becomes. `AnyPool` knows texts and whole numbers alone.

use crate::error::StoreError;
use presence::{DeviceKind, EndReason, Revision, UserId};

/// A 0 or 1 as the yes or no that it stands for.
pub(crate) const fn yes(number: i64) -> bool {
    number != 0
}

/// A text of the database as the type that it must be.
pub(crate) fn parse<T: std::str::FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt(format!("{text:?}")))
}

/// A revision as a column.
pub(crate) fn number(revision: Revision) -> i64 {
    i64::try_from(revision.get()).unwrap_or(i64::MAX)
}

/// A column as a revision.
pub(crate) fn revision(number: i64) -> Revision {
    Revision::new(number.unsigned_abs())
}

/// A kind of device by its name.
pub(crate) fn device_kind(name: &str) -> Result<DeviceKind, StoreError> {
    DeviceKind::from_name(name).ok_or_else(|| StoreError::Corrupt(format!("device kind {name:?}")))
}

/// By whom, and their note: the columns beside a reason's name.
pub(crate) fn reason_parts(reason: &EndReason) -> (Option<&str>, Option<&str>) {
    reason.told().map_or((None, None), |(by, note)| (Some(by.as_str()), note.map(String::as_str)))
}

/// A reason from its columns.
pub(crate) fn reason_from(
    name: &str,
    by: Option<&str>,
    note: Option<String>,
) -> Result<EndReason, StoreError> {
    let by = by.map(parse::<UserId>).transpose()?;
    Ok(match (name, by) {
        ("signed_off", _) => EndReason::SignedOff,
        ("expired", _) => EndReason::Expired,
        ("idle", _) => EndReason::Idle,
        ("connection_lost", _) => EndReason::ConnectionLost,
        ("break_over", _) => EndReason::BreakOver,
        ("put_offline", Some(by)) => EndReason::PutOffline { by, note },
        ("forced_logout", Some(by)) => EndReason::ForcedLogout { by, note },
        ("schedule", _) => EndReason::Schedule,
        ("left_project", _) => EndReason::LeftProject,
        ("account_disabled", _) => EndReason::AccountDisabled,
        _ => return Err(StoreError::Corrupt(format!("end reason {name:?}"))),
    })
}
