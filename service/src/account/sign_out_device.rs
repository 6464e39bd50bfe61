//! Somebody signs out one of their devices, from another one or from itself.

use crate::{
    Failure, Identity, Service, SessionEnd, StoreError,
    store::{audit::Act, devices, sessions, tokens},
    writing::Writing,
};
use presence::{
    Action, Agent, AttendanceSettings, Cause, Denied, DeviceId, DeviceKind, OwnIdle, UserId, may,
};

impl Service {
    /// Ends the session of a browser, or revokes a token: one's own, or as a site admin anybody's.
    pub async fn sign_out_device(&self, who: &Identity, id: &DeviceId) -> Result<(), Failure> {
        let (mut writing, who) = self.begin_as(who).await?;
        let now = writing.now();
        // Whether there is such a device is for nobody but its owner and site admins to know.
        let (owner, kind) = devices::owner(writing.tx(), id)
            .await?
            .filter(|(owner, _)| who.caller.id == *owner || who.caller.site_admin)
            .ok_or(Denied::Hidden)?;
        if owner != who.caller.id {
            may(&who.caller, &Action::ManagePeople)?;
        }
        match kind {
            DeviceKind::Browser if *id == who.device => {
                sessions::delete(writing.tx(), id).await?;
            }
            DeviceKind::Browser => {
                let own = owner == who.caller.id;
                let why = if own { SessionEnd::SignedOut } else { SessionEnd::SignedOutByAdmin };
                sessions::end(writing.tx(), id, why).await?;
            }
            DeviceKind::Token => tokens::revoke(writing.tx(), id, now).await?,
        }
        let act = Act::SignOutDevice;
        writing.audit(Some(&who.caller.id), act, owner.as_str(), id.as_str()).await?;
        writing.devices_ended(&owner, &who.cause()).await?;
        writing.commit().await?;
        Ok(())
    }
}

impl Writing {
    /// Ends the devices of a person whose sessions or tokens have ended. Without a connected device left,
    /// their time online ends at once, as signed off, unless it needs none.
    pub(crate) async fn devices_ended(
        &mut self,
        user: &UserId,
        cause: &Cause,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let ended = devices::end_those_without(self.tx(), user, now).await?;
        if ended.is_empty() {
            return Ok(());
        }
        self.end_devices(&ended);
        self.changed.access.insert(user.clone());
        let Some(before) = self.agent(user).await? else { return Ok(()) };
        let mut left = before.clone();
        left.devices.not_before(now);
        let rules = left
            .rules
            .unwrap_or_else(|| AttendanceSettings::default().rules_for(OwnIdle::AsTheSite));
        let needs_one = left.lease.as_ref().is_some_and(|lease| lease.attended);
        let is_silent = !left.devices.is_connected(&rules, now);
        let after = if left.devices.is_empty() || (needs_one && is_silent) {
            // Until this moment the device was there: nobody was absent in between.
            let mut done = self.with_devices(&before, &ended).go_offline(None, cause, now);
            for id in &ended {
                done.agent.devices.remove(id, now);
            }
            done
        } else {
            left.settle(now)
        };
        let agent = self.save(&before, after).await?;
        self.put_agent(agent);
        Ok(())
    }

    /// The agent with devices that have just ended, as memory knows them.
    fn with_devices(&self, agent: &Agent, ended: &[DeviceId]) -> Agent {
        let mut whole = agent.clone();
        let board = self.service().board();
        if let Some(known) = board.agent(&agent.id) {
            for id in ended {
                if let Some(device) = known.devices.get(id) {
                    whole.devices.put(id.clone(), *device);
                }
            }
        }
        whole
    }
}
