//! Why one is offline, in words to oneself.

use crate::{Language, model::Ended};

impl Ended {
    /// "your time online ended". A reason that this page does not know yet says only that.
    pub(super) fn to_you(&self, t: Language) -> String {
        let by = self.by.as_ref().map_or("?", |person| person.name.as_str());
        match self.reason.as_str() {
            "signed_off" => t.ended_signed_off().to_owned(),
            "idle" => t.ended_idle().to_owned(),
            "connection_lost" => t.ended_connection_lost().to_owned(),
            "put_offline" => t.ended_put_offline(by),
            "forced_logout" => t.ended_forced_logout(by),
            "schedule" => t.ended_schedule().to_owned(),
            "left_project" => t.ended_left_project().to_owned(),
            "account_disabled" => t.ended_account_disabled().to_owned(),
            _ => t.ended_expired().to_owned(),
        }
    }
}
