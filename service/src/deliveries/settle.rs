//! What came of an attempt.

use super::{Delivery, MAX_ANSWER_CHARS};
use crate::{Lead, LostLead, Service, store::deliveries, values::text::is_unseen};

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
        let answer = kept(answer, delivery.letter.secret().reveal());
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

/// What is kept of an answer: one line that both databases take, not too long, and without what the letter's
/// link holds. Filters like to quote what they refuse.
fn kept(answer: &str, secret: &str) -> String {
    let answer = answer.replace(secret, "…");
    let answer = answer.chars().map(|c| if is_unseen(c) { ' ' } else { c });
    answer.take(MAX_ANSWER_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_in_a_line_and_without_the_secret() {
        for (answer, is_kept) in [
            ("250 ok", "250 ok"),
            (
                "554 spam: https://desk.example.com/invitation?token=s3cret",
                "554 spam: https://desk.example.com/invitation?token=…",
            ),
            ("550 a\0b\r\nc", "550 a b  c"),
        ] {
            assert_eq!(kept(answer, "s3cret"), is_kept);
        }
        assert_eq!(kept(&"x".repeat(5_000), "s3cret").chars().count(), MAX_ANSWER_CHARS);
    }
}
