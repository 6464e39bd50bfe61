//! The devices of the demo's people, who are nobody and beat for ever.
//!
//! What a device tells is true until its agent's time online ends, so it is heard of in advance. Somebody who
//! signs in as one of them brings a device of their own, and this one is gone.

use crate::{
    StoreError,
    store::devices::{self, DeviceRow},
    values::secret::new_id,
    writing::Writing,
};
use presence::{Device, DeviceId, DeviceKind, MINUTE, Page, Timestamp, UserId};
use std::collections::BTreeMap;

/// For how long somebody without an end is there.
const DAYS: i64 = 7;

const BROWSERS: [&str; 3] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
     Version/26.0 Safari/605.1.15",
    "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile \
     Safari/537.36",
];

/// Whom nobody has seen, and since how many minutes; and who has touched nothing.
const SILENT: (&str, i64) = ("jonas", 3);
const IDLE: (&str, i64) = ("ingrid", 21);

impl Writing {
    /// Gives everybody who is online a device.
    pub(crate) async fn fill_devices(
        &mut self,
        people: &BTreeMap<&'static str, UserId>,
    ) -> Result<(), StoreError> {
        let now = self.now();
        for (index, (who, user)) in people.iter().enumerate() {
            let Some(lease) = self.agent(user).await?.and_then(|agent| agent.lease) else {
                continue;
            };
            let id: DeviceId = new_id();
            let name = BROWSERS[index % BROWSERS.len()].to_owned();
            let row = DeviceRow { id: id.clone(), kind: DeviceKind::Browser, name };
            devices::insert(self.tx(), &row, user, lease.since).await?;
            let end = lease.until.unwrap_or(now.plus_millis(DAYS * 24 * 60 * MINUTE));
            self.hear(id, told(who, end, now));
        }
        self.say_listened().await
    }
}

fn told(who: &str, end: Timestamp, now: Timestamp) -> Device {
    let ago = |minutes: i64| now.plus_millis(-minutes * MINUTE);
    let (seen_at, active_at) = match who {
        _ if who == SILENT.0 => (ago(SILENT.1), ago(SILENT.1)),
        _ if who == IDLE.0 => (end, ago(IDLE.1)),
        _ => (end, end),
    };
    Device { seen_at, active_at, page: Page::Shown }
}
