//! What came of an attempt.

use super::{Delivery, MAX_ANSWER_CHARS};
use crate::{Lead, LostLead, Service, store::deliveries};

/// How an attempt went, with what the other side answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It was taken.
    Yes(String),
    /// It was not, and may be later.
    NotYet(String),
    /// It was not, and never will be: there is no such address in any world.
    Never(String),
}

impl Service {
    /// Writes down what came of an attempt. What was sent or never will be is settled; the rest waits for
    /// the next attempt.
    pub async fn settle_delivery(
        &self,
        lead: &Lead,
        delivery: &Delivery,
        sent: &Sent,
    ) -> Result<(), LostLead> {
        let (outcome, state, answer) = match sent {
            Sent::Yes(answer) => ("sent", Some("sent"), answer),
            Sent::NotYet(answer) => ("failed", None, answer),
            Sent::Never(answer) => ("failed", Some("failed"), answer),
        };
        let answer: String = answer.chars().take(MAX_ANSWER_CHARS).collect();
        let mut turn = self.turn().await?;
        turn.check_lead(lead).await?;
        let now = turn.now();
        let Delivery { id, nth, .. } = delivery;
        deliveries::end_attempt(turn.tx(), id, *nth, outcome, &answer).await?;
        if let Some(state) = state {
            deliveries::settle(turn.tx(), id, state, now).await?;
        }
        turn.commit().await?;
        Ok(())
    }
}
