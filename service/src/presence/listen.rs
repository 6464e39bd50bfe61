//! A node begins to listen to devices, and goes on after it stood still.
//!
//! Time in which no node listened counts neither as silence nor as idleness: a deploy takes nobody
//! offline. Who was lost before stays lost, ends by the clock keep their time, and a node that starts
//! beside a living one grants nothing.

use crate::{
    Node, Secret, Service, StoreError,
    store::{agents, nodes, projects, settings},
    values::secret::random_id,
    writing::Writing,
};
use presence::{SECOND, Timestamp};

/// A node that was not heard of for so long is gone. It says that it is there more often than that.
const NODE_GRACE: i64 = 30 * SECOND;

impl Service {
    /// Says that a server listens at `address`, and begins to tell silence from presence. A server that
    /// was known there before has gone.
    pub async fn listen(&self, address: &str) -> Result<Node, StoreError> {
        let node = Node { id: random_id(), address: address.to_owned(), secret: Secret::random() };
        let mut writing = self.begin_asleep().await?;
        let now = writing.now();
        let down_at = writing.listened_until().await?;
        writing.attendance = Some(settings::load_site(writing.tx()).await?.attendance);
        writing.resume(down_at, address).await?;
        nodes::put(writing.tx(), &node.id, &node.address, node.secret.reveal(), now).await?;
        writing.say_alive(&node.id, now).await?;
        writing.live_through(now).await?;
        writing.commit().await?;
        self.0.listens_at.get_or_init(|| address.to_owned());
        self.read_again().await?;
        Ok(node)
    }

    /// Says that this process runs; to be called every second. Where it stood still for so long that the gap
    /// counts, nobody listened meanwhile.
    pub async fn tick(&self) -> Result<(), StoreError> {
        self.wake().await?;
        self.0.pulse.tick(self.now());
        Ok(())
    }

    /// Lets gaps between two ticks count from so many milliseconds on; 0 is never.
    pub fn count_gaps_of(&self, millis: i64) {
        self.0.pulse.count_gaps_of(millis);
    }

    /// Whether this process stood still, and has not come to know it yet: what seems to be due may not be.
    pub(crate) fn is_asleep(&self) -> bool {
        self.listens() && self.0.pulse.stood_still_since(self.now()).is_some()
    }

    /// After this process stood still everybody goes on as they were, as after a restart. Whoever comes
    /// first, to write or to hear, does it.
    pub(crate) async fn wake(&self) -> Result<(), StoreError> {
        if !self.is_asleep() {
            return Ok(());
        }
        let mut writing = self.begin_asleep().await?;
        let now = writing.now();
        let Some(address) = self.0.listens_at.get() else { return Ok(()) };
        // Another one may have done it before this one had its turn.
        let Some(down_at) = self.0.pulse.stood_still_since(now) else { return Ok(()) };
        tracing::warn!(millis = now.millis_since(down_at), "this process stood still");
        writing.resume(down_at, address).await?;
        writing.live_through(now).await?;
        // Before the commit, which goes on when the caller does not.
        self.0.pulse.tick(now);
        let committed = writing.commit().await;
        if committed.is_err() {
            self.0.pulse.tick(down_at);
        }
        committed
    }
}

impl Writing {
    /// Says that a node is there.
    pub(crate) async fn say_alive(&mut self, node: &str, now: Timestamp) -> Result<(), StoreError> {
        nodes::set_alive(self.tx(), node, now).await
    }

    /// Lets everybody go on as they were at `down_at`, unless another node than the one at `address`
    /// listened meanwhile.
    async fn resume(&mut self, down_at: Timestamp, address: &str) -> Result<(), StoreError> {
        let now = self.now();
        if nodes::any_alive(self.tx(), address, now.plus_millis(-NODE_GRACE)).await? {
            return Ok(());
        }
        let mut resumed = Vec::new();
        for (mut agent, idle) in agents::load_all(self.tx()).await? {
            agent.rules = self.attendance.map(|attendance| attendance.rules_for(idle));
            if let Some(known) = self.service().board().agent(&agent.id) {
                agent.devices.merge(&known.devices);
            }
            let transition = agent.resume(down_at, now);
            for (id, device) in transition.agent.devices.iter() {
                self.hear(id.clone(), *device);
            }
            self.put_agent(transition.agent.clone());
            if !transition.entries.is_empty() || transition.agent.lease != agent.lease {
                resumed.push((agent, transition));
            }
        }
        // What opened or closed meanwhile comes true among it.
        let opened = projects::due(self.tx(), now).await?;
        self.save_all(resumed, opened).await
    }
}
