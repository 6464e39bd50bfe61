//! Taking what is due: each attempt is written down before it is made.

use super::{Letter, retries::next_try};
use crate::{Lead, LostLead, Node, Service, StoreError, store::deliveries, writing::Turn};
use presence::Timestamp;
use std::collections::BTreeSet;

/// The longest answer that is kept, in characters.
pub const MAX_ANSWER_CHARS: usize = 500;

/// A message that is to be sent now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id.
    pub id: String,
    /// What stands before the `@` of its `Message-ID`: the same at each attempt.
    pub message_id: String,
    /// The recipient's address.
    pub to: String,
    /// What it says.
    pub letter: Letter,
    /// Which attempt this is, from 1.
    pub nth: u32,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
}

/// What is led.
const WORK: &str = "deliveries";

impl Service {
    /// Takes the lead of the deliveries, or keeps it. `None` while another server has it.
    pub async fn lead_deliveries(&self, node: &Node) -> Result<Option<Lead>, StoreError> {
        self.lead(WORK, node).await
    }

    /// Takes what is due, so many at the most, but for those whose attempt is still under way: it may last
    /// longer than the pause after it. What is over is settled as failed.
    pub async fn take_deliveries(
        &self,
        lead: &Lead,
        most: usize,
        under_way: &BTreeSet<String>,
    ) -> Result<Vec<Delivery>, LostLead> {
        if self.next_delivery().await?.is_none_or(|due| due > self.now()) {
            return Ok(Vec::new());
        }
        let mut turn = self.turn().await?;
        turn.check_lead(lead).await?;
        let now = turn.now();
        let mut taken = Vec::new();
        let at_most = u32::try_from(most + under_way.len()).unwrap_or(u32::MAX);
        let due = deliveries::due(turn.tx(), now, at_most).await?;
        for delivery in due.into_iter().filter(|due| !under_way.contains(&due.id)).take(most) {
            if let Some(delivery) = turn.take(delivery).await? {
                taken.push(delivery);
            }
        }
        turn.commit().await?;
        Ok(taken)
    }

    /// When the next delivery is due; `None` while nothing waits.
    pub async fn next_delivery(&self) -> Result<Option<Timestamp>, StoreError> {
        deliveries::next_due(&mut *self.0.store.reader().await?).await
    }
}

impl Turn {
    async fn take(
        &mut self,
        delivery: deliveries::Delivery,
    ) -> Result<Option<Delivery>, StoreError> {
        let now = self.now();
        let id = delivery.id;
        if delivery.expires_at <= now {
            deliveries::settle(self.tx(), &id, "failed", now).await?;
            return Ok(None);
        }
        let nth = delivery.tries + 1;
        // The last attempt is not after its end.
        let next = next_try(nth, now, rand::random()).min(delivery.expires_at);
        deliveries::begin_attempt(self.tx(), &id, nth, now, next).await?;
        let sealed = delivery.sealed.unwrap_or_default();
        let opened = self.service().vault().open(&id, &sealed);
        let letter = opened.ok().and_then(|text| serde_json::from_str(&text).ok());
        let Some(letter) = letter else {
            // The key may come back: this waits like a mail server that is away.
            let answer = "What it says was sealed under a key that is not here.";
            tracing::warn!(
                delivery = id,
                "a letter waits: the key under which it was sealed is not here"
            );
            deliveries::end_attempt(self.tx(), &id, nth, "failed", answer).await?;
            return Ok(None);
        };
        let deliveries::Delivery { message_id, recipient: to, expires_at, .. } = delivery;
        Ok(Some(Delivery { id, message_id, to, letter, nth, expires_at }))
    }
}
