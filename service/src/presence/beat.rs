//! Hears that somebody is there: beats, requests, and event streams that still take what is written.
//!
//! Nothing of it is written at once. What follows from it is recorded when it falls due, and what was
//! heard is written in batches, for a restart ([`Service::write_heard`]).

use crate::{Identity, Service, StoreError, store::tokens};
use presence::{Agent, Beat, Device, DeviceId, Presence, Timestamp};
use std::{collections::BTreeMap, sync::PoisonError};

/// What a device is told in answer to its beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// The site's clock.
    pub now: Timestamp,
    /// How its person is now: in any project, the best of them.
    pub presence: Presence,
    /// When they are away if none of their devices says anything else; `None` where that cannot be.
    pub away_at: Option<Timestamp>,
    /// How often a page that can be seen should beat, in seconds.
    pub every_seconds: u32,
}

impl Service {
    /// Hears a beat of the caller's device.
    pub async fn beat(&self, who: &Identity, beat: Beat) -> Heard {
        let now = self.hear_in_turn(who, |agent, now| agent.beat(&who.device, beat, now)).await;
        let board = self.board();
        let agent = board.agent(&who.caller.id).map(|agent| agent.settle(now).agent);
        Heard {
            now,
            presence: agent.as_ref().map_or(Presence::Offline, Agent::best_presence),
            away_at: agent.as_ref().and_then(|agent| agent.away_at(now)),
            every_seconds: board.settings.attendance.beat_seconds(),
        }
    }

    /// Hears that the caller's device is still there, which says nothing of its person.
    pub async fn seen(&self, who: &Identity) {
        self.hear_in_turn(who, |agent, now| agent.seen(&who.device, now)).await;
    }

    /// As [`Service::seen`], for who cannot wait: an event stream that took what was written.
    pub fn still_there(&self, who: &Identity) {
        if self.is_due() {
            self.0.observer.due_earlier();
        } else {
            self.hear(who, self.now(), |agent, now| agent.seen(&who.device, now));
        }
    }

    /// Hears something once the silence before it is recorded: it was so, and somebody may have been told.
    /// While it cannot be recorded nothing is heard. Returns the moment.
    async fn hear_in_turn(
        &self,
        who: &Identity,
        hear: impl Fn(&mut Agent, Timestamp),
    ) -> Timestamp {
        if let Err(error) = self.wake().await {
            tracing::warn!(%error, "that this process stood still could not be recorded");
        }
        let now = self.now();
        // What fell due was told, or may be any moment: what is heard in the same millisecond, of whomever, comes
        // after it and does not undo it.
        if !self.is_due() && self.hear(who, now, &hear) {
            return now;
        }
        if let Err(error) = self.pass_time().await {
            tracing::warn!(%error, "a silence could not be recorded");
        }
        let now = self.now();
        self.hear(who, now, hear);
        now
    }

    /// Hears something of the caller's device, unless something about its person is due that nobody has
    /// recorded: then it returns `false`, and the recorder is nudged.
    fn hear(
        &self,
        who: &Identity,
        now: Timestamp,
        hear: impl FnOnce(&mut Agent, Timestamp),
    ) -> bool {
        if self.is_asleep() {
            return false;
        }
        let mut board = self.0.board.write().unwrap_or_else(PoisonError::into_inner);
        let desk = &mut board;
        // A device that has just been signed out is not heard any more.
        let is_known = desk
            .agent(&who.caller.id)
            .is_some_and(|agent| agent.devices.get(&who.device).is_some());
        if !is_known {
            return true;
        }
        if desk.deadline_of(&who.caller.id).is_some_and(|at| at <= now) {
            drop(board);
            self.0.observer.due_earlier();
            return false;
        }
        let before = desk.next_deadline();
        let deadline = desk.hear(&who.caller.id, |agent| hear(agent, now));
        let device = desk.agent(&who.caller.id).and_then(|agent| agent.devices.get(&who.device));
        if let Some(device) = device {
            let mut heard = self.0.heard.lock().unwrap_or_else(PoisonError::into_inner);
            heard.insert(who.device.clone(), *device);
        }
        drop(board);
        if deadline.is_some_and(|at| at <= now || before.is_none_or(|before| at < before)) {
            self.0.observer.due_earlier();
        }
        true
    }

    /// Whether something was heard that is not written yet.
    pub fn has_heard(&self) -> bool {
        !self.0.heard.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// What was heard and is not written yet.
    pub(crate) fn heard(&self) -> BTreeMap<DeviceId, Device> {
        self.0.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets what has been written, unless something newer was heard since.
    pub(crate) fn forget_heard(&self, written: &BTreeMap<DeviceId, Device>) {
        let mut heard = self.0.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.retain(|id, device| written.get(id) != Some(device));
    }

    /// Writes what was heard since the last time, in one transaction, and that this node is there.
    /// To be called every few seconds; what was heard since is what a killed node forgets.
    pub async fn write_heard(&self, node: &crate::Node) -> Result<(), StoreError> {
        let mut writing = self.begin_unsettled().await?;
        let now = writing.now();
        self.0.store.note(writing.say_alive(&node.id, now).await)?;
        let uses = self.0.token_uses.unwritten();
        for (token, used_at) in &uses {
            tokens::save_use(writing.tx(), token, *used_at).await?;
        }
        writing.commit().await?;
        self.0.token_uses.are_written(&uses);
        Ok(())
    }
}
