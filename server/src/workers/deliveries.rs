//! Sends what waits to be delivered, while this server leads.

use super::Worker;
use crate::{
    post::{letters, mail::Mailer},
    site_url::SiteUrl,
};
use futures::{StreamExt, stream};
use presence::{SECOND, Timestamp};
use service::{Delivery, Lead, LostLead, Node, Sent, Service};

/// How often it is looked for what other servers left, in milliseconds. What is posted here, and what is
/// known to be due, is sent at its time.
const LOOK: i64 = 30 * SECOND;
/// How many are under way at once: one slow recipient does not hold up the others.
const AT_ONCE: usize = 8;

/// Sends letters.
#[derive(Debug, Clone)]
pub struct Postman {
    /// Where they wait.
    pub service: Service,
    /// What sends them, where the site has a mail server.
    pub mailer: Option<Mailer>,
    /// Where their links lead.
    pub site: SiteUrl,
    /// Who takes the lead.
    pub node: Node,
}

impl Postman {
    /// Sends all that is due, if this server leads or may. Returns when something is due next.
    pub async fn send_due(&self) -> anyhow::Result<Option<Timestamp>> {
        let now = self.service.now();
        let due = self.service.next_delivery().await?;
        if due.is_none_or(|due| due > now) {
            return Ok(due);
        }
        let Some(lead) = self.service.lead_deliveries(&self.node).await? else {
            // The one who has it sends them.
            return Ok(None);
        };
        let round = async {
            loop {
                let letters = self.service.take_deliveries(&lead).await?;
                if letters.is_empty() {
                    return Ok(());
                }
                let mut sent = stream::iter(letters)
                    .map(|letter| self.send(&lead, letter))
                    .buffer_unordered(AT_ONCE);
                while let Some(settled) = sent.next().await {
                    settled?;
                }
            }
        };
        match round.await {
            Err(LostLead::Lost) => return Ok(None),
            Err(LostLead::Store(error)) => return Err(error.into()),
            Ok(()) => self.service.yield_lead(&lead).await?,
        }
        Ok(self.service.next_delivery().await?)
    }

    async fn send(&self, lead: &Lead, delivery: Delivery) -> Result<(), LostLead> {
        let sent = match &self.mailer {
            None => Sent::NotYet("No mail server is set up.".to_owned()),
            Some(mailer) => {
                let letter = letters::write(&self.site, self.service.now(), &delivery);
                mailer.send(&letter).await
            }
        };
        let outcome = match &sent {
            Sent::Yes(_) => "sent",
            Sent::NotYet(_) => "not yet",
            Sent::Never(_) => "never",
        };
        metrics::counter!("porchlight_letters_total", "outcome" => outcome).increment(1);
        if !matches!(sent, Sent::Yes(_)) {
            // Neither for whom it was nor what the mail server said of them.
            tracing::warn!(delivery = delivery.id, attempt = delivery.nth, "a letter was not sent");
        }
        self.service.settle_delivery(lead, &delivery, &sent).await
    }
}

/// The worker.
pub(crate) struct Deliveries {
    postman: Postman,
    next: Timestamp,
}

impl Deliveries {
    pub(crate) const fn new(postman: Postman) -> Self {
        Self { postman, next: Timestamp::MIN }
    }
}

impl Worker for Deliveries {
    const NAME: &'static str = "deliveries";

    fn next_at(&self) -> Option<Timestamp> {
        Some(self.next)
    }

    fn nudged(&mut self) {
        self.next = Timestamp::MIN;
    }

    async fn run(&mut self, now: Timestamp) -> anyhow::Result<()> {
        let due = self.postman.send_due().await?;
        let look = now.plus_millis(LOOK);
        self.next = due.map_or(look, |due| due.min(look));
        Ok(())
    }
}
