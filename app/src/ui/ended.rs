//! Why somebody is offline, in words: to themselves, and to others.

use crate::Language;
#[cfg(feature = "ssr")]
use crate::format::Reader;
use presence::{EndKind, view::Ended};

fn by(ended: &Ended) -> &str {
    ended.by.as_ref().map_or("?", |person| person.name.as_str())
}

/// To the person: "your time online ended". A reason that this page does not know yet says only that.
pub fn ended_to_you(t: Language, ended: &Ended) -> String {
    match ended.reason {
        EndKind::SignedOff => t.ended_signed_off().into(),
        EndKind::Idle => t.ended_idle().into(),
        EndKind::ConnectionLost => t.ended_connection_lost().into(),
        EndKind::BreakOver => t.ended_break_over().into(),
        EndKind::PutOffline => t.ended_put_offline(by(ended)),
        EndKind::ForcedLogout => t.ended_forced_logout(by(ended)),
        EndKind::Schedule => t.ended_schedule().into(),
        EndKind::LeftProject => t.ended_left_project().into(),
        EndKind::AccountDisabled => t.ended_account_disabled().into(),
        EndKind::Expired | EndKind::Other => t.ended_expired().into(),
    }
}

/// To others, with the time: "Put offline 15:12 by Priya Raman".
#[cfg(feature = "ssr")]
pub fn ended_to_others(reader: &Reader, ended: &Ended) -> String {
    let t = reader.language;
    let time = reader.moment(ended.at);
    match ended.reason {
        EndKind::SignedOff => t.ended_long_signed_off(&time),
        EndKind::Idle => t.ended_long_idle(&time),
        EndKind::ConnectionLost => t.ended_long_connection_lost(&time),
        EndKind::BreakOver => t.ended_long_break_over(&time),
        EndKind::PutOffline => t.ended_long_put_offline(by(ended), &time),
        EndKind::ForcedLogout => t.ended_long_forced_logout(by(ended), &time),
        EndKind::Schedule => t.ended_long_schedule(&time),
        EndKind::LeftProject => t.ended_long_left_project(&time),
        EndKind::AccountDisabled => t.ended_long_account_disabled(&time),
        EndKind::Expired | EndKind::Other => t.ended_long_expired(&time),
    }
}
