//! A node begins to listen to devices, and stops.
//!
//! Time in which no node listened counts neither as silence nor as idleness: a deploy takes nobody
//! offline. Who was lost before stays lost, ends by the clock keep their time, and a node that starts
//! beside a living one grants nothing.

use crate::{
    Node, Secret, Service, StoreError,
    store::{agents, nodes, settings},
    values::secret::random_id,
    writing::Writing,
};
use presence::{SECOND, Timestamp};
use std::sync::atomic::Ordering;

/// A node that was not heard of for so long is gone. It says that it is there more often than that.
const NODE_GRACE: i64 = 30 * SECOND;

impl Service {
    /// Says that a server listens at `address`, and begins to tell silence from presence. A server that
    /// was known there before has gone.
    pub async fn listen(&self, address: &str) -> Result<Node, StoreError> {
        let node = Node { id: random_id(), address: address.to_owned(), secret: Secret::random() };
        let mut writing = self.begin_unsettled().await?;
        let now = writing.now();
        writing.attendance = Some(settings::load_site(writing.tx()).await?.attendance);
        let others = nodes::any_alive(writing.tx(), address, now.plus_millis(-NODE_GRACE)).await?;
        if !others {
            let down_at = writing.listened_until().await?;
            writing.resume(down_at).await?;
        }
        nodes::put(writing.tx(), &node.id, &node.address, node.secret.reveal(), now).await?;
        writing.say_alive(&node.id, now).await?;
        writing.live_through(now).await?;
        writing.commit().await?;
        self.0.listens.store(true, Ordering::Release);
        self.read_again().await?;
        Ok(node)
    }
}

impl Writing {
    /// Says that a node is there.
    pub(crate) async fn say_alive(&mut self, node: &str, now: Timestamp) -> Result<(), StoreError> {
        nodes::set_alive(self.tx(), node, now).await
    }

    /// Lets everybody go on as they were at `down_at`.
    async fn resume(&mut self, down_at: Timestamp) -> Result<(), StoreError> {
        let now = self.now();
        let mut resumed = Vec::new();
        for (mut agent, idle) in agents::load_all(self.tx()).await? {
            agent.rules = self.attendance.map(|attendance| attendance.rules_for(idle));
            let transition = agent.resume(down_at, now);
            for (id, device) in transition.agent.devices.iter() {
                self.hear(id.clone(), *device);
            }
            if !transition.entries.is_empty() || transition.agent.lease != agent.lease {
                resumed.push((agent, transition));
            }
        }
        self.save_all(resumed, []).await
    }
}
