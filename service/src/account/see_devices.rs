//! Somebody's devices, for themselves and for site admins.

use crate::{Failure, Identity, Service, store::devices, values::user_agent};
use presence::{Action, Device, DeviceId, Timestamp, UserId, may, view::DeviceView};

impl Service {
    /// The caller's devices: the one that they use first, then who was seen last.
    pub async fn see_devices(&self, who: &Identity) -> Result<Vec<DeviceView>, Failure> {
        self.devices_of(who, &who.caller.id).await
    }

    /// Somebody's devices: one's own, or as a site admin anybody's.
    pub async fn devices_of(
        &self,
        who: &Identity,
        user: &UserId,
    ) -> Result<Vec<DeviceView>, Failure> {
        if who.caller.id != *user {
            may(&who.caller, &Action::ManagePeople)?;
        }
        let rows = devices::of(&mut *self.0.store.reader().await?, user).await?;
        let now = self.now();
        let board = self.board();
        let rules = board
            .agent(user)
            .and_then(|agent| agent.rules)
            .unwrap_or_else(|| board.settings.attendance.rules_for(presence::OwnIdle::AsTheSite));
        let heard = |id: &DeviceId| board.agent(user)?.devices.get(id).copied();
        let mut views: Vec<DeviceView> = rows
            .into_iter()
            .map(|row| {
                let device = heard(&row.id).unwrap_or(Device::new(Timestamp::MIN));
                DeviceView {
                    this: row.id == who.device,
                    id: row.id,
                    kind: row.kind,
                    name: user_agent::device_name(row.kind, row.name),
                    // The demo's people are heard of in advance.
                    seen_at: device.seen_at.min(now),
                    active_at: device.active_at.min(now),
                    connected: device.connected_until(&rules) > now,
                }
            })
            .collect();
        views.sort_by_key(|view| (!view.this, std::cmp::Reverse(view.seen_at), view.id.clone()));
        Ok(views)
    }
}
