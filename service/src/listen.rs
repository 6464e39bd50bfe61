//! A node begins to listen to devices, and stops.
//!
//! Time in which no node listened counts neither as silence nor as idleness: a deploy takes nobody
//! offline. Who was lost before stays lost, ends by the clock keep their time, and a node that starts
//! beside a living one grants nothing.

use crate::{
    Secret, Service, StoreError,
    nodes::Node,
    secret::random_id,
    site::Site,
    store::{agents, nodes, settings},
    writing::Writing,
};
use presence::{Absence, Agent, MINUTE, SECOND, Timestamp};
use std::sync::{PoisonError, atomic::Ordering};

/// When any node last listened, as far as written.
const LISTENED_UNTIL: &str = "listened_until";

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
            writing.skip(down_at).await?;
        }
        nodes::put(writing.tx(), &node.id, &node.address, node.secret.reveal(), now).await?;
        writing.say_alive(&node.id, now).await?;
        writing.live_through(now).await?;
        let site = Site::read(writing.tx(), true).await?;
        self.0.listens.store(true, Ordering::Release);
        *self.0.site.write().unwrap_or_else(PoisonError::into_inner) = site;
        writing.commit().await?;
        Ok(node)
    }
}

impl Writing {
    /// Says that a node is there.
    pub(crate) async fn say_alive(&mut self, node: &str, now: Timestamp) -> Result<(), StoreError> {
        nodes::set_alive(self.tx(), node, now).await?;
        say_listened(self, now).await
    }

    async fn listened_until(&mut self) -> Result<Timestamp, StoreError> {
        let until = settings::get(self.tx(), LISTENED_UNTIL).await?;
        // Where nobody has ever listened, everybody is as they were when they signed in.
        Ok(until.and_then(|text| text.parse().ok()).map_or(Timestamp::MIN, Timestamp::from_millis))
    }

    /// Records what fell due before `down_at`, then skips the time since for everybody who was there.
    async fn skip(&mut self, down_at: Timestamp) -> Result<(), StoreError> {
        let now = self.now();
        let mut settled = Vec::new();
        for (mut agent, idle) in agents::load_all(self.tx()).await? {
            agent.rules = self.attendance.map(|attendance| attendance.rules_for(idle));
            let transition = agent.settle(down_at.min(now));
            settled.push((agent, transition));
        }
        self.save_all(settled, []).await?;
        let mut heard = Vec::new();
        for (mut agent, idle) in agents::load_all(self.tx()).await? {
            let Some(rules) = self.attendance.map(|attendance| attendance.rules_for(idle)) else {
                continue;
            };
            let before = agent.clone();
            if !is_lost(&agent) {
                agent.devices.skip(down_at, now, &rules);
                heard.extend(agent.devices.iter().map(|(id, device)| (id.clone(), *device)));
            }
            if let Some(lease) = &mut agent.lease
                && let Some(absent) = &mut lease.absent
                && let Some(from) = absent.limit_from
            {
                // A node listened at least until it told that somebody was absent.
                let gap = now.millis_since(down_at.max(from));
                absent.limit_from = Some(from.plus_millis(gap.clamp(0, MAX_GAP)));
                agents::save(self.tx(), &before, &agent).await?;
            }
        }
        self.write_heard(&heard).await
    }
}

/// Says that what was written of devices is what was heard until `now`.
pub(crate) async fn say_listened(writing: &mut Writing, now: Timestamp) -> Result<(), StoreError> {
    settings::set(writing.tx(), LISTENED_UNTIL, &now.as_millis().to_string()).await
}

/// Longer than any lease with an end; adding it to a moment stays within bounds.
const MAX_GAP: i64 = 100 * 365 * 24 * 60 * MINUTE;

fn is_lost(agent: &Agent) -> bool {
    agent
        .lease
        .as_ref()
        .and_then(|lease| lease.absent)
        .is_some_and(|absent| absent.kind == Absence::Lost)
}
