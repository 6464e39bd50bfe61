//! Sends what waits to be delivered, while this server leads.

use super::Worker;
use crate::{
    post::{letters, mail::Mailer},
    site_url::SiteUrl,
};
use presence::{SECOND, Timestamp};
use service::{Delivery, Lead, LostLead, Node, Sent, Service};
use std::{collections::BTreeSet, time::Duration};
use tokio::task::JoinSet;

/// How often it is looked for what other servers left, in milliseconds. What is posted here, and what is
/// known to be due, is sent at its time.
const LOOK: i64 = 30 * SECOND;
/// How many are under way at once: one slow recipient does not hold up the others.
const AT_ONCE: usize = 8;
/// While some are under way, how often it is looked for others.
const LOOK_MEANWHILE: Duration = Duration::from_secs(1);

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
        match self.send_all(&lead).await {
            Err(LostLead::Lost) => return Ok(None),
            Err(LostLead::Store(error)) => return Err(error.into()),
            Ok(()) => self.service.yield_lead(&lead).await?,
        }
        Ok(self.service.next_delivery().await?)
    }

    /// Sends until nothing is due and nothing is under way. What is posted meanwhile is sent as soon as there
    /// is room for it. A failure is returned once all that had begun is noted.
    async fn send_all(&self, lead: &Lead) -> Result<(), LostLead> {
        // In tasks of their own: each waits for its turn to write, as taking does.
        let mut under_way = JoinSet::new();
        let mut ids = BTreeSet::new();
        let mut failure = None;
        let mut waited = false;
        loop {
            // Some at a time, for each taking is a write; one by one only where all wait for somebody slow.
            let room = AT_ONCE - under_way.len().min(AT_ONCE);
            if failure.is_none() && (room > AT_ONCE / 2 || (waited && room > 0)) {
                match self.service.take_deliveries(lead, room, &ids).await {
                    Ok(letters) => {
                        for letter in letters {
                            let (postman, lead) = (self.clone(), lead.clone());
                            let id = letter.id.clone();
                            ids.insert(id.clone());
                            under_way.spawn(async move { (id, postman.send(&lead, letter).await) });
                        }
                    }
                    Err(error) => failure = Some(error),
                }
            }
            if under_way.is_empty() {
                return failure.map_or(Ok(()), Err);
            }
            let settled = tokio::time::timeout(LOOK_MEANWHILE, under_way.join_next()).await;
            waited = settled.is_err();
            match settled {
                Ok(Some(Ok((id, settled)))) => {
                    ids.remove(&id);
                    failure = failure.or(settled.err());
                }
                // One that panicked is tried again, as one that was not noted.
                Ok(Some(Err(panic))) => tracing::error!(%panic, "a letter was not sent"),
                _ => {}
            }
        }
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
